namespace Engram.Datasets.Tests;

public sealed class PickleReaderTests
{
    [Theory]
    [InlineData(3, "numpy.core")]
    [InlineData(4, "numpy.core")]
    [InlineData(4, "numpy._core")]
    public void A_dictionary_of_arrays_is_read_in_order_with_inner_dictionaries_as_paths(byte protocol, string core)
    {
        var arrays = Read(PickleProgram.Sample(protocol, core));
        Assert.Equal("x y templates/t", string.Join(' ', arrays.Keys));
        Assert.Equal([1.0, 2, 3, 4, 5, 6], arrays["x"].ToDoubles());
        Assert.Equal("(2, 3)", arrays["x"].ShapeText);
        Assert.Equal([7L, 8L], arrays["y"].ToInt64s());
        Assert.Equal([1.0], arrays["templates/t"].ToDoubles());
    }

    [Fact]
    public void The_published_pickle_holds_the_same_arrays_as_the_files_beside_it()
    {
        var folder = RealData.Mnist1D();
        var arrays = PickleReader.Read(Path.Combine(folder, "mnist1d_data.pkl"));
        Assert.Equal("x x_test y y_test t templates/x templates/t templates/y", string.Join(' ', arrays.Keys));
        foreach (var entry in new[] { "x", "x_test", "y", "y_test", "t" })
        {
            var file = NpyReader.Read(Path.Combine(folder, entry + ".npy"));
            Assert.Equal((file.Type, file.ShapeText), (arrays[entry].Type, arrays[entry].ShapeText));
            Assert.True(file.ToDoubles().AsSpan().SequenceEqual(arrays[entry].ToDoubles()));
        }

        for (var digit = 0; digit < 10; digit++)
        {
            var expected = arrays["templates/x"].ToDoubles().AsSpan(12 * digit, 12).ToArray();
            Assert.Equal(expected, Mnist1DTemplates.Processed(digit), (a, b) => Math.Abs(a - b) < 1e-15);
        }
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("numpy", "load")]
    [InlineData("numpy.core.multiarray", "scalar")]
    public void No_other_Python_name_is_ever_called_upon(string module, string called)
    {
        var content = new PickleProgram().Global(module, called).Text("echo").Op(0x85).Op('R').End();
        var refusal = Assert.Throws<DatasetException>(() => Read(content));
        Assert.Contains($"'{called}' of '{module}', which is never loaded", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, refusal.Offset);
    }

    [Fact]
    public void Only_the_makers_of_arrays_and_types_are_called_and_only_as_NumPy_calls_them()
    {
        var content = new PickleProgram().Global("numpy", "ndarray").Number(1_000_000_000).Op(0x85).Op('R').End();
        Assert.Contains("calls something else", Assert.Throws<DatasetException>(() => Read(content)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('0')]  // POP
    [InlineData(']')]  // EMPTY_LIST
    [InlineData('i')]  // INST
    [InlineData('o')]  // OBJ
    [InlineData('P')]  // PERSID
    [InlineData('\x81')] // NEWOBJ
    [InlineData('\x82')] // EXT1
    [InlineData('\x97')] // NEXT_BUFFER
    public void An_instruction_outside_the_subset_is_refused(char instruction)
    {
        var content = new PickleProgram().Op('}').Op(instruction).End();
        Assert.Contains($"0x{(int)instruction:X2}", Assert.Throws<DatasetException>(() => Read(content)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_no_dictionary_of_arrays_is_refused()
    {
        Assert.Contains("not hold just one dictionary", Refusal(new PickleProgram().Number(5)), StringComparison.Ordinal);
        Assert.Contains(
            "'a' is no NumPy array", Refusal(new PickleProgram().Op('}').Text("a").Number(5).Op('s')), StringComparison.Ordinal);
        Assert.Contains(
            "key of the dictionary is no text", Refusal(new PickleProgram().Op('}').Number(1).Number(5).Op('s')), StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_was_made_but_never_filled_is_no_array()
    {
        var empty = new PickleProgram().Op('}').Text("a").Global("numpy.core.multiarray", "_reconstruct").Global("numpy", "ndarray")
            .Number(0).Op(0x85).Op("C\u0001b"u8).Op(0x87).Op('R').Op('s');
        Assert.Contains("'a' is no NumPy array", Refusal(empty), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f8", ">", false, "'>f8'")]
    [InlineData("O", "|", false, "'|O'")]
    [InlineData("f8", "<", true, "column by column")]
    public void Arrays_stored_in_another_way_are_refused(string code, string order, bool columns, string reason)
    {
        var content = new PickleProgram().Op('}').Text("a").Array(code, order, [1, 1], new byte[8], columns).Op('s');
        Assert.Contains(reason, Refusal(content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 16)]
    [InlineData(1, 7)]
    [InlineData(-1, 0)]
    [InlineData(int.MaxValue, 8)]
    public void Values_must_fill_the_shape_exactly(int axis, int bytes) =>
        Assert.Throws<DatasetException>(() => Read(
            new PickleProgram().Op('}').Text("a").Array("f8", "<", [axis, 3], new byte[bytes]).Op('s').End()));

    [Fact]
    public void A_dictionary_inside_itself_comes_to_an_end() =>
        Assert.Contains(
            "levels inside each other",
            Refusal(new PickleProgram().Op('}').Op('q', '\0').Text("a").Op('h', '\0').Op('s')),
            StringComparison.Ordinal);

    [Fact]
    public void Dictionaries_that_multiply_at_every_level_come_to_an_end()
    {
        var alone = new PickleProgram().Op('}').Op('(').Text("a");
        Nest(alone, 3);
        Assert.Contains("more than 10000 entries", Refusal(alone.Op('u')), StringComparison.Ordinal);

        static void Nest(PickleProgram program, byte levels)
        {
            program.Op('}').Op('(').Text("0");
            if (levels > 1)
                Nest(program, (byte)(levels - 1));
            else
                program.Op('}');
            program.Op('q', (char)levels);
            for (var i = 1; i < 50; i++)
                program.Text($"{i}").Op('h', (char)levels);
            program.Op('u');
        }
    }

    [Fact]
    public void An_endless_row_of_instructions_comes_to_an_end()
    {
        var content = new byte[1_000_000];
        content.AsSpan().Fill((byte)'}');
        (content[0], content[1]) = (0x80, 3);
        Assert.Contains(
            "more than 100000 instructions", Assert.Throws<DatasetException>(() => Read(content)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_that_announces_more_than_it_holds_takes_no_memory()
    {
        byte[][] contents = [[0x80, 3, (byte)'B', 255, 255, 255, 127], [0x80, 3, 0x8E, 255, 255, 255, 255, 255, 255, 255, 255]];
        foreach (var content in contents)
        {
            Assert.Contains("ends too early", Assert.Throws<DatasetException>(() => Read(content)).Message, StringComparison.Ordinal);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<DatasetException>(() => Read(content));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        }
    }

    [Fact]
    public void The_limit_on_size_holds()
    {
        var content = PickleProgram.Sample();
        Assert.Contains(
            "limit",
            Assert.Throws<DatasetException>(() => PickleReader.Read(new MemoryStream(content), "case.pkl", content.Length - 1)).Message,
            StringComparison.Ordinal);
        Assert.Equal(3, PickleReader.Read(new MemoryStream(content), "case.pkl", content.Length).Count);
    }

    private static string Refusal(PickleProgram program) => Assert.Throws<DatasetException>(() => Read(program.End())).Message;

    private static IReadOnlyDictionary<string, NumericArray> Read(byte[] content) =>
        PickleReader.Read(new MemoryStream(content), "case.pkl");
}
