using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Lab;

namespace Engram.Cli.Verbs;

/// <summary><c>engram run</c>: runs an experiment, with one seed or several.</summary>
internal static class RunVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var name = Names.ExperimentArgument(session.Tool);
        var preset = Choices.Preset();
        var settings = Choices.Settings();
        var set = Choices.Set();
        var rule = Choices.Rule();
        var seed = Choices.Seed();
        var seeds = Choices.Seeds();
        var threads = Choices.Threads();
        var runs = Choices.Runs();
        var data = Choices.Data();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "run",
            "Run an experiment, and see what it reaches beside what was published",
            "engram run gle-mnist1d --preset quick",
            "engram run gle-mnist1d --seeds 10",
            "engram run gle-mnist1d --set training.epochs=20 --set neurons.tau=1.5",
            "engram run gle-mnist1d --settings mine.toml --seed 7 --json",
            "engram run rule-neurons --rule \"y*(x - w*y)\"") { name, preset, settings, set, seed, seeds, threads, runs, data, json, quiet };
        if (session.Tool.RunsRules) verb.Options.Insert(verb.Options.IndexOf(set) + 1, rule);
        verb.SetAction(parsed =>
        {
            var experiment = Names.FindExperiment(session, parsed.GetRequiredValue(name));
            var request = new RunRequest
            {
                Experiment = experiment.Name,
                Preset = Names.FindPreset(experiment, parsed.GetRequiredValue(preset)),
                SettingsFile = parsed.GetValue(settings),
                Assignments = session.Tool.RunsRules && parsed.GetValue(rule) is { } text ? [.. parsed.GetRequiredValue(set), $"rule={text}"] : parsed.GetRequiredValue(set),
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
