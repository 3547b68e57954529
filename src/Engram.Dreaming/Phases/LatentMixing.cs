using System.Numerics;
using Engram.Numerics;

namespace Engram.Dreaming.Phases;

/// <summary>Sums of tables of latents.</summary>
internal static class LatentMixing
{
    /// <summary>target = Σ weight · part.</summary>
    internal static void Mix<T>(LaneMatrix<T> target, params ReadOnlySpan<(T Weight, LaneMatrix<T> Part)> parts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < target.Rows; row++)
        {
            Span<T> sum = target.Row(row);
            for (int lane = 0; lane < sum.Length; lane++)
            {
                T value = T.Zero;
                foreach ((T weight, LaneMatrix<T> part) in parts)
                    value += weight * part[row, lane];
                sum[lane] = value;
            }
        }
    }

    /// <summary>target += values.</summary>
    internal static void Add<T>(LaneMatrix<T> target, LaneMatrix<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> sum = target.Storage();
        ReadOnlySpan<T> added = values.Storage();
        for (int i = 0; i < sum.Length; i++)
            sum[i] += added[i];
    }

    /// <summary>The mean over lanes of the Euclidean length.</summary>
    internal static double MeanLength<T>(LaneMatrix<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int lane = 0; lane < values.Lanes; lane++)
        {
            double squares = 0;
            for (int row = 0; row < values.Rows; row++)
                squares += double.CreateChecked(values[row, lane] * values[row, lane]);
            sum += Math.Sqrt(squares);
        }

        return sum / values.Lanes;
    }
}
