namespace Engram.Evolution.Rules;

/// <summary>A polynomial as a number times powers of polynomials with whole coefficients. Immutable.</summary>
public sealed class Factorization
{
    private const int LargestShift = 4; // looked for: x ± 1 to x ± 4
    private const int MostCandidates = 100;
    private readonly Polynomial[] _polynomials;
    private readonly int[] _powers;

    private Factorization(Fraction coefficient, IEnumerable<(Polynomial Polynomial, int Power)> factors)
    {
        Coefficient = coefficient;
        var list = factors.ToList();
        _polynomials = [.. list.Select(f => f.Polynomial)];
        _powers = [.. list.Select(f => f.Power)];
    }

    /// <summary>The number.</summary>
    public Fraction Coefficient { get; }

    /// <summary>The polynomials with their powers; none is constant.</summary>
    public IReadOnlyList<(Polynomial Polynomial, int Power)> Factors => [.. _polynomials.Zip(_powers)];

    /// <summary>Whether it is written as a sum, and needs parentheses in a product.</summary>
    internal bool IsSum => Coefficient == Fraction.One && _polynomials.Length == 1 && _powers[0] == 1 && _polynomials[0].Count > 1;

    /// <summary>Whether it is written as one name or number.</summary>
    internal bool IsAtom => (_polynomials.Length == 0 && Coefficient.Denominator.IsOne)
        || (Coefficient == Fraction.One && _polynomials.Length == 1 && _powers[0] == 1 && _polynomials[0] is { Count: 1, Degree: 1 });

    /// <summary>Factors a polynomial as far as candidates divide it: the variables, the given ones, and simple sums of variables and small numbers.</summary>
    internal static Factorization Of(Polynomial polynomial, int variables, IReadOnlyList<Polynomial> wanted, IEnumerable<Polynomial> candidates)
    {
        if (polynomial.IsZero)
            return new Factorization(Fraction.Zero, []);
        var factors = new List<(Polynomial Polynomial, int Power)>();
        var rest = polynomial;
        foreach (var candidate in Enumerable.Range(0, variables).Select(Polynomial.Variable).Concat(wanted).Concat(candidates.Distinct().Take(MostCandidates)).Concat(SimpleSums(variables)))
        {
            if (rest.IsConstant)
                break;
            if (candidate.IsConstant || candidate.Count > 50 || candidate.Degree > rest.Degree)
                continue;
            // A candidate with factors of its own would hide them: it is taken last of all, as what is left.
            if (candidate.Degree == rest.Degree)
                continue;
            int power = 0;
            while (rest.DividedBy(candidate) is { } quotient)
            {
                rest = quotient;
                power++;
            }

            if (power > 0)
                factors.Add((candidate, power));
        }

        factors = Split(factors, variables);
        if (!rest.IsConstant)
            factors.Add((rest, 1));
        var coefficient = rest.IsConstant ? rest.Coefficient(default) : Fraction.One;
        var merged = new List<(Polynomial Polynomial, int Power)>();
        foreach (var (factor, power) in factors)
        {
            // Whole coefficients. The sign of x - w y, and of all that was asked for, is the one that people write.
            var content = factor.Content();
            var primitive = factor.Times(Fraction.One / content);
            if (wanted.Any(w => w.Equals(-primitive)))
                (primitive, content) = (-primitive, -content);
            for (int i = 0; i < power; i++)
                coefficient *= content;
            int known = merged.FindIndex(m => m.Polynomial.Equals(primitive));
            if (known >= 0)
                merged[known] = (primitive, merged[known].Power + power);
            else
                merged.Add((primitive, power));
        }

        return new Factorization(coefficient, merged.OrderBy(f => f.Polynomial.Count).ThenBy(f => f.Polynomial.Degree));
    }

    /// <summary>Removes common factors of a numerator and a denominator.</summary>
    internal static void Cancel(ref Factorization numerator, ref Factorization denominator)
    {
        var above = numerator.Factors.ToList();
        var below = denominator.Factors.ToList();
        for (int i = 0; i < above.Count; i++)
        {
            int j = below.FindIndex(f => f.Polynomial.Equals(above[i].Polynomial));
            if (j < 0)
                continue;
            int common = Math.Min(above[i].Power, below[j].Power);
            above[i] = (above[i].Polynomial, above[i].Power - common);
            below[j] = (below[j].Polynomial, below[j].Power - common);
        }

        numerator = new Factorization(numerator.Coefficient / denominator.Coefficient, above.Where(f => f.Power > 0));
        denominator = new Factorization(Fraction.One, below.Where(f => f.Power > 0));
    }

    internal Factorization Times(Fraction factor) => new(Coefficient * factor, Factors);

    /// <summary>The product.</summary>
    public Polynomial Expand()
    {
        var product = Polynomial.Constant(Coefficient);
        foreach (var (polynomial, power) in Factors)
        {
            for (int i = 0; i < power; i++)
                product *= polynomial;
        }

        return product;
    }

    /// <summary>The value at a point.</summary>
    public double Evaluate(ReadOnlySpan<double> point)
    {
        double product = Coefficient.ToDouble();
        for (int i = 0; i < _polynomials.Length; i++)
        {
            double value = _polynomials[i].Evaluate(point);
            for (int k = 0; k < _powers[i]; k++)
                product *= value;
        }

        return product;
    }

    /// <summary>Writes it.</summary>
    public string Write(IReadOnlyList<string> names, RuleStyle style)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (_polynomials.Length == 0)
            return (Coefficient.Sign < 0 ? "-" : "") + PolynomialText.Number(Coefficient.Sign < 0 ? -Coefficient : Coefficient, style);
        if (Coefficient == Fraction.One && _polynomials.Length == 1 && _powers[0] == 1)
            return PolynomialText.Write(_polynomials[0], names, style);
        var parts = new List<string>();
        var magnitude = Coefficient.Sign < 0 ? -Coefficient : Coefficient;
        if (magnitude != Fraction.One)
            parts.Add(PolynomialText.Number(magnitude, style));
        for (int i = 0; i < _polynomials.Length; i++)
        {
            string text = PolynomialText.Write(_polynomials[i], names, style);
            bool isSimple = _polynomials[i].Count == 1 && _polynomials[i].Degree == 1;
            string factor = isSimple ? text : style == RuleStyle.Latex ? $"\\left({text}\\right)" : $"({text})";
            parts.Add(PolynomialText.Power(factor, _powers[i], style));
        }

        return (Coefficient.Sign < 0 ? "-" : "") + string.Join(PolynomialText.Times(style), parts);
    }

    // Factors that came from the graph may be products themselves.
    private static List<(Polynomial Polynomial, int Power)> Split(List<(Polynomial Polynomial, int Power)> factors, int variables)
    {
        var result = new List<(Polynomial, int)>();
        foreach (var (factor, power) in factors)
        {
            var rest = factor;
            foreach (var candidate in Enumerable.Range(0, variables).Select(Polynomial.Variable).Concat(SimpleSums(variables)))
            {
                int count = 0;
                while (!rest.IsConstant && candidate.Degree < rest.Degree && rest.DividedBy(candidate) is { } quotient)
                {
                    rest = quotient;
                    count++;
                }

                if (count > 0)
                    result.Add((candidate, count * power));
            }

            result.Add((rest, power));
        }

        return result;
    }

    private static IEnumerable<Polynomial> SimpleSums(int variables)
    {
        for (int i = 0; i < variables; i++)
        {
            for (int k = 1; k <= LargestShift; k++)
            {
                yield return Polynomial.Variable(i) + Polynomial.Constant(new Fraction(k));
                yield return Polynomial.Variable(i) - Polynomial.Constant(new Fraction(k));
            }

            for (int j = i + 1; j < variables; j++)
            {
                yield return Polynomial.Variable(i) + Polynomial.Variable(j);
                yield return Polynomial.Variable(i) - Polynomial.Variable(j);
            }
        }
    }
}
