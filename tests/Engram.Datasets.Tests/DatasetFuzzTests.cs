using Engram.Numerics;

namespace Engram.Datasets.Tests;

/// <summary>
/// Whatever the bytes are, a reader of images, tables and archives gives a set that keeps its promises or says what is wrong, and takes no
/// more memory than its limits and the length of the file allow.
/// </summary>
public sealed class DatasetFuzzTests
{
    private const long Limit = 1 << 18;
    private const long Overhead = 512 << 10;

    private static readonly byte[] Idx = DataFiles.Idx([.. Enumerable.Range(0, 60).Select(i => (byte)i)], 3, 4, 5);
    private static readonly byte[] Tar = DataFiles.Tar(("d/data_batch_1.bin", DataFiles.Batch(1)), ("d/batches.meta.txt", System.Text.Encoding.ASCII.GetBytes(DataFiles.Meta)));

    [Fact]
    public void Damaged_idx_files_are_read_or_refused() =>
        Survive(1, 25_000, random => Mutation.Damage(random, Idx), ReadIdx, _ => Limit);

    [Fact]
    public void Damaged_packed_idx_files_are_read_or_refused() =>
        Survive(2, 15_000, random => Packed(random, Idx), ReadIdx, _ => Limit);

    [Fact]
    public void Damaged_batches_are_read_or_refused() =>
        Survive(3, 10_000, random => Mutation.Damage(random, DataFiles.Batch(2)), content => { using var stream = Content(content); CheckImages(Cifar10Reader.ReadBatch(stream)); }, Twice);

    [Fact]
    public void Damaged_archives_are_read_or_refused() =>
        Survive(4, 12_000, random => HeadDamage(random, Tar), ReadTar, Twice);

    [Fact]
    public void Damaged_packed_archives_are_read_or_refused() =>
        Survive(5, 8_000, random => random.NextBounded(1) == 0 ? DataFiles.Gzip(HeadDamage(random, Tar)) : Packed(random, Tar), ReadTar, content => 2 * 1032L * content.Length);

    [Fact]
    public void Damaged_tables_are_read_or_refused()
    {
        var rows = DataFiles.Rows(2);
        Survive(6, 25_000, random => Mutation.Damage(random, rows), ReadRows, Twice);
    }

    [Fact]
    public void Damaged_packed_tables_are_read_or_refused()
    {
        var rows = DataFiles.Rows(2);
        Survive(7, 10_000, random => Packed(random, rows), ReadRows, content => 1032L * content.Length);
    }

    [Fact]
    public void Damaged_zip_archives_are_read_or_refused()
    {
        var zip = DataFiles.Zip(("readme.txt", "hello"u8.ToArray()), ("HIGGS.csv", DataFiles.Rows(1)));
        Survive(8, 10_000, random => Mutation.Damage(random, zip), content =>
        {
            using var stream = ZipContent.OpenEntry(new MemoryStream(content), "case", ["HIGGS.csv"]);
            CheckRows(new RowReader(stream, HiggsReader.Columns, 2));
        }, content => 1032L * content.Length);
    }

    private static void Survive(uint seed, int cases, Func<MersenneTwister, byte[]> make, Action<byte[]> read, Func<byte[], long> mostBytes)
    {
        var random = new MersenneTwister(seed);
        var (readable, refused) = (0, 0);
        for (var number = 0; number < cases; number++)
        {
            var content = make(random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(content);
                readable++;
            }
            catch (DatasetException refusal)
            {
                refused++;
                Assert.StartsWith("case", refusal.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(refusal.Message, char.IsControl);
            }
            catch (Exception other) when (other is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"Case {number} of seed {seed} ({Convert.ToHexString(content)}) ended in {other}");
            }

            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken <= mostBytes(content) + Overhead, $"Case {number} of seed {seed} with {content.Length} bytes took {taken} bytes.");
        }

        Assert.True(readable > 0 && refused > 0, $"{readable} cases were read, {refused} refused.");
    }

    private static long Twice(byte[] content) => 2L * content.Length;

    private static ContentStream Content(byte[] content) => new(new MemoryStream(content), content.Length, "case");

    private static void ReadIdx(byte[] content)
    {
        var array = IdxReader.Read(new MemoryStream(content), "case", Limit);
        var product = 1L;
        foreach (var length in array.Shape)
            product *= length;
        Assert.Equal(product, array.Count);
    }

    private static void ReadTar(byte[] content)
    {
        using var stream = Content(content);
        foreach (var batch in Cifar10Reader.ReadArchive(stream).Values)
            CheckImages(batch);
    }

    private static void ReadRows(byte[] content)
    {
        using var stream = Content(content);
        CheckRows(new RowReader(stream, HiggsReader.Columns, 2));
    }

    private static void CheckImages(ImageSet set)
    {
        for (var i = 0; i < set.Count; i++)
        {
            Assert.InRange(set.Labels[i], 0, 9);
            Assert.Equal(3072, set.Pixels(i).Length);
        }
    }

    private static void CheckRows(RowReader reader)
    {
        var (features, labels) = (new float[28 * 4], new byte[4]);
        while (reader.Read(features, labels) is var rows && rows > 0)
        {
            Assert.DoesNotContain(features, value => !float.IsFinite(value));
            Assert.InRange(labels[rows - 1], 0, 1);
        }
    }

    /// <summary>Content damaged before packing, which stays well packed, or after it.</summary>
    private static byte[] Packed(MersenneTwister random, byte[] content) =>
        random.NextBounded(2) == 0 ? DataFiles.Gzip(Mutation.Damage(random, content)) : Mutation.Damage(random, DataFiles.Gzip(content));

    /// <summary>Damage in the heads of entries, with the checksum made to fit again half of the time, or anywhere.</summary>
    private static byte[] HeadDamage(MersenneTwister random, byte[] tar)
    {
        if (random.NextBounded(3) == 0)
            return Mutation.Damage(random, tar);
        var content = tar.ToArray();
        var head = random.NextBounded(1) * (512 + (7 * 512));
        for (var injuries = 1 + random.NextBounded(2); injuries > 0; injuries--)
            content[head + random.NextBounded(511)] = random.NextBounded(1) == 0 ? (byte)random.NextUInt32() : (byte)('0' + random.NextBounded(7));
        if (random.NextBounded(1) == 0)
        {
            content.AsSpan(head + 148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var value in content.AsSpan(head, 512))
                sum += value;
            System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(content, head + 148);
        }

        return content;
    }
}
