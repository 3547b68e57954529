using Engram.Numerics;

namespace Engram.Datasets;

/// <summary>
/// MNIST-1D: ten digits as one-dimensional signals, stretched, shifted, tilted and drowned in noise. Small enough to learn in minutes, and
/// hard enough to need memory: what tells the digits apart lies spread over time.
/// </summary>
/// <remarks>Greydanus and Kobak, "Scaling down deep learning with MNIST-1D", ICML 2024 (arXiv 2011.14439).</remarks>
public static class Mnist1D
{
    /// <summary>The name of the data set in splits and reports.</summary>
    public const string Name = "mnist1d";

    /// <summary>Generates the set. The default seed gives the frozen set of the authors; any other a fresh one of the same kind.</summary>
    /// <param name="options">What to generate; none for the defaults.</param>
    /// <returns>One channel, values of mean 0 and standard deviation 1 over training and test samples together.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it and the range.</exception>
    public static DatasetSplit Generate(Mnist1DOptions? options = null)
    {
        options ??= new Mnist1DOptions();
        options.Validate();

        var random = new MersenneTwister(options.Seed);
        var generated = new double[options.SampleCount * options.Steps];
        var generator = new Mnist1DGenerator(options, random);
        var samplesPerDigit = options.SampleCount / Mnist1DTemplates.Digits;
        for (var i = 0; i < options.SampleCount; i++)
            generator.Next(i / samplesPerDigit, generated.AsSpan(i * options.Steps, options.Steps));

        // The orders are drawn after all samples: first that of the samples, then, if wanted, that of the points.
        var order = random.Permutation(options.SampleCount);
        var positions = options.ShufflePositions ? random.Permutation(options.Steps) : null;
        var values = new double[generated.Length];
        var labels = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            var from = generated.AsSpan(order[i] * options.Steps, options.Steps);
            var to = values.AsSpan(i * options.Steps, options.Steps);
            labels[i] = order[i] / samplesPerDigit;
            if (positions is null)
                from.CopyTo(to);
            else
                Reorder(from, positions, to);
        }

        return Standardised(
            values,
            labels,
            options.Steps,
            options.TrainingCount,
            $"generated with seed {options.Seed} at {options.Steps} points{(positions is null ? "" : " in shuffled order")}");
    }

    /// <summary>Reads the frozen set of the authors, at the length that is asked for.</summary>
    /// <remarks>
    /// <para>At 40 points the frozen values are taken as they are. At any other length the best source is <c>native72</c>, the same
    /// signals before the authors' last down-sampling: they are resampled and standardised, which equals the generator's set of that
    /// length (within 1e-6, since those files are of single precision). Without it the 40 points are resampled, which cannot bring back
    /// the fine detail that was lost when they were made: good for trying things, not for comparing with published numbers.
    /// <see cref="DatasetSplit.Preparation"/> says which way was taken.</para>
    /// </remarks>
    /// <param name="path">
    /// A folder with <c>x.npy</c>, <c>y.npy</c>, <c>x_test.npy</c>, <c>y_test.npy</c> or <c>mnist1d_data.pkl</c>, and possibly
    /// <c>native72/x.npy</c> and <c>native72/x_test.npy</c>; or the pickle file itself, which holds 40 points only.
    /// </param>
    /// <param name="steps">Points of a sequence, 2 … 26 843 (1 GiB for all samples).</param>
    /// <returns>4000 training and 1000 test samples, one channel.</returns>
    /// <exception cref="DatasetException">A file is missing, damaged, or not what its name says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is outside its range.</exception>
    public static DatasetSplit ReadFrozen(string path, int steps = 360)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        new Mnist1DOptions { Steps = steps }.Validate();
        return Mnist1DFrozen.Read(path, steps);
    }

    /// <summary>Standardises over all samples and divides them into the first, to learn from, and the last, to test on.</summary>
    internal static DatasetSplit Standardised(double[] values, int[] labels, int steps, int trainingCount, string origin)
    {
        var standardisation = Standardisation.Apply(values, steps);
        return Divided(values, labels, steps, trainingCount, $"{origin}; standardised over all {labels.Length} samples", standardisation);
    }

    internal static DatasetSplit Divided(
        double[] values, int[] labels, int steps, int trainingCount, string preparation, Standardisation? standardisation)
    {
        var cut = trainingCount * steps;
        return new DatasetSplit(
            Name,
            new SequenceSet(values[..cut], labels[..trainingCount], channels: 1, steps, Mnist1DTemplates.Digits),
            new SequenceSet(values[cut..], labels[trainingCount..], channels: 1, steps, Mnist1DTemplates.Digits))
        {
            Preparation = preparation,
            Standardisation = standardisation,
        };
    }

    private static void Reorder(ReadOnlySpan<double> from, int[] positions, Span<double> to)
    {
        for (var i = 0; i < positions.Length; i++)
            to[i] = from[positions[i]];
    }
}
