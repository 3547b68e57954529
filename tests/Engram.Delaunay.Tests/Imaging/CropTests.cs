using CsCheck;
using Engram.Delaunay.Imaging;
using Engram.Numerics;

namespace Engram.Delaunay.Tests.Imaging;

public class CropTests
{
    [Theory]
    [InlineData(257, 0)]
    [InlineData(259, 2)]
    [InlineData(258, 1)]
    [InlineData(256, 0)]
    public void V19_the_central_crop_rounds_half_to_even(int length, int offset)
    {
        var image = ResizeTests.Grey(length, 256, (x, _) => (byte)x);
        Assert.Equal(offset, ImageCrop.Centre(image, 256).Row(0)[0]);
    }

    [Fact]
    public void V19_a_smaller_picture_is_padded_with_black_the_odd_pixel_right_and_below()
    {
        var padded = ImageCrop.Centre(ResizeTests.Grey(3, 2, (_, _) => 9), 6);
        var set = Enumerable.Range(0, 36).Where(at => padded.Pixels[3 * at] == 9).Select(at => (at % 6, at / 6));
        Assert.Equal([(1, 2), (2, 2), (3, 2), (1, 3), (2, 3), (3, 3)], set);
    }

    [Fact]
    public void V19_a_random_part_is_always_inside() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 400], Gen.ULong).Sample((width, height, seed) =>
        {
            var (left, top, w, h) = new RandomResizedCropStep(8).Draw(width, height, new RandomStreams(seed).Named("test"));
            return left >= 0 && top >= 0 && w >= 1 && h >= 1 && left + w <= width && top + h <= height;
        });

    [Fact]
    public void V19_area_and_aspect_of_random_parts_have_their_distributions()
    {
        // Small shares always fit a square, so that no try is refused and the distributions are those that were asked for.
        var step = new RandomResizedCropStep(8) { GreatestArea = 0.7 };
        var random = new RandomStreams(5).Named("test");
        var (areas, aspects) = (new double[10_000], new double[10_000]);
        for (var draw = 0; draw < areas.Length; draw++)
        {
            var (_, _, width, height) = step.Draw(8000, 8000, random);
            areas[draw] = ((width * (double)height / 64e6) - 0.08) / 0.62;
            aspects[draw] = (Math.Log((double)width / height) - Math.Log(0.75)) / (2 * Math.Log(4.0 / 3));
        }

        // 1.95/√n is the distance that chance exceeds once in a thousand.
        Assert.InRange(DistanceFromUniform(areas), 0, 1.95 / 100);
        Assert.InRange(DistanceFromUniform(aspects), 0, 1.95 / 100);
    }

    [Fact]
    public void A_random_crop_of_a_smaller_picture_is_refused_unless_it_may_be_padded()
    {
        var image = ResizeTests.Grey(5, 9, (_, _) => 1);
        var random = new RandomStreams(1).Named("test");
        var refusal = Assert.Throws<ArgumentException>(() => new RandomCropStep(6).Apply(image, random));
        Assert.Contains("5 × 9", refusal.Message);
        Assert.Equal(6, new RandomCropStep(6, Pads: true).Apply(image, random).Width);
    }

    [Fact]
    public void A_mirrored_mirror_image_is_the_picture()
    {
        var image = ResizeTests.Grey(5, 3, (x, y) => (byte)((x * 7) + y));
        Assert.Equal(image.Row(1)[12], ImageCrop.Mirror(image).Row(1)[0]);
        Assert.True(ImageCrop.Mirror(ImageCrop.Mirror(image)).Pixels.SequenceEqual(image.Pixels));
    }

    [Fact]
    public void Jitter_of_nothing_changes_nothing_and_jitter_of_brightness_stays_in_its_range()
    {
        var image = ResizeTests.Grey(4, 4, (x, _) => (byte)(40 * x));
        Assert.True(new ColourJitterStep(0, 0, 0).Apply(image, new RandomStreams(1).Named("test")).Pixels.SequenceEqual(image.Pixels));
        for (ulong seed = 0; seed < 50; seed++)
            Assert.InRange(new ColourJitterStep(0.5, 0, 0).Apply(image, new RandomStreams(seed).Named("test")).Row(0)[9], 59, 180);
    }

    [Fact]
    public void Values_are_normalised_as_published()
    {
        var values = new float[3];
        PixelNormalisation.Delaunay.Apply([149, 136, 126], values);
        Assert.Equal(-0.0042, values[0], 4);
        Assert.Equal(-0.0007, values[1], 4);
        Assert.Equal(-0.0039, values[2], 4);
    }

    [Fact]
    public void Bytes_come_back_from_values()
    {
        var image = new RgbImage(16, 16, [.. Enumerable.Range(0, 768).Select(static at => (byte)(at * 7))]);
        var values = new float[768];
        PixelNormalisation.None.Apply(image.Pixels, values);
        Assert.Equal(image.Row(0)[4] / 255f, values[256 + 1]);
        Assert.True(PixelNormalisation.ToImage(values, 16, 16).Pixels.SequenceEqual(image.Pixels));
    }

    private static double DistanceFromUniform(double[] values)
    {
        Array.Sort(values);
        return values.Select((value, rank) => Math.Max(Math.Abs(value - ((double)rank / values.Length)), Math.Abs(value - ((rank + 1.0) / values.Length)))).Max();
    }
}
