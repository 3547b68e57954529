using Engram.Lab.Experiments;
using Engram.Lab.Runs;
using Engram.Lab.Settings;

namespace Engram.Lab;

/// <summary>Everything that the command does, without a terminal: find experiments, run them, go on with runs, list them.</summary>
public interface ILaboratory
{
    /// <summary>All experiments, in the order in which they are listed.</summary>
    IReadOnlyList<Experiment> Experiments { get; }

    /// <summary>Finds an experiment by name.</summary>
    /// <exception cref="UsageException">There is none; the message suggests the nearest name.</exception>
    Experiment Find(string name);

    /// <summary>The settings of an experiment with their defaults in a preset, for <c>engram show</c>.</summary>
    IReadOnlyList<SettingDescription> Describe(Experiment experiment, string preset);

    /// <summary>
    /// Runs one or several seeds, of one condition or of every combination of the values swept over, side by side on the cores. A run that fails does not stop the others: it is in the report as
    /// <see cref="RunState.Failed"/> with its error in words.
    /// </summary>
    /// <exception cref="UsageException">The request is wrong, or every run failed for something that the user can put right.</exception>
    /// <exception cref="LaboratoryException">The disk is full or failing, so that no run could begin or no summary be written.</exception>
    RunReport Run(RunRequest request, IRunObserver observer, CancellationToken stop);

    /// <summary>Goes on with a run, or with the unfinished runs of a sweep or a group of seeds.</summary>
    /// <param name="request">What to go on with.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UsageException">There is no such run, it is finished, or its checkpoint cannot be used.</exception>
    RunReport Resume(ResumeRequest request, IRunObserver observer, CancellationToken stop);

    /// <summary>The runs below a folder, newest first; unreadable ones are listed as <see cref="RunListing.Problems"/>, not hidden.</summary>
    RunListing List(string runsFolder);
}

/// <summary>Shorter ways to ask a laboratory.</summary>
public static class LaboratoryExtensions
{
    /// <summary>Goes on with a run, with the datasets where its record says they are.</summary>
    /// <param name="laboratory">The laboratory.</param>
    /// <param name="run">As <see cref="ResumeRequest.Run"/>.</param>
    /// <param name="runsFolder">The folder that holds the runs.</param>
    /// <param name="threads">Threads, or null for all cores.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UsageException">There is no such run, it is finished, or its checkpoint cannot be used.</exception>
    public static RunReport Resume(this ILaboratory laboratory, string run, string runsFolder, int? threads, IRunObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(laboratory);
        return laboratory.Resume(new ResumeRequest { Run = run, RunsFolder = runsFolder, Threads = threads }, observer, stop);
    }
}

/// <summary>What the user asked to be gone on with.</summary>
public sealed record ResumeRequest
{
    /// <summary>A run's or group's folder, or its name below the runs folder, or a unique part of it; <c>latest</c> for the newest.</summary>
    public required string Run { get; init; }

    /// <summary>The folder that holds the runs.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>Threads in all; null for all cores.</summary>
    public int? Threads { get; init; }

    /// <summary>The folder that holds the datasets now; null for the one in the run's record.</summary>
    public string? DataFolder { get; init; }
}

/// <summary>What the user asked to be run.</summary>
public sealed record RunRequest
{
    /// <summary>The folder of datasets if nobody names one, in the current folder.</summary>
    public const string DefaultDataFolder = "data";

    /// <summary>The experiment's name.</summary>
    public required string Experiment { get; init; }

    /// <summary>The preset.</summary>
    public string Preset { get; init; } = "paper";

    /// <summary>A TOML file of settings, or null.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>Assignments <c>path=value</c>, applied in order after the file.</summary>
    public IReadOnlyList<string> Assignments { get; init; } = [];

    /// <summary>
    /// Settings to sweep over, each <c>path=value,value,...</c>: every combination of their values is a condition, applied after the
    /// assignments. A value that holds a comma stands in quotes or in brackets: <c>widths=[53,53],[90,90]</c>, <c>label="a,b",c</c>.
    /// </summary>
    public IReadOnlyList<string> Variations { get; init; } = [];

    /// <summary>The first seed; null for the first published seed, or 1.</summary>
    public ulong? Seed { get; init; }

    /// <summary>
    /// How many seeds: with no <see cref="Seed"/> the published ones in their order (as far as they reach), else Seed, Seed + 1, ...
    /// </summary>
    public int SeedCount { get; init; } = 1;

    /// <summary>Threads in all; null for all cores. Seeds share them.</summary>
    public int? Threads { get; init; }

    /// <summary>The folder that holds the runs.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>The folder that holds the datasets.</summary>
    public string DataFolder { get; init; } = DefaultDataFolder;
}

/// <summary>What came of a request.</summary>
/// <param name="Runs">
/// Every run, in the order of the conditions and seeds. One that never had its turn is <see cref="RunState.Interrupted"/> with no sittings.
/// </param>
/// <param name="GroupFolder">The folder of the group's summary and figures, if there were several runs.</param>
/// <param name="Comparison">
/// Each summary value over the finished runs, beside the published one where there is one; empty for a sweep, see <see cref="Conditions"/>.
/// </param>
/// <param name="Figures">The figures drawn, PNG and SVG: of the run, or of the group.</param>
/// <param name="Interrupted">Whether the user stopped it.</param>
public sealed record RunReport(
    IReadOnlyList<RunInformation> Runs,
    string? GroupFolder,
    IReadOnlyList<ComparedValue> Comparison,
    IReadOnlyList<string> Figures,
    bool Interrupted)
{
    /// <summary>What went wrong beside the runs themselves, one paragraph each: a figure that could not be drawn.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What a single finished run found, in words; empty for groups and sweeps, whose runs have theirs in their folders.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What each condition of a sweep came to, in their order; empty without one.</summary>
    public IReadOnlyList<ConditionReport> Conditions { get; init; } = [];
}

/// <summary>What the runs of one condition of a sweep came to.</summary>
/// <param name="Label">What sets it apart: <c>tau=0.5, beta=0.1</c>.</param>
/// <param name="Varied">The settings that the sweep varies, with the condition's values as they would be typed.</param>
/// <param name="Runs">Its runs, one for each seed.</param>
/// <param name="Comparison">Each summary value over the finished ones, beside the published one where there is one.</param>
public sealed record ConditionReport(
    string Label,
    IReadOnlyList<KeyValuePair<string, string>> Varied,
    IReadOnlyList<RunInformation> Runs,
    IReadOnlyList<ComparedValue> Comparison);

/// <summary>A summary value over seeds, beside the published one.</summary>
/// <param name="Name">The name in files.</param>
/// <param name="Label">The words for people.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Count">Over how many finished runs.</param>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The population standard deviation, as the papers report it; null for a single run.</param>
/// <param name="Published">The published result of the same settings, if there is one.</param>
public sealed record ComparedValue(
    string Name,
    string Label,
    string Unit,
    int Count,
    double Mean,
    double? StandardDeviation,
    PublishedResult? Published)
{
    /// <summary>The median over the runs: what compares with a published median.</summary>
    public double Median { get; init; } = Mean;

    /// <summary>The standard deviation of the sample, with the divisor n - 1; null for a single run.</summary>
    public double? SampleStandardDeviation => StandardDeviation is { } deviation ? deviation * Math.Sqrt(Count / (Count - 1.0)) : null;

    /// <summary>The standard error of the mean, sample deviation / √n; null for a single run.</summary>
    public double? StandardError => SampleStandardDeviation / Math.Sqrt(Count);
}

/// <summary>The runs below a folder.</summary>
/// <param name="Runs">The readable ones, newest first.</param>
/// <param name="Problems">One paragraph for each run folder that could not be read.</param>
public sealed record RunListing(IReadOnlyList<RunInformation> Runs, IReadOnlyList<string> Problems)
{
    /// <summary>The readable sweeps and groups of seeds, newest first; their runs are in <see cref="Runs"/> too.</summary>
    public IReadOnlyList<GroupInformation> Groups { get; init; } = [];
}
