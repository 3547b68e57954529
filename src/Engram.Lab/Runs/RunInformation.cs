using Engram.Lab.Experiments;

namespace Engram.Lab.Runs;

/// <summary>How far a run has come.</summary>
public enum RunState
{
    /// <summary>A process works on it, or was killed while it did: see <see cref="RunInformation.IsAbandoned"/>.</summary>
    Running,

    /// <summary>Stopped on request, with a checkpoint: <c>engram resume</c> goes on.</summary>
    Interrupted,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Done.</summary>
    Finished,
}

/// <summary>What <c>run.json</c> says of a run.</summary>
public sealed record RunInformation
{
    /// <summary>The experiment's name.</summary>
    public required string Experiment { get; init; }

    /// <summary>The preset that the settings started from.</summary>
    public required string Preset { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The state.</summary>
    public required RunState State { get; init; }

    /// <summary>Whether the state says running but no process holds the run any more (it was killed): it can be resumed.</summary>
    public bool IsAbandoned { get; init; }

    /// <summary>The run's folder, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The folder that holds the datasets, absolute.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>The name of the folder, beside this one, of the sweep or group of seeds that the run belongs to; empty if to none.</summary>
    public string Group { get; init; } = "";

    /// <summary>What sets the run apart in its sweep: <c>tau=0.5, beta=0.1</c>; empty outside one.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Seconds of work so far, over all sittings.</summary>
    public double Seconds { get; init; }

    /// <summary>The Engram version, with the commit, that started it.</summary>
    public required string Version { get; init; }

    /// <summary>The settings in full: key to value as text, in the order of the settings type.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; }

    /// <summary>The summary; empty until finished.</summary>
    public IReadOnlyList<SummaryValue> Summary { get; init; } = [];

    /// <summary>What went wrong, in words, if it failed.</summary>
    public string Error { get; init; } = "";

    /// <summary>How far it had come when the file was last written, 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>How often it was started or gone on with; 0 for a run that still waits for its turn.</summary>
    public int Sittings { get; init; }

    /// <summary>The machine of the last sitting, in words: system, processor, runtime.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Machine { get; init; } = [];
}
