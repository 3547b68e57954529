namespace Engram.Numerics;

/// <summary>
/// Philox 4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011): a keyed permutation of
/// 128-bit counters whose values are indistinguishable from random. In words: the n-th random number is computed from n, so a generator
/// has nothing to remember but where it is.
/// </summary>
public static class Philox4x32
{
    // Section 4.3 and table 2 of the paper: ten rounds; the multipliers; the key schedule's steps (golden ratio and sqrt(3) - 1).
    private const int Rounds = 10;
    private const uint FirstMultiplier = 0xD2511F53;
    private const uint SecondMultiplier = 0xCD9E8D57;
    private const uint FirstKeyStep = 0x9E3779B9;
    private const uint SecondKeyStep = 0xBB67AE85;

    /// <summary>The four random words that belong to a counter under a key.</summary>
    /// <param name="counter">128 bits, least significant word first.</param>
    /// <param name="key">64 bits, least significant word first.</param>
    public static (uint Word0, uint Word1, uint Word2, uint Word3) Permute(
        (uint Word0, uint Word1, uint Word2, uint Word3) counter, (uint Word0, uint Word1) key)
    {
        var (c0, c1, c2, c3) = counter;
        var (k0, k1) = key;
        for (int round = 0; round < Rounds; round++)
        {
            ulong first = (ulong)c0 * FirstMultiplier;
            ulong second = (ulong)c2 * SecondMultiplier;
            (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
            k0 = unchecked(k0 + FirstKeyStep);
            k1 = unchecked(k1 + SecondKeyStep);
        }
        return (c0, c1, c2, c3);
    }
}
