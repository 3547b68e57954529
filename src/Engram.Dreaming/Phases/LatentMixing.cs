using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Dreaming.Phases;

/// <summary>Sums of tables of latents and of errors. Padding is worked on like the rest: what was zero there stays zero.</summary>
internal static class LatentMixing
{
    /// <summary>target = Σ weight · part.</summary>
    internal static void Mix<T>(InstructionSet? set, LaneMatrix<T> target, params ReadOnlySpan<(T Weight, LaneMatrix<T> Part)> parts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        target.Clear();
        foreach ((T weight, LaneMatrix<T> part) in parts)
        {
            var kernel = new Addition<T>(target, part, weight);
            VectorKernel.Run<Addition<T>, T>(ref kernel, set);
        }
    }

    /// <summary>target += values.</summary>
    internal static void Add<T>(LaneMatrix<T> target, LaneMatrix<T> values, InstructionSet? set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var kernel = new Addition<T>(target, values, T.One);
        VectorKernel.Run<Addition<T>, T>(ref kernel, set);
    }

    /// <summary>values = −values.</summary>
    internal static void Negate<T>(LaneMatrix<T> values, InstructionSet? set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementwise.Apply<Negation, T>(values.Storage(), values.Storage(), set);

    /// <summary>The mean over lanes of the Euclidean length.</summary>
    internal static double MeanLength<T>(LaneMatrix<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int AtOnce = 64;
        Span<double> squares = stackalloc double[AtOnce];
        double sum = 0;
        // Row by row, as the memory lies, for some lanes.
        for (int first = 0; first < values.Lanes; first += AtOnce)
        {
            int lanes = Math.Min(AtOnce, values.Lanes - first);
            squares.Clear();
            for (int row = 0; row < values.Rows; row++)
            {
                ReadOnlySpan<T> part = values.Row(row).Slice(first, lanes);
                for (int lane = 0; lane < part.Length; lane++)
                    squares[lane] += double.CreateTruncating(part[lane] * part[lane]);
            }

            for (int lane = 0; lane < lanes; lane++)
                sum += Math.Sqrt(squares[lane]);
        }

        return sum / values.Lanes;
    }

    private readonly struct Negation : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TSimd, TVector, T>(TVector x)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Subtract(TSimd.Broadcast(T.NegativeZero), x);
    }

    /// <summary>target += weight · part, rounded after the product and after the sum.</summary>
    private readonly unsafe struct Addition<T>(LaneMatrix<T> target, LaneMatrix<T> part, T weight) : IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            if (part.Rows != target.Rows || part.Stride != target.Stride)
                throw new ArgumentException($"A table of {part.Rows} x {part.Lanes} does not fit one of {target.Rows} x {target.Lanes}.");
            TVector factor = TSimd.Broadcast(weight);
            T* sum = target.Pointer, added = part.Pointer;
            // Rows are whole vectors of any width.
            nint length = (nint)target.Rows * target.Stride;
            for (nint i = 0; i < length; i += TSimd.Count)
                TSimd.Store(TSimd.Add(TSimd.Load(sum + i), TSimd.Multiply(factor, TSimd.Load(added + i))), sum + i);
        }
    }
}
