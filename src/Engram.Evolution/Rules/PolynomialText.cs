using System.Numerics;
using System.Text;

namespace Engram.Evolution.Rules;

/// <summary>Writes polynomials: the highest powers first, but a positive term before all others.</summary>
internal static class PolynomialText
{
    // Denominators above this are those of decimals; they are written as such.
    private static readonly BigInteger LargestDenominator = 1000;

    public static string Write(Polynomial polynomial, IReadOnlyList<string> names, RuleStyle style)
    {
        if (polynomial.IsZero)
            return style == RuleStyle.CSharp ? "0.0" : "0";
        var terms = polynomial.Terms.ToList();
        int positive = terms.FindIndex(t => t.Coefficient.Sign > 0);
        if (positive > 0)
        {
            var first = terms[positive];
            terms.RemoveAt(positive);
            terms.Insert(0, first);
        }

        var text = new StringBuilder();
        foreach (var (monomial, coefficient) in terms)
        {
            bool isNegative = coefficient.Sign < 0;
            if (text.Length == 0)
                text.Append(isNegative ? "-" : "");
            else
                text.Append(isNegative ? " - " : " + ");
            text.Append(Term(monomial, isNegative ? -coefficient : coefficient, names, style));
        }

        return text.ToString();
    }

    /// <summary>A positive number.</summary>
    public static string Number(Fraction value, RuleStyle style)
    {
        if (value.Denominator.IsOne)
            return value.Numerator.GetBitLength() <= 60 || style != RuleStyle.CSharp ? $"{value.Numerator}{(style == RuleStyle.CSharp ? ".0" : "")}" : $"{value.ToDouble():R}";
        if (value.Denominator > LargestDenominator)
            return $"{value.ToDouble():R}";
        return style switch
        {
            RuleStyle.Latex => $"\\frac{{{value.Numerator}}}{{{value.Denominator}}}",
            RuleStyle.CSharp => $"{value.Numerator}.0 / {value.Denominator}.0",
            _ => $"{value.Numerator}/{value.Denominator}",
        };
    }

    public static string Times(RuleStyle style) => style switch { RuleStyle.Latex => " ", RuleStyle.CSharp => " * ", _ => "*" };

    public static string Power(string text, int exponent, RuleStyle style) =>
        exponent == 1 ? text
        : style switch
        {
            RuleStyle.Latex => $"{text}^{{{exponent}}}",
            RuleStyle.CSharp => string.Join(" * ", Enumerable.Repeat(text, exponent)),
            _ => $"{text}^{exponent}",
        };

    private static string Term(Monomial monomial, Fraction coefficient, IReadOnlyList<string> names, RuleStyle style)
    {
        var factors = new List<string>();
        if (coefficient != Fraction.One || monomial.Degree == 0)
            factors.Add(Number(coefficient, style));
        for (int i = 0; i < names.Count && i < Monomial.MaximumVariables; i++)
        {
            if (monomial.Exponent(i) > 0)
                factors.Add(Power(style == RuleStyle.Latex ? RuleText.LatexName(names[i]) : names[i], monomial.Exponent(i), style));
        }

        return string.Join(Times(style), factors);
    }
}
