using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Lab;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay simulate-participants</c>: a front of the experiment <c>delaunay-participants</c>.</summary>
internal static class SimulateParticipantsVerb
{
    private const string Experiment = "delaunay-participants";

    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var preset = Choices.Preset();
        var settings = Choices.Settings();
        var set = Choices.Set();
        var seed = Choices.Seed();
        var seeds = Choices.Seeds();
        var threads = Choices.Threads();
        var runs = Choices.Runs();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "simulate-participants",
            "Let simulated people and networks take part in a study on the stand-in, to test and to plan (engram show delaunay-participants)",
            "engram delaunay simulate-participants --preset quick",
            "engram delaunay simulate-participants --set lists=4 --set people.naturalness-slope=0 --seed 7",
            "engram delaunay analyse latest") { preset, settings, set, seed, seeds, threads, runs, json, quiet };
        verb.SetAction(parsed =>
        {
            var experiment = Names.FindExperiment(session, Experiment);
            var request = new RunRequest
            {
                Experiment = experiment.Name,
                Preset = Names.FindPreset(experiment, parsed.GetRequiredValue(preset)),
                SettingsFile = parsed.GetValue(settings),
                Assignments = parsed.GetRequiredValue(set),
                Seed = parsed.GetValue(seed),
                SeedCount = parsed.GetValue(seeds),
                Threads = parsed.GetValue(threads),
                RunsFolder = parsed.GetRequiredValue(runs),
            };
            RunReport report;
            using (var progress = RunProgress.For(session, parsed.GetValue(quiet), parsed.GetValue(json)))
                report = session.Laboratory.Run(request, progress, session.Stop);
            return ReportText.Print(session, experiment.Name, report, parsed.GetValue(json));
        });
        return verb;
    }
}
