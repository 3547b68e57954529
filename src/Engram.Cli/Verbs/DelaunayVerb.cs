using Engram.Cli.CommandLine;
using Engram.Cli.Verbs.Delaunay;

namespace Engram.Cli.Verbs;

/// <summary><c>engram delaunay</c>: the dataset of abstract art, its stand-in, and the experiments with people.</summary>
internal static class DelaunayVerb
{
    /// <summary>Creates the verb with its verbs. A new one is a new file in <c>Verbs/Delaunay</c> and one line here.</summary>
    public static Verb Create(Session session, HelpText help)
    {
        var verb = new Verb(
            "delaunay",
            "Abstract art for networks and for people: catalogue, splits, painted stand-ins, trials and their analysis");
        verb.Subcommands.Add(DelaunayScanVerb.Create(session));
        verb.Subcommands.Add(DelaunayStatsVerb.Create(session));
        verb.Subcommands.Add(DelaunaySplitVerb.Create(session));
        verb.Subcommands.Add(DelaunayCardVerb.Create(session));
        verb.Subcommands.Add(DelaunayFetchVerb.Create(session));
        verb.Subcommands.Add(DelaunayVerifyVerb.Create(session));
        verb.Subcommands.Add(PaintVerb.Create(session));
        verb.Subcommands.Add(TrialsVerb.Create(session));
        verb.Subcommands.Add(SimulateParticipantsVerb.Create(session));
        verb.Subcommands.Add(AnalyseVerb.Create(session));
        verb.SetAction(_ =>
        {
            help.Write(verb);
            return ExitCode.Done;
        });
        return verb;
    }
}
