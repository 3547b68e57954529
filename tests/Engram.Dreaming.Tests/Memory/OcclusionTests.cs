using Engram.Dreaming.Memory;
using Engram.Dreaming.Phases;
using Engram.Numerics;

namespace Engram.Dreaming.Tests.Memory;

/// <summary>Blanked tiles (PAD specification 4.4 and 11.3).</summary>
public class OcclusionTests
{
    private const int Size = 32;

    [Theory]
    [InlineData(1, 0.000977)]
    [InlineData(2, 0.003906)]
    [InlineData(3, 0.008427)]
    [InlineData(4, 0.015625)]
    [InlineData(5, 0.022617)]
    [InlineData(6, 0.032288)]
    [InlineData(7, 0.042862)]
    [InlineData(8, 0.062500)]
    public void The_blanked_share_has_the_mean_and_the_spread_that_the_tiles_areas_give(int tile, double squares)
    {
        RandomStream chance = new RandomStreams(1).Named("tiles", tile);
        var isBlank = new bool[Size * Size];
        var shares = new double[4000];
        for (var i = 0; i < shares.Length; i++)
        {
            OcclusionMask.Draw(Size, tile, 0.3, chance.NextDouble, isBlank);
            shares[i] = isBlank.Count(blank => blank) / (double)isBlank.Length;
        }

        var summary = Summary.Of(shares);
        var deviation = Math.Sqrt(0.3 * 0.7 * squares);
        Assert.Equal(0.3, summary.Mean, 4 * deviation / Math.Sqrt(shares.Length));
        Assert.Equal(deviation, summary.SampleStandardDeviation, 0.05 * deviation);
    }

    [Theory]
    [InlineData(1, 1024)]
    [InlineData(3, 121)]
    [InlineData(5, 49)]
    [InlineData(8, 16)]
    public void Tiles_are_visited_once_each_and_cut_off_at_the_border(int tile, int count)
    {
        var drawn = 0;
        var isBlank = new bool[Size * Size];
        OcclusionMask.Draw(Size, tile, 0.5, () => drawn++ == count - 1 ? 0 : 1, isBlank);
        Assert.Equal(count, drawn);
        var last = (Size - 1) % tile + 1;
        Assert.Equal(last * last, isBlank.Count(blank => blank));
        Assert.True(isBlank[^1]);
    }

    [Fact]
    public void In_training_half_is_blanked_on_average_over_all_probabilities_and_tiles()
    {
        var chance = new StreamChance<float>(new RandomStreams(2));
        var isBlank = new bool[Size * Size];
        var shares = new double[4000];
        for (var i = 0; i < shares.Length; i++)
        {
            chance.DrawMask(i, Size, isBlank);
            shares[i] = isBlank.Count(blank => blank) / (double)isBlank.Length;
        }

        var summary = Summary.Of(shares);
        Assert.Equal(0.5, summary.Mean, 0.02);
        Assert.InRange(summary.SampleStandardDeviation, 0.28, 0.315);
    }
}
