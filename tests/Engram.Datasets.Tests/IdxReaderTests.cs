using System.IO.Compression;
using CsCheck;

namespace Engram.Datasets.Tests;

public sealed class IdxReaderTests : IDisposable
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_packed_or_not() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int).Sample((count, height, width, seed) =>
        {
            var values = new byte[count * height * width];
            new Random(seed).NextBytes(values);
            var file = DataFiles.Idx(values, count, height, width);
            foreach (var content in new[] { file, DataFiles.Gzip(file) })
            {
                var array = IdxReader.Read(new MemoryStream(content), "case");
                Assert.Equal([count, height, width], array.Shape.ToArray());
                Assert.Equal(Array.ConvertAll(values, value => (long)value), array.ToInt64s());
            }
        }, iter: 200);

    [Fact]
    public void Images_and_labels_become_a_set()
    {
        var set = ReadPair(DataFiles.Gzip(DataFiles.Idx([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 2, 2, 3)), DataFiles.Idx([9, 0], 2));
        Assert.Equal(new ImageShape(1, 2, 3), set.Shape);
        Assert.Equal([7, 8, 9, 10, 11, 12], set.Pixels(1).ToArray());
        Assert.Equal([9, 0], set.Labels.ToArray());
    }

    [Fact]
    public void A_label_out_of_range_is_pointed_at() =>
        Assert.Contains(
            "byte 9: The label of image 1 is 10; a class 0 … 9 was expected", Refusal(DataFiles.Idx(new byte[2], 2, 1, 1), DataFiles.Idx([9, 10], 2)), StringComparison.Ordinal);

    [Fact]
    public void Images_and_labels_of_different_number_are_told_apart()
    {
        var words = Refusal(DataFiles.Idx(new byte[3], 3, 1, 1), DataFiles.Idx([1, 2], 2));
        Assert.Contains("2 labels", words, StringComparison.Ordinal);
        Assert.Contains("3 images", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_in_the_place_of_labels_are_noticed() =>
        Assert.Contains("labels (count,) were expected", Refusal(DataFiles.Idx([1], 1, 1, 1), DataFiles.Idx([1], 1, 1, 1)), StringComparison.Ordinal);

    [Fact]
    public void A_file_of_another_kind_is_refused_by_its_first_bytes() =>
        Assert.Contains("starts with 3C68746D", Refusal("<html>not found</html>"u8.ToArray()), StringComparison.Ordinal);

    [Fact]
    public void A_packed_file_that_is_cut_short_anywhere_is_refused()
    {
        var whole = DataFiles.Gzip(DataFiles.Idx([.. Enumerable.Range(0, 200).Select(i => (byte)(i * i))], 2, 10, 10));
        for (var length = 0; length < whole.Length; length++)
            Refusal(whole[..length]);
    }

    [Fact]
    public void Foreign_bytes_behind_a_file_are_refused()
    {
        var file = DataFiles.Idx([1, 2], 2);
        Assert.Contains("byte 10: Foreign bytes follow", Refusal([.. file, 0]), StringComparison.Ordinal);
        Assert.Contains("Foreign bytes follow", Refusal(DataFiles.Gzip([.. file, 0])), StringComparison.Ordinal);
        foreach (var count in new[] { 1, 8, 100, 5000 })
            Assert.Contains("Foreign bytes follow the compressed data", Refusal([.. DataFiles.Gzip(file), .. new byte[count]]), StringComparison.Ordinal);
        Assert.Contains("Foreign bytes follow", Refusal([.. DataFiles.Gzip(file), .. DataFiles.Gzip(file)]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bit_turned_in_a_packed_file_never_changes_what_is_read()
    {
        var file = DataFiles.Idx([.. Enumerable.Range(0, 100).Select(i => (byte)(i * i))], 100);
        var packed = DataFiles.Gzip(file);
        var harmless = 0;
        for (var bit = 0; bit < 8 * packed.Length; bit++)
        {
            var damaged = packed.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // A few bits say nothing: the time of packing, say, or what fills up the last byte.
                Assert.Equal(file[8..], IdxReader.Read(new MemoryStream(damaged), "case").ToInt64s().Select(value => (byte)value));
                harmless++;
            }
            catch (DatasetException refusal)
            {
                Assert.StartsWith("case", refusal.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(harmless, 0, 64);
    }

    [Fact]
    public void A_bomb_is_refused_before_its_content_takes_memory()
    {
        var bomb = DataFiles.Gzip(DataFiles.Idx(new byte[40 << 20], 40 << 20));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var words = Assert.Throws<DatasetException>(() => IdxReader.Read(new MemoryStream(bomb), "bomb", maximumBytes: 1 << 20)).Message;
        Assert.Contains("limit of 1048576 bytes", words, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_head_that_announces_more_than_the_file_can_hold_takes_no_memory()
    {
        foreach (var content in new[] { DataFiles.Idx([1, 2, 3], 1 << 29), DataFiles.Gzip(DataFiles.Idx([1, 2, 3], 1 << 29)) })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("can follow", Refusal(content), StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void Packing_with_all_optional_fields_of_the_head_is_understood()
    {
        using var deflated = new MemoryStream();
        var file = DataFiles.Idx([4, 5, 6], 3);
        using (var deflate = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(file);
        var plain = DataFiles.Gzip(file);
        byte[] packed = [0x1F, 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7, (byte)'n', 0, (byte)'c', 0, 1, 2, .. deflated.ToArray(), .. plain[^8..]];
        Assert.Equal([4, 5, 6], IdxReader.Read(new MemoryStream(packed), "case").ToInt64s());
    }

    private static string Refusal(byte[] content)
    {
        var refusal = Assert.Throws<DatasetException>(() => IdxReader.Read(new MemoryStream(content), "case"));
        Assert.StartsWith("case", refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }

    private string Refusal(byte[] images, byte[] labels) => Assert.Throws<DatasetException>(() => ReadPair(images, labels)).Message;

    private ImageSet ReadPair(byte[] images, byte[] labels)
    {
        File.WriteAllBytes(_folder["images"], images);
        File.WriteAllBytes(_folder["labels"], labels);
        return IdxReader.ReadImages(_folder["images"], _folder["labels"], Digits);
    }
}
