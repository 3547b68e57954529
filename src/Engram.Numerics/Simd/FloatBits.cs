namespace Engram.Numerics.Simd;

/// <summary>The layout of IEEE 754 numbers that exponentials and logarithms take apart.</summary>
internal static class FloatBits
{
    internal const int SingleMantissa = 23;
    internal const int SingleMantissaMask = (1 << SingleMantissa) - 1;

    /// <summary>1.5·2²³ + 127: a whole number added to this stands, with the exponent's bias, in the lowest bits of the sum.</summary>
    internal const float SingleExponentShifter = (1.5f * (1 << SingleMantissa)) + 127;

    /// <summary>The bits of √½ as a <see cref="float"/>: subtracting them puts the mantissa's seam at √½ instead of 1.</summary>
    internal const int SingleRootHalf = 0x3F3504F3;

    internal const int DoubleMantissa = 52;
    internal const long DoubleMantissaMask = (1L << DoubleMantissa) - 1;

    /// <summary>1.5·2⁵² + 1023, as <see cref="SingleExponentShifter"/>.</summary>
    internal const double DoubleExponentShifter = (1.5 * (1L << DoubleMantissa)) + 1023;

    /// <summary>The bits of √½ as a <see cref="double"/>.</summary>
    internal const long DoubleRootHalf = 0x3FE6A09E667F3BCD;
}
