using System.Text;
using Engram.Delaunay.Acquisition;
using Engram.Delaunay.Catalogue;

namespace Engram.Delaunay.Tests.Acquisition;

public sealed class UrlListTests
{
    [Theory]
    [InlineData("http://a.example/1.jpg", "http://a.example/1.jpg", "ok")]
    [InlineData("  https://a.example/1.jpg  ", "https://a.example/1.jpg", "ok")]
    [InlineData("\"https://a.example/1,2;3.jpg\"", "https://a.example/1,2;3.jpg", "ok")]
    [InlineData("17;https://a.example/1.jpg;x", "https://a.example/1.jpg", "ok")]
    [InlineData("17\thttps://a.example/1.jpg", "https://a.example/1.jpg", "ok")]
    [InlineData("name,\"https://a.example/1.jpg\"", "https://a.example/1.jpg", "ok")]
    [InlineData("", null, "empty")]
    [InlineData(" ;; ", null, "empty")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", null, "data_uri")]
    [InlineData("ftp://a.example/1.jpg", null, "no_address")]
    [InlineData("/etc/passwd", null, "no_address")]
    [InlineData("\"never closed", null, "no_address")]
    public void V13_A_line_gives_its_first_web_address_or_a_reason(string line, string? address, string reason)
    {
        var row = Assert.Single(UrlList.Parse("x.csv", Encoding.UTF8.GetBytes(line + "\n")).Rows);
        Assert.Equal((1, line, address, reason), (row.Line, row.Raw, row.Address?.OriginalString, row.Reason));
    }

    [Fact]
    public void V13_Marks_line_ends_copies_and_old_encodings_stop_nothing_and_are_counted()
    {
        string text = "http://a.example/1.jpg\r\n\r\nhttp://a.example/2.jpg\rhttp://a.example/1.jpg\nhttp://a.example/é.jpg\n";
        foreach (byte[] content in (byte[][])[[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)], Encoding.Latin1.GetBytes(text)])
        {
            var list = UrlList.Parse("César Domela.csv", content);
            Assert.Equal([("duplicate", 1), ("empty", 1), ("ok", 3)], list.Counts);
            Assert.Equal([1, 3, 5], list.Rows.Where(static row => row.Address is not null).Select(static row => row.Line));
            Assert.Equal("http://a.example/%C3%A9.jpg", list.Rows[4].Address!.AbsoluteUri);
        }
    }

    [Theory]
    [InlineData("Sonia Robert Delaunay.csv", 46)]
    [InlineData("Sonia and Robert Delaunay.csv", 46)]
    [InlineData("olle baertling.csv", 38)]
    [InlineData("Frantisek_Kupka.csv", 14)]
    [InlineData("Etienne Beothy.csv", 52)]
    [InlineData("├ëtienne B├⌐othy.csv", 52)]
    [InlineData("Max Bill.csv", -1)]
    public void V13_A_list_belongs_to_the_artist_it_is_named_for(string file, int label) => Assert.Equal(label, UrlList.ClassOf("lists/" + file));

    [Fact]
    public void V13_Every_artist_is_found_without_accents() =>
        Assert.All(ArtistNames.All, static artist => Assert.Equal(artist.Index, UrlList.ClassOf(LatinLetters.Fold(artist.Name) + ".csv")));

    [Fact]
    public void V13_No_bytes_whatever_stop_the_parser()
    {
        var random = new Numerics.RandomStreams(13).Named("lists");
        string alphabet = "http://a.b/,;\t\"\r\n\0é :data";
        for (int i = 0; i < 2000; i++)
        {
            byte[] content = Encoding.Latin1.GetBytes([.. Enumerable.Range(0, random.NextBounded(60)).Select(_ => alphabet[random.NextBounded(alphabet.Length)])]);
            var list = UrlList.Parse("x.csv", content);
            Assert.Equal(list.Rows.Count, list.Counts.Sum(static pair => pair.Count));
            Assert.Equal(Enumerable.Range(1, list.Rows.Count), list.Rows.Select(static row => row.Line));
        }
    }

    [Theory]
    [InlineData("User-agent: *\nDisallow: /", "/a.jpg", false)]
    [InlineData("User-agent: *\nDisallow:", "/a.jpg", true)]
    [InlineData("User-agent: *\nDisallow: /private\nAllow: /private/open", "/private/open/a.jpg", true)]
    [InlineData("User-agent: *\nDisallow: /private\nAllow: /private/open", "/private/a.jpg", false)]
    [InlineData("User-agent: *\nDisallow: /*.jpg$", "/a/b.jpg", false)]
    [InlineData("User-agent: *\nDisallow: /*.jpg$", "/a/b.jpg?x=1", true)]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: engram-delaunay\nAllow: /", "/a.jpg", true)]
    [InlineData("User-agent: other\nUser-agent: Engram-Delaunay # us\nDisallow: /x", "/x", false)]
    [InlineData("nonsense\n: : :\nDisallow: /", "/a.jpg", true)]
    public void Robots_rules_follow_the_longest_line_that_fits(string text, string path, bool allows) =>
        Assert.Equal(allows, RobotsRules.Parse(text, "engram-delaunay").Allows(new Uri("http://a.example" + path)));
}
