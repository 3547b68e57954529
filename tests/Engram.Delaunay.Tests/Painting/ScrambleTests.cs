using System.Numerics;
using Engram.Delaunay.Imaging;
using Engram.Delaunay.Painting;

namespace Engram.Delaunay.Tests.Painting;

public class ScrambleTests
{
    private static readonly RgbImage Picture = new Painter(new StyleModel(new StyleSettings { Styles = 4 })).Paint(1, 0, 64);

    [Theory]
    [InlineData(64, 64)]
    [InlineData(30, 45)]
    public void V49_no_weight_leaves_the_picture(int width, int height)
    {
        var image = ImageResize.To(Picture, width, height);
        var same = ImageScramble.Apply(image, 0, Random());
        for (var at = 0; at < image.Pixels.Length; at++) Assert.InRange(same.Pixels[at] - image.Pixels[at], -1, 1);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void V49_full_weight_keeps_power_mean_and_deviation(double weight)
    {
        var channels = ImageScramble.Channels(Picture, weight, Random());
        for (var channel = 0; channel < 3; channel++)
        {
            double[] before = [.. Enumerable.Range(0, 64 * 64).Select(at => (double)Picture.Pixels[(3 * at) + channel])];
            Assert.Equal(before.Average(), channels[channel].Average(), 6);
            Assert.Equal(Deviation(before), Deviation(channels[channel]), 6);
            Assert.InRange(Correlation(LogPower(before), LogPower(channels[channel])), 0.99, 1.000001);
            Assert.InRange(Correlation(before, channels[channel]), -0.95, 0.95);
        }
    }

    [Fact]
    public void V49_more_weight_keeps_less_of_the_picture()
    {
        double[] before = [.. Enumerable.Range(0, 64 * 64).Select(static at => (double)Picture.Pixels[3 * at])];
        double Kept(double weight) => Correlation(before, ImageScramble.Channels(Picture, weight, Random())[0]);
        Assert.True(Kept(0) > 0.999 && Kept(0.25) > Kept(0.5) && Kept(0.5) > Math.Abs(Kept(1)));
    }

    [Fact]
    public void Patterns_are_half_white_and_agree_with_the_partner_of_their_category_only()
    {
        double White(RgbImage image) => Enumerable.Range(0, image.Width * image.Height).Average(at => image.Pixels[3 * at] > 128 ? 1.0 : 0);
        double Agreement(RgbImage image, int dx, int dy) => Enumerable.Range(0, 30 * 30).Average(at => image.Row(at / 30)[3 * (at % 30)] == image.Row((at / 30) + dy)[3 * ((at % 30) + dx)] ? 1.0 : 0);
        var boards = Enumerable.Range(0, 20).Select(static index => TextureFamily.Pattern(1, 0, index, 32)).ToArray();
        Assert.InRange(boards.Average(White), 0.45, 0.55);
        Assert.InRange(boards.Average(board => Agreement(board, 1, 0)), 0.83, 0.87);
        Assert.InRange(boards.Average(board => Agreement(board, 0, 1)), 0.47, 0.53);
    }

    [Fact]
    public void Textures_of_a_category_resemble_each_other_in_their_spectrum()
    {
        double[] Power(int category, int index)
        {
            var texture = TextureFamily.Texture(1, category, index, 64);
            return LogPower([.. Enumerable.Range(0, 64 * 64).Select(at => (double)texture.Pixels[3 * at])]);
        }

        Assert.True(Correlation(Power(0, 0), Power(0, 1)) > 0.2);
        Assert.NotEqual(TextureFamily.Texture(1, 0, 0, 64).Pixels.ToArray(), TextureFamily.Texture(1, 0, 1, 64).Pixels.ToArray());
    }

    private static PaintingRandom Random() => new(1, "scramble", 0, 0);

    private static double[] LogPower(double[] values)
    {
        var field = Array.ConvertAll(values, static value => new Complex(value, 0));
        PlaneFourier.Transform(field, 64, 64, inverse: false);
        return [.. field.Skip(1).Select(static value => Math.Log((value.Magnitude * value.Magnitude) + 1e-3))];
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        double Sum(Func<int, double> of) => Enumerable.Range(0, a.Length).Sum(of);
        return Sum(at => (a[at] - meanA) * (b[at] - meanB)) / Math.Sqrt(Sum(at => (a[at] - meanA) * (a[at] - meanA)) * Sum(at => (b[at] - meanB) * (b[at] - meanB)));
    }
}
