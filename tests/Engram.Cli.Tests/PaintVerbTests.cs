using Engram.Delaunay.Imaging;

namespace Engram.Cli.Tests;

public sealed class PaintVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram-paint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_gallery_sheet_is_one_picture_that_says_what_it_is()
    {
        var path = Path.Combine(_folder, "gallery.png");
        var json = Paint("--artists", "3", "--columns", "2", "--side", "32", "--out", path, "--json").Json;
        Assert.True(json.GetProperty("synthetic").GetBoolean());
        var decoded = ImageDecoder.DecodeFile(path);
        Assert.Equal((json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32()), (decoded.Image.Width, decoded.Image.Height));
        Assert.Equal("SYNTHETIC; generator SYNTH-ABSTRACT/1; seed 1; image gallery", decoded.Header.Comment);
        Assert.Equal(File.ReadAllBytes(path), Again());
    }

    [Fact]
    public void A_dataset_is_painted_once_and_found_the_second_time()
    {
        var folder = Path.Combine(_folder, "art");
        var first = Paint("--preset", "tiny", "--defects", "--out", folder, "--json", "--threads", "1").Json;
        Assert.Equal(48, first.GetProperty("painted").GetInt32());
        Assert.Equal(7, first.GetProperty("injected").GetInt32());
        Assert.True(File.Exists(first.GetProperty("report").GetString()));
        var second = Paint("--preset", "tiny", "--defects", "--out", folder);
        Assert.Contains("48 of 4 styles, 0 painted now, 48 were there", second.Output, StringComparison.Ordinal);
        Assert.Empty(second.Error);
    }

    [Theory]
    [InlineData("end it with .png or .jpg", "--out", "gallery.txt")]
    [InlineData("There is no preset 'small': there are tiny, ci, demo, full.", "--preset", "small", "--out", "art")]
    [InlineData("--artists takes a whole number from 1 to 200, not 0.", "--artists", "0", "--out", "gallery.png")]
    [InlineData("--kappa takes a number above 0", "--kappa", "-1", "--out", "gallery.png")]
    [InlineData("add --preset NAME", "--defects", "--out", "gallery.png")]
    [InlineData("There is no folder", "--out", "no-such-folder/gallery.png")]
    [InlineData("--out needs a value", "--out")]
    public void What_is_wrong_is_said_in_one_paragraph(string words, params string[] line)
    {
        var spoken = Paint(line);
        Assert.Equal(2, spoken.ExitCode);
        Assert.Empty(spoken.Output);
        Assert.Contains(words, spoken.Error, StringComparison.Ordinal);
    }

    private byte[] Again()
    {
        var copy = Path.Combine(_folder, "again.png");
        Assert.Equal(0, Paint("--artists", "3", "--columns", "2", "--side", "32", "--out", copy, "--quiet").ExitCode);
        return File.ReadAllBytes(copy);
    }

    private static Spoken Paint(params string[] line) => Spoken.To(new FakeLaboratory(), ["delaunay", "paint", .. line]);
}
