using Engram.Numerics;

namespace Engram.Datasets;

/// <summary>Makes one MNIST-1D signal after the other.</summary>
/// <remarks>
/// The order of the random draws is part of the result: it is that of the authors' program, so that a seed means the same set there and
/// here. The names of the steps are theirs (Greydanus and Kobak, arXiv 2011.14439, figure 2 and their published generator).
/// </remarks>
internal sealed class Mnist1DGenerator
{
    // A Gaussian of standard deviation 2, cut at four of them.
    private const int SmoothingReach = 8;
    private const double SmoothingVariance = 4.0;

    // Added to the points of a digit, so that a point at height 0 is still told from silence, which is exactly 0.
    private const double SignalMark = 1e-8;

    private static readonly double[] SmoothingWeights = MakeSmoothingWeights();

    private readonly Mnist1DOptions _options;
    private readonly MersenneTwister _random;
    private readonly double[][] _templates = [.. Enumerable.Range(0, Mnist1DTemplates.Digits).Select(Mnist1DTemplates.Processed)];
    private readonly double[] _padded;
    private readonly double[] _dilated;
    private readonly double[] _signal;
    private readonly double[] _noise; // with mirrored margins on both sides

    internal Mnist1DGenerator(Mnist1DOptions options, MersenneTwister random)
    {
        _options = options;
        _random = random;
        _padded = new double[options.WorkingLength];
        _dilated = new double[options.WorkingLength];
        _signal = new double[options.WorkingLength];
        _noise = new double[options.WorkingLength + (2 * SmoothingReach)];
    }

    /// <summary>Makes the next signal of a digit.</summary>
    /// <param name="digit">The digit, 0 … 9.</param>
    /// <param name="result">Takes the finished sequence, not yet standardised.</param>
    internal void Next(int digit, Span<double> result)
    {
        Dilate(Pad(_templates[digit]));
        Scale();
        Translate();
        FillSilenceWithCorrelatedNoise();
        AddIndependentNoise();
        Shear();
        LinearResampling.Resample(_signal, result);
    }

    private ReadOnlySpan<double> Pad(double[] template)
    {
        var choices = _options.MaximumPadding - _options.MinimumPadding + 1;
        var padding = _options.MinimumPadding + (int)(choices * _random.NextDouble());
        var padded = _padded.AsSpan(0, template.Length + padding);
        for (var i = 0; i < template.Length; i++)
            padded[i] = template[i] + SignalMark;
        padded[template.Length..].Clear();
        return padded;
    }

    /// <summary>Stretches to the working length: the fewer silent points were appended, the wider the digit.</summary>
    private void Dilate(ReadOnlySpan<double> padded) => LinearResampling.Resample(padded, _dilated);

    private void Scale()
    {
        var factor = 1.0 + (_options.ScaleCoefficient * (_random.NextDouble() - 0.5));
        foreach (ref var value in _dilated.AsSpan())
            value *= factor;
    }

    /// <summary>Turns round: what leaves at the end comes in at the beginning.</summary>
    private void Translate()
    {
        var shift = _options.MaximumTranslation == 0 ? 0 : _random.NextBounded(_options.MaximumTranslation - 1);
        var stays = _dilated.Length - shift;
        _dilated.AsSpan(stays).CopyTo(_signal);
        _dilated.AsSpan(0, stays).CopyTo(_signal.AsSpan(shift));
    }

    private void FillSilenceWithCorrelatedNoise()
    {
        var noise = _noise.AsSpan(SmoothingReach, _signal.Length);
        foreach (ref var value in noise)
            value = _options.CorrelatedNoiseScale * _random.NextGaussian();

        // … x1 x0 | x0 x1 …
        for (var i = 0; i < SmoothingReach; i++)
        {
            _noise[SmoothingReach - 1 - i] = noise[i];
            _noise[SmoothingReach + noise.Length + i] = noise[noise.Length - 1 - i];
        }

        for (var i = 0; i < _signal.Length; i++)
        {
            if (_signal[i] == 0.0)
                _signal[i] = Smoothed(i);
        }
    }

    private double Smoothed(int center)
    {
        var sum = 0.0;
        for (var j = 0; j < SmoothingWeights.Length; j++)
            sum += SmoothingWeights[j] * _noise[center + j];
        return sum;
    }

    private void AddIndependentNoise()
    {
        foreach (ref var value in _signal.AsSpan())
            value += _options.IndependentNoiseScale * _random.NextGaussian();
    }

    private void Shear()
    {
        var slope = _options.ShearScale * (_random.NextDouble() - 0.5);
        var last = (double)(_signal.Length - 1);
        for (var i = 0; i < _signal.Length; i++)
            _signal[i] -= slope * ((i / last) - 0.5);
    }

    private static double[] MakeSmoothingWeights()
    {
        var weights = new double[(2 * SmoothingReach) + 1];
        var sum = 0.0;
        for (var j = -SmoothingReach; j <= SmoothingReach; j++)
            sum += weights[j + SmoothingReach] = Math.Exp(-j * j / (2.0 * SmoothingVariance));
        foreach (ref var weight in weights.AsSpan())
            weight /= sum;
        return weights;
    }
}
