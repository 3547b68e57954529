namespace Engram.Evolution.Rules;

/// <summary>How much work algebra may still do: so it ends soon, whatever the genome (expansion is exponential in depth).</summary>
internal sealed class AlgebraBudget
{
    public const int MaximumTerms = 200;
    public const int MaximumDegree = 60;
    public const int MaximumBits = 2048;
    private const long MaximumProducts = 500_000;

    private long _left = MaximumProducts;

    public void Spend(long products)
    {
        _left -= products;
        if (_left < 0)
            throw new AlgebraLimitException($"expanding it takes more than {MaximumProducts} products of terms");
    }

    public static void Check(Polynomial polynomial)
    {
        if (polynomial.Count > MaximumTerms)
            throw new AlgebraLimitException($"expanded it has more than {MaximumTerms} terms");
        if (polynomial.Degree > MaximumDegree)
            throw new AlgebraLimitException($"expanded it has a degree above {MaximumDegree}");
        foreach (var (_, coefficient) in polynomial.Terms)
        {
            if (coefficient.Size > MaximumBits)
                throw new AlgebraLimitException($"expanded it has coefficients of more than {MaximumBits} bits");
        }
    }
}
