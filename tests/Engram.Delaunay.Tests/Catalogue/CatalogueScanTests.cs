using System.Text;
using Engram.Datasets;
using Engram.Delaunay.Catalogue;
using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Tests.Catalogue;

public sealed class CatalogueScanTests
{
    /// <summary>The vector of invented class sizes of the stand-in.</summary>
    private static readonly int[] Sizes =
    [
        86, 110, 123, 132, 139, 146, 151, 156, 160, 164, 168, 172, 175, 179, 182, 185, 188, 191, 194, 197, 198, 202, 205, 207, 210, 213, 215, 218, 221, 223, 226, 229, 231, 234, 237, 240,
        243, 246, 249, 253, 256, 260, 263, 268, 272, 277, 282, 289, 296, 305, 318, 342, 377,
    ];

    [Fact]
    public void V03_The_order_in_which_files_came_into_being_changes_nothing()
    {
        string[] names = ["b/1.png", "b/10.png", "b/100.png", "b/2.png", "a/x/1.png", "a/z.png", "a/y.png"];
        using TemporaryFolder first = new(), second = new();
        foreach (string name in names) first.Write(name, Pictures.Png(1));
        foreach (string name in names.Reverse()) second.Write(name, Pictures.Png(1));
        var one = ImageTree.OfFolders(first.Path);
        Assert.Equal(one.Files, ImageTree.OfFolders(second.Path).Files);
        Assert.Equal(["a/y.png", "a/z.png", "a/x/1.png", "b/1.png", "b/10.png", "b/100.png", "b/2.png"], one.Files.Select(static file => file.RelativePath));
    }

    [Fact]
    public void The_number_of_threads_changes_no_byte_of_the_catalogue()
    {
        using var folder = new TemporaryFolder();
        for (ulong i = 0; i < 12; i++) folder.Write($"c{i % 3}/{i}.jpg", Pictures.Jpeg(i % 9));
        var tree = ImageTree.OfFolders(folder.Path);
        var one = CatalogueFile.Write(folder["1/catalog.jsonl"], CatalogueScan.Run(tree, new ScanOptions { Threads = 1 }));
        var two = CatalogueFile.Write(folder["2/catalog.jsonl"], CatalogueScan.Run(tree, new ScanOptions { Threads = 5 }));
        Assert.Equal(one.Sha256, two.Sha256);
        var read = CatalogueFile.Read(folder["1"]);
        Assert.Equal(one.Sha256, read.Sha256);
        Assert.Equal(one.Sha256, CatalogueFile.Write(folder["3/catalog.jsonl"], read.Entries).Sha256);
    }

    [Fact]
    public void Odd_files_are_recorded_with_a_flag_that_says_what_they_are()
    {
        using var folder = new TemporaryFolder();
        byte[] jpeg = Pictures.Jpeg(1);
        folder.Write("a/good.jpg", jpeg);
        folder.Write("a/copy.jpg", jpeg);
        folder.Write("a/empty.jpg", []);
        folder.Write("a/page.jpg", Encoding.ASCII.GetBytes("<!DOCTYPE html><html><body>gone</body></html>"));
        folder.Write("a/lying.jpg", Pictures.Png(2));
        folder.Write("a/short.jpg", Pictures.Jpeg(3)[..^400]);
        folder.Write("a/grey.png", ImageEncoder.Png(Pictures.Grey(200, 200, static (x, y) => (x * y / 160) & 255)));
        folder.Write("a/thin.png", ImageEncoder.Png(Pictures.Waves(4, 500, 130)));
        folder.Write("a/small.png", ImageEncoder.Png(Pictures.Waves(5, 100, 90)));
        folder.Write("a/notes.txt", [1]);
        folder.Write("loose.png", Pictures.Png(6));
        var tree = ImageTree.OfFolders(folder.Path);
        var entries = CatalogueScan.Run(tree).ToDictionary(static entry => entry.RelativePath, StringComparer.Ordinal);
        Assert.Equal(10, entries.Count);
        Assert.Equal(["exact_duplicate", "near_duplicate"], entries["a/good.jpg"].Flags);
        Assert.Equal(entries["a/good.jpg"].DuplicateGroup, entries["a/copy.jpg"].DuplicateGroup);
        Assert.Equal(["zero_bytes"], entries["a/empty.jpg"].Flags);
        Assert.Equal(["not_an_image", "wrong_extension"], entries["a/page.jpg"].Flags);
        Assert.Equal(["wrong_extension"], entries["a/lying.jpg"].Flags);
        Assert.Equal("png", entries["a/lying.jpg"].Format);
        // What is missing is black, and so a rim as well.
        Assert.Equal(["truncated", "uniform_rim"], entries["a/short.jpg"].Flags);
        Assert.Contains("grey", entries["a/grey.png"].Flags);
        Assert.Equal(["extreme_aspect"], entries["a/thin.png"].Flags);
        Assert.Equal(["tiny"], entries["a/small.png"].Flags);
        Assert.Equal(["unlabelled"], entries["loose.png"].Flags);
        Assert.Contains(tree.Notices, static notice => notice.StartsWith("a/notes.txt", StringComparison.Ordinal));
    }

    [Fact]
    public void A_work_turned_mirrored_brightened_or_compressed_anew_is_found_even_in_another_class()
    {
        using var folder = new TemporaryFolder();
        for (ulong i = 0; i < 30; i++) folder.Write($"a/{i}.png", Pictures.Png(i));
        var work = Pictures.Waves(7);
        for (int orientation = 2; orientation <= 8; orientation++) folder.Write($"b/turned{orientation}.png", ImageEncoder.Png(ImageOrientation.Upright(work, orientation)));
        folder.Write("b/again.jpg", ImageEncoder.Jpeg(work, 50));
        folder.Write("b/small.png", ImageEncoder.Png(ImageResize.To(work, 90, 80)));
        folder.Write("b/bright.png", ImageEncoder.Png(Pictures.Of(160, 140, (x, y) => (Lift(work.Row(y)[3 * x]), Lift(work.Row(y)[3 * x + 1]), Lift(work.Row(y)[3 * x + 2])))));
        var entries = CatalogueScan.Run(ImageTree.OfFolders(folder.Path));
        var work7 = Assert.Single(entries, static entry => entry.RelativePath == "a/7.png");
        Assert.Contains(CatalogueFlags.AcrossClasses, work7.Flags);
        Assert.All(entries.Where(static entry => entry.ClassIndex == 1), entry => Assert.Equal((entry.RelativePath, work7.DuplicateGroup), (entry.RelativePath, entry.DuplicateGroup)));
        Assert.All(entries.Where(static entry => entry.ClassIndex == 0 && entry.RelativePath != "a/7.png"), static entry => Assert.Equal((entry.RelativePath, -1), (entry.RelativePath, entry.DuplicateGroup)));

        static int Lift(int level) => Math.Min(255, 20 + level * 9 / 10);
    }

    [Fact]
    public void A_table_gives_classes_and_what_it_names_in_vain_is_recorded_as_missing()
    {
        using var folder = new TemporaryFolder();
        for (ulong i = 0; i < 4; i++) folder.Write($"images/{i}.png", Pictures.Png(i));
        string path = folder.Write("labels.csv", Encoding.UTF8.GetBytes(
            "\uFEFFid,title,period\r\n0,\"A \"\"quoted\"\", title\",late\r\n1,\"two\r\nlines\",early\r\n2,plain,late\r\n9,gone,early\r\n"));
        var table = CsvTable.Read(path);
        Assert.Equal("A \"quoted\", title", table.Rows[0].Cells[1]);
        Assert.Equal(5, table.Rows[2].Line);
        var entries = CatalogueScan.Run(ImageTree.OfTable(folder["images"], table, "period"));
        Assert.Equal([("1.png", 0, ""), ("9", 0, "missing"), ("0.png", 1, ""), ("2.png", 1, ""), ("3.png", -1, "unlabelled")],
            entries.Select(static entry => (entry.RelativePath, entry.ClassIndex, string.Join(' ', entry.Flags))));
        Assert.Contains("id, title, period", Assert.Throws<DatasetException>(() => ImageTree.OfTable(folder["images"], table, "style")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file,class\n1.png,\"open\n", "line 2")]
    [InlineData("file,class\n1.png,a\n2.png\n", "line 3")]
    [InlineData("file,class\n1.png,a\n1.png,b\n", "line 3")]
    public void A_broken_table_is_refused_at_its_line(string text, string where)
    {
        using var folder = new TemporaryFolder();
        folder.Write("1.png", [1]);
        folder.Write("2.png", [1]);
        string path = folder.Write("t.csv", Encoding.UTF8.GetBytes(text));
        Assert.Contains(where, Assert.Throws<DatasetException>(() => ImageTree.OfTable(folder.Path, CsvTable.Read(path), "class")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", "line 2")]
    [InlineData("{\"rel_path\":\"x\"}", "line 2")]
    public void A_line_that_is_no_entry_is_named(string line, string where)
    {
        using var folder = new TemporaryFolder();
        var catalogue = CatalogueFile.Write(folder["catalog.jsonl"], [new CatalogueEntry { RelativePath = "a/1.png", Artist = "a", ClassIndex = 0 }]);
        File.AppendAllText(catalogue.Path, line + "\n");
        Assert.Contains(where, Assert.Throws<DatasetException>(() => CatalogueFile.Read(catalogue.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void V16_Class_sizes_have_their_deviation_in_both_forms()
    {
        var sizes = ClassSizes.Of(Sizes);
        Assert.Equal(11_503, Sizes.Sum());
        Assert.Equal(217.04, sizes.Mean, 2);
        Assert.Equal(58.54, sizes.SampleDeviation, 2);
        Assert.Equal(57.99, sizes.PopulationDeviation, 2);
        Assert.Equal((86, 377), (sizes.Least, sizes.Greatest));
    }

    [Fact]
    public void Stopping_a_scan_stops_it()
    {
        using var folder = new TemporaryFolder();
        for (ulong i = 0; i < 4; i++) folder.Write($"a/{i}.png", Pictures.Png(i));
        using var stop = new CancellationTokenSource();
        var options = new ScanOptions { Threads = 1, Progress = (_, _) => stop.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => CatalogueScan.Run(ImageTree.OfFolders(folder.Path), options, stop.Token));
    }
}
