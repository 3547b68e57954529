using System.Text.Json;

namespace Engram.Delaunay.Psychophysics;

/// <summary>The criteria of specification 4.7, in their order; frozen with the study's configuration.</summary>
public sealed record ExclusionRules
{
    /// <summary>The least share of main trials.</summary>
    public double LeastTrials { get; init; } = 0.9;

    /// <summary>The least share of attention checks passed: 3 of 4.</summary>
    public double LeastCatch { get; init; } = 0.75;

    /// <summary>The largest share of main trials without a response.</summary>
    public double MostNoResponse { get; init; } = 0.15;

    /// <summary>The largest share of responses that are too fast.</summary>
    public double MostFast { get; init; } = 0.10;

    /// <summary>What is too fast, in milliseconds.</summary>
    public double FastMilliseconds { get; init; } = 200;

    /// <summary>How far the share of one key may lie above 1/W.</summary>
    public double KeyExcess { get; init; } = 0.35;

    /// <summary>The longest run of one key.</summary>
    public int LongestKeyRun { get; init; } = 12;

    /// <summary>The most losses of focus.</summary>
    public int MostFocusLosses { get; init; } = 5;

    /// <summary>The longest time hidden outside breaks, in milliseconds.</summary>
    public double MostHiddenMilliseconds { get; init; } = 60_000;

    /// <summary>The least median rate of the screen.</summary>
    public double LeastRefresh { get; init; } = 50;

    /// <summary>The largest error of the image's duration in frames, protocol D.</summary>
    public double MostFrameError { get; init; } = 2;

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("least_trials", LeastTrials);
        json.WriteNumber("least_catch", LeastCatch);
        json.WriteNumber("most_no_response", MostNoResponse);
        json.WriteNumber("most_fast", MostFast);
        json.WriteNumber("fast_ms", FastMilliseconds);
        json.WriteNumber("key_excess", KeyExcess);
        json.WriteNumber("longest_key_run", LongestKeyRun);
        json.WriteNumber("most_focus_losses", MostFocusLosses);
        json.WriteNumber("most_hidden_ms", MostHiddenMilliseconds);
        json.WriteNumber("least_refresh_hz", LeastRefresh);
        json.WriteNumber("most_frame_error", MostFrameError);
    }
}
