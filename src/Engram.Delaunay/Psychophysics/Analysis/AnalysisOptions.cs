namespace Engram.Delaunay.Psychophysics;

/// <summary>How an analysis is done.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The criteria.</summary>
    public ExclusionRules Rules { get; init; } = new();

    /// <summary>Bootstrap draws.</summary>
    public int Draws { get; init; } = ClusterBootstrap.DefaultDraws;

    /// <summary>Relabellings of the test of confusion matrices.</summary>
    public int Permutations { get; init; } = 999;

    /// <summary>Halves of the noise ceiling.</summary>
    public int Splits { get; init; } = 200;

    /// <summary>Pairs simulated for a band of independence.</summary>
    public int BandDraws { get; init; } = 400;

    /// <summary>q of families that are no scrambles, from their images' spectral slopes; empty where none was measured.</summary>
    public IReadOnlyDictionary<string, double> Naturalness { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The seed of everything drawn.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>q of a family, or null.</summary>
    /// <param name="family">The family.</param>
    public double? NaturalnessOf(string family) => Naturalness.TryGetValue(family, out double q) ? q : StimulusFamily.Naturalness(family);
}
