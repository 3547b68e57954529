using System.Text.Json;
using Engram.Evolution.Plasticity;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Plasticity;

public sealed class DatasetTests
{
    private static readonly RandomStreams Streams = new(7);

    [Fact]
    public void The_random_covariances_of_seeds_1_to_11_are_the_authors_ones()
    {
        foreach (JsonProperty expected in Reference.At("spd_family", "covariances_seed_1_to_11").EnumerateObject())
        {
            double[,] covariance = RandomCovariance.Draw(new TwisterDraws(uint.Parse(expected.Name)), 2, 1);
            double[][] rows = [.. expected.Value.EnumerateArray().Select(row => row.Numbers())];
            for (int i = 0; i < 2; i++)
            {
                for (int j = 0; j < 2; j++)
                    Assert.Equal(rows[i][j], covariance[i, j], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void The_spectra_of_random_covariances_are_spread_as_measured(int inputs)
    {
        double[] ratios = new double[1000];
        double[] largest = new double[1000];
        for (int i = 0; i < ratios.Length; i++)
        {
            double[] values = SymmetricEigen.Of(RandomCovariance.Draw(new StreamDraws(Streams.Named("spd", i)), inputs, 1)).Values;
            (ratios[i], largest[i]) = (values[1] / values[0], values[0]);
        }

        Array.Sort(ratios);
        Array.Sort(largest);
        JsonElement expected = Reference.At("spd_family", $"n{inputs}");
        double[] ratioQuantiles = expected.GetProperty("ratio").Numbers();
        double[] largestQuantiles = expected.GetProperty(inputs == 2 ? "lam1_pct5_25_50_75_95" : "lam1").Numbers();
        Assert.Equal(ratioQuantiles[2], ratios[500], 0.02);
        Assert.Equal(ratioQuantiles[4], ratios[950], 0.02);
        Assert.Equal(largestQuantiles[2], largest[500], 0.15);
        Assert.Equal(largestQuantiles[4], largest[950], 0.3);
    }

    [Theory]
    [InlineData(DatasetFamily.Iso)]
    [InlineData(DatasetFamily.Spd)]
    [InlineData(DatasetFamily.Equal)]
    [InlineData(DatasetFamily.Anti)]
    [InlineData(DatasetFamily.Pos)]
    [InlineData(DatasetFamily.Axis)]
    [InlineData(DatasetFamily.Mean5)]
    public void The_samples_vary_most_along_the_component_and_have_the_means_of_their_family(DatasetFamily family)
    {
        var options = new DatasetOptions { Inputs = 3, Samples = 20_000, HeldOut = 0 };
        PlasticityDataset data = PlasticityDataset.Draw(family, Streams.Named("samples"), options);
        var covariance = new double[3, 3];
        var mean = new double[3];
        for (int t = 0; t < options.Samples; t++)
        {
            for (int i = 0; i < 3; i++)
                mean[i] += data.Samples[(t * 3) + i] / options.Samples;
        }

        for (int t = 0; t < options.Samples; t++)
        {
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 3; j++)
                    covariance[i, j] += (data.Samples[(t * 3) + i] - mean[i]) * (data.Samples[(t * 3) + j] - mean[j]) / options.Samples;
            }
        }

        SymmetricEigen eigen = SymmetricEigen.Of(covariance);
        double cosine = Enumerable.Range(0, 3).Sum(i => eigen.Vectors[i, 0] * data.Component[i]);
        Assert.Equal(1, Math.Abs(cosine), 1e-3);
        Assert.All(mean, value => Assert.Equal(family == DatasetFamily.Mean5 ? 5 : 0, value, 0.05));
        Assert.Equal(1, Math.Sqrt(data.InitialWeights.Sum(w => w * w)), 1e-12);
        Assert.Equal(1, Math.Sqrt(data.Component.Sum(p => p * p)), 1e-12);
        if (family is not (DatasetFamily.Spd or DatasetFamily.Mean5))
        {
            Assert.Equal(1, eigen.Values[0], 0.05);
            Assert.Equal(0.2, eigen.Values[1], 0.02);
            Assert.Equal(0.2, eigen.Values[2], 0.02);
        }
    }

    [Fact]
    public void Components_lie_where_their_family_says()
    {
        PlasticityDataset[] Of(DatasetFamily family) => [.. PlasticityDataset.Draw(family, 200, Streams, "where", new DatasetOptions { Samples = 2, HeldOut = 0 })];
        double half = 1 / Math.Sqrt(2);
        Assert.All(Of(DatasetFamily.Equal), data => Assert.Equal([half, half], data.Component.Select(p => Math.Round(p, 12) == Math.Round(half, 12) ? half : p)));
        Assert.All(Of(DatasetFamily.Anti), data => Assert.True(data.Component[0] > 0.7 && data.Component[1] < -0.7));
        Assert.All(Of(DatasetFamily.Pos), data => Assert.True(data.Component[0] > 0 && data.Component[1] > 0));
        Assert.InRange(Of(DatasetFamily.Axis).Count(data => data.Component[0] == 1), 70, 130);
        Assert.InRange(Of(DatasetFamily.Iso).Count(data => data.Component[0] * data.Component[1] > 0), 70, 130);
        Assert.All(Of(DatasetFamily.Spd), data => Assert.True(Math.Abs(data.Component[0]) > 0.45));
    }

    [Fact]
    public void A_turning_component_ends_at_right_angles_to_where_it_began()
    {
        var options = new DatasetOptions { Inputs = 4, Samples = 20_000, Turns = true };
        PlasticityDataset data = PlasticityDataset.Draw(DatasetFamily.Iso, Streams.Named("turn"), options);
        Assert.Equal(0, data.Component.Zip(data.LaterComponent!, (a, b) => a * b).Sum(), 1e-12);
        Assert.Equal(1, Power(data, data.Component, 0), 0.05);
        Assert.Equal(0.2, Power(data, data.Component, 10_000), 0.02);
        Assert.Equal(1, Power(data, data.LaterComponent!, 10_000), 0.05);
    }

    [Fact]
    public void Datasets_depend_on_seed_purpose_and_index_alone()
    {
        IReadOnlyList<PlasticityDataset> few = PlasticityDataset.Draw(DatasetFamily.Iso, 2, Streams, "training");
        IReadOnlyList<PlasticityDataset> more = PlasticityDataset.Draw(DatasetFamily.Iso, 5, Streams, "training");
        Assert.Equal(few[1].Samples, more[1].Samples);
        Assert.NotEqual(few[0].Samples, few[1].Samples);
        Assert.NotEqual(few[0].Samples, PlasticityDataset.Draw(DatasetFamily.Iso, 1, Streams, "validation")[0].Samples);
        Assert.NotEqual(few[0].Samples, PlasticityDataset.Draw(DatasetFamily.Iso, 1, new RandomStreams(8), "training")[0].Samples);
    }

    private static double Power(PlasticityDataset data, IReadOnlyList<double> direction, int from) =>
        Enumerable.Range(from, 10_000).Average(t => Math.Pow(direction.Select((p, j) => p * data.Samples[(t * 4) + j]).Sum(), 2));

    private sealed class TwisterDraws(uint seed) : IDraws
    {
        private readonly MersenneTwister _twister = new(seed);

        public double NextUniform() => _twister.NextDouble();

        public double NextGaussian() => _twister.NextGaussian();
    }
}
