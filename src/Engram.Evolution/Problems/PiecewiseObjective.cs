using Engram.Evolution.Programs;
using Engram.Evolution.Search;
using Engram.Numerics;

namespace Engram.Evolution.Problems;

/// <summary>
/// Minus the mean squared error of a function in two pieces, each computed by a genome of its own: the first where x is below 0, the
/// second elsewhere.
/// </summary>
internal sealed class PiecewiseObjective(string name, LaneMatrix<double> points, Func<double, double> function) : Objective(name)
{
    private readonly double[] _targets = [.. points.Row(0).ToArray().Select(function)];

    public override object CreateScratch() => new Scratch(points.Lanes);

    public override double Evaluate(Phenotype phenotype, object? scratch)
    {
        var (below, above) = ((Scratch)scratch!).Tables;
        phenotype.Evaluate(points, below);
        phenotype.Evaluate(points, above, genome: 1);
        var x = points.Row(0);
        Span<double> result = below.Row(0), other = above.Row(0);
        for (int i = 0; i < x.Length; i++)
        {
            if (!(x[i] < 0))
                result[i] = other[i];
        }

        return -RegressionObjective.MeanSquare(result, _targets);
    }

    private sealed class Scratch(int lanes) : IDisposable
    {
        public (LaneMatrix<double> Below, LaneMatrix<double> Above) Tables { get; } = (new(1, lanes), new(1, lanes));

        public void Dispose()
        {
            Tables.Below.Dispose();
            Tables.Above.Dispose();
        }
    }
}
