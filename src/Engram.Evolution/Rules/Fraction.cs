using System.Globalization;
using System.Numerics;

namespace Engram.Evolution.Rules;

/// <summary>An exact rational number, in lowest terms with a positive denominator.</summary>
public readonly struct Fraction : IEquatable<Fraction>
{
    private readonly BigInteger _denominatorLessOne; // so that default is 0 / 1

    /// <summary>numerator / denominator.</summary>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException("A fraction cannot have the denominator 0.");
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        _denominatorLessOne = (denominator / divisor) - 1;
    }

    /// <summary>A whole number.</summary>
    public Fraction(BigInteger value) => Numerator = value;

    /// <summary>0.</summary>
    public static Fraction Zero => default;

    /// <summary>1.</summary>
    public static Fraction One => new(BigInteger.One);

    /// <summary>What stands above the line.</summary>
    public BigInteger Numerator { get; }

    /// <summary>What stands below the line; positive.</summary>
    public BigInteger Denominator => _denominatorLessOne + 1;

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>The bits of the longer part.</summary>
    public long Size => Math.Max(Numerator.GetBitLength(), Denominator.GetBitLength());

    /// <summary>The number that a double is written as: 0.1 is one tenth, not the binary number next to it.</summary>
    /// <param name="value">A finite number.</param>
    public static Fraction Of(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers are fractions.");
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        string digits = e < 0 ? shortest : shortest[..e];
        int exponent = e < 0 ? 0 : int.Parse(shortest[(e + 1)..], CultureInfo.InvariantCulture);
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }

        var whole = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return exponent >= 0 ? new Fraction(whole * BigInteger.Pow(10, exponent)) : new Fraction(whole, BigInteger.Pow(10, -exponent));
    }

    /// <summary>a + b.</summary>
    public static Fraction operator +(Fraction a, Fraction b) =>
        a._denominatorLessOne.IsZero && b._denominatorLessOne.IsZero
            ? new Fraction(a.Numerator + b.Numerator)
            : new Fraction((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>a − b.</summary>
    public static Fraction operator -(Fraction a, Fraction b) => a + -b;

    /// <summary>−a.</summary>
    public static Fraction operator -(Fraction a) => new(-a.Numerator, a.Denominator);

    /// <summary>a · b.</summary>
    public static Fraction operator *(Fraction a, Fraction b) =>
        a._denominatorLessOne.IsZero && b._denominatorLessOne.IsZero
            ? new Fraction(a.Numerator * b.Numerator)
            : new Fraction(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>a / b.</summary>
    public static Fraction operator /(Fraction a, Fraction b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Whether they are the same number.</summary>
    public static bool operator ==(Fraction a, Fraction b) => a.Equals(b);

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(Fraction a, Fraction b) => !a.Equals(b);

    /// <summary>a + b.</summary>
    public static Fraction Add(Fraction a, Fraction b) => a + b;

    /// <summary>a − b.</summary>
    public static Fraction Subtract(Fraction a, Fraction b) => a - b;

    /// <summary>−a.</summary>
    public static Fraction Negate(Fraction a) => -a;

    /// <summary>a · b.</summary>
    public static Fraction Multiply(Fraction a, Fraction b) => a * b;

    /// <summary>a / b.</summary>
    public static Fraction Divide(Fraction a, Fraction b) => a / b;

    /// <summary>The nearest double (of denormal results, one of the two nearest).</summary>
    public double ToDouble()
    {
        // The 64 leading bits of the quotient, with whether anything is left in the last: then one rounding is the right one.
        const int Bits = 64;
        var magnitude = BigInteger.Abs(Numerator);
        if (magnitude.IsZero)
            return 0;
        int shift = Bits + 1 - (int)(magnitude.GetBitLength() - Denominator.GetBitLength());
        var quotient = shift >= 0
            ? BigInteger.DivRem(magnitude << shift, Denominator, out var rest)
            : BigInteger.DivRem(magnitude, Denominator << -shift, out rest);
        int excess = (int)quotient.GetBitLength() - Bits;
        ulong leading = (ulong)(quotient >> excess);
        bool isExact = rest.IsZero && ((BigInteger)leading << excess) == quotient;
        double value = Math.ScaleB((double)(isExact ? leading : leading | 1), excess - shift);
        return Numerator.Sign < 0 ? -value : value;
    }

    /// <inheritdoc/>
    public bool Equals(Fraction other) => Numerator == other.Numerator && _denominatorLessOne == other._denominatorLessOne;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Fraction other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, _denominatorLessOne);

    /// <inheritdoc/>
    public override string ToString() => _denominatorLessOne.IsZero ? Numerator.ToString(CultureInfo.InvariantCulture) : $"{Numerator}/{Denominator}";
}
