using System.Globalization;
using System.Text;
using CsCheck;
using Engram.Numerics;

namespace Engram.Datasets.Tests;

public sealed class HiggsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("HIGGS.csv", "\n")]
    [InlineData("HIGGS.csv", "\r\n")]
    [InlineData("HIGGS.csv.gz", "\n")]
    [InlineData("higgs.zip", "\n")]
    public void Rows_come_in_chunks_of_any_size_and_start_anywhere(string name, string lineEnd)
    {
        Write(name, DataFiles.Rows(500, lineEnd));
        foreach (var (first, chunk) in new[] { (0, 1), (0, 499), (17, 64), (499, 10), (500, 3) })
        {
            using var reader = HiggsReader.Open(_folder[name], first);
            var (features, labels) = (new float[chunk * 28], new byte[chunk]);
            var row = first;
            while (reader.Read(features, labels) is var found && found > 0)
            {
                for (var i = 0; i < found; i++, row++)
                {
                    Assert.Equal(row % 2, labels[i]);
                    for (var column = 0; column < 28; column++)
                        Assert.Equal((float)(row + (column / 32.0)), features[(i * 28) + column]);
                }
            }

            Assert.Equal(500, row);
            Assert.Equal(500, reader.NextRow);
            Assert.Equal(1, reader.Share);
        }
    }

    [Fact]
    public void The_last_row_needs_no_line_end() =>
        Assert.Equal(3, Read(DataFiles.Rows(3)[..^1]).Count);

    [Fact]
    public void A_range_of_rows_becomes_a_set_that_fills_lanes()
    {
        Write("HIGGS.csv", DataFiles.Rows(50));
        using var reader = HiggsReader.Open(_folder["HIGGS.csv"], 10);
        var rows = reader.ReadRows(20);
        Assert.Equal((20, 28, 2), (rows.Count, rows.FeatureCount, rows.ClassCount));
        Assert.Equal(30, reader.NextRow);
        Assert.Equal([10, 10], rows.ClassCounts());
        using var lanes = new LaneMatrix<float>(28, 2);
        rows.FillLanes([3, 19], lanes);
        Assert.Equal((13.5f, 29.5f), (lanes[16, 0], lanes[16, 1]));
        Assert.Contains("Rows 31 … 60 were asked for; the file has only 50", Assert.Throws<DatasetException>(() => reader.ReadRows(30)).Message, StringComparison.Ordinal);
        Assert.Contains("Row 52 was asked for", Assert.Throws<DatasetException>(() => HiggsReader.Open(_folder["HIGGS.csv"], 51)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_rows_are_given_where_they_may_be_however_many_were_asked_for() =>
        Assert.Equal(7, Read(DataFiles.Rows(7), int.MaxValue / 64).Count);

    [Fact]
    public void What_is_wrong_with_a_row_is_said_with_row_and_column()
    {
        Assert.Contains("row 3: It has 28 fields; 29 were expected: 'm_wwbb' is the first that is missing", Refusal(fields => fields[..^1]), StringComparison.Ordinal);
        Assert.Contains("row 3: It has 30 fields; 29 were expected.", Refusal(fields => [.. fields, "1"]), StringComparison.Ordinal);
        Assert.Contains("row 3: Column 2 ('lepton_pT') is 'abc'", Refusal(fields => [fields[0], "abc", .. fields[2..]]), StringComparison.Ordinal);
        Assert.Contains("row 3: Column 2 ('lepton_pT') is empty", Refusal(fields => [fields[0], "", .. fields[2..]]), StringComparison.Ordinal);
        Assert.Contains("row 3: The label is 2;", Refusal(fields => ["2", .. fields[1..]]), StringComparison.Ordinal);
        Assert.Contains("row 3: The label is 0.5;", Refusal(fields => ["0.5", .. fields[1..]]), StringComparison.Ordinal);
        Assert.Contains("row 3: It is empty", Refusal(_ => [""]), StringComparison.Ordinal);
        foreach (var value in new[] { "NaN", "Infinity", "-inf", "1e39", "0x10", "1,5".Replace(',', ';'), "1_0", "--1", "1e", "." })
            Assert.Contains($"row 3: Column 29 ('m_wwbb') is '{value}'; a finite number was expected", Refusal(fields => [.. fields[..^1], value]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_refused_in_bounded_memory()
    {
        var endless = new byte[10 << 20];
        Array.Fill(endless, (byte)'1');
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("row 1: It has more than 16384 bytes", Assert.Throws<DatasetException>(() => Read(endless)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    [Fact]
    public void Streaming_takes_no_memory_for_rows()
    {
        var file = DataFiles.Rows(20_000);
        var (features, labels) = (new float[28 * 256], new byte[256]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = HiggsReader.Open(new MemoryStream(file), "case");
        while (reader.Read(features, labels) > 0)
        {
        }

        Assert.Equal(20_000, reader.NextRow);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 << 10);
    }

    [Fact]
    public void A_number_is_read_as_the_nearest_float_however_it_is_written()
    {
        var value = Gen.OneOf(Gen.Float.Where(float.IsFinite), Gen.Float[-10, 10], Gen.Int[-100_000, 100_000].Select(i => i / 1000f));
        Gen.Select(value, Gen.Int[0, 4]).Sample((number, style) =>
        {
            var text = style switch
            {
                0 => number.ToString("R", CultureInfo.InvariantCulture),
                1 => number.ToString("e18", CultureInfo.InvariantCulture),
                2 => number.ToString("e9", CultureInfo.InvariantCulture),
                3 => ((double)number).ToString("R", CultureInfo.InvariantCulture),
                _ => number.ToString("F3", CultureInfo.InvariantCulture),
            };
            Agrees(text);
        }, iter: 50_000);
    }

    [Fact]
    public void A_number_between_two_floats_is_rounded_once_not_twice()
    {
        Gen.Select(Gen.Float[0.001f, 1000f], Gen.Int[0, 30]).Sample((number, digits) =>
        {
            // The exact middle, and what lies a hair beside it, beyond what a double can tell apart.
            var middle = ((decimal)(double)number + (decimal)(double)MathF.BitIncrement(number)) / 2;
            var text = middle.ToString(CultureInfo.InvariantCulture);
            Agrees(text);
            Agrees(((double)middle).ToString("e18", CultureInfo.InvariantCulture));
            Agrees(Math.BitIncrement((double)middle).ToString("e18", CultureInfo.InvariantCulture));
            Agrees(Math.BitDecrement((double)middle).ToString("e18", CultureInfo.InvariantCulture));
            if (text.Contains('.', StringComparison.Ordinal))
                Agrees(text + new string('0', digits) + "1");
        }, iter: 20_000);
    }

    [Fact]
    public void Any_text_is_a_number_exactly_where_the_framework_says_so() =>
        Gen.String[Gen.OneOf(Gen.Char['0', '9'], Gen.Const('.'), Gen.Const('-'), Gen.Const('e'), Gen.Const('+')), 0, 12].Sample(Agrees, iter: 50_000);

    private static void Agrees(string text)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var known = float.TryParse(text, style, CultureInfo.InvariantCulture, out var expected);
        Assert.Equal(known, DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), out var value));
        if (known)
            Assert.True(BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(value), $"{text}: {expected:R} was expected, {value:R} was read");
    }

    private static RowSet Read(byte[] content, int count = 1000)
    {
        using var reader = HiggsReader.Open(new MemoryStream(content), "case");
        return reader.ReadRows(count, allowFewer: true);
    }

    private static string Refusal(Func<string[], string[]> change)
    {
        var lines = Encoding.ASCII.GetString(DataFiles.Rows(4)).Split('\n');
        lines[2] = string.Join(',', change(lines[2].Split(',')));
        return Assert.Throws<DatasetException>(() => Read(Encoding.ASCII.GetBytes(string.Join('\n', lines)))).Message;
    }

    private void Write(string name, byte[] rows) => File.WriteAllBytes(
        _folder[name],
        name switch { "higgs.zip" => DataFiles.Zip(("HIGGS.csv.gz", DataFiles.Gzip(rows))), "HIGGS.csv.gz" => DataFiles.Gzip(rows), _ => rows });
}
