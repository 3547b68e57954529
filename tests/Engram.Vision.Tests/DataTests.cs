using Engram.Delaunay.Imaging;
using Engram.Vision.Data;

namespace Engram.Vision.Tests;

public sealed class DataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram-vision-").FullName;

    [Fact]
    public void Near_duplicates_stay_together_and_every_artist_is_in_every_part()
    {
        PictureSet shapes = DrawnSets.Shapes(120, 32);
        // Every third picture has a copy that is a little lighter, under another artist.
        RgbImage[] copies = [.. Enumerable.Range(0, 40).Select(i => Lighter(shapes.Images[3 * i]))];
        PictureSet set = DrawnSets.Set([.. shapes.Images, .. copies], [.. shapes.Labels, .. Enumerable.Range(0, 40).Select(i => (shapes.Labels[3 * i] + 1) % 4)], 4);
        PictureSplit split = PictureSplit.Of(set, "dedup", seed: 5);
        Assert.Equal(Enumerable.Range(0, set.Count), split.Train.Concat(split.Validation).Concat(split.Test).Order());
        for (int i = 0; i < 40; i++)
            Assert.Equal(PartOf(3 * i), PartOf(120 + i));
        foreach (IReadOnlyList<int> part in (IReadOnlyList<int>[])[split.Train, split.Validation, split.Test])
            Assert.All(set.Sizes(part), static size => Assert.True(size > 0));
        Assert.InRange(split.Test.Count, 0.15 * set.Count, 0.3 * set.Count);

        int PartOf(int index) => split.Train.Contains(index) ? 0 : split.Validation.Contains(index) ? 1 : 2;
    }

    [Theory]
    [InlineData("squash")]
    [InlineData("centercrop")]
    [InlineData("letterbox")]
    public void Every_geometry_gives_a_square_and_its_own_margins(string geometry)
    {
        var image = new RgbImage(100, 50);
        image.Pixels.Fill(255);
        RgbImage square = PictureGeometry.Square(image, 40, geometry);
        Assert.Equal((40, 40), (square.Width, square.Height));
        Assert.Equal(geometry == "letterbox" ? 128 : 255, square.Row(0)[0]);
        Assert.Equal(255, square.Row(20)[60]);
    }

    [Fact]
    public void Augmentation_depends_on_seed_epoch_and_picture_alone()
    {
        RgbImage image = DrawnSets.Shapes(1, 32).Images[0];
        foreach (string name in Augmentation.Names)
        {
            byte[] Seen(ulong seed, int index, int epoch) => new Augmentation(name, 32, seed).Apply(image, index, epoch).Pixels.ToArray();
            Assert.Equal(Seen(1, 2, 3), Seen(1, 2, 3));
            byte[][] all = [.. Enumerable.Range(0, 12).Select(epoch => Seen(1, 2, epoch))];
            Assert.Equal(name == "none", all.All(other => other.AsSpan().SequenceEqual(all[0])));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static RgbImage Lighter(RgbImage image)
    {
        var lighter = new RgbImage(image.Width, image.Height);
        for (int i = 0; i < image.Pixels.Length; i++)
            lighter.Pixels[i] = (byte)Math.Min(255, image.Pixels[i] + 3);
        return lighter;
    }
}
