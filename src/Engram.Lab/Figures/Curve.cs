using Engram.Numerics;

namespace Engram.Lab.Figures;

/// <summary>A curve, with an optional band around it.</summary>
/// <param name="Label">The words in the legend; empty for none.</param>
/// <param name="X">Where, in the units of the horizontal axis.</param>
/// <param name="Y">How much; as long as <paramref name="X"/>. A value that is not finite makes a gap.</param>
public sealed record Curve(string Label, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Half the height of what surrounds the curve (a standard deviation), as long as <see cref="Y"/>; null for nothing.</summary>
    public IReadOnlyList<double>? Spread { get; init; }

    /// <summary>Whether the spread is a band or a bar at each point.</summary>
    public SpreadStyle SpreadStyle { get; init; }

    /// <summary>The colour; null for the next of the palette that no curve has taken.</summary>
    public FigureColor? Color { get; init; }

    /// <summary>How it is drawn.</summary>
    public CurveStyle Style { get; init; }

    /// <summary>
    /// Curves of several seeds: each as a thin pale line without words, and their mean with a band of the population standard deviation. With
    /// a single seed there is only its line. Seeds that go on for longer than the shortest count only as far as that one.
    /// </summary>
    /// <param name="label">The words in the legend.</param>
    /// <param name="x">Where, at least as long as the shortest of the seeds.</param>
    /// <param name="seeds">The values of each seed along <paramref name="x"/>.</param>
    /// <param name="color">The colour of all of them.</param>
    /// <param name="withSingles">Whether the single seeds are drawn too.</param>
    /// <returns>The curves, the mean last; empty without seeds.</returns>
    /// <exception cref="ArgumentException">A seed has more values than <paramref name="x"/>.</exception>
    public static IReadOnlyList<Curve> OverSeeds(
        string label, IReadOnlyList<double> x, IReadOnlyList<IReadOnlyList<double>> seeds, FigureColor color, bool withSingles = true)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(seeds);
        if (seeds.FirstOrDefault(seed => seed.Count > x.Count) is { } longer)
            throw new ArgumentException($"a seed of '{label}' has {longer.Count} values, and there are {x.Count} places for them", nameof(seeds));
        if (seeds.Count == 0) return [];
        if (seeds.Count == 1) return [new Curve(label, [.. x.Take(seeds[0].Count)], seeds[0]) { Color = color }];

        var shared = seeds.Min(static seed => seed.Count);
        var summaries = Enumerable.Range(0, shared).Select(i => Summary.Of([.. seeds.Select(seed => seed[i])])).ToArray();
        var singles = seeds.Select(seed => new Curve("", [.. x.Take(seed.Count)], seed) { Color = color, Style = CurveStyle.Faint });
        var mean = new Curve(label, [.. x.Take(shared)], [.. summaries.Select(static summary => summary.Mean)])
        {
            Spread = [.. summaries.Select(static summary => summary.PopulationStandardDeviation)],
            Color = color,
        };
        return withSingles ? [.. singles, mean] : [mean];
    }
}
