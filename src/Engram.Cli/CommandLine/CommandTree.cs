using System.CommandLine;
using Engram.Cli.Verbs;

namespace Engram.Cli.CommandLine;

/// <summary>The command with all its verbs. A new verb is a new file and one line here.</summary>
internal static class CommandTree
{
    /// <summary>Builds the tree, or, where the line begins with the name of a verb, the branch of that verb alone: it is ready in half the time.</summary>
    /// <param name="session">What verbs work with.</param>
    /// <param name="arguments">What was typed.</param>
    public static Root Build(Session session, IReadOnlyList<string> arguments)
    {
        var help = new HelpText(session.Terminal);
        var root = new Root(session.Tool);
        root.Options.Clear();
        root.Options.Add(new Option<bool>("--help", "-h", "-?") { Description = "show this help", Recursive = true, Action = help });
        root.Options.Add(new Option<bool>("--version") { Description = "show the version", Action = VersionVerb.Action(session) });
        (string Name, Func<Verb> Create)[] verbs =
        [
            ("list", () => ListVerb.Create(session)),
            ("show", () => ShowVerb.Create(session)),
            ("run", () => RunVerb.Create(session)),
            ("sweep", () => SweepVerb.Create(session)),
            ("resume", () => ResumeVerb.Create(session)),
            ("runs", () => RunsVerb.Create(session)),
            ("data", () => DataVerb.Create(session, help)),
            ("dream", () => DreamVerb.Create(session, help)),
            ("delaunay", () => DelaunayVerb.Create(session, help)),
            ("rule", () => RuleVerb.Create(session)),
            ("bench", () => BenchVerb.Create(session)),
            ("version", () => VersionVerb.Create(session)),
            ("help", () => HelpVerb.Create(help, root)),
        ];
        verbs = Array.FindAll(verbs, verb => session.Tool.Has(verb.Name));
        // Help tells of the other verbs too.
        int asked = arguments.Count > 0 ? Array.FindIndex(verbs, verb => verb.Name == arguments[0] && verb.Name != "help") : -1;
        foreach (var verb in asked >= 0 ? verbs.AsSpan(asked, 1) : verbs)
            root.Subcommands.Add(verb.Create());
        root.SetAction(_ =>
        {
            help.Write(root);
            return ExitCode.Done;
        });
        return root;
    }
}
