using Engram.Numerics;

namespace Engram.Delaunay.Splits;

/// <summary>The random permutation by which the dataset's authors split it.</summary>
public static class ReferencePermutation
{
    /// <summary>
    /// Draws the permutation of <c>0 … count − 1</c> that belongs to a seed. It starts in order; for <c>i = 0 … count − 2</c> the entries
    /// <c>i</c> and <c>i + z</c> change places, where <c>z</c> is the next output of MT19937 modulo <c>count − i</c>. The small bias of the
    /// remainder is part of the published result and kept.
    /// </summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="seed">The seed.</param>
    public static int[] Draw(int count, uint seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var twister = new MersenneTwister(seed);
        var order = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        for (int i = 0; i < count - 1; i++)
        {
            int other = i + (int)(twister.NextUInt32() % (uint)(count - i));
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
