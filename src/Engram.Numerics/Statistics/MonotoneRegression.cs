namespace Engram.Numerics;

/// <summary>Least squares under the condition that values never fall.</summary>
public static class MonotoneRegression
{
    /// <summary>
    /// The non-decreasing sequence nearest to the values in weighted squares: wherever a value lies below the one before it, the two are
    /// replaced by their weighted mean (pool adjacent violators).
    /// </summary>
    /// <param name="values">Finite values in their order.</param>
    /// <param name="weights">A positive weight for each.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a weight is not positive.</exception>
    public static double[] NonDecreasing(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (values.Length != weights.Length)
            throw new ArgumentException($"There are {values.Length} values and {weights.Length} weights.", nameof(weights));
        var pools = new List<(double Mean, double Weight, int Count)>(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            if (!(weights[i] > 0))
                throw new ArgumentException($"Weight {i} is {weights[i]}; weights are positive.", nameof(weights));
            (double Mean, double Weight, int Count) pool = (values[i], weights[i], 1);
            while (pools.Count > 0 && pools[^1].Mean > pool.Mean)
            {
                var last = pools[^1];
                pools.RemoveAt(pools.Count - 1);
                double weight = last.Weight + pool.Weight;
                pool = (((last.Mean * last.Weight) + (pool.Mean * pool.Weight)) / weight, weight, last.Count + pool.Count);
            }

            pools.Add(pool);
        }

        var result = new double[values.Length];
        int at = 0;
        foreach (var (mean, _, count) in pools)
        {
            result.AsSpan(at, count).Fill(mean);
            at += count;
        }

        return result;
    }
}
