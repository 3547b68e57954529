namespace Engram.Numerics.Simd;

/// <summary>
/// Arithmetic on vectors of one width. A kernel is written once against this interface; the runtime specialises it for each width and
/// precision, so nothing of the interface is left in the machine code.
/// </summary>
/// <remarks>
/// Each operation rounds once, as IEEE 754 says, and acts on each element alone. That is why a result does not depend on the width.
/// </remarks>
/// <typeparam name="TVector">The vector, for instance <c>Vector512&lt;float&gt;</c>; the number itself for the scalar reference.</typeparam>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
public unsafe interface ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>How many numbers a vector holds.</summary>
    static abstract int Count { get; }

    /// <summary>How many vectors wide the tiles of a product are at most; 1 to 4.</summary>
    static abstract int WidestTile { get; }

    /// <summary>How many rows (1 to 8) of so many vectors stay in the registers of this width as accumulators.</summary>
    static abstract int TallestTile(int vectors);

    /// <summary>Reads a vector; no alignment is needed.</summary>
    static abstract TVector Load(T* source);

    /// <summary>Writes a vector; no alignment is needed.</summary>
    static abstract void Store(TVector value, T* destination);

    /// <summary>The same number in every element.</summary>
    static abstract TVector Broadcast(T value);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a · b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The square root.</summary>
    static abstract TVector Sqrt(TVector value);

    /// <summary>a where a &lt; b, else b. A NaN in <paramref name="b"/> comes through; one in <paramref name="a"/> gives b.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>a where a &gt; b, else b. A NaN in <paramref name="b"/> comes through; one in <paramref name="a"/> gives b.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary><paramref name="whenLess"/> where a &lt; b, else <paramref name="otherwise"/>.</summary>
    static abstract TVector SelectLess(TVector a, TVector b, TVector whenLess, TVector otherwise);

    /// <summary>A bit for each element, the first lowest: whether a &lt; b. The bits above are zero.</summary>
    static abstract uint LessBits(TVector a, TVector b);

    /// <summary>The value where the bit of the element is set, the first lowest; elsewhere zero.</summary>
    static abstract TVector Keep(TVector value, uint bits);

    /// <summary>The absolute value.</summary>
    static abstract TVector Abs(TVector value);

    /// <summary>The absolute value of <paramref name="magnitude"/> with the sign of <paramref name="sign"/>, zeros and NaN included.</summary>
    static abstract TVector CopySign(TVector magnitude, TVector sign);

    /// <summary>The nearest whole number, halves to even.</summary>
    static abstract TVector Round(TVector value);

    /// <summary>2 to the power of <paramref name="exponent"/>, a whole number within the range of normal numbers.</summary>
    static abstract TVector PowerOfTwo(TVector exponent);

    /// <summary>
    /// value · 2^exponent, rounded once: infinite when too large, denormal or 0 when too small. <paramref name="exponent"/> is a whole
    /// number within twice the range of normal exponents; <paramref name="value"/> lies in [½, 2] or is NaN.
    /// </summary>
    static abstract TVector Scale(TVector value, TVector exponent);

    /// <summary>Splits a positive normal number into a mantissa in [√½, √2) and a whole exponent: value = mantissa · 2^exponent.</summary>
    static abstract TVector Decompose(TVector value, out TVector exponent);
}
