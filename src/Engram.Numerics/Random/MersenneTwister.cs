namespace Engram.Numerics;

/// <summary>
/// The Mersenne Twister MT19937 with the draws of NumPy's <c>RandomState</c>: the same seed gives the same numbers, bit for bit.
/// </summary>
/// <remarks>
/// <para>M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM Transactions on Modeling and Computer Simulation 8 (1998); seeded with
/// the 32-bit initialiser of its 2002 revision.</para>
/// <para>It is here because published data sets and published starting weights were drawn with it (MNIST-1D, Yin-Yang, the networks of
/// Ellenberger et al.). One generator is one stream: the order of the calls is part of the result. Not safe for concurrent use, and not
/// for secrets.</para>
/// </remarks>
public sealed class MersenneTwister
{
    // Degree of recurrence, middle word and twist matrix of MT19937 (Matsumoto and Nishimura 1998, table II).
    private const int StateLength = 624;
    private const int MiddleWord = 397;
    private const uint TwistMatrix = 0x9908B0DF;
    private const uint UpperBit = 0x80000000;
    private const uint LowerBits = 0x7FFFFFFF;

    private readonly uint[] _state = new uint[StateLength];
    private int _next = StateLength;
    private double _heldGaussian;
    private bool _holdsGaussian;

    /// <summary>Starts the stream of a seed.</summary>
    /// <param name="seed">Any 32-bit number. Equal seeds give equal streams.</param>
    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < StateLength; i++)
        {
            var previous = _state[i - 1];
            _state[i] = (1812433253u * (previous ^ (previous >> 30))) + (uint)i;
        }
    }

    /// <summary>The next raw output: 32 evenly distributed bits.</summary>
    public uint NextUInt32()
    {
        if (_next == StateLength)
            Renew();

        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    /// <summary>A uniform number in [0, 1) with 53 random bits. Takes two raw outputs.</summary>
    public double NextDouble()
    {
        var high = NextUInt32() >> 5;
        var low = NextUInt32() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0; // (high 2^26 + low) / 2^53
    }

    /// <summary>A uniform single-precision number in [0, 1) with 24 random bits. Takes one raw output.</summary>
    /// <remarks>The lowest 24 bits times 2^-24, the way PyTorch draws starting weights on a processor.</remarks>
    public float NextSingle24() => (NextUInt32() & 0xFFFFFF) * (1.0f / 16777216.0f);

    /// <summary>A standard normal number: mean 0, standard deviation 1.</summary>
    /// <remarks>
    /// Marsaglia's polar method makes two numbers at a time; the second is kept for the next call, whatever other draws lie between.
    /// </remarks>
    public double NextGaussian()
    {
        if (_holdsGaussian)
        {
            _holdsGaussian = false;
            return _heldGaussian;
        }

        double first, second, square;
        do
        {
            first = (2.0 * NextDouble()) - 1.0;
            second = (2.0 * NextDouble()) - 1.0;
            square = (first * first) + (second * second);
        }
        while (square is >= 1.0 or 0.0);

        var factor = Math.Sqrt(-2.0 * Math.Log(square) / square);
        _heldGaussian = factor * first;
        _holdsGaussian = true;
        return factor * second;
    }

    /// <summary>A uniform whole number in 0 … <paramref name="maxInclusive"/>, every one equally likely.</summary>
    /// <remarks>
    /// Raw outputs are masked to the needed bits and thrown away while too large (on average fewer than two are taken).
    /// With a bound of 0 nothing is drawn.
    /// </remarks>
    /// <param name="maxInclusive">The largest number that may be returned; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxInclusive"/> is negative.</exception>
    public int NextBounded(int maxInclusive)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxInclusive);
        if (maxInclusive == 0)
            return 0;

        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)maxInclusive);
        uint value;
        do
            value = NextUInt32() & mask;
        while (value > (uint)maxInclusive);
        return (int)value;
    }

    /// <summary>The numbers 0 … <paramref name="n"/> − 1 in random order (Fisher and Yates, from the last place down).</summary>
    /// <param name="n">How many numbers; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public int[] Permutation(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;

        for (var i = n - 1; i > 0; i--)
        {
            var j = NextBounded(i);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private void Renew()
    {
        for (var i = 0; i < StateLength; i++)
        {
            var y = (_state[i] & UpperBit) | (_state[(i + 1) % StateLength] & LowerBits);
            var twisted = _state[(i + MiddleWord) % StateLength] ^ (y >> 1);
            _state[i] = (y & 1) == 0 ? twisted : twisted ^ TwistMatrix;
        }

        _next = 0;
    }
}
