using ScottPlot.TickGenerators;

namespace Engram.Lab.Figures;

/// <summary>Maps values to places along an axis, finds what range to show, and labels it.</summary>
internal sealed class AxisScale
{
    /// <summary>Room left around what is drawn, as a share of its range.</summary>
    private const double Margin = 0.04;

    /// <summary>What lies further out cannot be told apart from infinity once it is pixels in single precision.</summary>
    private const double Furthest = 1e30;

    private readonly FigureAxis _axis;

    /// <summary>Fits an axis to what is drawn along it.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">Everything drawn along it; what is not finite, or cannot be shown, does not count.</param>
    /// <param name="margin">Room left around it, as a share of its range.</param>
    public AxisScale(FigureAxis axis, IEnumerable<double> values, double margin = Margin)
    {
        _axis = axis;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var place in values.Select(Place).Where(double.IsFinite))
        {
            low = Math.Min(low, place);
            high = Math.Max(high, place);
        }

        if (low > high) (low, high) = (0, 1);
        var room = high > low ? margin * (high - low) : Math.Max(Math.Abs(low) * 0.05, axis.IsLogarithmic ? 0.3 : 1e-3);
        Low = End(axis.Minimum) ?? low - room;
        High = End(axis.Maximum) ?? high + room;
        if (Low >= High) High = Low + 1;
    }

    /// <summary>The place where the axis begins.</summary>
    public double Low { get; }

    /// <summary>The place where the axis ends.</summary>
    public double High { get; }

    /// <summary>The place of a value: itself, or its decimal logarithm; not a number where it has none.</summary>
    public double Place(double value) =>
        Math.Abs(value) > Furthest ? double.NaN : !_axis.IsLogarithmic ? value : value > 0 ? Math.Log10(value) : double.NaN;

    /// <summary>The place of the end of a band, which may lie beyond what a logarithmic axis can show.</summary>
    public double PlaceOfEdge(double value) =>
        _axis.IsLogarithmic && value <= 0 ? Low : Place(Math.Clamp(value, -Furthest, Furthest));

    /// <summary>Marks and labels along the axis.</summary>
    public ScottPlot.ITickGenerator Ticks()
    {
        if (!_axis.IsLogarithmic) return new NumericAutomatic { LabelFormatter = Label };

        var ticks = new NumericManual();
        var decades = High - Low;
        for (var power = (int)Math.Floor(Low); power <= Math.Ceiling(High); power++)
        {
            for (var digit = 1; digit <= 9; digit++)
            {
                var place = power + Math.Log10(digit);
                if (place < Low || place > High) continue;
                // Few decades leave room for labels between them.
                var isLabelled = digit == 1 ? decades <= 8 || power % 2 == 0 : decades < 0.7 || (digit is 2 or 5 && decades < 2.5);
                if (isLabelled) ticks.AddMajor(place, Label(digit * Math.Pow(10, power)));
                else ticks.AddMinor(place);
            }
        }

        return ticks;
    }

    private static string Label(double value) => Math.Abs(value) switch
    {
        < 1e-12 => "0",
        < 1e-3 or >= 1e6 => value.ToString("0.###e0"),
        _ => value.ToString("0.####"),
    };

    private double? End(double? value) => value is { } end && double.IsFinite(Place(end)) ? Place(end) : null;
}
