using Engram.Datasets.Procedural;
using Engram.Numerics;

namespace Engram.Datasets.Tests.Procedural;

public class SyntheticCollisionsTests
{
    [Fact]
    public void Events_are_balanced_finite_and_of_the_form_of_the_real_table()
    {
        RandomStream stream = new RandomStreams(5).Named("collisions");
        var features = new float[SyntheticCollisions.Features];
        var signals = 0;
        for (var i = 0; i < 4000; i++)
        {
            signals += SyntheticCollisions.Draw(stream, features);
            Assert.All(features, static value => Assert.InRange(value, -8, 30));
        }

        Assert.InRange(signals, 1850, 2150);
    }

    [Fact]
    public void The_mass_of_the_first_pair_tells_signal_from_background_and_nothing_else_does_alone()
    {
        RandomStream stream = new RandomStreams(6).Named("collisions");
        var features = new float[SyntheticCollisions.Features];
        var near = new int[2];
        var counts = new int[2];
        var nearElsewhere = new int[2];
        for (var i = 0; i < 4000; i++)
        {
            var label = SyntheticCollisions.Draw(stream, features);
            counts[label]++;
            near[label] += Math.Abs(features[21] - 1) < 0.25 ? 1 : 0;
            nearElsewhere[label] += Math.Abs(features[23] - 1) < 0.25 ? 1 : 0;
        }

        Assert.True((double)near[1] / counts[1] > 0.6 && (double)near[0] / counts[0] < 0.35);
        Assert.Equal((double)nearElsewhere[1] / counts[1], (double)nearElsewhere[0] / counts[0], 0.05);
    }
}
