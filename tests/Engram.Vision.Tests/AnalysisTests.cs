using Engram.Delaunay.Imaging;
using Engram.Numerics;
using Engram.Vision.Analysis;
using Engram.Vision.Data;
using Engram.Vision.Training;

namespace Engram.Vision.Tests;

public sealed class AnalysisTests
{
    [Fact]
    public void Answers_count_what_is_right_and_what_is_among_the_first()
    {
        var answers = new Answers([0, 1, 2], [2, 0, 1], 3, [1, 2, 3, 5, 4, 3, 1, 0, 2], [0, 0, 0], 0);
        Assert.Equal([2, 0, 2], answers.Predicted());
        Assert.Equal(200.0 / 3, answers.Accuracy(), 1e-9);
        Assert.Equal(200.0 / 3, answers.TopAccuracy(2), 1e-9);
        Assert.Equal(100, answers.TopAccuracy(3), 1e-9);
        Assert.Equal(1, answers.Probabilities(0).Sum(), 1e-12);
        Assert.Equal(Math.E, answers.Probabilities(0)[2] / answers.Probabilities(0)[1], 1e-6);
    }

    [Fact]
    public void Calibration_is_zero_where_sure_means_right_and_one_where_sure_means_wrong()
    {
        Assert.Equal(0, new Calibration(new Answers([0, 1], [0, 0], 2, [50, 0, 50, 0], [0, 0], 0)).Error, 1e-9);
        Assert.Equal(1, new Calibration(new Answers([0, 1], [1, 1], 2, [50, 0, 50, 0], [0, 0], 0)).Error, 1e-9);
        // Four answers with a probability of 3/4, three of them right.
        float three = MathF.Log(3);
        Assert.Equal(0, new Calibration(new Answers([0, 1, 2, 3], [0, 0, 0, 1], 2, [three, 0, three, 0, three, 0, three, 0], [0, 0, 0, 0], 0)).Error, 1e-6);
    }

    [Fact]
    public void Principal_components_find_the_directions_of_the_greatest_spread_in_order()
    {
        RandomStream stream = new RandomStreams(3).Named("points");
        var values = new double[200 * 5];
        for (int i = 0; i < 200; i++)
        {
            double a = 10 * stream.NextGaussian(), b = 3 * stream.NextGaussian();
            double[] point = [a, b, -a, 1, 0.1 * stream.NextGaussian()];
            point.CopyTo(values, i * 5);
        }

        Embedding found = new Embedding(200, 5, values).PrincipalComponents(2);
        double Deviation(int axis) => Math.Sqrt(Enumerable.Range(0, 200).Average(i => found[i][axis] * found[i][axis]));
        Assert.InRange(Deviation(0), 12, 17);
        Assert.InRange(Deviation(1), 2.5, 3.5);
    }

    [Fact]
    public void T_SNE_keeps_three_clusters_apart_whatever_the_threads()
    {
        RandomStream stream = new RandomStreams(3).Named("clusters");
        int[] labels = [.. Enumerable.Range(0, 90).Select(static i => i % 3)];
        double[] values = [.. labels.SelectMany(label => Enumerable.Range(0, 6).Select(axis => (axis == label ? 8 : 0) + stream.NextGaussian()))];
        Embedding components = new Embedding(90, 6, values).PrincipalComponents(6);
        Embedding map = TSne.Of(components, iterations: 400, threads: 1);
        Assert.Equal(map.Values, TSne.Of(components, iterations: 400, threads: 2).Values);
        Assert.True(map.NeighbourPurity(labels) > 0.97, $"purity {map.NeighbourPurity(labels)}");
    }

    [Fact]
    public void Likeness_has_the_perplexity_asked_for_and_sums_to_one()
    {
        RandomStream stream = new RandomStreams(3).Named("likeness");
        var values = new double[60 * 3];
        stream.FillGaussian(values);
        double[] likeness = TSne.Likeness(new Embedding(60, 3, values), perplexity: 10);
        Assert.Equal(1, likeness.Sum(), 1e-9);
        for (int i = 0; i < 60; i++)
        {
            Assert.Equal(0, likeness[(i * 60) + i]);
            for (int j = 0; j < i; j++)
                Assert.Equal(likeness[(i * 60) + j], likeness[(j * 60) + i]);
        }
    }

    [Fact]
    public void Colours_alone_tell_red_from_green_and_cannot_tell_shapes()
    {
        RandomStream stream = new RandomStreams(3).Named("colours");
        RgbImage[] images = [.. Enumerable.Range(0, 60).Select(i => Noise(stream, i % 2))];
        PictureSet coloured = DrawnSets.Set(images, [.. Enumerable.Range(0, 60).Select(static i => i % 2)], 2);
        Assert.Equal(100, ColourBaseline.Accuracy(coloured, DrawnSets.Range(0, 40), DrawnSets.Range(40, 20)));
        PictureSet shapes = DrawnSets.Shapes(200, 16);
        Assert.InRange(ColourBaseline.Accuracy(shapes, DrawnSets.Range(0, 120), DrawnSets.Range(120, 80)), 0, 60);
    }

    [Fact]
    public void A_description_of_colours_has_means_and_shares_that_sum_to_one()
    {
        var image = new RgbImage(2, 1, [255, 0, 0, 255, 0, 255]);
        float[] numbers = ColourBaseline.Describe(image);
        Assert.Equal(1, numbers[0], 1e-6f);
        Assert.Equal(0.5f, numbers[2], 1e-6f);
        Assert.Equal(0.5f, numbers[5], 1e-6f);
        Assert.Equal(1, numbers.Skip(6).Sum(static value => value * value), 1e-6f);
    }

    [Fact]
    public void Probes_take_away_what_they_say()
    {
        RgbImage image = DrawnSets.Shapes(1, 20).Images[0];
        foreach (ShortcutProbe probe in ShortcutProbe.All(seed: 1))
        {
            RgbImage left = probe.Change(image, 0);
            Assert.Equal((20, 20), (left.Width, left.Height));
            switch (probe.Name)
            {
                case "grey":
                    for (int at = 0; at < left.Pixels.Length; at += 3)
                        Assert.True(left.Pixels[at] == left.Pixels[at + 1] && left.Pixels[at] == left.Pixels[at + 2]);
                    break;
                case "patches-shuffled":
                    Assert.Equal(image.Pixels.ToArray().Order(), left.Pixels.ToArray().Order());
                    break;
                case "centre-only":
                    Assert.Equal(128, left.Row(0)[0]);
                    Assert.Equal(image.Row(10)[30], left.Row(10)[30]);
                    break;
                case "corners-only":
                    Assert.Equal(image.Row(0)[0], left.Row(0)[0]);
                    Assert.Equal(128, left.Row(10)[30]);
                    break;
            }
        }
    }

    [Fact]
    public void Rank_correlation_is_one_for_any_rising_pairs_and_leaves_out_what_is_no_number()
    {
        Assert.Equal(1, Variability.RankCorrelation([1, 2, 3, double.NaN], [1, 10, 100, 5]), 1e-12);
        Assert.Equal(-1, Variability.RankCorrelation([1, 2, 3], [9, 4, 1]), 1e-12);
        Assert.True(double.IsNaN(Variability.RankCorrelation([1, 2], [1, 2])));
    }

    private static RgbImage Noise(RandomStream stream, int channel)
    {
        var image = new RgbImage(8, 8);
        for (int at = 0; at < image.Pixels.Length; at++)
            image.Pixels[at] = (byte)(stream.NextBounded(100) + (at % 3 == channel ? 150 : 0));
        return image;
    }
}
