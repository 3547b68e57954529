namespace Engram.Delaunay.Psychophysics;

/// <summary>A trial that a list plans.</summary>
public sealed record PlannedTrial
{
    /// <summary>What it is for.</summary>
    public required TrialType Type { get; init; }

    /// <summary>From 1; 0 for what is not in a block.</summary>
    public int Block { get; init; }

    /// <summary>From 1 over the trials that are answered; 0 for catch and study trials.</summary>
    public int Trial { get; init; }

    /// <summary>From 1 in the block.</summary>
    public int TrialInBlock { get; init; }

    /// <summary>The id that a browser sees: it tells neither image nor category; empty for catch trials.</summary>
    public string StimulusId { get; init; } = "";

    /// <summary>The catalogue's id; stays on the server.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The file; stays on the server.</summary>
    public string RelativePath { get; init; } = "";

    /// <summary>The place of the true category among the list's; −1 for catch trials.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>n(t): how many earlier trials of the list showed this category with its label.</summary>
    public int SeenTrue { get; init; }

    /// <summary>N(t) = (t − 1)/W: the mean of that over categories.</summary>
    public double SeenMean { get; init; }

    /// <summary>B: the number of exemplars; C: what is done to the image; else empty.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Whether the right answer is shown afterwards.</summary>
    public bool Feedback { get; init; }

    /// <summary>The blank before the next trial, in milliseconds.</summary>
    public double BlankMilliseconds { get; init; }
}

/// <summary>A list: what is shown in which order, the same for every person and network that gets it.</summary>
public sealed record TrialList
{
    /// <summary>The list's id: <c>intact-01</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The protocol's letter.</summary>
    public required string Protocol { get; init; }

    /// <summary>The family of stimuli.</summary>
    public required string Family { get; init; }

    /// <summary>How the categories were chosen: <c>random</c>, <c>hard</c>, <c>easy</c>, <c>given</c>.</summary>
    public required string CategorySet { get; init; }

    /// <summary>W.</summary>
    public required int Alternatives { get; init; }

    /// <summary>The true class behind each slot: W of them, or W for each number of exemplars in B.</summary>
    public required IReadOnlyList<int> Categories { get; init; }

    /// <summary>What is shown instead of a name: A, B, C, ...; slot s has label s mod W.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The seed that the list was drawn with.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The trials in their order.</summary>
    public required IReadOnlyList<PlannedTrial> Trials { get; init; }

    /// <summary>SHA-256 of the list as it stands in <c>list.json</c>, in hexadecimal.</summary>
    public string Sha256 { get; init; } = "";
}
