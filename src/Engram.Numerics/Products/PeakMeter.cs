using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Products;

/// <summary>What a core can do at most: a loop of multiply-adds that never waits for memory. Kernels are measured against it.</summary>
public static unsafe class PeakMeter
{
    private const int Chains = 20;
    private const int Turns = 20_000;

    /// <summary>Measures the calling thread's core.</summary>
    /// <param name="set">The vector width; null for the machine's widest.</param>
    /// <param name="seconds">How long to measure; the best stretch of it counts, so that other work on the machine does not.</param>
    /// <returns>10⁹ floating-point operations a second; a multiply-add counts as two.</returns>
    /// <typeparam name="T">The number.</typeparam>
    public static double Measure<T>(InstructionSet? set = null, double seconds = 0.2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var loop = new Loop<T>(seconds);
        VectorKernel.Run<Loop<T>, T>(ref loop, set);
        return loop.Gflops;
    }

    private struct Loop<T>(double seconds) : IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal double Gflops;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            T sink = default;
            long begin = Stopwatch.GetTimestamp();
            do
            {
                long start = Stopwatch.GetTimestamp();
                Spin<TSimd, TVector, T>(&sink);
                double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
                Gflops = Math.Max(Gflops, 2.0 * Chains * Turns * TSimd.Count / elapsed * 1e-9);
            }
            while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);
        }
    }

    /// <summary>Twenty chains: enough to hide the latency of a multiply-add behind two of them a cycle, few enough for the registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spin<TSimd, TVector, T>(T* sink)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector a = TSimd.Broadcast(T.CreateChecked(0.999)), b = TSimd.Broadcast(T.CreateChecked(0.001));
        TVector s0 = b, s1 = b, s2 = b, s3 = b, s4 = b, s5 = b, s6 = b, s7 = b, s8 = b, s9 = b;
        TVector t0 = a, t1 = a, t2 = a, t3 = a, t4 = a, t5 = a, t6 = a, t7 = a, t8 = a, t9 = a;
        for (int turn = 0; turn < Turns; turn++)
        {
            s0 = TSimd.MultiplyAdd(a, s0, b);
            s1 = TSimd.MultiplyAdd(a, s1, b);
            s2 = TSimd.MultiplyAdd(a, s2, b);
            s3 = TSimd.MultiplyAdd(a, s3, b);
            s4 = TSimd.MultiplyAdd(a, s4, b);
            s5 = TSimd.MultiplyAdd(a, s5, b);
            s6 = TSimd.MultiplyAdd(a, s6, b);
            s7 = TSimd.MultiplyAdd(a, s7, b);
            s8 = TSimd.MultiplyAdd(a, s8, b);
            s9 = TSimd.MultiplyAdd(a, s9, b);
            t0 = TSimd.MultiplyAdd(a, t0, b);
            t1 = TSimd.MultiplyAdd(a, t1, b);
            t2 = TSimd.MultiplyAdd(a, t2, b);
            t3 = TSimd.MultiplyAdd(a, t3, b);
            t4 = TSimd.MultiplyAdd(a, t4, b);
            t5 = TSimd.MultiplyAdd(a, t5, b);
            t6 = TSimd.MultiplyAdd(a, t6, b);
            t7 = TSimd.MultiplyAdd(a, t7, b);
            t8 = TSimd.MultiplyAdd(a, t8, b);
            t9 = TSimd.MultiplyAdd(a, t9, b);
        }

        // Stored, so that no chain is dead.
        T* room = stackalloc T[AlignedBuffer<T>.Alignment / sizeof(T)];
        TVector sum = TSimd.Add(TSimd.Add(TSimd.Add(s0, s1), TSimd.Add(s2, s3)), TSimd.Add(TSimd.Add(s4, s5), TSimd.Add(s6, s7)));
        sum = TSimd.Add(sum, TSimd.Add(TSimd.Add(s8, s9), TSimd.Add(TSimd.Add(t0, t1), TSimd.Add(t2, t3))));
        sum = TSimd.Add(sum, TSimd.Add(TSimd.Add(TSimd.Add(t4, t5), TSimd.Add(t6, t7)), TSimd.Add(t8, t9)));
        TSimd.Store(sum, room);
        *sink += *room;
    }
}
