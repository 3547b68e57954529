namespace Engram.Datasets;

/// <summary>Resampling by straight lines between neighbours, both end points kept.</summary>
internal static class LinearResampling
{
    /// <summary>
    /// Point j of the result lies at place j (n − 1) / (N − 1) of the source. Places are counted in whole numbers, so a point that falls
    /// onto one of the source is exactly that one.
    /// </summary>
    /// <param name="source">n values, 2 or more.</param>
    /// <param name="target">N values, 2 or more.</param>
    internal static void Resample(ReadOnlySpan<double> source, Span<double> target)
    {
        var advance = (long)source.Length - 1;
        var unit = (long)target.Length - 1;
        var index = 0;
        var remainder = 0L; // the place is index + remainder / unit
        for (var j = 0; j < target.Length; j++)
        {
            target[j] = remainder == 0
                ? source[index]
                : source[index] + ((source[index + 1] - source[index]) * ((double)remainder / unit));

            remainder += advance;
            index += (int)(remainder / unit);
            remainder %= unit;
        }
    }

    /// <summary>Resamples every row of a table.</summary>
    internal static double[] ResampleRows(ReadOnlySpan<double> table, int columns, int newColumns)
    {
        var rows = table.Length / columns;
        var result = new double[checked(rows * newColumns)];
        for (var row = 0; row < rows; row++)
            Resample(table.Slice(row * columns, columns), result.AsSpan(row * newColumns, newColumns));
        return result;
    }
}
