namespace Engram.Evolution.Rules;

/// <summary>A product of powers of up to eight variables: a byte for each exponent, the first variable in the highest.</summary>
/// <param name="Bits">The exponents.</param>
public readonly record struct Monomial(ulong Bits) : IComparable<Monomial>
{
    /// <summary>How many variables there can be.</summary>
    public const int MaximumVariables = 8;

    private const ulong HighBits = 0x8080808080808080;

    /// <summary>The sum of the exponents.</summary>
    public int Degree
    {
        get
        {
            int degree = 0;
            for (int i = 0; i < MaximumVariables; i++)
                degree += Exponent(i);
            return degree;
        }
    }

    /// <summary>A variable.</summary>
    public static Monomial Variable(int index) => new(1UL << (8 * (MaximumVariables - 1 - index)));

    /// <summary>a · b.</summary>
    public static Monomial operator *(Monomial a, Monomial b) => new(a.Bits + b.Bits);

    /// <summary>a · b.</summary>
    public static Monomial Multiply(Monomial a, Monomial b) => a * b;

    /// <summary>Whether a comes before b.</summary>
    public static bool operator <(Monomial a, Monomial b) => a.CompareTo(b) < 0;

    /// <summary>Whether a comes after b.</summary>
    public static bool operator >(Monomial a, Monomial b) => a.CompareTo(b) > 0;

    /// <summary>Whether a does not come after b.</summary>
    public static bool operator <=(Monomial a, Monomial b) => a.CompareTo(b) <= 0;

    /// <summary>Whether a does not come before b.</summary>
    public static bool operator >=(Monomial a, Monomial b) => a.CompareTo(b) >= 0;

    /// <summary>The exponent of a variable.</summary>
    public int Exponent(int index) => (int)(Bits >> (8 * (MaximumVariables - 1 - index))) & 0xFF;

    /// <summary>Divides, if the quotient is a monomial. Exponents are below 128.</summary>
    public bool TryDivide(Monomial divisor, out Monomial quotient)
    {
        ulong difference = (Bits | HighBits) - divisor.Bits;
        quotient = new Monomial(difference & ~HighBits);
        return (difference & HighBits) == HighBits;
    }

    /// <summary>By degree, then by the exponents of the first variables.</summary>
    public int CompareTo(Monomial other)
    {
        int degree = Degree.CompareTo(other.Degree);
        return degree != 0 ? degree : Bits.CompareTo(other.Bits);
    }
}
