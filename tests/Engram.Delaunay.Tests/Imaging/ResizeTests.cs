using CsCheck;
using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Tests.Imaging;

public class ResizeTests
{
    public static TheoryData<string, string> Vectors => new()
    {
        { "0 255", "0 64 191 255" },
        { "0 50 100 150 200 250", "36 125 214" },
        { "0 0 0 0 255 0 0 0", "0 32 96 0" },
        { "0 0 0 0 255 0 0 0", "0 79 20" },
        { "10 20 30 40 50", "20 40" },
        { "0 255 0 255 0 255 0 255", "118 137" },
        { "10 20 30", "10 14 20 26 30" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void V18_a_row_resizes_to_the_reference_values(string before, string after)
    {
        byte[] from = Numbers(before), to = Numbers(after);
        var row = ImageResize.To(Grey(from.Length, 1, (x, _) => from[x]), to.Length, 1);
        var column = ImageResize.To(Grey(1, from.Length, (_, y) => from[y]), 1, to.Length);
        Assert.Equal(to, Channel(row, 0));
        Assert.Equal(to, Channel(row, 2));
        Assert.Equal(to, Channel(column, 1));
    }

    [Fact]
    public void V18_a_picture_resizes_to_the_reference_values()
    {
        var image = Grey(6, 5, (x, y) => (byte)(((7 * y) + (31 * x)) % 256));
        Assert.Equal(new byte[] { 29, 85, 140, 43, 99, 154 }, Channel(ImageResize.To(image, 3, 2), 1));
    }

    [Fact]
    public void V18_a_picture_of_the_wanted_size_stays_itself()
    {
        var image = Grey(7, 9, (x, y) => (byte)(x * y));
        Assert.Same(image, ImageResize.To(image, 7, 9));
        Assert.Same(image, ImageResize.ShorterSide(image, 7));
    }

    [Fact]
    public void Vectors_give_what_the_rule_gives_one_place_at_a_time() =>
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 40], Gen.Int[1, 90], Gen.Int[1, 40], Gen.Int[0, 1000]).Sample((width, height, wide, tall, seed) =>
        {
            var random = new Random(seed);
            var image = new RgbImage(width, height);
            random.NextBytes(image.Pixels);
            return ImageResize.To(image, wide, tall).Pixels.SequenceEqual(ByTheRule(image, wide, tall).Pixels);
        }, iter: 300);

    [Theory]
    [InlineData(3365, 4299, 256, 327)]
    [InlineData(100, 80, 320, 256)]
    [InlineData(333, 500, 256, 384)]
    [InlineData(80, 80, 256, 256)]
    public void V19_the_shorter_side_sets_the_size(int width, int height, int wide, int tall) =>
        Assert.Equal((wide, tall), ImageResize.SizeOfShorterSide(width, height, 256));

    internal static RgbImage Grey(int width, int height, Func<int, int, byte> value)
    {
        var image = new RgbImage(width, height);
        for (var at = 0; at < image.Pixels.Length; at++) image.Pixels[at] = value(at / 3 % width, at / 3 / width);
        return image;
    }

    private static byte[] Numbers(string text) => [.. text.Split(' ').Select(byte.Parse)];

    private static byte[] Channel(RgbImage image, int channel) => [.. image.Pixels.ToArray().Where((_, at) => at % 3 == channel)];

    private static RgbImage ByTheRule(RgbImage image, int width, int height)
    {
        var narrow = width == image.Width ? image : new RgbImage(width, image.Height);
        for (var at = 0; at < narrow.Pixels.Length && width != image.Width; at++)
            narrow.Pixels[at] = Sum(image.Width, width, at / 3 % width, tap => image.Row(at / 3 / width)[(3 * tap) + (at % 3)]);
        if (height == image.Height) return narrow;
        var result = new RgbImage(width, height);
        for (var at = 0; at < result.Pixels.Length; at++)
            result.Pixels[at] = Sum(image.Height, height, at / 3 / width, tap => narrow.Row(tap)[at % (3 * width)]);
        return result;
    }

    private static byte Sum(int input, int output, int x, Func<int, byte> value)
    {
        var scale = (double)input / output;
        var support = Math.Max(scale, 1);
        var centre = (x + 0.5) * scale;
        var (first, end) = (Math.Max(0, (int)(centre - support + 0.5)), Math.Min(input, (int)(centre + support + 0.5)));
        var weights = Enumerable.Range(first, end - first).Select(tap => Math.Max(0, 1 - (Math.Abs(tap - centre + 0.5) / support))).ToArray();
        var sum = 1L << 21;
        for (var tap = first; tap < end; tap++) sum += (long)Math.Floor((weights[tap - first] / weights.Sum() * (1 << 22)) + 0.5) * value(tap);
        return (byte)Math.Clamp(sum >> 22, 0, 255);
    }
}
