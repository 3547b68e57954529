using System.Formats.Tar;

namespace Engram.Datasets.Tests;

public sealed class Cifar10ReaderTests : IDisposable
{
    private const string Batch1 = "cifar-10-batches-bin/data_batch_1.bin";
    private const string Test = "cifar-10-batches-bin/test_batch.bin";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.V7)]
    public void An_archive_is_read_in_place_and_gives_what_the_folder_gives(TarEntryFormat format)
    {
        var (train, test) = (DataFiles.Batch(20), DataFiles.Batch(3));
        var tar = DataFiles.Tar(format, (Test, test), ("cifar-10-batches-bin/readme.html", new byte[700]), (Batch1, train));
        File.WriteAllBytes(_folder["cifar-10-binary.tar.gz"], DataFiles.Gzip(tar));
        var fromArchive = Cifar10Reader.Read(_folder["cifar-10-binary.tar.gz"], allowIncomplete: true);
        Assert.Equal([_folder["cifar-10-binary.tar.gz"]], Directory.GetFileSystemEntries(_folder.Path), StringComparer.Ordinal);

        File.WriteAllBytes(_folder["data_batch_1.bin"], train);
        File.WriteAllBytes(_folder["test_batch.bin"], test);
        var fromFolder = Cifar10Reader.Read(_folder.Path, allowIncomplete: true);
        foreach (var (a, b) in new[] { (fromFolder.Train, fromArchive.Train), (fromFolder.Test, fromArchive.Test) })
        {
            Assert.Equal(a.Labels.ToArray(), b.Labels.ToArray());
            for (var i = 0; i < a.Count; i++)
                Assert.True(a.Pixels(i).SequenceEqual(b.Pixels(i)));
        }

        Assert.Equal(20, fromFolder.Train.Count);
        Assert.Equal(train.AsSpan(3073 + 1, 3072).ToArray(), fromFolder.Train.Pixels(1).ToArray());
        Assert.Equal(1, fromFolder.Train.Labels[1]);
    }

    [Fact]
    public void What_is_missing_is_counted_and_refused_unless_it_may_be()
    {
        File.WriteAllBytes(_folder["data_batch_2.bin"], DataFiles.Batch(40));
        var images = Cifar10Reader.Read(_folder.Path, allowIncomplete: true);
        Assert.False(images.IsComplete);
        Assert.Contains("9960 of the 10000 images of data_batch_2.bin", images.Missing, StringComparer.Ordinal);
        Assert.Contains("test_batch.bin with 10000 images", images.Missing, StringComparer.Ordinal);
        Assert.Equal((40, 0), (images.Train.Count, images.Test.Count));
        Assert.Contains("data_batch_1.bin with 10000 images", Refusal(_folder.Path, allowIncomplete: false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_set_is_complete_and_in_the_order_of_its_batches()
    {
        var batch = DataFiles.Batch(10_000);
        foreach (var (number, name) in Cifar10Reader.Batches.Index())
        {
            batch[1] = (byte)(100 + number);
            File.WriteAllBytes(_folder[name], batch);
        }

        var images = Cifar10Reader.Read(_folder.Path);
        Assert.True(images.IsComplete);
        Assert.Equal((50_000, 10_000), (images.Train.Count, images.Test.Count));
        Assert.Equal([100, 101, 102, 103, 104], Enumerable.Range(0, 5).Select(batch => (int)images.Train.Pixels(10_000 * batch)[0]));
        Assert.Equal(105, images.Test.Pixels(0)[0]);
    }

    [Fact]
    public void A_wrong_label_a_broken_record_and_a_batch_too_long_are_pointed_at()
    {
        var batch = DataFiles.Batch(4);
        batch[2 * 3073] = 10;
        Assert.Contains("data_batch_1.bin, byte 6146: The label of image 2 is 10", Refusal(batch), StringComparison.Ordinal);
        Assert.Contains("no whole number of records", Refusal(DataFiles.Batch(2)[..^1]), StringComparison.Ordinal);
        Assert.Contains("has 10001 images; a batch has 10000", Refusal(new byte[10_001 * 3073]), StringComparison.Ordinal);
        Assert.Contains("more than the 10000 images", Refusal(DataFiles.Gzip(new byte[10_001 * 3073])), StringComparison.Ordinal);
        Assert.Contains("ends within record 2", Refusal(DataFiles.Gzip(DataFiles.Batch(3)[..^1])), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_class_names_are_refused()
    {
        File.WriteAllBytes(_folder["data_batch_1.bin"], DataFiles.Batch(1));
        File.WriteAllText(_folder["batches.meta.txt"], DataFiles.Meta);
        Cifar10Reader.Read(_folder.Path, allowIncomplete: true);
        File.WriteAllText(_folder["batches.meta.txt"], DataFiles.Meta.Replace("cat", "lion", StringComparison.Ordinal));
        Assert.Contains("names the classes 'airplane, automobile, bird, lion", Refusal(_folder.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../data_batch_1.bin")]
    [InlineData("/etc/data_batch_1.bin")]
    [InlineData("cifar/../../x")]
    [InlineData("C:/x")]
    [InlineData("..\\x")]
    public void An_archive_that_leads_out_of_its_folder_is_refused_and_nothing_is_written(string name)
    {
        Assert.Contains("leads out of the folder", ArchiveRefusal(DataFiles.Tar((Batch1, DataFiles.Batch(1)), (name, [1]))), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Long_names_lead_out_of_the_folder_no_more_than_short_ones()
    {
        var name = $"{new string('d', 150)}/../../data_batch_1.bin";
        foreach (var format in new[] { TarEntryFormat.Pax, TarEntryFormat.Gnu })
            Assert.Contains("leads out of the folder", ArchiveRefusal(DataFiles.Tar(format, (name, [1]))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_twice_in_an_archive_is_refused()
    {
        var batch = DataFiles.Batch(1);
        Assert.Contains("twice", ArchiveRefusal(DataFiles.Tar((Batch1, batch), (Batch1, batch))), StringComparison.Ordinal);
        Assert.Contains("two files data_batch_1.bin", ArchiveRefusal(DataFiles.Tar((Batch1, batch), ("data_batch_1.bin", batch))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_the_place_of_a_batch_is_refused()
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
            writer.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, Batch1) { LinkName = "/etc/passwd" });
        Assert.Contains("entry of kind link", ArchiveRefusal(archive.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_archive_is_refused_with_its_place()
    {
        var tar = DataFiles.Tar((Batch1, DataFiles.Batch(2)));
        Assert.Contains("cut short", ArchiveRefusal(tar[..2000]), StringComparison.Ordinal);
        Assert.Contains("cut short", ArchiveRefusal(tar[..(512 + (13 * 512))]), StringComparison.Ordinal);
        Assert.Contains("Foreign bytes follow the end", ArchiveRefusal([.. tar, 1]), StringComparison.Ordinal);
        tar[0] ^= 1;
        Assert.Contains("byte 0: No entry of a tar archive starts here", ArchiveRefusal(tar), StringComparison.Ordinal);
        Assert.Contains("(unpacked), byte 0", ArchiveRefusal(DataFiles.Gzip(tar)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_is_said_to_be_longer_than_the_archive_takes_no_memory()
    {
        var tar = DataFiles.Tar((Batch1, DataFiles.Batch(1)));
        "77777777777"u8.CopyTo(tar.AsSpan(124));
        "        "u8.CopyTo(tar.AsSpan(148));
        var sum = tar.AsSpan(0, 512).ToArray().Sum(value => value);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
        Assert.Contains("more than the archive can hold", ArchiveRefusal(tar), StringComparison.Ordinal);
    }

    private string ArchiveRefusal(byte[] tar)
    {
        File.WriteAllBytes(_folder["cifar-10-binary.tar.gz"], tar);
        return Refusal(_folder["cifar-10-binary.tar.gz"]);
    }

    private string Refusal(byte[] batch)
    {
        File.WriteAllBytes(_folder["data_batch_1.bin"], batch);
        return Refusal(_folder.Path);
    }

    private static string Refusal(string path, bool allowIncomplete = true) =>
        Assert.Throws<DatasetException>(() => Cifar10Reader.Read(path, allowIncomplete)).Message;
}
