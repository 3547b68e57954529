using System.Globalization;
using System.Text;
using CsCheck;

namespace Engram.Datasets.Tests;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit() =>
        Gen.Select(Gen.Double.Array[0, 40], Gen.Long.Array[0, 40]).Sample(
            (doubles, longs) =>
            {
                using var folder = new TemporaryFolder();
                NpyWriter.Write(folder["d.npy"], doubles, doubles.Length);
                NpyWriter.Write(folder["l.npy"], longs, 1, longs.Length);
                var (readDoubles, readLongs) = (NpyReader.Read(folder["d.npy"]), NpyReader.Read(folder["l.npy"]));
                Assert.Equal(Bits(doubles), Bits(readDoubles.ToDoubles()));
                Assert.Equal(longs, readLongs.ToInt64s());
                Assert.Equal([1, longs.Length], readLongs.Shape.ToArray());
            },
            iter: 50);

    [Fact]
    public void Every_type_keeps_its_values_and_its_name()
    {
        NpyWriter.Write(_folder["f4"], [1.5f, -0.25f, float.MaxValue], 3);
        NpyWriter.Write(_folder["i4"], new[] { int.MinValue, 0, int.MaxValue }, 3, 1);
        NpyWriter.Write(_folder["u1"], "\0\u007f"u8, 2);
        var (singles, integers, bytes) = (NpyReader.Read(_folder["f4"]), NpyReader.Read(_folder["i4"]), NpyReader.Read(_folder["u1"]));
        Assert.Equal((NumericType.Float32, NumericType.Int32, NumericType.UInt8), (singles.Type, integers.Type, bytes.Type));
        Assert.Equal([1.5, -0.25, float.MaxValue], singles.ToDoubles());
        Assert.Equal([int.MinValue, 0, int.MaxValue], integers.ToInt64s());
        Assert.Equal([0, 127], bytes.ToInt64s());
        Assert.Equal("(3, 1)", integers.ShapeText);
        Assert.Throws<InvalidOperationException>(singles.ToInt64s);
    }

    [Fact]
    public void A_single_number_and_an_empty_array_are_arrays_too()
    {
        NpyWriter.Write(_folder["one"], [42.0]);
        NpyWriter.Write(_folder["none"], ReadOnlySpan<double>.Empty, 3, 0, 5);
        Assert.Equal([42.0], NpyReader.Read(_folder["one"]).ToDoubles());
        Assert.Equal("()", NpyReader.Read(_folder["one"]).ShapeText);
        Assert.Equal((0, "(3, 0, 5)"), (NpyReader.Read(_folder["none"]).Count, NpyReader.Read(_folder["none"]).ShapeText));
    }

    [Theory]
    [InlineData("x.npy")]
    [InlineData("y_test.npy")]
    [InlineData("t.npy")]
    [InlineData("native72/x.npy")]
    public void A_file_that_NumPy_wrote_is_written_again_byte_for_byte(string file)
    {
        var original = Path.Combine(RealData.Mnist1D(), file);
        var array = NpyReader.Read(original);
        switch (array.Type)
        {
            case NumericType.Int64:
                NpyWriter.Write(_folder["copy"], array.ToInt64s(), array.Shape);
                break;
            case NumericType.Float32:
                NpyWriter.Write(_folder["copy"], array.ToDoubles().Select(value => (float)value).ToArray(), array.Shape);
                break;
            default:
                NpyWriter.Write(_folder["copy"], array.ToDoubles(), array.Shape);
                break;
        }

        Assert.True(File.ReadAllBytes(original).AsSpan().SequenceEqual(File.ReadAllBytes(_folder["copy"])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_of_the_format_is_read(int version)
    {
        var content = Npy("{\"shape\": (2,1,), 'fortran_order' :False ,'descr':'<i4'}", [1, 0, 0, 0, 255, 255, 255, 255], version);
        Assert.Equal([1, -1], Read(content).ToInt64s());
    }

    [Theory]
    [InlineData("{'descr': '>f8', 'fortran_order': False, 'shape': (0,), }", "'>f8'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (0,), }", "'|O'")]
    [InlineData("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (0,), }", "named fields")]
    [InlineData("{'descr': '<f8', 'fortran_order': True, 'shape': (0, 2), }", "column by column")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, }", "lacks one of the keys")]
    [InlineData("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (0,), }", "once each")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (0,), 'more': 1}", "'more'")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "'-'")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (0), }", "','")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }", "longer than")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (0,), } or exit()", "'o'")]
    [InlineData("{'descr': '<f8", "no end")]
    [InlineData("", "The end")]
    public void A_header_that_cannot_be_taken_is_refused_with_what_is_wrong_in_it(string header, string reason)
    {
        var refusal = Assert.Throws<DatasetException>(() => Read(Npy(header, [], 1)));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"case.npy, byte {refusal.Offset}: "), refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Offset!.Value, 10, 10 + header.Length);
    }

    [Theory]
    [InlineData(-1, "cut short")]
    [InlineData(1, "foreign bytes")]
    public void Values_must_be_exactly_as_many_as_announced(int change, string reason)
    {
        var content = Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4), }", new byte[12 + change], 1);
        Assert.Contains(reason, Assert.Throws<DatasetException>(() => Read(content)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(2147483647, 2147483647, 2147483647, 2147483647)")]
    [InlineData("(100000000,)")]
    public void A_file_that_announces_more_than_it_holds_takes_no_memory(string shape)
    {
        var content = Npy($"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}", [1, 2, 3], 1);
        Assert.Throws<DatasetException>(() => Read(content));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DatasetException>(() => Read(content));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void The_limit_on_size_holds_and_can_be_raised()
    {
        NpyWriter.Write(_folder["x"], new double[10], 10);
        Assert.Contains(
            "limit of 79 bytes", Assert.Throws<DatasetException>(() => NpyReader.Read(_folder["x"], 79)).Message, StringComparison.Ordinal);
        Assert.Equal(10, NpyReader.Read(_folder["x"], 80).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => NpyReader.Read(_folder["x"], 0));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named_in_the_refusal()
    {
        Assert.StartsWith(
            _folder["absent.npy"],
            Assert.Throws<DatasetException>(() => NpyReader.Read(_folder["absent.npy"])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            _folder.Path, Assert.Throws<DatasetException>(() => NpyReader.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_refused_and_the_old_file_stays()
    {
        NpyWriter.Write(_folder["x"], [1.0, 2.0], 2);
        Assert.Throws<ArgumentException>(() => NpyWriter.Write(_folder["x"], [1.0, 2.0], 3));
        Assert.Throws<ArgumentException>(() => NpyWriter.Write(_folder["x"], [1.0, 2.0], -1, -2));
        Assert.Equal([1.0, 2.0], NpyReader.Read(_folder["x"]).ToDoubles());
    }

    [Fact]
    public void A_file_is_replaced_whole_and_nothing_is_left_beside_it()
    {
        NpyWriter.Write(_folder["x"], new double[100], 100);
        NpyWriter.Write(_folder["x"], [1.0f], 1);
        Assert.Equal([1.0], NpyReader.Read(_folder["x"]).ToDoubles());

        Directory.CreateDirectory(_folder["taken"]);
        Assert.ThrowsAny<Exception>(() => NpyWriter.Write(_folder["taken"], [1.0f], 1));
        Assert.Equal(
            "taken x",
            string.Join(' ', Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
    }

    internal static byte[] Npy(string header, byte[] values, int version)
    {
        var length = BitConverter.GetBytes(header.Length);
        var lengthBytes = length.AsSpan(0, version == 1 ? 2 : 4);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. lengthBytes, .. Encoding.Latin1.GetBytes(header), .. values];
    }

    private static NumericArray Read(byte[] content) => NpyReader.Read(new MemoryStream(content), "case.npy");

    private static long[] Bits(double[] values) => Array.ConvertAll(values, BitConverter.DoubleToInt64Bits);
}
