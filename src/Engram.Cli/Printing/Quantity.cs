using Engram.Lab;
using Engram.Lab.Experiments;

namespace Engram.Cli.Printing;

/// <summary>Numbers for people: as many digits as mean something, the unit behind.</summary>
internal static class Quantity
{
    /// <summary>A value with its unit, with the digits that a published value like it has, or else four significant ones.</summary>
    public static string Of(double value, string unit, PublishedResult? like = null) => Of(value, null, unit, like);

    /// <summary>A mean and its standard deviation with their unit, both with the same number of decimals.</summary>
    public static string Of(double mean, double? deviation, string unit, PublishedResult? like = null)
    {
        if (!double.IsFinite(mean)) return double.IsNaN(mean) ? "not a number" : "infinite";
        var decimals = like is not null && string.Equals(like.Unit, unit, StringComparison.Ordinal)
            ? Math.Clamp(Math.Max(Decimals(like.Mean), Decimals(like.StandardDeviation ?? 0)), 1, 4)
            : DecimalsThatMeanSomething(mean, deviation);
        var text = Fixed(mean, decimals);
        if (deviation is { } spread && double.IsFinite(spread)) text += " ± " + Fixed(spread, decimals);
        return unit.Length > 0 ? $"{text} {unit}" : text;
    }

    /// <summary>What several runs reached: mean and deviation, and where a median was published, the median.</summary>
    public static string Of(ComparedValue value)
    {
        var text = Of(value.Mean, value.StandardDeviation, value.Unit, value.Published);
        return value is { Published.IsMedian: true, Count: > 1 } ? $"{text}, median {Of(value.Median, value.Unit, value.Published)}" : text;
    }

    /// <summary>A published value, with the digits it was published with.</summary>
    public static string Of(PublishedResult published)
    {
        var decimals = Math.Max(Decimals(published.Mean), Decimals(published.StandardDeviation ?? 0));
        var text = Fixed(published.Mean, decimals);
        if (published.StandardDeviation is { } spread) text += " ± " + Fixed(spread, decimals);
        if (published.IsMedian) text = "median " + text;
        return published.Unit.Length > 0 ? $"{text} {published.Unit}" : text;
    }

    /// <summary>A stretch of time: <c>12 s</c>, <c>3 min 20 s</c>, <c>1 h 05 min</c>, <c>2 d 03 h</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0) return "unknown";
        if (seconds < 9.95) return $"{seconds:0.#} s";
        var whole = (long)Math.Round(Math.Min(seconds, 1e12));
        return whole switch
        {
            < 60 => $"{whole} s",
            < 3600 => $"{whole / 60} min {whole % 60:00} s",
            < 86400 => $"{whole / 3600} h {whole % 3600 / 60:00} min",
            _ => $"{whole / 86400} d {whole % 86400 / 3600:00} h",
        };
    }

    private static int DecimalsThatMeanSomething(double mean, double? deviation)
    {
        // Two digits of the spread say all that the mean can be trusted for; without a spread, four digits of the mean.
        if (deviation is > 0 and < double.MaxValue) return Math.Clamp(1 - (int)Math.Floor(Math.Log10(deviation.Value)), 0, 6);
        if (mean == Math.Truncate(mean)) return 0;
        return Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(mean))), 0, 6);
    }

    private static int Decimals(double value)
    {
        var text = value.ToString("R");
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || text.Contains('E', StringComparison.Ordinal) ? 0 : Math.Min(text.Length - point - 1, 4);
    }

    private static string Fixed(double value, int decimals) =>
        value != 0 && Math.Abs(value) is < 5e-5 or >= 1e9 ? value.ToString("0.###e-0") : value.ToString("F" + decimals);
}
