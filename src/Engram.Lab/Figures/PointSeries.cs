using Engram.Numerics;

namespace Engram.Lab.Figures;

/// <summary>One value for each category of a <see cref="PointFigure"/>, with its spread and the single values that it is the mean of.</summary>
/// <param name="Label">The words in the legend; empty for none.</param>
/// <param name="Means">The value for each category; one that is not finite leaves a gap.</param>
public sealed record PointSeries(string Label, IReadOnlyList<double> Means)
{
    /// <summary>Half the length of the bar at each value (a standard deviation), as long as <see cref="Means"/>; null for no bars.</summary>
    public IReadOnlyList<double>? Spread { get; init; }

    /// <summary>The single values (seeds) of each category, as long as <see cref="Means"/>, drawn small beside the mean; null for none.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Singles { get; init; }

    /// <summary>The colour; null for the next of the palette that no series has taken.</summary>
    public FigureColor? Color { get; init; }

    /// <summary>The shape of the points.</summary>
    public PointShape Shape { get; init; }

    /// <summary>Whether a bar from zero carries each value, instead of a point; on a logarithmic axis it begins where the axis does.</summary>
    public bool AreBars { get; init; }

    /// <summary>Mean and population standard deviation of single values, which are drawn too.</summary>
    /// <param name="label">The words in the legend.</param>
    /// <param name="values">The values of each category; none leave a gap, one alone has no spread.</param>
    public static PointSeries Of(string label, IReadOnlyList<IReadOnlyList<double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new PointSeries(label, [.. values.Select(static single => single.Count == 0 ? double.NaN : Summary.Of([.. single]).Mean)])
        {
            Spread = [.. values.Select(static single => single.Count < 2 ? double.NaN : Summary.Of([.. single]).PopulationStandardDeviation)],
            Singles = values,
        };
    }

    /// <summary>What was published, as grey diamonds with bars.</summary>
    /// <param name="label">The words in the legend.</param>
    /// <param name="means">The published value for each category; not a number where there is none.</param>
    /// <param name="deviations">The published standard deviations; not a number where there is none.</param>
    public static PointSeries Published(string label, IReadOnlyList<double> means, IReadOnlyList<double>? deviations = null) =>
        new(label, means) { Spread = deviations, Color = FigureColor.Grey, Shape = PointShape.Diamond };
}
