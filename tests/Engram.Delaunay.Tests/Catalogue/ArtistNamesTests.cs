using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Engram.Datasets;
using Engram.Delaunay.Catalogue;

namespace Engram.Delaunay.Tests.Catalogue;

public sealed class ArtistNamesTests
{
    [Fact]
    public void V01_There_are_53_names_in_ordinal_order_with_the_published_checksum()
    {
        Assert.Equal(53, ArtistNames.Names.Count);
        Assert.Equal(ArtistNames.Names.Order(StringComparer.Ordinal), ArtistNames.Names);
        Assert.Equal("eeb02d80475cc57438933984453a7f154c69a4d9ac9a0d20d32ae54af9ce13ec", ArtistNames.Sha256);
        Assert.Equal([6, 10, 13, 14, 16, 32, 33, 38, 44, 52], ArtistNames.All.Where(static artist => !Ascii.IsValid(artist.Name)).Select(static artist => artist.Index));
        Assert.Equal([13, 32, 39, 42, 47, 48, 49], ArtistNames.All.Where(static artist => artist.Term == CopyrightTerm.Passed).Select(static artist => artist.Index));
        Assert.All(ArtistNames.Names, static name => Assert.Equal(name, LatinLetters.Compose(name)));
    }

    [Fact]
    public void V02_Decomposed_names_move_42_labels_and_are_repaired()
    {
        string[] decomposed = [.. ArtistNames.Names.Select(LatinLetters.Decompose)];
        string[] order = [.. decomposed.Order(StringComparer.Ordinal)];
        Assert.Equal(42, Enumerable.Range(0, 53).Count(i => Array.IndexOf(order, decomposed[i]) != i));
        Assert.Equal(13, Array.IndexOf(order, decomposed[52]));
        Assert.Equal(Enumerable.Range(0, 53), decomposed.Select(static name => NameRepair.Of(name).Index));
    }

    [Theory]
    [InlineData(65001, 437)]
    [InlineData(65001, 1252)]
    [InlineData(65001, 28591)]
    [InlineData(437, 1252)]
    [InlineData(437, 28591)]
    [InlineData(1252, 437)]
    [InlineData(28591, 437)]
    public void V02_Names_written_in_one_encoding_and_read_in_another_are_repaired(int writtenIn, int readAs)
    {
        Encoding Page(int page) => CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            ?? Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        int repaired = 0;
        foreach (var artist in ArtistNames.All.Where(static artist => !Ascii.IsValid(artist.Name)))
        {
            byte[] bytes;
            try
            {
                bytes = Page(writtenIn).GetBytes(artist.Name);
            }
            catch (EncoderFallbackException)
            {
                // Neither code page 437 nor Latin-1 has the letters of Kupka.
                continue;
            }

            string garbled = Page(readAs).GetString(bytes);
            Assert.NotEqual(artist.Name, garbled);
            Assert.Equal((artist.Index, artist.Name), (NameRepair.Of(garbled).Index, NameRepair.Of(garbled).Name));
            Assert.NotEmpty(NameRepair.Of(garbled).Repair);
            repaired++;
        }

        Assert.InRange(repaired, writtenIn == 65001 ? 10 : 9, 10);
    }

    [Theory]
    [InlineData("Max Bill")]
    [InlineData("Jean arp")]
    [InlineData("L\uFFFDon Gischia")]
    [InlineData("Leon Gischia")]
    [InlineData("")]
    public void V02_What_is_not_exactly_an_artist_is_not_guessed(string folder) => Assert.Equal(-1, NameRepair.Of(folder).Index);

    [Fact]
    public void V02_A_tree_with_a_folder_that_is_no_artist_is_refused_by_its_name()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in ArtistNames.Names.Take(4).Append("Max Bill")) folder.Write($"{name}/1.png", [1]);
        Assert.Contains("'Max Bill'", Assert.Throws<DatasetException>(() => ImageTree.OfFolders(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void V02_A_tree_with_one_artist_in_two_folders_is_refused_by_both_names()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["Léon Gischia", LatinLetters.Decompose("Léon Gischia"), "Jean Arp"]) folder.Write($"{name}/1.png", [1]);
        Assert.Contains("same artist, Léon Gischia", Assert.Throws<DatasetException>(() => ImageTree.OfFolders(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void V02_Garbled_folders_get_the_labels_of_their_artists()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in ArtistNames.Names) folder.Write($"{LatinLetters.Decompose(name)}/1.png", [1]);
        var tree = ImageTree.OfFolders(folder.Path);
        Assert.True(tree.IsDelaunay);
        Assert.Equal(Enumerable.Range(0, 53), tree.Files.Select(static file => file.ClassIndex));
        Assert.All(tree.Files, file => Assert.Equal(LatinLetters.Decompose(ArtistNames.Names[file.ClassIndex]), file.RelativePath.Split('/')[0]));
        // The æ of Bærtling is a letter of its own and has no parts.
        Assert.Equal(9, tree.Notices.Count(static notice => notice.Contains("decomposed", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("sv-SE")]
    [InlineData("en-US")]
    public void V04_There_is_no_culture_that_could_change_an_order_or_a_comparison(string culture)
    {
        // The command and these tests run without cultures: asking for one fails, and everything compares by code points.
        Assert.Throws<CultureNotFoundException>(() => new CultureInfo(culture));
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["Zorn", "Ångström", "ice", "Ice", "ıce", "IMG"]) folder.Write($"{name}/10.PNG", [1]);
        folder.Write("ice/2.png", [1]);
        var tree = ImageTree.OfFolders(folder.Path);
        Assert.Equal(["IMG", "Ice", "Zorn", "ice", "Ångström", "ıce"], tree.Classes);
        Assert.Equal(["ice/10.PNG", "ice/2.png"], tree.Files.Where(static file => file.ClassIndex == 3).Select(static file => file.RelativePath));
        Assert.Equal("olle baertling i", LatinLetters.Fold("Olle Bærtling I"));
    }

    [Fact]
    public void V04_No_line_of_the_library_asks_for_a_linguistic_comparison()
    {
        string[] linguistic = ["CurrentCulture", "StringComparer.InvariantCulture", "StringComparison.InvariantCulture", "string.Compare(", ".CompareTo("];
        int files = 0;
        foreach (string folder in (string[])["Catalogue", "Splits", "Acquisition"])
        {
            foreach (string path in Directory.EnumerateFiles(Path.Combine(Sources(), folder), "*.cs"))
            {
                string text = File.ReadAllText(path);
                Assert.All(linguistic, word => Assert.False(text.Contains(word, StringComparison.Ordinal), $"{path} has {word}"));
                files++;
            }
        }

        Assert.InRange(files, 20, 200);
    }

    private static string Sources([CallerFilePath] string here = "")
    {
        for (string? folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Engram.slnx"))) return Path.Combine(folder, "src", "Engram.Delaunay");
        }

        Assert.Skip("The sources are not here: these tests were built somewhere else.");
        return "";
    }
}
