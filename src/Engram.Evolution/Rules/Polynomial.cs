using System.Numerics;

namespace Engram.Evolution.Rules;

/// <summary>A polynomial in up to eight variables with exact rational coefficients. Immutable.</summary>
public sealed class Polynomial : IEquatable<Polynomial>
{
    private readonly Dictionary<Monomial, Fraction> _terms;

    private Polynomial(Dictionary<Monomial, Fraction> terms)
    {
        _terms = terms;
        foreach (var monomial in terms.Keys)
            Degree = Math.Max(Degree, monomial.Degree);
    }

    /// <summary>0.</summary>
    public static Polynomial Zero { get; } = new([]);

    /// <summary>1.</summary>
    public static Polynomial One { get; } = Constant(Fraction.One);

    /// <summary>How many terms it has.</summary>
    public int Count => _terms.Count;

    /// <summary>The largest sum of exponents; 0 for constants.</summary>
    public int Degree { get; }

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => _terms.Count == 0;

    /// <summary>Whether it has no variable.</summary>
    public bool IsConstant => Degree == 0;

    /// <summary>The terms, largest first.</summary>
    public IEnumerable<(Monomial Monomial, Fraction Coefficient)> Terms => _terms.OrderByDescending(t => t.Key).Select(t => (t.Key, t.Value));

    /// <summary>The largest term's coefficient.</summary>
    internal (Monomial Monomial, Fraction Coefficient) Leading
    {
        get
        {
            var largest = _terms.Keys.Max();
            return (largest, _terms[largest]);
        }
    }

    /// <summary>A number.</summary>
    public static Polynomial Constant(Fraction value) => value.IsZero ? Zero : new Polynomial(new() { [default] = value });

    /// <summary>A variable.</summary>
    /// <param name="index">Which: 0 to 7.</param>
    public static Polynomial Variable(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Monomial.MaximumVariables);
        return new Polynomial(new() { [Monomial.Variable(index)] = Fraction.One });
    }

    /// <summary>The coefficient of a product of powers.</summary>
    public Fraction Coefficient(Monomial monomial) => _terms.GetValueOrDefault(monomial);

    /// <summary>a + b.</summary>
    public static Polynomial operator +(Polynomial a, Polynomial b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var terms = new Dictionary<Monomial, Fraction>(a._terms);
        foreach (var (monomial, coefficient) in b._terms)
            Accumulate(terms, monomial, coefficient);
        return new Polynomial(terms);
    }

    /// <summary>a − b.</summary>
    public static Polynomial operator -(Polynomial a, Polynomial b) => a + -b;

    /// <summary>−a.</summary>
    public static Polynomial operator -(Polynomial a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.Times(new Fraction(BigInteger.MinusOne));
    }

    /// <summary>a · b.</summary>
    /// <exception cref="OverflowException">The degree of the product is above 127.</exception>
    public static Polynomial operator *(Polynomial a, Polynomial b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Degree + b.Degree > 127)
            throw new OverflowException("Polynomials have degrees up to 127.");
        var terms = new Dictionary<Monomial, Fraction>();
        foreach (var (m, c) in a._terms)
        {
            foreach (var (n, d) in b._terms)
                Accumulate(terms, m * n, c * d);
        }

        return new Polynomial(terms);
    }

    /// <summary>a + b.</summary>
    public static Polynomial Add(Polynomial a, Polynomial b) => a + b;

    /// <summary>a − b.</summary>
    public static Polynomial Subtract(Polynomial a, Polynomial b) => a - b;

    /// <summary>−a.</summary>
    public static Polynomial Negate(Polynomial a) => -a;

    /// <summary>a · b.</summary>
    public static Polynomial Multiply(Polynomial a, Polynomial b) => a * b;

    /// <summary>The product with a number.</summary>
    public Polynomial Times(Fraction factor) =>
        factor.IsZero ? Zero : new Polynomial(_terms.ToDictionary(t => t.Key, t => t.Value * factor));

    /// <summary>Divides exactly.</summary>
    /// <returns>The quotient, or null if there is a remainder.</returns>
    public Polynomial? DividedBy(Polynomial divisor)
    {
        ArgumentNullException.ThrowIfNull(divisor);
        if (divisor.IsZero || divisor.Degree > Degree)
            return IsZero && !divisor.IsZero ? Zero : null;
        var (leading, leadingCoefficient) = divisor.Leading;
        var rest = new Dictionary<Monomial, Fraction>(_terms);
        var quotient = new Dictionary<Monomial, Fraction>();
        while (rest.Count > 0)
        {
            var largest = rest.Keys.Max();
            if (!largest.TryDivide(leading, out var monomial))
                return null;
            var coefficient = rest[largest] / leadingCoefficient;
            quotient.Add(monomial, coefficient);
            // An exact quotient has no more terms than an inexact one may grow without end to.
            if (quotient.Count > AlgebraBudget.MaximumTerms || rest.Count > 4 * AlgebraBudget.MaximumTerms)
                return null;
            foreach (var (m, c) in divisor._terms)
                Accumulate(rest, m * monomial, -(c * coefficient));
        }

        return new Polynomial(quotient);
    }

    /// <summary>The value at a point.</summary>
    /// <param name="point">A number for each variable.</param>
    public double Evaluate(ReadOnlySpan<double> point)
    {
        double sum = 0;
        foreach (var (monomial, coefficient) in _terms)
        {
            double product = coefficient.ToDouble();
            for (int i = 0; i < point.Length && i < Monomial.MaximumVariables; i++)
            {
                for (int k = 0; k < monomial.Exponent(i); k++)
                    product *= point[i];
            }

            sum += product;
        }

        return sum;
    }

    /// <summary>The largest number that divides all coefficients, with the sign that leaves more positive than negative.</summary>
    public Fraction Content()
    {
        if (IsZero)
            return Fraction.One;
        var numerator = BigInteger.Zero;
        var denominator = BigInteger.One;
        var sum = Fraction.Zero;
        foreach (var coefficient in _terms.Values)
        {
            numerator = BigInteger.GreatestCommonDivisor(numerator, coefficient.Numerator);
            denominator = denominator / BigInteger.GreatestCommonDivisor(denominator, coefficient.Denominator) * coefficient.Denominator;
            sum += coefficient;
        }

        int sign = sum.Sign != 0 ? sum.Sign : Leading.Coefficient.Sign;
        return new Fraction(numerator * sign, denominator);
    }

    /// <inheritdoc/>
    public bool Equals(Polynomial? other) =>
        other is not null && Count == other.Count && _terms.All(t => other._terms.TryGetValue(t.Key, out var c) && c == t.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Polynomial);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = 0;
        foreach (var (monomial, coefficient) in _terms)
            hash ^= HashCode.Combine(monomial, coefficient);
        return hash;
    }

    /// <inheritdoc/>
    public override string ToString() => PolynomialText.Write(this, RuleText.DefaultNames(Monomial.MaximumVariables), RuleStyle.Text);

    private static void Accumulate(Dictionary<Monomial, Fraction> terms, Monomial monomial, Fraction coefficient)
    {
        var sum = terms.GetValueOrDefault(monomial) + coefficient;
        if (sum.IsZero)
            terms.Remove(monomial);
        else
            terms[monomial] = sum;
    }
}
