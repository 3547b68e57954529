using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Datasets;

/// <summary>
/// The inner product that gives the same bits at every vector width: always sixteen chains of multiply-adds, element i in chain i mod 16,
/// which are then added in pairs (8 apart, 4, 2, 1).
/// </summary>
internal static unsafe class ChainedDot
{
    /// <summary>Lengths are padded to multiples of this, with zeros in one of the two factors.</summary>
    internal const int Chains = 16;

    /// <summary>The least multiple of <see cref="Chains"/> that is not below a length.</summary>
    internal static int Padded(int length) => (length + Chains - 1) / Chains * Chains;

    /// <summary>Σ a[i] · b[i].</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second one; finite, also where the other is padding.</param>
    /// <param name="length">A multiple of <see cref="Chains"/>.</param>
    /// <param name="sums">Room for <see cref="Chains"/> numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Of<TSimd, TVector>(float* a, float* b, int length, float* sums)
        where TSimd : struct, ISimd<TVector, float>
        where TVector : unmanaged
    {
        for (var lane = 0; lane < Chains; lane += TSimd.Count)
        {
            var sum = TSimd.Broadcast(0);
            for (var i = lane; i < length; i += Chains)
                sum = TSimd.MultiplyAdd(TSimd.Load(a + i), TSimd.Load(b + i), sum);
            TSimd.Store(sum, sums + lane);
        }

        for (var apart = Chains / 2; apart > 0; apart /= 2)
        {
            for (var lane = 0; lane < apart; lane++)
                sums[lane] += sums[lane + apart];
        }

        return sums[0];
    }
}
