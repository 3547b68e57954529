namespace Engram.Lab.Benchmarks;

/// <summary>What a benchmark is asked for.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>A second or so for each result, to see that it works; without it, long enough to trust the numbers.</summary>
    public bool Quick { get; init; }

    /// <summary>The greatest number of threads to measure with; null for all cores.</summary>
    public int? Threads { get; init; }
}
