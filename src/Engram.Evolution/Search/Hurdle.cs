namespace Engram.Evolution.Search;

/// <summary>Who may go on to the next objective (specification 1.9). Immutable.</summary>
public sealed record Hurdle
{
    private Hurdle(double percentile, double? distance)
    {
        Percentile = percentile;
        Distance = distance;
    }

    /// <summary>Everyone goes on.</summary>
    public static Hurdle None { get; } = new(0, null);

    /// <summary>The share of unique fitness values that lies below the hurdle, from 0 to 1.</summary>
    public double Percentile { get; }

    /// <summary>How far below the champion's value the hurdle lies; null if it is a percentile.</summary>
    public double? Distance { get; }

    /// <summary>Those at or above a percentile (with linear interpolation) of the unique values go on.</summary>
    /// <param name="percentile">From 0 to 1.</param>
    public static Hurdle AtPercentile(double percentile) =>
        percentile is >= 0 and <= 1
            ? new Hurdle(percentile, null)
            : throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile is from 0 to 1.");

    /// <summary>Those that are at most so far below the best parent's value of the objective go on.</summary>
    /// <param name="distance">0 or more.</param>
    public static Hurdle BelowChampion(double distance) =>
        distance >= 0 ? new Hurdle(0, distance) : throw new ArgumentOutOfRangeException(nameof(distance), distance, "A distance is 0 or more.");

    /// <inheritdoc/>
    public override string ToString() => Distance is { } distance ? $"{distance} below the champion" : $"percentile {Percentile}";

    /// <summary>The least value that goes on.</summary>
    /// <param name="values">The values of those in the race; reordered.</param>
    /// <param name="champion">The best parent's value; NaN if there is none.</param>
    internal double Threshold(Span<double> values, double champion)
    {
        if (Distance is { } distance)
            return double.IsNaN(champion) ? double.NegativeInfinity : champion - distance;
        if (values.Length == 0)
            return double.NegativeInfinity;
        values.Sort();
        int unique = 1;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] != values[unique - 1])
                values[unique++] = values[i];
        }

        double place = Percentile * (unique - 1);
        int below = Math.Min((int)place, unique - 1);
        double fraction = place - below;
        return fraction == 0 || double.IsInfinity(values[below]) ? values[below] : values[below] + ((values[below + 1] - values[below]) * fraction);
    }
}
