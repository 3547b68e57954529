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
    /// Runs one or several seeds, side by side on the cores. A run that fails does not stop the others: it is in the report as
    /// <see cref="RunState.Failed"/> with its error in words.
    /// </summary>
    /// <exception cref="UsageException">The request is wrong, or every run failed for something that the user can put right.</exception>
    /// <exception cref="LaboratoryException">The disk is full or failing, so that no run could begin or no summary be written.</exception>
    RunReport Run(RunRequest request, IRunObserver observer, CancellationToken stop);

    /// <summary>Goes on with a run, or with the unfinished runs of a group.</summary>
    /// <param name="run">A run's or group's folder, or its name below the runs folder, or a unique part of it; <c>latest</c> for the newest.</param>
    /// <param name="runsFolder">The folder that holds the runs.</param>
    /// <param name="threads">Threads, or null for all cores.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UsageException">There is no such run, it is finished, or its checkpoint cannot be used.</exception>
    RunReport Resume(string run, string runsFolder, int? threads, IRunObserver observer, CancellationToken stop);

    /// <summary>The runs below a folder, newest first; unreadable ones are listed as <see cref="RunListing.Problems"/>, not hidden.</summary>
    RunListing List(string runsFolder);
}

/// <summary>What the user asked to be run.</summary>
public sealed record RunRequest
{
    /// <summary>The experiment's name.</summary>
    public required string Experiment { get; init; }

    /// <summary>The preset.</summary>
    public string Preset { get; init; } = "paper";

    /// <summary>A TOML file of settings, or null.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>Assignments <c>path=value</c>, applied in order after the file.</summary>
    public IReadOnlyList<string> Assignments { get; init; } = [];

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
}

/// <summary>What came of a request.</summary>
/// <param name="Runs">Every run, in the order of the seeds.</param>
/// <param name="GroupFolder">The folder of the group's summary and figures, if there were several seeds.</param>
/// <param name="Comparison">Each summary value over the finished runs, beside the published one where there is one.</param>
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
}

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
    PublishedResult? Published);

/// <summary>The runs below a folder.</summary>
/// <param name="Runs">The readable ones, newest first.</param>
/// <param name="Problems">One paragraph for each run folder that could not be read.</param>
public sealed record RunListing(IReadOnlyList<RunInformation> Runs, IReadOnlyList<string> Problems);
