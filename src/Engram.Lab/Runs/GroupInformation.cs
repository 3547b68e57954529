namespace Engram.Lab.Runs;

/// <summary>A sweep, or a group of seeds, as a list shows it.</summary>
public sealed record GroupInformation
{
    /// <summary>The experiment's name.</summary>
    public required string Experiment { get; init; }

    /// <summary>The preset that the settings started from.</summary>
    public required string Preset { get; init; }

    /// <summary>The group's folder, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The settings that vary; empty for a group of seeds.</summary>
    public required IReadOnlyList<string> Varied { get; init; }

    /// <summary>How many conditions there are; 1 for a group of seeds.</summary>
    public required int ConditionCount { get; init; }

    /// <summary>How many runs there are in all.</summary>
    public required int RunCount { get; init; }

    /// <summary>How many of them are finished.</summary>
    public required int FinishedCount { get; init; }

    /// <summary>Whether a process works on it now.</summary>
    public required bool IsAtWork { get; init; }
}
