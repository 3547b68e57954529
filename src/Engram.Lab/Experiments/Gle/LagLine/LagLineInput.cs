using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>
/// The published input (specification 3.1): a square wave, 2 time units up and 2 down, rotated by a number of steps of its own in every lane,
/// then smoothed by a Gaussian of 5 steps that is cut off at 20 and reflects at the ends.
/// </summary>
internal sealed class LagLineInput
{
    /// <summary>The steps of the published run, which the onsets of the pulses are computed from.</summary>
    internal const int PublishedSteps = 405_000;

    internal const int ShiftCount = 200;

    private const int Pulses = 1012, PulseLength = 200, Radius = 20;
    private const double Width = 5;

    private readonly int[] _shifts;
    private readonly int _steps;
    private readonly double[] _kernel;
    private readonly double[] _wave;
    private readonly double[] _smooth;

    /// <summary>Makes the wave for so many steps.</summary>
    /// <param name="shifts">The rotation of each lane to the right, in steps, below <see cref="ShiftCount"/>.</param>
    /// <param name="steps">The steps of the run; of a shorter one than published the wave's end is never seen.</param>
    internal LagLineInput(int[] shifts, int steps)
    {
        (_shifts, _steps) = (shifts, steps);
        double[] bell = [.. Enumerable.Range(-Radius, (2 * Radius) + 1).Select(static k => Math.Exp(-0.5 * k * k / (Width * Width)))];
        double sum = bell.Sum();
        _kernel = [.. bell.Select(value => value / sum)];

        // The last pulse of the published wave ends long before the wave does, so what a rotation brings in from there is −1.
        _wave = new double[ShiftCount + Radius + PublishedSteps + Radius];
        _wave.AsSpan().Fill(-1);
        for (int pulse = 0; pulse < Pulses; pulse++)
        {
            int onset = (int)(float)(pulse * (double)PublishedSteps / Pulses);
            _wave.AsSpan(ShiftCount + Radius + onset, PulseLength).Fill(1);
        }

        _smooth = new double[ShiftCount + Math.Min(steps + 1, PublishedSteps)];
        for (int i = 0; i < _smooth.Length; i++)
        {
            for (int k = 0; k < _kernel.Length; k++)
                _smooth[i] = Math.FusedMultiplyAdd(_kernel[k], _wave[i + k], _smooth[i]);
        }
    }

    /// <summary>Fills rows with the inputs of steps.</summary>
    internal void Fill(int firstStep, int steps, LaneMatrix<double> rows)
    {
        for (int step = 0; step < steps; step++)
        {
            int at = firstStep + step;
            bool isNearEnd = at < Radius || at >= PublishedSteps - Radius;
            Span<double> row = rows.Row(step);
            for (int lane = 0; lane < row.Length; lane++)
                row[lane] = isNearEnd ? Reflected(at, _shifts[lane]) : _smooth[ShiftCount + at - _shifts[lane]];
        }
    }

    /// <summary>Beyond an end the rotated wave runs backwards, its outermost step twice.</summary>
    private double Reflected(int step, int shift)
    {
        double sum = 0;
        for (int k = 0; k < _kernel.Length; k++)
        {
            int at = step + k - Radius;
            at = at < 0 ? -at - 1 : at >= PublishedSteps ? (2 * PublishedSteps) - 1 - at : at;
            sum += _kernel[k] * _wave[ShiftCount + Radius + at - shift];
        }

        return sum;
    }
}
