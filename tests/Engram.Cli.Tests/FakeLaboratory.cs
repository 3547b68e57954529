using Engram.Lab;
using Engram.Lab.Experiments;
using Engram.Lab.Runs;
using Engram.Lab.Settings;

namespace Engram.Cli.Tests;

/// <summary>A laboratory that remembers what it was asked for and answers with what the test says.</summary>
internal sealed class FakeLaboratory : ILaboratory
{
    public static readonly string RunFolder = Path.Combine(Environment.CurrentDirectory, "runs", "fake-digits", "2026-11-24T09-15-02-seed42");

    public static readonly PublishedResult Published =
        new("GLE 15k", "test_accuracy", 91.7, 0.8, 10, "%", "Ellenberger et al. 2025, Table 1", "ten seeds of the authors' own");

    public RunRequest? Asked { get; private set; }

    public ResumeRequest? AskedToResume { get; private set; }

    public Func<IRunObserver, CancellationToken, RunReport> Answer { get; init; } = static (_, _) => Report(Finished(42, 91.64));

    public RunListing Listing { get; init; } = new([], []);

    public IReadOnlyList<Experiment> Experiments { get; } = [new FakeExperiment("fake-digits"), new FakeExperiment("other-task")];

    public Experiment Find(string name) => Experiments.First(experiment => string.Equals(experiment.Name, name, StringComparison.Ordinal));

    public IReadOnlyList<SettingDescription> Describe(Experiment experiment, string preset) =>
    [
        new("epochs", "whole number", preset is "quick" ? "2" : "150", "", "1 to 10000", "How often all samples are shown"),
        new("neurons.tau", "number", "1.2", "ms", "0.01 to 100", "Membrane time constant"),
    ];

    public RunReport Run(RunRequest request, IRunObserver observer, CancellationToken stop)
    {
        Asked = request;
        return Answer(observer, stop);
    }

    public RunReport Resume(ResumeRequest request, IRunObserver observer, CancellationToken stop)
    {
        AskedToResume = request;
        return Answer(observer, stop);
    }

    public RunListing List(string runsFolder) => Listing;

    public static RunInformation Information(ulong seed, RunState state) => new()
    {
        Experiment = "fake-digits",
        Preset = "quick",
        Seed = seed,
        State = state,
        Folder = RunFolder.Replace("seed42", $"seed{seed}", StringComparison.Ordinal),
        Started = new DateTimeOffset(2026, 11, 24, 9, 15, 2, TimeSpan.Zero),
        Seconds = 83.25,
        Version = "0.1.0+abc",
        Settings = [],
    };

    public static RunInformation Finished(ulong seed, double accuracy) => Information(seed, RunState.Finished) with
    {
        Summary = [new("loss", 0.25, "", "loss"), new("test_accuracy", accuracy, "%", "test accuracy")],
    };

    public static RunReport Report(params RunInformation[] runs)
    {
        var finished = runs.Where(static run => run.State == RunState.Finished).ToArray();
        var accuracies = finished.Select(static run => run.Summary[1].Value).ToArray();
        var mean = accuracies.Length > 0 ? accuracies.Average() : double.NaN;
        double? deviation = accuracies.Length > 1 ? Math.Sqrt(accuracies.Average(value => (value - mean) * (value - mean))) : null;
        return new RunReport(
            runs,
            runs.Length > 1 ? Path.Combine(Path.GetDirectoryName(RunFolder)!, "group") : null,
            finished.Length == 0 ? [] : [new("test_accuracy", "test accuracy", "%", finished.Length, mean, deviation, Published), new("loss", "loss", "", finished.Length, 0.25, null, null)],
            finished.Length == 0 ? [] : [Path.Combine(RunFolder, "figures", "learning.png")],
            runs.Any(static run => run.State == RunState.Interrupted));
    }

    /// <summary>A sweep over seven values with two seeds each, the last of which is not finished.</summary>
    public static RunReport Sweep()
    {
        var conditions = Enumerable.Range(1, 7).Select(static value =>
        {
            RunInformation[] runs =
            [
                Finished(42, 80 + value) with { Condition = $"tau={value}", Group = "2026-11-24T09-15-02-sweep" },
                (value < 7 ? Finished(43, 82 + value) : Information(43, RunState.Interrupted)) with { Condition = $"tau={value}", Group = "2026-11-24T09-15-02-sweep" },
            ];
            return new ConditionReport($"tau={value}", [new("neurons.tau", $"{value}")], runs, Report(runs).Comparison);
        }).ToArray();
        return new RunReport(
            [.. conditions.SelectMany(static condition => condition.Runs)],
            Path.Combine(Path.GetDirectoryName(RunFolder)!, "2026-11-24T09-15-02-sweep"),
            [],
            [],
            Interrupted: true)
        {
            Conditions = conditions,
            Problems = ["The figures could not be drawn."],
        };
    }

    private sealed class FakeExperiment(string name) : Experiment
    {
        public override string Name => name;

        public override string Paper => "Ellenberger et al. 2025";

        public override string Summary => "Recognise drifting digits";

        public override string Description => "Digits drift by.\nWatch the accuracy.";

        public override IReadOnlyList<PublishedResult> Published => [FakeLaboratory.Published];

        public override string HeadlineMetric => "test_accuracy";

        public override Type SettingsType => typeof(object);

        public override IReadOnlyList<ulong> PublishedSeeds(object settings) => [42, 43];

        public override object Preset(string preset) => new();

        public override void Resolve(object settings)
        {
        }

        public override IReadOnlyList<PublishedResult> ComparableTo(object settings) => Published;

        public override IReadOnlyList<SummaryValue> Run(object settings, IRunContext context) => [];
    }
}
