using Engram.Delaunay.Imaging;
using Engram.Delaunay.Painting;

namespace Engram.Delaunay.Tests.Painting;

public class PainterTests
{
    private static readonly StyleModel Model = new(new StyleSettings { Styles = 12 });

    [Fact]
    public void V34_a_picture_is_the_same_in_any_order_and_on_any_thread()
    {
        var painter = new Painter(Model, new PaintingSettings { ShortSide = 48 });
        var places = Enumerable.Range(0, 24).Select(static at => (Style: at % 12, Index: at / 12)).ToArray();
        var forward = Array.ConvertAll(places, place => painter.Paint(place.Style, place.Index).Image.Pixels.ToArray());
        var again = new byte[places.Length][];
        Parallel.For(0, places.Length, at => again[^(at + 1)] = new Painter(Model, painter.Settings).Paint(places[^(at + 1)].Style, places[^(at + 1)].Index).Image.Pixels.ToArray());
        Assert.Equal(forward, again);
        Assert.NotEqual(forward[0], forward[12]);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 2)]
    [InlineData(6, 6)]
    [InlineData(13, 13)]
    [InlineData(14, 14)]
    public void V36_a_latent_moves_what_it_stands_for(int latent, int measure)
    {
        var painter = new Painter(Model, new PaintingSettings { HasNuisance = false });
        var (values, measured) = (new List<double>(), new List<double>());
        for (var step = 0; step < 9; step++)
        {
            var z = new double[16];
            // A quiet picture: little grain unless it is what is swept, crisp unless softness is.
            (z[8], z[12], z[13], z[14], z[15]) = (-2, -2, -1.5, -3, 2);
            (z[0], z[4], z[5], z[7]) = (1, -1, 0.5, -1);
            z[6] = 0.3;
            z[3] = latent == 3 ? 0 : 0.8;
            z[latent] = -2 + (step / 2.0);
            for (var repeat = 0; repeat < 2; repeat++)
            {
                var picture = painter.Paint(repeat, 0, z, Nuisance.None(96), Composition.Scatter);
                values.Add(z[latent]);
                measured.Add(Measure(picture, measure));
            }
        }

        var correlation = Spearman([.. values], [.. measured]);
        Assert.InRange(measure == 13 ? -correlation : correlation, 0.8, 1);
    }

    [Fact]
    public void V37_what_varies_otherwise_says_nothing_of_the_style()
    {
        var painter = new Painter(Model, new PaintingSettings());
        // Each trait against style: χ² with 11 degrees of freedom exceeds 31.26 once in a thousand.
        foreach (var trait in new Func<Nuisance, bool>[] { static n => n.Margin > 0, static n => n.HasFrame, static n => n.IsGrey, static n => n.HasMark, static n => n.Tilt != 0, static n => n.Aspect > 1, static n => n.JpegQuality > 80 })
        {
            var counts = Enumerable.Range(0, 12).Select(style => Enumerable.Range(0, 400).Count(index => trait(painter.NuisanceOf(style, index)))).ToArray();
            var expected = counts.Average();
            Assert.True(expected > 5);
            var rest = 400 - expected;
            Assert.InRange(counts.Sum(count => ((count - expected) * (count - expected) / expected) + ((count - expected) * (count - expected) / rest)), 0, 31.26);
        }
    }

    [Fact]
    public void V37_every_file_says_that_it_is_synthetic()
    {
        using var folder = new TemporaryFolder();
        var outcome = StandInFiles.Write(new StandInRequest { Folder = folder.Path, Preset = StandInPreset.All[0], InjectsDefects = true });
        Assert.Equal((48, 48), (outcome.Images, outcome.Painted));
        var files = Directory.EnumerateFiles(folder.Path, "*.*", SearchOption.AllDirectories).Where(static file => Path.GetExtension(file) is ".jpg" or ".png").ToArray();
        Assert.Equal(48, files.Length);
        foreach (var file in files) Assert.Contains("SYNTHETIC; generator SYNTH-ABSTRACT/1; seed 1; image Synth-", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)));
        foreach (var line in File.ReadLines(outcome.Manifest)) Assert.Contains("\"synthetic\":true", line);
    }

    [Fact]
    public void V34_the_manifest_has_the_latents_that_pictures_were_painted_from_and_what_is_there_is_kept()
    {
        using var folder = new TemporaryFolder();
        var request = new StandInRequest { Folder = folder.Path, Preset = StandInPreset.All[0] };
        var first = StandInFiles.Write(request);
        var manifest = File.ReadAllText(first.Manifest);
        var row = System.Text.Json.JsonDocument.Parse(manifest.Split('\n')[17]).RootElement;
        var model = new StyleModel(request.Styles with { Styles = 4 });
        Assert.Equal(model.Latents(1, 5), row.GetProperty("latents").EnumerateArray().Select(static latent => latent.GetDouble()));
        File.Delete(Path.Combine(folder.Path, row.GetProperty("rel_path").GetString()!));
        Assert.Equal(1, StandInFiles.Write(request with { Threads = 2 }).Painted);
        Assert.Equal(manifest, File.ReadAllText(first.Manifest));
        Assert.Contains("another recipe", Assert.Throws<ArgumentException>(() => StandInFiles.Write(request with { Styles = new StyleSettings { Seed = 2 } })).Message);
    }

    [Fact]
    public void V14_injected_defects_are_what_the_ground_truth_says()
    {
        using var folder = new TemporaryFolder();
        StandInFiles.Write(new StandInRequest { Folder = folder.Path, Preset = StandInPreset.All[0], InjectsDefects = true });
        var defects = File.ReadLines(Path.Combine(folder.Path, "injected.jsonl")).Select(static line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(
            "cmyk-jpeg deep-png exact-duplicate exif-rotation near-duplicate truncated wrong-extension",
            string.Join(' ', defects.Select(static defect => defect.GetProperty("kind").GetString()!).Order(StringComparer.Ordinal)));
        foreach (var defect in defects)
        {
            var file = File.ReadAllBytes(Path.Combine(folder.Path, defect.GetProperty("rel_path").GetString()!));
            byte[] Source() => File.ReadAllBytes(Path.Combine(folder.Path, defect.GetProperty("source").GetString()!));
            switch (defect.GetProperty("kind").GetString())
            {
                case "cmyk-jpeg": Assert.Equal(ImageMode.Cmyk, ImageDecoder.ReadHeader(file).Mode); break;
                case "deep-png": Assert.Equal(16, ImageDecoder.ReadHeader(file).BitDepth); break;
                case "exif-rotation": Assert.Equal(6, ImageDecoder.ReadHeader(file).ExifOrientation); break;
                case "truncated": Assert.Equal(ImageFault.Truncated, Assert.Throws<ImageException>(() => ImageDecoder.Decode(file)).Fault); break;
                case "wrong-extension": Assert.NotEqual(ImageFormat.Jpeg, ImageSignature.Of(file)); break;
                case "exact-duplicate": Assert.Equal(Source(), file); break;
                default:
                    var (near, whole) = (ImageDecoder.Decode(file).Image, ImageDecoder.Decode(Source()).Image);
                    Assert.Equal(whole.Width * 95 / 100, near.Width);
                    break;
            }
        }
    }

    [Fact]
    public void A_shortcut_marks_pictures_of_one_style_and_no_others()
    {
        var painter = new Painter(Model, new PaintingSettings { Shortcut = 1, ShortcutStyle = 4 });
        for (var index = 0; index < 50; index++)
        {
            Assert.True(painter.NuisanceOf(4, index).HasMark);
            Assert.False(painter.NuisanceOf(5, index).HasMark);
        }
    }

    [Fact]
    public void A_colour_comes_back_from_its_bytes()
    {
        foreach (var colour in new[] { new Oklch(0.6, 0.1, 30), new Oklch(0.8, 0.05, 200), new Oklch(0.3, 0.08, -90) })
        {
            var (r, g, b) = colour.ToRgb();
            var back = Oklch.OfRgb(r, g, b);
            Assert.Equal(colour.Lightness, back.Lightness, 0.01);
            Assert.Equal(colour.Chroma, back.Chroma, 0.01);
        }

        // What cannot be shown loses chroma, not lightness.
        var (red, green, blue) = new Oklch(0.9, 0.4, 260).ToRgb();
        Assert.Equal(0.9, Oklch.OfRgb(red, green, blue).Lightness, 0.02);
    }

    private static double Measure(PaintedPicture picture, int measure)
    {
        var image = picture.Image;
        var colours = Enumerable.Range(0, image.Width * image.Height).Select(at => Oklch.OfRgb(image.Pixels[3 * at], image.Pixels[(3 * at) + 1], image.Pixels[(3 * at) + 2])).ToArray();
        double Steps(Func<double, double> of)
        {
            double sum = 0;
            for (var y = 0; y < image.Height; y++)
            {
                for (var x = 1; x < image.Width; x++) sum += of(colours[(y * image.Width) + x].Lightness - colours[(y * image.Width) + x - 1].Lightness);
            }

            return sum;
        }

        return measure switch
        {
            // The ground is the most common lightness.
            3 => colours.GroupBy(static colour => Math.Round(colour.Lightness, 2)).MaxBy(static group => group.Count())!.Key,
            2 => colours.Average(static colour => colour.Chroma),
            6 => picture.DrawnElements,
            // Crisp edges concentrate the same change in fewer places: the ratio of squares to sizes is their steepness.
            13 => Steps(static step => step * step) / Steps(Math.Abs),
            _ => Steps(static step => step * step),
        };
    }

    private static double Spearman(double[] a, double[] b)
    {
        var (ranksA, ranksB) = (Ranks(a), Ranks(b));
        var mean = (a.Length - 1) / 2.0;
        double Sum(double[] x, double[] y) => x.Zip(y, (p, q) => (p - mean) * (q - mean)).Sum();
        return Sum(ranksA, ranksB) / Math.Sqrt(Sum(ranksA, ranksA) * Sum(ranksB, ranksB));
    }

    private static double[] Ranks(double[] values) => Array.ConvertAll(values, value => values.Count(other => other < value) + ((values.Count(other => other == value) - 1) / 2.0));
}
