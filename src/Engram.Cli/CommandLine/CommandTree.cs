using System.CommandLine;
using Engram.Cli.Verbs;

namespace Engram.Cli.CommandLine;

/// <summary>The command with all its verbs. A new verb is a new file and one line here.</summary>
internal static class CommandTree
{
    /// <summary>What the command's own help ends with.</summary>
    public static readonly IReadOnlyList<string> Examples =
    [
        "engram list                                    the experiments there are",
        "engram show gle-mnist1d                        settings and published numbers of one",
        "engram run gle-mnist1d --preset quick          a minute's taste of it",
        "engram run gle-mnist1d --seeds 5               the paper's experiment with five seeds",
        "engram sweep gle-mnist1d --over neurons.tau=0.6,1.2,2.4 --seeds 3",
        "                                               every value with three seeds",
        "engram runs                                    what has been run",
    ];

    /// <summary>Builds the tree, or, where the line begins with the name of a verb, the branch of that verb alone: it is ready in half the time.</summary>
    /// <param name="session">What verbs work with.</param>
    /// <param name="arguments">What was typed.</param>
    public static RootCommand Build(Session session, IReadOnlyList<string> arguments)
    {
        var help = new HelpText(session.Terminal);
        var root = new RootCommand("Engram: learning the way cortex might do it. Runs the experiments of papers on learning, and shows what came of them beside what was published.");
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
