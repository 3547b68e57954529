using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Engram.Datasets;
using Engram.Datasets.Tests;
using Engram.Delaunay.Acquisition;

namespace Engram.Delaunay.Tests.Acquisition;

public sealed class ArchiveTests : IDisposable
{
    private static readonly byte[] Picture = Pictures.Png(1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void V11_A_sound_archive_is_unpacked_into_a_folder_a_class()
    {
        var report = ArchiveCheck.Run(Archive("delaunay.zip", ("DELAUNAY/a/1.png", Picture), ("DELAUNAY/b/1.png", Picture), ("DELAUNAY/b/2.png", Picture)));
        report.ThrowIfRefused();
        Assert.Equal([("a", 1), ("b", 2)], report.Classes);
        ArchiveExtraction.Run(report, _folder["out"]);
        Assert.Equal(Picture, File.ReadAllBytes(_folder["out/b/2.png"]));
        Assert.False(Directory.Exists(_folder["out.part"]));
        Assert.Throws<DatasetException>(() => ArchiveExtraction.Run(report, _folder["out"]));
    }

    [Theory]
    [InlineData("../../evil.png")]
    [InlineData("DELAUNAY/../../evil.png")]
    [InlineData("/etc/evil.png")]
    [InlineData("C:/evil.png")]
    [InlineData("..\\evil.png")]
    public void V11_A_name_that_leads_out_of_the_folder_is_refused(string name) =>
        Refused(ArchiveCheck.Run(Archive("x.zip", ("DELAUNAY/a/1.png", Picture), (name, Picture))), "leads out of the folder");

    [Fact]
    public void V11_A_link_is_refused()
    {
        string path = _folder["x.zip"];
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry("a/1.png");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var stream = entry.Open();
            stream.Write("/etc/passwd"u8);
        }

        Refused(ArchiveCheck.Run(path), "it is a link");
    }

    [Fact]
    public void V11_A_wrong_checksum_is_refused_by_the_entry()
    {
        string path = Archive("x.zip", ("a/1.png", Picture), ("a/2.png", Picture));
        byte[] bytes = File.ReadAllBytes(path);
        // The second record of the directory: its checksum stands 16 bytes behind the signature.
        int record = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(record + 16), 0xDEADBEEF);
        File.WriteAllBytes(path, bytes);
        var report = ArchiveCheck.Run(path);
        Refused(report, "");
        Assert.Equal("a/2.png", Assert.Single(report.Faults).Entry);
        Assert.Equal("a/1.png", Assert.Single(report.Items).Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(-30)]
    public void V11_A_download_without_its_directory_is_refused(int length)
    {
        string path = Archive("x.zip", ("a/1.png", Picture));
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(length < 0 ? bytes.Length + length : length)]);
        Refused(ArchiveCheck.Run(path), length == 0 ? "the file is empty" : "directory is missing");
    }

    [Fact]
    public void V11_An_archive_with_nothing_in_it_is_refused() => Refused(ArchiveCheck.Run(Archive("x.zip")), "nothing in it");

    [Fact]
    public void V11_Bombs_are_refused_by_what_they_declare_and_by_what_they_hold()
    {
        string path = Archive("x.zip", ("a/1.png", new byte[3_000_000]));
        Refused(ArchiveCheck.Run(path, new ArchiveLimits { EntryBytes = 1_000_000 }), "at most 1000000");
        Refused(ArchiveCheck.Run(path, new ArchiveLimits { Ratio = 100 }), "more than they can hold");
        Refused(ArchiveCheck.Run(Archive("y.zip", ("a/1.png", Picture), ("a/2.png", Picture)), new ArchiveLimits { TotalBytes = Picture.Length + 1 }), "unpacks to more than");
        Refused(ArchiveCheck.Run(Archive("z.zip", ("a/1.png", Picture), ("a/2.png", Picture)), new ArchiveLimits { Entries = 1 }), "at most 1 are accepted");

        // The entry declares ten bytes, in its record and in its header, and holds three million.
        byte[] bytes = File.ReadAllBytes(path);
        int record = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(record + 24), 10);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(22)) != 0) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(22), 10);
        File.WriteAllBytes(path, bytes);
        Assert.False(ArchiveCheck.Run(path).IsSound);
    }

    [Fact]
    public void V11_No_mutation_of_an_archive_gets_past_with_another_content_or_crashes()
    {
        byte[] bytes = File.ReadAllBytes(Archive("x.zip", ("DELAUNAY/a/1.png", Encoding.ASCII.GetBytes("not really a picture")), ("DELAUNAY/b/2.txt", new byte[40])));
        var random = new Numerics.RandomStreams(11).Named("archives");
        for (int i = 0; i < 1500; i++)
        {
            byte[] mutated = [.. bytes];
            for (int k = 0; k <= random.NextBounded(3); k++) mutated[random.NextBounded(mutated.Length)] = (byte)random.NextBounded(256);
            string path = _folder["m.zip"];
            File.WriteAllBytes(path, mutated);
            var report = ArchiveCheck.Run(path);
            if (report.IsSound) Assert.All(report.Items, static item => Assert.False(ArchiveCheck.Escapes(item.Name)));
        }
    }

    [Fact]
    public void Names_without_their_encoding_are_repaired_and_unknown_ones_refused()
    {
        string path = _folder["delaunay.zip"];
        var page437 = CodePagesEncodingProvider.Instance.GetEncoding(437)!;
        using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create, leaveOpen: false, page437))
        {
            foreach (string name in (string[])["Léon Gischia", "Jean Arp", "César Domela"]) Add(zip, $"DELAUNAY/{name}/1.png", Picture);
        }

        var report = ArchiveCheck.Run(path);
        report.ThrowIfRefused();
        Assert.Equal(["César Domela", "Jean Arp", "Léon Gischia"], report.Classes.Select(static one => one.Class));
        ArchiveExtraction.Run(report, _folder["out"]);
        Assert.True(File.Exists(_folder["out/Léon Gischia/1.png"]));
        Refused(ArchiveCheck.Run(Archive("delaunay2.zip", ("D/Jean Arp/1.png", Picture), ("D/Yves Klein/1.png", Picture), ("D/Max Bill/1.png", Picture))), "Max Bill: the folder is none of the 53 artists");
    }

    [Fact]
    public void V09_A_pair_with_swapped_names_is_told_by_counting()
    {
        var called = ArchiveCheck.Run(Archive("delaunay_test.zip", [.. Enumerable.Range(0, 8).Select(static i => ($"DELAUNAY_test/a/{i}.png", Picture))]));
        var other = ArchiveCheck.Run(Archive("delaunay_train.zip", [.. Enumerable.Range(0, 2).Select(static i => ($"DELAUNAY_train/a/{i}.png", Picture))]));
        var (train, test, isSwapped) = ArchiveReport.Resolve(called, other);
        Assert.Equal((called, other, true), (train, test, isSwapped));
        Assert.Equal((called, other, true), ArchiveReport.Resolve(other, called));
        Assert.Throws<DatasetException>(() => ArchiveReport.Resolve(other, other));
    }

    [Fact]
    public void V09_The_number_of_pictures_decides_what_an_archive_is_and_the_swap_is_told()
    {
        byte[] nothing = [1];
        var report = ArchiveCheck.Run(Archive("delaunay_train.zip", [.. Enumerable.Range(0, 2301).Select(i => ($"DELAUNAY_train/a/{i}.png", nothing))]), null, decodes: false);
        Assert.Equal((ArchiveRole.Test, ArchiveRole.Train), (report.Role, report.NamedRole));
        Assert.Contains("its 2301 pictures say test", Assert.Single(report.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void V07_A_gap_in_the_names_of_a_split_is_told()
    {
        var report = ArchiveCheck.Run(Archive("delaunay_test.zip", ("t/a/0.png", Picture), ("t/b/2.png", Picture)));
        Assert.Contains(report.Notices, static notice => notice.StartsWith("t/b/2.png: files of a split are named 0 to 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task V12_The_first_download_defines_the_lock_and_another_one_stops()
    {
        string archive = Archive("source.zip", ("DELAUNAY/a/1.png", Picture)), path = _folder["data/delaunay.lock.json"];
        byte[] content = File.ReadAllBytes(archive);
        using var server = new LoopbackServer(request => request.Number == 0
            ? LoopbackServer.Whole(request, content) with { Body = content[..100], Length = content.Length, Headers = ["ETag: \"v1\""] }
            : LoopbackServer.Whole(request, content) is var whole ? whole with { Headers = [.. whole.Headers, "ETag: \"v1\"", "Date: Tue, 01 Feb 2022 10:00:00 GMT"] } : null!);
        using var client = DatasetFetcher.CreateClient();
        var fetcher = new DatasetFetcher(client, new FetchOptions { FirstPause = TimeSpan.FromMilliseconds(1) });
        var fetched = await fetcher.FetchFileAsync(new OfficialFile("delaunay.zip"), _folder["data/delaunay.zip"], [server.Address], new Silent());
        Assert.Equal([0, 100], server.Requests.Select(static request => request.From));
        var report = ArchiveCheck.Run(fetched.Path);
        Assert.True(ArchiveLock.Check(path, report, fetched));
        Assert.False(ArchiveLock.Check(path, report));
        var locked = Assert.Single(ArchiveLock.Read(path));
        Assert.Equal(("delaunay.zip", report.Sha256, (long)content.Length, 1, "2022-02-01T10:00:00Z", "\"v1\""), (locked.Name, locked.Sha256, locked.Bytes, locked.Images, locked.ServerDate, locked.EntityTag));

        File.Copy(Archive("other.zip", ("DELAUNAY/a/1.png", Picture), ("DELAUNAY/a/2.png", Picture)), fetched.Path, overwrite: true);
        var changed = ArchiveCheck.Run(fetched.Path);
        Assert.Contains("--accept", Assert.Throws<DatasetException>(() => ArchiveLock.Check(path, changed)).Message, StringComparison.Ordinal);
        Assert.Equal(report.Sha256, Assert.Single(ArchiveLock.Read(path)).Sha256);
        Assert.True(ArchiveLock.Check(path, changed, accepts: true));
        Assert.Equal(changed.Sha256, Assert.Single(ArchiveLock.Read(path)).Sha256);
        File.WriteAllText(path, "{");
        Assert.Throws<DatasetException>(() => ArchiveLock.Check(path, changed));
    }

    private static void Refused(ArchiveReport report, string why)
    {
        Assert.False(report.IsSound);
        Assert.Contains(why, Assert.Throws<DatasetException>(report.ThrowIfRefused).Message, StringComparison.Ordinal);
    }

    private string Archive(string name, params (string Name, byte[] Content)[] entries)
    {
        string path = _folder[name];
        if (File.Exists(path)) File.Delete(path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (entry, content) in entries) Add(zip, entry, content);
        return path;
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(content);
    }

    private sealed class Silent : IFetchObserver
    {
        public void Progressed(string file, long done, long? total, long resumed)
        {
        }

        public void Noted(string message)
        {
        }
    }
}
