namespace Engram.Datasets.Tests;

public sealed class Mnist1DGenerationTests
{
    private static readonly DatasetSplit Default = Mnist1D.Generate();

    [Fact]
    public void Templates_are_the_published_ones()
    {
        var expected = ReferenceValues.Mnist1D.GetProperty("templates_processed").EnumerateArray().ToArray();
        for (var digit = 0; digit < Mnist1DTemplates.Digits; digit++)
            AssertStartsWith(expected[digit].Doubles(), Mnist1DTemplates.Processed(digit), 1e-10);
    }

    [Fact]
    public void The_default_set_has_the_shape_and_the_labels_of_the_published_one()
    {
        Assert.Equal((4000, 1, 360, 10), (Default.Train.Count, Default.Train.Channels, Default.Train.Steps, Default.Train.ClassCount));
        Assert.Equal((1000, 1, 360, 10), (Default.Test.Count, Default.Test.Channels, Default.Test.Steps, Default.Test.ClassCount));
        Assert.Equal(ReferenceValues.Mnist1D.GetProperty("train_label_counts").Integers(), Default.Train.ClassCounts());
        Assert.Equal(ReferenceValues.Mnist1D.GetProperty("test_label_counts").Integers(), Default.Test.ClassCounts());
        Assert.Equal(ReferenceValues.Mnist1D.GetProperty("train_labels_first20").Integers(), Default.Train.Labels[..20].ToArray());
        Assert.Equal(ReferenceValues.Mnist1D.GetProperty("test_labels_first10").Integers(), Default.Test.Labels[..10].ToArray());
    }

    [Fact]
    public void The_default_set_has_the_published_values()
    {
        AssertStartsWith(ReferenceValues.Mnist1D.GetProperty("train_sample0_len360_first24").Doubles(), Default.Train.Sample(0), 1e-8);
        AssertStartsWith(ReferenceValues.Mnist1D.GetProperty("test_sample0_len360_first12").Doubles(), Default.Test.Sample(0), 1e-8);

        var coarse = Mnist1D.Generate(new Mnist1DOptions { Steps = 40 });
        AssertStartsWith(ReferenceValues.Mnist1D.GetProperty("train_sample0_len40").Doubles(), coarse.Train.Sample(0), 1e-8);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(72)]
    [InlineData(360)]
    [InlineData(400)]
    public void Scale_before_standardising_is_the_published_one_at_every_length(int steps)
    {
        var expected = ReferenceValues.Mnist1D.GetProperty("raw_mean_std").GetProperty($"{steps}").Doubles();
        var found = Mnist1D.Generate(new Mnist1DOptions { Steps = steps }).Standardisation;
        Assert.NotNull(found);
        Assert.Equal(expected[0], found.Value.Mean, 1e-14);
        Assert.Equal(expected[1], found.Value.Deviation, 1e-14);
    }

    [Fact]
    public void The_published_raw_signal_of_the_first_zero_is_in_the_set()
    {
        var sample = ReferenceValues.Mnist1D.GetProperty("first_generated_samples_class_0")[0];
        var signal = sample.GetProperty("signal_72_before_normalisation").Doubles();
        var split = Mnist1D.Generate(new Mnist1DOptions { Steps = 72 });
        var scale = Assert.NotNull(split.Standardisation);
        var all = All(split);
        Assert.Single(all, other => other.Values.Zip(signal, (x, y) => Math.Abs((x * scale.Deviation) + scale.Mean - y)).Max() < 1e-9);
    }

    [Fact]
    public void The_generated_set_equals_the_frozen_files()
    {
        var folder = RealData.Mnist1D();
        var made = Mnist1D.Generate(new Mnist1DOptions { Steps = 40 });
        foreach (var (set, ending) in new[] { (made.Train, ""), (made.Test, "_test") })
        {
            var frozen = NpyReader.Read(Path.Combine(folder, $"x{ending}.npy")).ToDoubles();
            Assert.True(LargestDifference(frozen, set.Values) < 1e-12);
            Assert.Equal(
                NpyReader.Read(Path.Combine(folder, $"y{ending}.npy")).ToInt64s(), set.Labels.ToArray().Select(label => (long)label));
        }
    }

    [Fact]
    public void Equal_options_give_equal_sets()
    {
        var options = new Mnist1DOptions { Seed = 9, SampleCount = 100 };
        Assert.True(Mnist1D.Generate(options).Train.Values.SequenceEqual(Mnist1D.Generate(options).Train.Values));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(uint.MaxValue)]
    public void Another_seed_gives_a_fresh_set_of_the_same_statistics(uint seed)
    {
        var split = Mnist1D.Generate(new Mnist1DOptions { Seed = seed, Steps = 72 });
        var reference = Mnist1D.Generate(new Mnist1DOptions { Steps = 72 });
        var all = All(split);

        Assert.All(
            split.Train.ClassCounts().Zip(split.Test.ClassCounts(), (train, test) => train + test), count => Assert.Equal(500, count));
        var values = all.SelectMany(sample => sample.Values).ToArray();
        Assert.Equal(0.0, values.Average(), 1e-12);
        Assert.Equal(1.0, Math.Sqrt(values.Average(value => value * value)), 1e-12);

        var known = All(reference).Select(sample => sample.Values[0]).ToHashSet();
        Assert.Equal(all.Length, all.Select(sample => sample.Values[0]).Distinct().Count());
        Assert.DoesNotContain(all, sample => known.Contains(sample.Values[0]));

        // A mean over 500 samples of values of size 1 has a standard error of about 0.045, the difference of two such means 0.063; five and
        // a half of those are allowed at the worst of 72 points. Every digit is also closest to itself.
        var (fresh, frozen) = (MeanCurves(all), MeanCurves(All(reference)));
        for (var digit = 0; digit < 10; digit++)
        {
            Assert.True(LargestDifference(fresh[digit], frozen[digit]) < 0.35);
            Assert.Equal(
                digit, Array.FindIndex(frozen, curve => ReferenceEquals(curve, frozen.MinBy(other => Distance(fresh[digit], other)))));
        }
    }

    [Fact]
    public void Length_changes_only_the_resolution()
    {
        var coarse = Mnist1D.Generate(new Mnist1DOptions { Steps = 72, SampleCount = 200 });
        var fine = Mnist1D.Generate(new Mnist1DOptions { Steps = 143, SampleCount = 200 }); // every second point is one of the 72
        var (coarseScale, fineScale) = (Assert.NotNull(coarse.Standardisation), Assert.NotNull(fine.Standardisation));
        Assert.Equal(coarse.Train.Labels.ToArray(), fine.Train.Labels.ToArray());
        for (var i = 0; i < 72; i++)
        {
            Assert.Equal(
                (coarse.Train.Sample(7)[i] * coarseScale.Deviation) + coarseScale.Mean,
                (fine.Train.Sample(7)[2 * i] * fineScale.Deviation) + fineScale.Mean,
                1e-13);
        }
    }

    [Fact]
    public void Shuffling_positions_puts_all_samples_into_one_common_order()
    {
        var options = new Mnist1DOptions { Steps = 40, SampleCount = 100 };
        var (plain, shuffled) = (Mnist1D.Generate(options), Mnist1D.Generate(options with { ShufflePositions = true }));
        var first = plain.Train.Sample(0).ToArray();
        var order = shuffled.Train.Sample(0).ToArray()
            .Select(value => Array.FindIndex(first, other => Math.Abs(value - other) < 1e-12))
            .ToArray();
        Assert.Equal(Enumerable.Range(0, 40), order.Order());
        Assert.NotEqual(Enumerable.Range(0, 40), order);
        for (var i = 0; i < 40; i++)
            Assert.Equal(plain.Test.Sample(3)[order[i]], shuffled.Test.Sample(3)[i], 1e-12);
    }

    [Fact]
    public void The_training_fraction_only_moves_the_cut()
    {
        var options = new Mnist1DOptions { SampleCount = 100, Steps = 40 };
        var (most, half) = (Mnist1D.Generate(options), Mnist1D.Generate(options with { TrainingFraction = 0.5 }));
        Assert.Equal((80, 20, 50, 50), (most.Train.Count, most.Test.Count, half.Train.Count, half.Test.Count));
        Assert.Equal(most.Train.Sample(60).ToArray(), half.Test.Sample(10).ToArray());
    }

    public static TheoryData<string, Mnist1DOptions> OptionsOutOfRange => new()
    {
        { "SampleCount", new() { SampleCount = 0 } },
        { "SampleCount", new() { SampleCount = 4999 } },
        { "SampleCount", new() { SampleCount = 2_000_000_000, Steps = 40 } },
        { "Steps", new() { Steps = 1 } },
        { "Steps", new() { Steps = 100_001 } },
        { "TrainingFraction", new() { TrainingFraction = 0 } },
        { "TrainingFraction", new() { TrainingFraction = 1 } },
        { "TrainingFraction", new() { TrainingFraction = double.NaN } },
        { "TrainingFraction", new() { TrainingFraction = 1e-9 } },
        { "MaximumPadding", new() { MaximumPadding = 10_001 } },
        { "MinimumPadding", new() { MinimumPadding = -1 } },
        { "MinimumPadding", new() { MinimumPadding = 61 } },
        { "MaximumTranslation", new() { MaximumTranslation = -1 } },
        { "MaximumTranslation", new() { MaximumTranslation = 73 } },
        { "ScaleCoefficient", new() { ScaleCoefficient = -0.1 } },
        { "CorrelatedNoiseScale", new() { CorrelatedNoiseScale = double.NaN } },
        { "IndependentNoiseScale", new() { IndependentNoiseScale = double.PositiveInfinity } },
        { "ShearScale", new() { ShearScale = 1001 } },
    };

    [Theory]
    [MemberData(nameof(OptionsOutOfRange))]
    public void An_option_out_of_range_is_named_with_its_range(string option, Mnist1DOptions options)
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => Mnist1D.Generate(options));
        Assert.Equal(option, refusal.ParamName);
        Assert.StartsWith($"{option} ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_edges_of_the_ranges_give_finite_sets()
    {
        Mnist1DOptions[] edges =
        [
            new() { MinimumPadding = 0, MaximumPadding = 0, MaximumTranslation = 0 },
            new() { MaximumTranslation = 72 },
            new() { MaximumTranslation = 1, Steps = 2 },
            new() { ScaleCoefficient = 0, CorrelatedNoiseScale = 0, IndependentNoiseScale = 0, ShearScale = 0 },
            new() { ScaleCoefficient = 1000, CorrelatedNoiseScale = 1000, IndependentNoiseScale = 1000, ShearScale = 1000 },
        ];

        // That a set comes out is the claim: it takes finite values only.
        Assert.All(edges, options => Assert.Equal(8, Mnist1D.Generate(options with { SampleCount = 10 }).Train.Count));
    }

    private static (int Label, double[] Values)[] All(DatasetSplit split) => [.. Of(split.Train), .. Of(split.Test)];

    private static IEnumerable<(int Label, double[] Values)> Of(SequenceSet set) =>
        Enumerable.Range(0, set.Count).Select(i => (set.Labels[i], set.Sample(i).ToArray()));

    private static double[][] MeanCurves((int Label, double[] Values)[] samples)
    {
        var curves = Enumerable.Range(0, 10).Select(_ => new double[samples[0].Values.Length]).ToArray();
        foreach (var (label, values) in samples)
        {
            for (var i = 0; i < values.Length; i++)
                curves[label][i] += values[i] / 500;
        }

        return curves;
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();

    private static double LargestDifference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Assert.Equal(a.Length, b.Length);
        var largest = 0.0;
        for (var i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }

    private static void AssertStartsWith(double[] expected, ReadOnlySpan<double> found, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], tolerance);
    }
}
