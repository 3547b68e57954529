using System.Numerics;
using Engram.Delaunay.Imaging;
using Engram.Delaunay.Psychophysics;
using Engram.Numerics;

namespace Engram.Delaunay.Tests.Psychophysics;

public class PhaseScrambleTests
{
    private static readonly RgbImage Picture = Studies.Styles.Picture(new PresentedStimulus(Studies.Pool.Stimuli[3].ImageId, "intact", ""), 64);

    private static RandomStream Noise => new RandomStreams(6).Named("noise");

    [Fact]
    public void V49_No_scramble_is_the_picture_itself()
    {
        RgbImage same = PhaseScramble.Apply(Picture, 0, Noise);
        for (int i = 0; i < Picture.Pixels.Length; i++)
            Assert.InRange(same.Pixels[i] - Picture.Pixels[i], -1, 1);
    }

    [Fact]
    public void V49_A_full_scramble_keeps_power_mean_and_deviation_and_loses_the_picture()
    {
        double[] phases = PhaseScramble.Field(64, 64, 1, Noise);
        for (int channel = 0; channel < 3; channel++)
        {
            double[] before = [.. Enumerable.Range(0, 64 * 64).Select(i => (double)Picture.Pixels[(i * 3) + channel])];
            double[] after = PhaseScramble.Channel(Picture, channel, phases);
            Summary was = Summary.Of(before), now = Summary.Of(after);
            Assert.Equal(was.Mean, now.Mean, 6);
            Assert.Equal(was.PopulationStandardDeviation, now.PopulationStandardDeviation, 6);
            Assert.True(RankCorrelation.Pearson(Power(before), Power(after)) > 0.99);
            Assert.InRange(RankCorrelation.Pearson(before, after), -0.5, 0.5);
        }
    }

    private static double[] Power(double[] values)
    {
        Complex[] field = [.. values.Select(value => new Complex(value, 0))];
        PhaseScramble.Transform(field, 64, 64, isInverse: false);
        return [.. field.Skip(1).Select(value => Math.Log((value.Magnitude * value.Magnitude) + 1e-6))];
    }
}
