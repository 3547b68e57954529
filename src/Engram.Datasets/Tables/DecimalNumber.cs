using System.Buffers;
using System.Globalization;

namespace Engram.Datasets;

/// <summary>Reads decimal numbers as <c>float</c>, correctly rounded, whatever the culture.</summary>
internal static class DecimalNumber
{
    private const int MostDigits = 19;
    private const int MostPower = 22;
    private const long ExactLimit = 1L << 53;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("0123456789+-.eE"u8);

    private static readonly double[] Powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads a number such as <c>-1.25</c> or <c>8.69e-01</c>.</summary>
    /// <param name="text">The whole text; nothing may stand before or behind the number.</param>
    /// <param name="value">The nearest single-precision number; infinite where it is out of range.</param>
    /// <returns>Whether the text is a number. Words such as NaN and Infinity are none.</returns>
    internal static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        // At most 19 digits times or over a power of ten of at most 10²². Up to 2⁵³ that is one operation on exact numbers, so the double
        // is the nearest one; beyond, the digits are rounded first, and two roundings move it by at most two units of its last place.
        // Rounding it to a float is right unless it lies so near the middle between two floats that what was rounded away could decide.
        // Then, and whenever the number does not fit this pattern, the framework's reader decides.
        if (TryFast(text, out var wide, out var error) && !IsBetweenFloats(wide, error))
        {
            value = (float)wide;
            return true;
        }

        if (text.ContainsAnyExcept(Letters))
        {
            value = 0;
            return false;
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return float.TryParse(text, style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads the common case.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="value">The number, nearly.</param>
    /// <param name="error">By how many units of its last place it may be off, beyond the half that rounding costs.</param>
    private static bool TryFast(ReadOnlySpan<byte> text, out double value, out int error)
    {
        (value, error) = (0, 0);
        var at = 0;
        var isNegative = !text.IsEmpty && text[0] == '-';
        if (isNegative)
            at++;

        // Zeros are held back until a digit follows them, so those at the end, of which there are many in such files, cost nothing.
        ulong mantissa = 0;
        int digits = 0, zeros = 0, scale = 0, found = 0;
        var isFraction = false;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                found++;
                scale += isFraction ? 1 : 0;
                if (digit == 0)
                {
                    zeros++;
                    continue;
                }

                digits += mantissa == 0 ? 1 : zeros + 1;
                if (digits > MostDigits)
                    return false;
                for (; mantissa != 0 && zeros > 0; zeros--)
                    mantissa *= 10;
                mantissa = (mantissa * 10) + digit;
                zeros = 0;
            }
            else if (text[at] == '.' && !isFraction)
            {
                isFraction = true;
            }
            else
            {
                break;
            }
        }

        if (found == 0 || (at < text.Length && !TryExponent(text[at..], ref scale)))
            return false;
        var power = zeros - scale;
        if (mantissa == 0)
            power = 0;
        if (power is < -MostPower or > MostPower)
            return false;
        error = mantissa > ExactLimit ? 2 : 0;
        value = power < 0 ? mantissa / Powers[-power] : mantissa * Powers[power];
        if (isNegative)
            value = -value;
        return true;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, ref int scale)
    {
        if (text[0] is not ((byte)'e' or (byte)'E') || text.Length is < 2 or > 5)
            return false;
        var digits = text[1] is (byte)'-' or (byte)'+' ? text[2..] : text[1..];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        var exponent = 0;
        foreach (var digit in digits)
            exponent = (exponent * 10) + (digit - '0');
        scale += text[1] == '-' ? exponent : -exponent;
        return true;
    }

    private static bool IsBetweenFloats(double value, int error)
    {
        const long below = (1L << 29) - 1;
        const long middle = 1L << 28;
        const double smallestNormal = 1.17549435e-38;
        var distance = Math.Abs((BitConverter.DoubleToInt64Bits(value) & below) - middle);
        return distance <= error || (value != 0 && Math.Abs(value) < smallestNormal);
    }
}
