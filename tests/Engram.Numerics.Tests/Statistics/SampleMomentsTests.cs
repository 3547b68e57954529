namespace Engram.Numerics.Tests.Statistics;

public class SampleMomentsTests
{
    [Fact]
    public void Mean_and_covariance_are_those_of_the_definition_whatever_the_width_of_vectors()
    {
        const int Count = 300, Dimensions = 21;
        var samples = new float[Count * Dimensions];
        new RandomStreams(3).Named("samples").FillGaussian(samples, 4, 2);
        var moments = SampleMoments.Of(samples, Dimensions);
        for (var i = 0; i < Dimensions; i++)
        {
            Assert.Equal(Enumerable.Range(0, Count).Average(item => (double)samples[(item * Dimensions) + i]), moments.Mean[i], 1e-12);
            for (var j = 0; j < Dimensions; j++)
            {
                double sum = 0;
                for (var item = 0; item < Count; item++)
                    sum += (samples[(item * Dimensions) + i] - moments.Mean[i]) * (samples[(item * Dimensions) + j] - moments.Mean[j]);
                Assert.Equal(sum / (Count - 1), moments.Covariance[(i * Dimensions) + j], 1e-12);
            }
        }

        foreach (InstructionSet set in Enum.GetValues<InstructionSet>())
            Assert.Equal(moments.Covariance.ToArray(), SampleMoments.Of(samples, Dimensions, set).Covariance.ToArray());
    }

    [Fact]
    public void The_participation_ratio_counts_the_directions_that_are_used()
    {
        Assert.Equal(3, SampleMoments.Known(9, [0, 0, 0], [2, 0, 0, 0, 2, 0, 0, 0, 2]).ParticipationRatio, 1e-14);
        Assert.Equal(1, SampleMoments.Of([0, 0, 1, 2, 2, 4, 5, 10], 2).ParticipationRatio, 1e-14);
        // (3 + 1)² / (9 + 1), turned by 45 degrees.
        Assert.Equal(1.6, SampleMoments.Known(9, [0, 0], [2, 1, 1, 2]).ParticipationRatio, 1e-14);
    }

    [Fact]
    public void One_sample_has_a_mean_and_no_covariance_and_none_has_nothing()
    {
        Assert.True(double.IsNaN(SampleMoments.Of([1, 2], 2).Covariance[0]));
        Assert.Throws<ArgumentException>(() => SampleMoments.Of([], 2));
        Assert.Throws<ArgumentException>(() => SampleMoments.Of([1, 2, 3], 2));
    }
}
