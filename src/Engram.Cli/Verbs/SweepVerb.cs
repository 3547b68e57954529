using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Lab;

namespace Engram.Cli.Verbs;

/// <summary><c>engram sweep</c>: runs an experiment with every combination of some settings' values.</summary>
internal static class SweepVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var name = Names.ExperimentArgument(session.Tool);
        var over = Choices.Over();
        var seeds = Choices.Seeds();
        seeds.Description = "how many seeds each condition is run with (default: 1)";
        var preset = Choices.Preset();
        var settings = Choices.Settings();
        var set = Choices.Set();
        var seed = Choices.Seed();
        var threads = Choices.Threads();
        var runs = Choices.Runs();
        var data = Choices.Data();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "sweep",
            "Run an experiment with every combination of some settings' values, and see how each does",
            "engram sweep gle-mnist1d --over neurons.tau=0.6,1.2,2.4 --seeds 3 --preset quick",
            "engram sweep gle-mnist1d --over neurons.prospective-errors=true,false --over neurons.slow=18,36",
            "engram sweep gle-mnist1d-lagnet --over network.hidden=[53],[53,53]",
            "engram resume latest") { name, over, seeds, preset, settings, set, seed, threads, runs, data, json, quiet };
        verb.SetAction(parsed =>
        {
            var experiment = Names.FindExperiment(session, parsed.GetRequiredValue(name));
            var variations = parsed.GetRequiredValue(over);
            if (variations.Length == 0)
            {
                throw new UsageException(
                    $"sweep needs --over PATH=VALUE,VALUE,...: the setting to go through, and its values. {session.Tool.Name} show {experiment.Name} lists the settings.");
            }

            var request = new RunRequest
            {
                Experiment = experiment.Name,
                Preset = Names.FindPreset(experiment, parsed.GetRequiredValue(preset)),
                SettingsFile = parsed.GetValue(settings),
                Assignments = parsed.GetRequiredValue(set),
                Variations = variations,
                Seed = parsed.GetValue(seed),
                SeedCount = parsed.GetValue(seeds),
                Threads = parsed.GetValue(threads),
                RunsFolder = parsed.GetRequiredValue(runs),
                DataFolder = parsed.GetRequiredValue(data),
            };
            RunReport report;
            using (var progress = RunProgress.For(session, parsed.GetValue(quiet), parsed.GetValue(json)))
                report = session.Laboratory.Run(request, progress, session.Stop);
            return ReportText.Print(session, experiment.Name, report, parsed.GetValue(json));
        });
        return verb;
    }
}
