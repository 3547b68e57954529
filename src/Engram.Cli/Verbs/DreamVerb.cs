using Engram.Cli.CommandLine;

namespace Engram.Cli.Verbs;

/// <summary><c>engram dream</c>: what the cortices that runs left behind are worth.</summary>
internal static class DreamVerb
{
    /// <summary>Creates the verb with its verbs.</summary>
    public static Verb Create(Session session, HelpText help)
    {
        var verb = new Verb(
            "dream",
            "Cortices that learned awake and asleep: measure what a run left behind",
            "engram dream evaluate latest",
            "engram dream evaluate latest --with readout,occlusion,distances");
        verb.Subcommands.Add(DreamEvaluateVerb.Create(session));
        verb.SetAction(_ =>
        {
            help.Write(verb);
            return ExitCode.Done;
        });
        return verb;
    }
}
