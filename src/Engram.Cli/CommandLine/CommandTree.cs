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

    /// <summary>Builds the tree.</summary>
    public static RootCommand Build(Session session)
    {
        var help = new HelpText(session.Terminal);
        var root = new RootCommand("Engram: learning the way cortex might do it. Runs the experiments of papers on learning, and shows what came of them beside what was published.");
        root.Options.Clear();
        root.Options.Add(new Option<bool>("--help", "-h", "-?") { Description = "show this help", Recursive = true, Action = help });
        root.Options.Add(new Option<bool>("--version") { Description = "show the version", Action = VersionVerb.Action(session) });
        root.Subcommands.Add(ListVerb.Create(session));
        root.Subcommands.Add(ShowVerb.Create(session));
        root.Subcommands.Add(RunVerb.Create(session));
        root.Subcommands.Add(SweepVerb.Create(session));
        root.Subcommands.Add(ResumeVerb.Create(session));
        root.Subcommands.Add(RunsVerb.Create(session));
        root.Subcommands.Add(DataVerb.Create(session, help));
        root.Subcommands.Add(DreamVerb.Create(session, help));
        root.Subcommands.Add(RuleVerb.Create(session));
        root.Subcommands.Add(BenchVerb.Create(session));
        root.Subcommands.Add(VersionVerb.Create(session));
        root.Subcommands.Add(HelpVerb.Create(help, root));
        root.SetAction(_ =>
        {
            help.Write(root);
            return ExitCode.Done;
        });
        return root;
    }
}
