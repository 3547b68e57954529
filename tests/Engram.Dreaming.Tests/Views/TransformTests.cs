using Engram.Dreaming.Views;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Tests.Views;

/// <summary>Two views of one dream (contrastive specification 3.3 and 8.7).</summary>
public class TransformTests
{
    private const int Size = 32;
    private const int Draws = 20_000;

    private static readonly SignalShape Shape = new(3, Size, Size);

    [Fact]
    public void A_crop_keeps_five_eighths_of_the_area_on_average_and_lies_in_the_image()
    {
        DreamTransforms squares = DreamTransforms.All with { LargestAspect = 1 };
        ImageView[] views = Views(squares);
        Assert.Equal(0.625, views.Average(view => view.Width * view.Height / (Size * Size)), 0.005);
        Assert.All(Views(DreamTransforms.All), view =>
        {
            Assert.InRange(view.Left, 0, Size - view.Width);
            Assert.InRange(view.Top, 0, Size - view.Height);
            Assert.InRange(view.Width / view.Height, 0.75 - 1e-9, (4.0 / 3) + 1e-9);
        });
    }

    [Fact]
    public void Flips_greys_and_jitters_are_as_frequent_as_they_should_be()
    {
        ImageView[] views = Views(DreamTransforms.All);
        Assert.Equal(0.5, views.Average(view => view.IsFlipped ? 1.0 : 0), 0.012);
        Assert.Equal(0.2, views.Average(view => view.IsGrey ? 1.0 : 0), 0.01);
        Assert.Equal(0.8, views.Average(view => view.IsJittered ? 1.0 : 0), 0.01);
        Assert.All(views, view => Assert.InRange(view.Brightness, 0.6, 1.4));
        Assert.All(views, view => Assert.InRange(view.HueShift, -0.1, 0.1));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], views.Select(view => view.Tile).Distinct().Order().ToArray());
    }

    [Fact]
    public void A_quarter_of_the_pixels_is_missing_on_average()
    {
        var painter = new ViewPainter<float>(Shape);
        float[] image = new float[Shape.Count], painted = new float[Shape.Count];
        image.AsSpan().Fill(1);
        var missing = 0;
        const int Images = 1000;
        for (var i = 0; i < Images; i++)
        {
            RandomStream chance = new RandomStreams(5).Named("view", i);
            painter.Paint(DreamTransforms.OcclusionOnly.Draw(chance, Size), chance, image, painted);
            missing += painted.Count(value => value == 0);
            Assert.All(new[] { 0, Size * Size, 2 * Size * Size }, start => Assert.Equal(painted[..(Size * Size)], painted[start..(start + (Size * Size))]));
        }

        // One image's share has a standard deviation of about 0.16.
        Assert.Equal(0.25, (double)missing / (Images * Shape.Count), 0.02);
    }

    [Fact]
    public void A_view_that_changes_nothing_gives_the_image_back()
    {
        var painter = new ViewPainter<double>(Shape);
        double[] image = Image(), painted = new double[image.Length];
        painter.Paint(ImageView.Unchanged(Size), Nobody(), image, painted);
        Assert.Equal(image, painted);
        painter.Paint(ImageView.Unchanged(Size) with { IsJittered = true }, Nobody(), image, painted);
        Same(image, painted, 1e-6);
        // The general resampling too: a full turn, and a flip of a flip.
        painter.Paint(ImageView.Unchanged(Size) with { Rotation = 2 * Math.PI }, Nobody(), image, painted);
        Same(image, painted, 1e-6);
        double[] back = new double[image.Length];
        painter.Paint(ImageView.Unchanged(Size) with { IsFlipped = true }, Nobody(), image, painted);
        painter.Paint(ImageView.Unchanged(Size) with { IsFlipped = true }, Nobody(), painted, back);
        Assert.Equal(image, back);
        Assert.Equal(image[Size - 1], painted[0]);
    }

    [Fact]
    public void Without_any_transform_every_view_is_the_image()
    {
        Assert.All(Views(DreamTransforms.None).Take(100), view =>
        {
            double[] image = Image(), painted = new double[image.Length];
            new ViewPainter<double>(Shape).Paint(view, Nobody(), image, painted);
            Assert.Equal(image, painted);
        });
    }

    [Fact]
    public void A_crop_shows_a_ramp_where_it_lies()
    {
        double[] image = new double[Shape.Count], painted = new double[Shape.Count];
        for (var i = 0; i < image.Length; i++)
            image[i] = (i % Size) / 100.0;
        new ViewPainter<double>(Shape).Paint(new ImageView(8, 4, 16, 16), Nobody(), image, painted);
        // Pixel x of the view is the point (x + 1/2) / 2 + 8 of the image, whose pixels' middles are at 1/2.
        for (var x = 0; x < Size; x++)
            Assert.Equal((8 + ((x + 0.5) / 2) - 0.5) / 100, painted[x], 1e-12);
    }

    [Fact]
    public void A_quarter_turn_takes_the_upper_edge_to_a_side()
    {
        double[] image = Image(), painted = new double[image.Length];
        new ViewPainter<double>(Shape).Paint(ImageView.Unchanged(Size) with { Rotation = Math.PI / 2 }, Nobody(), image, painted);
        for (var i = 0; i < Size; i++)
            Assert.Equal(image[(i * Size) + Size - 1], painted[i], 1e-9);
    }

    [Fact]
    public void Hues_go_round_the_circle_and_leave_light_and_greys_alone()
    {
        // Red, a dull blue and a grey, as light from 0 to 1.
        double[][] before = [[1, 0, 0], [0.2, 0.3, 0.6], [0.4, 0.4, 0.4]];
        double[][] third = [[0, 1, 0], [0.6, 0.2, 0.3], [0.4, 0.4, 0.4]];
        for (var colour = 0; colour < before.Length; colour++)
        {
            var painted = Tint(before[colour], ImageView.Unchanged(Size) with { IsJittered = true, HueShift = 1.0 / 3 });
            for (var channel = 0; channel < 3; channel++)
                Assert.Equal(third[colour][channel], painted[channel], 1e-9);
        }
    }

    [Fact]
    public void Brightness_contrast_and_saturation_pull_towards_black_the_mean_grey_and_the_own_grey()
    {
        Assert.Equal([0.1, 0.15, 0.3], Rounded(Tint([0.2, 0.3, 0.6], ImageView.Unchanged(Size) with { IsJittered = true, Brightness = 0.5 })));
        var grey = (0.299 * 0.2) + (0.587 * 0.3) + (0.114 * 0.6);
        double[] halfway = [.. new[] { 0.2, 0.3, 0.6 }.Select(value => Math.Round((value + grey) / 2, 9))];
        Assert.Equal(halfway, Rounded(Tint([0.2, 0.3, 0.6], ImageView.Unchanged(Size) with { IsJittered = true, Saturation = 0.5 })));
        // All pixels are alike, so the mean grey is the own one.
        Assert.Equal(halfway, Rounded(Tint([0.2, 0.3, 0.6], ImageView.Unchanged(Size) with { IsJittered = true, Contrast = 0.5 })));
        Assert.Equal([1, 1, 1], Rounded(Tint([0.9, 0.95, 1], ImageView.Unchanged(Size) with { IsJittered = true, Brightness = 1.4 })));
        double[] none = [.. Enumerable.Repeat(Math.Round(grey, 9), 3)];
        Assert.Equal(none, Rounded(Tint([0.2, 0.3, 0.6], ImageView.Unchanged(Size) with { IsGrey = true })));
    }

    [Fact]
    public void Digits_are_not_flipped_and_keep_half_their_area()
    {
        ImageView[] views = Views(DreamTransforms.All.ForDigits() with { LargestAspect = 1 });
        Assert.DoesNotContain(views, view => view.IsFlipped);
        Assert.True(views.Min(view => view.Width * view.Height) >= 0.5 * Size * Size * (1 - 1e-9));
        Assert.Equal(10, (DreamTransforms.All with { LargestRotation = 15 }).ForDigits().LargestRotation);
    }

    [Fact]
    public void Leaving_a_transform_out_shifts_no_other()
    {
        RandomStream one = new RandomStreams(9).Named("view"), other = new RandomStreams(9).Named("view");
        ImageView all = DreamTransforms.All.Draw(one, Size), fewer = (DreamTransforms.All with { FlipProbability = 0, SmallestArea = 1, LargestAspect = 1 }).Draw(other, Size);
        Assert.Equal((all.HueShift, all.Occlusion, all.Tile, all.IsGrey), (fewer.HueShift, fewer.Occlusion, fewer.Tile, fewer.IsGrey));
        Assert.Equal(one.State, other.State);
    }

    private static ImageView[] Views(DreamTransforms transforms)
    {
        RandomStream chance = new RandomStreams(2).Named("view");
        return [.. Enumerable.Range(0, Draws).Select(_ => transforms.Draw(chance, Size))];
    }

    private static double[] Image()
    {
        double[] image = new double[Shape.Count];
        new RandomStreams(4).Named("image").FillUniform(image, -1, 1);
        return image;
    }

    private static double[] Tint(double[] colour, ImageView view)
    {
        double[] image = new double[Shape.Count], painted = new double[Shape.Count];
        for (var i = 0; i < image.Length; i++)
            image[i] = (2 * colour[i / (Size * Size)]) - 1;
        new ViewPainter<double>(Shape).Paint(view, Nobody(), image, painted);
        return [.. Enumerable.Range(0, 3).Select(channel => (painted[(channel * Size * Size) + 77] + 1) / 2)];
    }

    private static double[] Rounded(double[] values) => [.. values.Select(value => Math.Round(value, 9))];

    private static RandomStream Nobody() => new RandomStreams(1).Named("nobody");

    private static void Same(double[] expected, double[] actual, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
