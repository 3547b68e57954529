namespace Engram.Evolution.Rules;

/// <summary>A quotient of polynomials. Common factors that are easily seen are cancelled: singularities that this removes are removed.</summary>
internal readonly record struct RationalFunction(Polynomial Numerator, Polynomial Denominator)
{
    public bool IsPolynomial => Denominator.IsConstant;

    public static RationalFunction Of(Polynomial polynomial) => new(polynomial, Polynomial.One);

    public static RationalFunction Add(RationalFunction a, RationalFunction b, AlgebraBudget budget) =>
        a.Denominator.Equals(b.Denominator)
            ? Reduce(Checked(a.Numerator + b.Numerator), a.Denominator)
            : Reduce(
                Checked(Multiply(a.Numerator, b.Denominator, budget) + Multiply(b.Numerator, a.Denominator, budget)),
                Multiply(a.Denominator, b.Denominator, budget));

    public static RationalFunction Multiply(RationalFunction a, RationalFunction b, AlgebraBudget budget) =>
        Reduce(Multiply(a.Numerator, b.Numerator, budget), Multiply(a.Denominator, b.Denominator, budget));

    public RationalFunction Negated() => new(-Numerator, Denominator);

    public RationalFunction Inverse() => Numerator.IsZero
        ? throw new AlgebraLimitException("it divides by an expression that is always 0")
        : Reduce(Denominator, Numerator);

    private static Polynomial Multiply(Polynomial a, Polynomial b, AlgebraBudget budget)
    {
        budget.Spend((long)a.Count * b.Count);
        if (a.Degree + b.Degree > AlgebraBudget.MaximumDegree)
            throw new AlgebraLimitException($"expanded it has a degree above {AlgebraBudget.MaximumDegree}");
        return Checked(a * b);
    }

    private static Polynomial Checked(Polynomial polynomial)
    {
        AlgebraBudget.Check(polynomial);
        return polynomial;
    }

    private static RationalFunction Reduce(Polynomial numerator, Polynomial denominator)
    {
        if (numerator.IsZero)
            return new(Polynomial.Zero, Polynomial.One);
        if (!denominator.IsConstant)
        {
            if (numerator.DividedBy(denominator) is { } whole)
                return new(whole, Polynomial.One);
            if (denominator.DividedBy(numerator) is { } rest)
                (numerator, denominator) = (Polynomial.One, rest);
            for (int i = 0; i < Monomial.MaximumVariables; i++)
            {
                var variable = Polynomial.Variable(i);
                while (numerator.DividedBy(variable) is { } above && denominator.DividedBy(variable) is { } below)
                    (numerator, denominator) = (above, below);
            }
        }

        var content = denominator.Content();
        return new(numerator.Times(Fraction.One / content), denominator.Times(Fraction.One / content));
    }
}
