using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Engram.Numerics;

/// <summary>
/// A stream of random numbers from <see cref="Philox4x32"/>. The same seed and name give the same bits on every machine, normal deviates
/// included. Not safe for use by several threads at once: give each its own stream.
/// </summary>
/// <remarks>
/// Everything is made of 32-bit words in the order in which they are asked for, and all but <see cref="NextBounded"/> and
/// <see cref="Shuffle"/> (which may reject a word) takes a fixed number of them. A <c>Fill</c> gives what as many single calls would.
/// </remarks>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "The field's word for a sequence of random numbers.")]
public sealed class RandomStream
{
    private const int WordsPerBlock = 4;
    private const float SingleStep = 1f / (1 << 24);
    private const double DoubleStep = 1.0 / (1L << 53);
    private const double OpenStep = 1.0 / (1L << 52);

    private ulong _seed;
    private ulong _stream;
    private ulong _position;
    private Block _block; // the words of block _position / 4, valid unless _position is the block's first word

    /// <summary>A stream that goes on where another one was.</summary>
    /// <param name="state">Any state.</param>
    public RandomStream(RandomStreamState state) => MoveTo(state);

    /// <summary>Where the stream is now. <c>new RandomStream(stream.State)</c> gives the same continuation.</summary>
    public RandomStreamState State => new(_seed, _stream, _position);

    /// <summary>Goes on where another stream was, or at the start of another one: what a step needs that shall not allocate streams.</summary>
    /// <param name="state">Any state.</param>
    public void MoveTo(RandomStreamState state)
    {
        (_seed, _stream, _position) = state;
        Enter();
    }

    /// <summary>Any of the 2³² words, equally likely. Takes one word.</summary>
    public uint NextUInt32()
    {
        int word = (int)(_position % WordsPerBlock);
        if (word == 0)
            Generate();
        _position = unchecked(_position + 1);
        return _block[word];
    }

    /// <summary>Any of the 2⁶⁴ numbers, equally likely. Takes two words, the lower half first.</summary>
    public ulong NextUInt64()
    {
        ulong low = NextUInt32();
        return ((ulong)NextUInt32() << 32) | low;
    }

    /// <summary>A multiple of 2⁻²⁴ from 0 (inclusive) to 1 (exclusive), equally likely. Takes one word.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * SingleStep;

    /// <summary>A multiple of 2⁻⁵³ from 0 (inclusive) to 1 (exclusive), equally likely. Takes two words.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * DoubleStep;

    /// <summary>A number from <paramref name="low"/> (inclusive) to <paramref name="high"/> (exclusive). Takes two words.</summary>
    /// <param name="low">The least value; finite.</param>
    /// <param name="high">Finite, not below <paramref name="low"/>; where the two are equal, so is the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound, or the distance between them, is not finite, or they are in the wrong order.</exception>
    public double NextUniform(double low, double high)
    {
        CheckRange(low, high, double.IsFinite(high - low));
        double value = low + ((high - low) * NextDouble());
        // Rounding may reach the bound that is excluded.
        return value < high ? value : Math.Max(low, Math.BitDecrement(high));
    }

    /// <summary>
    /// A normal deviate of mean 0 and standard deviation 1, between -8.2 and 8.2. Takes two words.
    /// </summary>
    /// <remarks>
    /// By inversion: the normal quantile (<see cref="NormalDistribution.Quantile"/>) of one of 2⁵² equally spaced probabilities. Box-Muller
    /// would call the platform's logarithm and cosine, whose last bits differ between machines, and would keep a second number in its
    /// state; polar and ziggurat methods reject, so that the place of a number in the stream is not known beforehand. Inversion
    /// needs only operations that IEEE 754 rounds exactly, and always two words.
    /// </remarks>
    public double NextGaussian()
    {
        // The midpoints of the cells: never 0 nor 1, exact, and symmetric about 1/2.
        double probability = ((NextUInt64() >> 12) + 0.5) * OpenStep;
        return NormalDistribution.QuantileOf(probability);
    }

    /// <summary>A whole number from 0 to <paramref name="exclusive"/> - 1, all exactly equally likely. Takes one word, rarely more.</summary>
    /// <remarks>Lemire, "Fast random integer generation in an interval" (2019), algorithm 5.</remarks>
    /// <param name="exclusive">How many numbers there are to choose from; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusive"/> is below 1.</exception>
    public int NextBounded(int exclusive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusive, 1);
        uint count = (uint)exclusive;
        ulong product = (ulong)NextUInt32() * count;
        if ((uint)product < count)
        {
            uint excess = unchecked(0u - count) % count;
            while ((uint)product < excess)
                product = (ulong)NextUInt32() * count;
        }
        return (int)(product >> 32);
    }

    /// <summary>Puts the items in a random order, every order equally likely (Fisher and Yates, last item first).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int chosen = NextBounded(last + 1);
            (items[last], items[chosen]) = (items[chosen], items[last]);
        }
    }

    /// <summary>Fills with <see cref="NextSingle"/>.</summary>
    public void Fill(Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = NextSingle();
    }

    /// <summary>Fills with <see cref="NextDouble"/>.</summary>
    public void Fill(Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = NextDouble();
    }

    /// <summary>
    /// Fills with numbers from <paramref name="low"/> (inclusive) to <paramref name="high"/> (exclusive). Takes one word an item.
    /// </summary>
    /// <param name="destination">What to fill.</param>
    /// <param name="low">The least value; finite.</param>
    /// <param name="high">Finite, not below <paramref name="low"/>; where the two are equal, so are the items.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound, or the distance between them, is not finite, or they are in the wrong order.</exception>
    public void FillUniform(Span<float> destination, float low, float high)
    {
        CheckRange(low, high, float.IsFinite(high - low));
        float range = high - low;
        float greatest = MathF.Max(low, MathF.BitDecrement(high));
        for (int i = 0; i < destination.Length; i++)
            destination[i] = MathF.Min(low + (range * NextSingle()), greatest);
    }

    /// <summary>Fills with <see cref="NextUniform"/>.</summary>
    /// <param name="destination">What to fill.</param>
    /// <param name="low">The least value; finite.</param>
    /// <param name="high">Finite, not below <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound, or the distance between them, is not finite, or they are in the wrong order.</exception>
    public void FillUniform(Span<double> destination, double low, double high)
    {
        CheckRange(low, high, double.IsFinite(high - low));
        for (int i = 0; i < destination.Length; i++)
            destination[i] = NextUniform(low, high);
    }

    /// <summary>Fills with normal deviates: <see cref="NextGaussian"/>, scaled and moved in double precision, then rounded.</summary>
    /// <param name="destination">What to fill.</param>
    /// <param name="mean">The mean; finite.</param>
    /// <param name="standardDeviation">The standard deviation; finite, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public void FillGaussian(Span<float> destination, double mean = 0, double standardDeviation = 1)
    {
        CheckGaussian(mean, standardDeviation);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (float)(mean + (standardDeviation * NextGaussian()));
    }

    /// <inheritdoc cref="FillGaussian(Span{float}, double, double)"/>
    public void FillGaussian(Span<double> destination, double mean = 0, double standardDeviation = 1)
    {
        CheckGaussian(mean, standardDeviation);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = mean + (standardDeviation * NextGaussian());
    }

    /// <summary>Passes over words, in constant time: as if <see cref="NextUInt32"/> had been called so often.</summary>
    /// <param name="words">How many 32-bit words. A stream repeats itself after 2⁶⁴ of them.</param>
    public void Skip(ulong words)
    {
        _position = unchecked(_position + words);
        Enter();
    }

    private static void CheckRange(double low, double high, bool isFinite)
    {
        if (!isFinite || !double.IsFinite(low))
            throw new ArgumentOutOfRangeException(nameof(low), low, $"The range from {low} to {high} is not finite.");
        if (high < low)
            throw new ArgumentOutOfRangeException(nameof(high), high, $"The range ends at {high}, below its start {low}.");
    }

    private static void CheckGaussian(double mean, double standardDeviation)
    {
        if (!double.IsFinite(mean))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean must be finite.");
        if (!double.IsFinite(standardDeviation) || standardDeviation < 0)
            throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, "The standard deviation must be finite and 0 or more.");
    }

    /// <summary>Makes the words of a block that is entered in its middle.</summary>
    private void Enter()
    {
        if (_position % WordsPerBlock != 0)
            Generate();
    }

    private void Generate()
    {
        ulong block = _position / WordsPerBlock;
        (_block[0], _block[1], _block[2], _block[3]) = Philox4x32.Permute(
            ((uint)block, (uint)(block >> 32), (uint)_stream, (uint)(_stream >> 32)), ((uint)_seed, (uint)(_seed >> 32)));
    }

    [InlineArray(WordsPerBlock)]
    private struct Block
    {
        private uint _first;
    }
}
