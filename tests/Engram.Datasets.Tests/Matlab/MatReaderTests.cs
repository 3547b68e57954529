using CsCheck;
using Engram.Numerics;

namespace Engram.Datasets.Tests.Matlab;

public sealed class MatReaderTests
{
    private const long Limit = 1 << 18;

    // Type of the format, class of the array, least and greatest value that are stored exactly.
    private static readonly (int Stored, int Kind, double Least, double Most)[] Kinds =
    [
        (1, 8, -128, 127), (2, 9, 0, 255), (3, 10, -32768, 32767), (4, 11, 0, 65535), (5, 12, int.MinValue, int.MaxValue), (6, 13, 0, uint.MaxValue),
        (7, 7, -1e6, 1e6), (9, 6, -1e15, 1e15), (12, 14, -1e15, 1e15), (13, 15, 0, 1e15), (2, 6, 0, 255), (3, 6, -32768, 32767), (4, 7, 0, 65535),
    ];

    [Fact]
    public void What_is_written_is_read_in_every_type_of_either_byte_order_packed_or_not() =>
        Gen.Select(Gen.Int[0, Kinds.Length - 1], Gen.Int[0, 5].Array[2, 4], Gen.Bool, Gen.Bool, Gen.Int[1, 9], Gen.Int).Sample((kind, shape, isLittleEndian, isPacked, letters, seed) =>
        {
            var (stored, type, least, most) = Kinds[kind];
            var random = new Random(seed);
            var values = new double[shape.Aggregate(1, static (product, axis) => product * axis)];
            foreach (ref var value in values.AsSpan())
                value = Math.Round(least + (random.NextDouble() * (most - least)));
            if (stored == 7)
                values = Array.ConvertAll(values, static value => (double)(float)value);
            var name = new string('n', letters);
            var element = MatFile.Array(isLittleEndian, name, type, shape, stored, values);
            var other = MatFile.Array(isLittleEndian, "other", 6, [1, 1], MatFile.Double, [5]);
            var file = MatFile.Of(isLittleEndian, isPacked ? MatFile.Packed(isLittleEndian, element) : element, other);
            var read = MatReader.Read(new MemoryStream(file), "case");
            Assert.Equal(2, read.Count);
            Assert.Equal((MatClass)type, read[name].Class);
            Assert.Equal(shape, read[name].Shape.ToArray());
            Assert.Equal(values, read[name].ToDoubles());
            Assert.Equal([5.0], read["other"].ToDoubles());
            Assert.Equal("other", Assert.Single(MatReader.Read(new MemoryStream(file), "case", ["other", "absent"])).Key);
        }, iter: 600);

    [Fact]
    public void Images_of_columns_become_rows_and_ten_becomes_nought() =>
        Gen.Select(Gen.Int[1, 4], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int).Sample((count, isLittleEndian, isPacked, areDouble, seed) =>
        {
            var random = new Random(seed);
            var stored = new byte[3072 * count];
            random.NextBytes(stored);
            var digits = Enumerable.Range(0, count).Select(_ => random.Next(1, 11)).ToArray();
            var set = SvhnReader.Read(new MemoryStream(MatFile.Svhn(isLittleEndian, isPacked, stored, digits, areDouble ? MatFile.Double : MatFile.UInt8)), "case", Limit);
            Assert.Equal(Array.ConvertAll(digits, static digit => digit % 10), set.Labels.ToArray());
            for (var image = 0; image < count; image++)
            {
                for (var at = 0; at < 3072; at++)
                {
                    var (channel, y, x) = (at / 1024, at / 32 % 32, at % 32);
                    Assert.Equal(stored[y + (32 * (x + (32 * (channel + (3 * image)))))], set.Pixels(image)[at]);
                }
            }
        }, iter: 40);

    [Fact]
    public void Damaged_files_are_read_or_refused() =>
        Survive(1, 20_000, MatFile.Of(true, Sample(true), MatFile.Packed(true, Sample(true, "packed"))));

    [Fact]
    public void Damaged_files_of_the_other_byte_order_are_read_or_refused() => Survive(2, 10_000, MatFile.Of(false, Sample(false), Sample(false, "second")));

    [Fact]
    public void Damage_that_is_packed_well_is_read_or_refused()
    {
        var random = new MersenneTwister(3);
        Survive(3, 10_000, [], () => MatFile.Of(true, MatFile.Packed(true, Mutation.Damage(random, Sample(true)))));
    }

    [Fact]
    public void A_packed_file_that_is_cut_short_anywhere_is_refused()
    {
        var whole = MatFile.Of(true, MatFile.Packed(true, Sample(true)));
        for (var length = 129; length < whole.Length; length++)
            Refusal(whole[..length]);
        // Cut short and said to be so long: the framework alone would not notice that the checksum is missing.
        for (var cut = 1; cut <= 12; cut++)
        {
            var shorter = whole[..^cut];
            BitConverter.TryWriteBytes(shorter.AsSpan(132), shorter.Length - 136);
            Refusal(shorter);
        }
    }

    [Fact]
    public void What_is_not_a_level_5_file_is_refused_by_its_head()
    {
        Assert.Contains("only 5 bytes", Refusal("hello"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("byte 126", Refusal(new byte[300]), StringComparison.Ordinal);
        Assert.Contains("HDF5", Refusal(MatFile.Head(true, 0x0200)), StringComparison.Ordinal);
        Assert.Contains("version is 0300", Refusal(MatFile.Head(false, 0x0300)), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_variables_are_passed_over_and_refused_where_they_are_wanted()
    {
        var text = MatFile.Array(true, "words", 4, [1, 2], 4, [65, 66]);
        var complex = MatFile.Array(true, "z", 6, [1, 1], MatFile.Double, [1], flags: 0x0800);
        var file = MatFile.Of(true, text, complex, Sample(true), MatFile.Element(true, 14, []));
        Assert.Equal("sample", Assert.Single(MatReader.Read(new MemoryStream(file), "case")).Key);
        Assert.Contains("'words' is text", Refusal(file, "words"), StringComparison.Ordinal);
        Assert.Contains("complex numbers", Refusal(file, "z"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_that_does_not_fit_its_values_is_refused()
    {
        Assert.Contains("needs 12", Refusal(MatFile.Of(true, MatFile.Array(true, "a", 9, [3, 4], MatFile.UInt8, new double[11]))), StringComparison.Ordinal);
        Assert.Contains("two or more axes", Refusal(MatFile.Of(true, MatFile.Array(true, "a", 9, [4], MatFile.UInt8, new double[4]))), StringComparison.Ordinal);
        Assert.Contains("length 0 or more", Refusal(MatFile.Of(true, MatFile.Array(true, "a", 9, [-1, 4], MatFile.UInt8, new double[4]))), StringComparison.Ordinal);
        Assert.Contains("two variables 'sample'", Refusal(MatFile.Of(true, Sample(true), Sample(true))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_needs_more_than_the_limit_or_the_file_takes_no_memory()
    {
        var bomb = MatFile.Of(true, MatFile.Packed(true, MatFile.Array(true, "a", 9, [2048, 1024], MatFile.UInt8, new double[2048 * 1024])));
        var lie = MatFile.Of(true, MatFile.Packed(true, MatFile.Array(true, "a", 9, [46340, 46340], MatFile.UInt8, new double[100])));
        foreach (var (content, words) in new[] { (bomb, "limit"), (lie, "limit") })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains(words, Refusal(content), StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Limit);
        }
    }

    [Fact]
    public void A_set_that_is_not_of_digits_is_refused_in_words()
    {
        Assert.Contains("no variable X", Unfit(MatFile.Of(true, Sample(true))), StringComparison.Ordinal);
        Assert.Contains("label of image 1 is 11", Unfit(MatFile.Svhn(true, false, new byte[6144], [1, 11])), StringComparison.Ordinal);
        Assert.Contains("X is UInt8 of shape 2x2", Unfit(MatFile.Of(true, MatFile.Array(true, "X", 9, [2, 2], 2, new double[4]), MatFile.Array(true, "y", 9, [1, 1], 2, [1]))), StringComparison.Ordinal);
        var images = MatFile.Array(true, "X", 9, [32, 32, 3, 2], 2, new double[6144]);
        Assert.Contains("2 digits for 2 images", Unfit(MatFile.Of(true, images, MatFile.Array(true, "y", 9, [3, 1], 2, [1, 2, 3]))), StringComparison.Ordinal);
    }

    [Fact]
    public void Svhn_has_what_its_excerpt_is_said_to_have()
    {
        var data = RealData.Svhn();
        var images = DatasetCatalogue.Svhn.Read(data, allowIncomplete: true);
        Assert.Equal((55, 0), (images.Train.Count, images.Test.Count));
        var digits = File.ReadLines(Path.Combine(data, "svhn-train-first55", "labels.csv")).Skip(1).Select(static line => int.Parse(line.Split(',')[2])).ToArray();
        Assert.Equal(digits, images.Train.Labels.ToArray());
        Assert.Equal(["73202 of the 73257 images of train_32x32.mat", "test_32x32.mat with 26032 images"], images.Missing, StringComparer.Ordinal);
        Assert.Contains("incomplete", Assert.Throws<DatasetException>(() => DatasetCatalogue.Svhn.Read(data)).Message, StringComparison.Ordinal);
        Assert.Contains(DatasetCatalogue.Svhn.Verify(data, stop: TestContext.Current.CancellationToken), static check => check.State == CheckState.Wrong && check.Words.Contains("md5", StringComparison.Ordinal));
        Assert.Equal(3, DatasetCatalogue.Svhn.Describe(data, stop: TestContext.Current.CancellationToken).Values.Count);
    }

    private static byte[] Sample(bool isLittleEndian, string name = "sample") =>
        MatFile.Array(isLittleEndian, name, 9, [4, 3, 5], MatFile.UInt8, [.. Enumerable.Range(0, 60).Select(static i => (double)i)]);

    private static string Refusal(byte[] content, params string[] names)
    {
        var refusal = Assert.Throws<DatasetException>(() => MatReader.Read(new MemoryStream(content), "case", names.Length == 0 ? null : names, Limit));
        Assert.StartsWith("case", refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }

    private static string Unfit(byte[] content) => Assert.Throws<DatasetException>(() => SvhnReader.Read(new MemoryStream(content), "case", Limit)).Message;

    private static void Survive(uint seed, int cases, byte[] valid, Func<byte[]>? make = null)
    {
        var random = new MersenneTwister(seed);
        var (readable, refused) = (0, 0);
        for (var number = 0; number < cases; number++)
        {
            var content = make?.Invoke() ?? Mutation.Damage(random, valid);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                foreach (var array in MatReader.Read(new MemoryStream(content), "case", maximumBytes: Limit).Values)
                {
                    Assert.Equal(array.Shape.ToArray().Aggregate(1L, static (product, axis) => product * axis), array.Count);
                    Assert.Equal(array.Count, array.ToDoubles().Length);
                }

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

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10 * Limit, $"Case {number} of seed {seed} took too much memory.");
        }

        Assert.True(readable > cases / 100 && refused > cases / 100, $"{readable} cases were read, {refused} refused.");
    }
}
