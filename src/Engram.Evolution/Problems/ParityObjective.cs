using Engram.Evolution.Programs;
using Engram.Evolution.Search;
using Engram.Numerics;

namespace Engram.Evolution.Problems;

/// <summary>For how many of all patterns of bits a rule says whether the number of ones is odd: 1 if it is, else 0.</summary>
public sealed class ParityObjective : Objective, IDisposable
{
    /// <summary>The most bits: more than a million patterns teach nothing more.</summary>
    public const int MaximumBits = 20;

    private readonly LaneMatrix<double> _patterns;

    /// <summary>All patterns of some bits.</summary>
    /// <param name="bits">1 to <see cref="MaximumBits"/>.</param>
    public ParityObjective(int bits)
        : base($"parity of {bits} bits")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, MaximumBits);
        _patterns = new LaneMatrix<double>(bits, 1 << bits);
        for (int pattern = 0; pattern < _patterns.Lanes; pattern++)
        {
            for (int bit = 0; bit < bits; bit++)
                _patterns[bit, pattern] = (pattern >> bit) & 1;
        }
    }

    /// <summary>How many patterns there are: the best fitness.</summary>
    public int Patterns => _patterns.Lanes;

    /// <inheritdoc/>
    public override object CreateScratch() => new LaneMatrix<double>(1, _patterns.Lanes);

    /// <inheritdoc/>
    public override double Evaluate(Phenotype phenotype, object? scratch)
    {
        ArgumentNullException.ThrowIfNull(phenotype);
        var outputs = (LaneMatrix<double>)scratch!;
        phenotype.Evaluate(_patterns, outputs);
        int right = 0;
        for (int pattern = 0; pattern < _patterns.Lanes; pattern++)
        {
            if (outputs[0, pattern] == (int.PopCount(pattern) & 1))
                right++;
        }

        return right;
    }

    /// <inheritdoc/>
    public void Dispose() => _patterns.Dispose();
}
