using Engram.Datasets;

namespace Engram.Delaunay.Tests.Tables;

public sealed class CsvTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Quotes_commas_and_line_ends_in_cells_are_read()
    {
        CsvTable table = CsvTable.Read(Write("\uFEFFfile,artist,note\r\na.jpg,\"Delaunay, Sonia\",\"said \"\"yes\"\"\nand left\"\r\nb.jpg,Kandinsky,\n"));
        Assert.Equal(["Delaunay, Sonia", "Kandinsky"], table.Rows.Select(row => row.Cells[table.IndexOf("Artist")]));
        Assert.Equal("said \"yes\"\nand left", table.Rows[0].Cells[2]);
        Assert.Equal([2, 4], table.Rows.Select(row => row.Line));
        Assert.Equal(-1, table.IndexOf("painter"));
    }

    [Theory]
    [InlineData("file,artist\na.jpg,X\nb.jpg\n", "line 3")]
    [InlineData("file,artist\na.jpg,\"X\n", "never closed")]
    [InlineData("file,artist\na.jpg,\"X\"Y\n", "behind a closing quote")]
    [InlineData("", "empty")]
    public void A_broken_table_is_refused_with_the_line(string text, string words)
    {
        string path = Write(text);
        Assert.Contains(words, Assert.Throws<DatasetException>(() => CsvTable.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_is_not_there_is_named() =>
        Assert.Contains("nothing.csv", Assert.Throws<DatasetException>(() => CsvTable.Read(_folder["nothing.csv"])).Message, StringComparison.Ordinal);

    private string Write(string text)
    {
        string path = _folder["table.csv"];
        File.WriteAllText(path, text);
        return path;
    }
}
