using Engram.Evolution.Programs;
using Engram.Evolution.Search;
using Engram.Numerics;

namespace Engram.Evolution.Problems;

/// <summary>Minus the mean squared error of a rule at some points: symbolic regression. Works with <see cref="GradientSearch"/>.</summary>
public sealed class RegressionObjective : Objective, IDifferentiableObjective, IDisposable
{
    private readonly double[] _targets;

    /// <summary>Fits a table.</summary>
    /// <param name="name">What is fitted.</param>
    /// <param name="points">A row for each input; kept, not copied.</param>
    /// <param name="targets">The wanted value at each point.</param>
    /// <exception cref="ArgumentException">There are not as many targets as points.</exception>
    public RegressionObjective(string name, LaneMatrix<double> points, ReadOnlySpan<double> targets)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (targets.Length != points.Lanes)
            throw new ArgumentException($"There are {points.Lanes} points and {targets.Length} targets.", nameof(targets));
        Points = points;
        _targets = targets.ToArray();
    }

    /// <inheritdoc/>
    public LaneMatrix<double> Points { get; }

    /// <summary>The wanted value at each point.</summary>
    public ReadOnlySpan<double> Targets => _targets;

    /// <summary>Fits a function at given points.</summary>
    /// <param name="name">What is fitted.</param>
    /// <param name="points">A row for each input.</param>
    /// <param name="function">The wanted value, given the numbers of a point.</param>
    public static RegressionObjective Of(string name, LaneMatrix<double> points, Func<double[], double> function)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(function);
        var targets = new double[points.Lanes];
        var point = new double[points.Rows];
        for (int lane = 0; lane < targets.Length; lane++)
        {
            for (int i = 0; i < point.Length; i++)
                point[i] = points[i, lane];
            targets[lane] = function(point);
        }

        return new RegressionObjective(name, points, targets);
    }

    /// <inheritdoc/>
    public override object CreateScratch() => new LaneMatrix<double>(1, Points.Lanes);

    /// <inheritdoc/>
    public override double Evaluate(Phenotype phenotype, object? scratch)
    {
        ArgumentNullException.ThrowIfNull(phenotype);
        var outputs = (LaneMatrix<double>)scratch!;
        phenotype.Evaluate(Points, outputs);
        return -MeanSquare(outputs.Row(0), _targets);
    }

    /// <inheritdoc/>
    public double Loss(LaneMatrix<double> outputs, LaneMatrix<double> slopes)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(slopes);
        var given = outputs.Row(0);
        var slope = slopes.Row(0);
        for (int i = 0; i < _targets.Length; i++)
            slope[i] = 2 * (given[i] - _targets[i]) / _targets.Length;
        return MeanSquare(given, _targets);
    }

    /// <inheritdoc/>
    public void Dispose() => Points.Dispose();

    // Four sums, so that additions need not wait for each other; always the same four.
    internal static double MeanSquare(ReadOnlySpan<double> given, ReadOnlySpan<double> wanted)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 4 <= given.Length; i += 4)
        {
            double d0 = given[i] - wanted[i], d1 = given[i + 1] - wanted[i + 1], d2 = given[i + 2] - wanted[i + 2], d3 = given[i + 3] - wanted[i + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }

        for (; i < given.Length; i++)
        {
            double d = given[i] - wanted[i];
            s0 += d * d;
        }

        return (s0 + s1 + (s2 + s3)) / given.Length;
    }
}
