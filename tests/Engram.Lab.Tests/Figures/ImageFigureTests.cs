using Engram.Datasets;
using Engram.Lab.Figures;
using Engram.Numerics;
using Engram.Numerics.Connections;
using SkiaSharp;

namespace Engram.Lab.Tests.Figures;

public sealed class ImageFigureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram image figures ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_pixel_of_a_known_image_comes_back_in_its_cell()
    {
        SmallImage[] images = [.. Enumerable.Range(0, 6).Select(seed => Noise(3, 4, 5, seed))];
        var grid = new ImageGrid
        {
            Title = "known images",
            Rows = [new ImageRow("above", images[..3]) { Accent = FigureColor.Blue }, new ImageRow("below", images[3..]) { Remark = "after a gap", BeginsGroup = true }],
            ColumnCaptions = ["a", "b", "c"],
            ImageWidth = 40,
            Resampling = ImageResampling.Crisp,
        };
        using var picture = SKBitmap.Decode(grid.Save(Path.Combine(_folder, "grid"))[0]);
        Assert.Equal((2 * grid.Width, 2 * grid.Height), (picture.Width, picture.Height));
        for (var image = 0; image < images.Length; image++)
        {
            var place = grid.Place(image / 3, image % 3);
            for (var y = 0; y < 4; y++)
            {
                for (var x = 0; x < 5; x++)
                {
                    var pixel = picture.GetPixel((int)(2 * (place.Left + ((x + 0.5f) * place.Width / 5))), (int)(2 * (place.Top + ((y + 0.5f) * place.Height / 4))));
                    var at = (y * 5) + x;
                    Assert.Equal(
                        (images[image].Pixels[at], images[image].Pixels[20 + at], images[image].Pixels[40 + at]),
                        (pixel.Red, pixel.Green, pixel.Blue));
                }
            }
        }
    }

    [Fact]
    public void The_same_image_figure_gives_the_same_bytes()
    {
        ImageGrid Grid() => new() { Title = "twice", Rows = [new ImageRow("row", [Noise(3, 8, 8, 1), null, Noise(1, 8, 8, 2)])] };
        Assert.Equal(File.ReadAllBytes(Grid().Save(Path.Combine(_folder, "one"))[0]), File.ReadAllBytes(Grid().Save(Path.Combine(_folder, "two"))[0]));
    }

    [Fact]
    public void Cells_lie_inside_the_picture_and_never_over_each_other()
    {
        var grid = new ImageGrid
        {
            Title = "a title that is a good deal longer than the little picture below it is wide",
            Rows = [new ImageRow("a caption of many words for images that are small", [Noise(1, 8, 8, 1)]) { Remark = "and a remark that is long as well, in more than one line" }, new ImageRow("next", [Noise(1, 8, 8, 2), Noise(1, 8, 8, 3)])],
            ImageWidth = 8,
        };
        SKRect[] places = [grid.Place(0, 0), grid.Place(1, 0), grid.Place(1, 1)];
        Assert.All(places, place => Assert.True(place is { Left: > 0, Top: > 0 } && place.Right < grid.Width && place.Bottom < grid.Height));
        Assert.True(places[0].Bottom < places[1].Top && places[1].Right < places[2].Left);
    }

    [Fact]
    public void Images_of_a_cortex_are_brought_from_minus_one_to_one_to_bytes()
    {
        using var table = new LaneMatrix<float>(4, 2);
        table.Fill([-1, 0.5f, 1, 0, -3, 0, float.NaN, 9]);
        Assert.Equal([0, 255, 0, 0], SmallImage.Of(table, 0, new SignalShape(1, 2, 2)).Pixels.ToArray());
        Assert.Equal([191, 128, 128, 255], SmallImage.Of(table, 1, new SignalShape(1, 2, 2)).Pixels.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        Refused("2 channels", () => _ = Noise(2, 4, 4, 0).Shape);
        Refused("5 values", () => Save(new ImageGrid { Title = "", Rows = [new ImageRow("row", [new SmallImage(new ImageShape(1, 2, 2), new byte[5])])] }));
        using var table = new LaneMatrix<float>(5, 1);
        Refused("5 rows", () => _ = SmallImage.Of(table, 0, new SignalShape(1, 2, 2)).Shape);
        Refused("no image", () => Save(new ImageGrid { Title = "", Rows = [] }));
        Refused("no image", () => Save(new ImageGrid { Title = "", Rows = [new ImageRow("row", [null])] }));
        Refused("'odd' does not fit", () => Save(new ImageGrid { Title = "", Rows = [new ImageRow("row", [Noise(1, 4, 4, 0)]), new ImageRow("odd", [Noise(1, 4, 5, 0)])] }));
        Refused("words for 2 columns", () => Save(new ImageGrid { Title = "", Rows = [new ImageRow("row", [Noise(1, 4, 4, 0)])], ColumnCaptions = ["a", "b"] }));
        Refused("8 to 512", () => Save(new ImageGrid { Title = "", Rows = [new ImageRow("row", [Noise(1, 4, 4, 0)])], ImageWidth = 4 }));
        Refused("2 places", () => Save(new ImageMap { Title = "", Images = [Noise(1, 4, 4, 0)], Places = [(0, 0), (1, 1)] }));
        Refused("cannot stand", () => Save(new ImageMap { Title = "", Images = [Noise(1, 4, 4, 0)], Places = [(0, double.NaN)] }));
        Refused("3 classes", () => Save(new ImageMap { Title = "", Images = [Noise(1, 4, 4, 0)], Places = [(0, 0)], Classes = [1, 2, 3] }));
    }

    [Fact]
    public void A_map_shows_its_images_where_they_are_and_hides_none_behind_another()
    {
        var random = new RandomStreams(5).Named("places");
        (double X, double Y)[] places = [.. Enumerable.Range(0, 200).Select(_ => (random.NextGaussian(), random.NextGaussian()))];
        var map = new ImageMap
        {
            Title = "map",
            Images = [.. Enumerable.Range(0, 200).Select(static i => Plain((byte)(i + 20)))],
            Places = places,
            Resampling = ImageResampling.Crisp,
        };
        var shown = map.Shown();
        Assert.Equal(0, shown[0]);
        Assert.InRange(shown.Count, 20, 199);
        using var picture = SKBitmap.Decode(map.Save(Path.Combine(_folder, "map"))[0]);
        Assert.All(shown, image => Assert.Equal((byte)(image + 20), picture.GetPixel((int)(2 * map.MiddleOf(image).X), (int)(2 * map.MiddleOf(image).Y)).Red));
        // One scale for both axes: distances on the picture are in proportion to distances in the plane.
        double Scale(int a, int b)
        {
            var (from, to) = (map.MiddleOf(a), map.MiddleOf(b));
            return Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2)) / Math.Sqrt(Math.Pow(places[b].X - places[a].X, 2) + Math.Pow(places[b].Y - places[a].Y, 2));
        }

        Assert.Equal(Scale(0, 1), Scale(2, 3), 1e-3 * Scale(0, 1));
        Assert.True(map.MiddleOf(0).Y < map.MiddleOf(1).Y == places[0].Y > places[1].Y);
    }

    private static void Refused(string says, Action act) => Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);

    private static SmallImage Noise(int channels, int height, int width, int seed)
    {
        var random = new RandomStreams((ulong)seed).Named("pixels");
        return new SmallImage(new ImageShape(channels, height, width), [.. Enumerable.Range(0, channels * height * width).Select(_ => (byte)random.NextBounded(256))]);
    }

    private static SmallImage Plain(byte value) => new(new ImageShape(1, 2, 2), [value, value, value, value]);

    private void Save(ImageFigure figure) => figure.Save(Path.Combine(_folder, "refused"));
}
