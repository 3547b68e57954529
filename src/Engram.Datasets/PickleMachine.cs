using System.Buffers.Binary;
using System.Text;

namespace Engram.Datasets;

/// <summary>
/// The stack machine that a pickle is a program for, cut down to what builds dictionaries of NumPy arrays.
/// </summary>
/// <remarks>
/// Every instruction pushes at most one object, and their number is bounded: a hostile file cannot take more memory than a fixed amount
/// beside its own length. Texts and bytes are checked against the end of the file before they are taken.
/// </remarks>
internal sealed class PickleMachine(byte[] program, string name)
{
    // The official MNIST-1D pickle has 252 instructions.
    private const int MostInstructions = 100_000;
    private const int LongestText = 4096;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<object> _stack = [];
    private readonly Dictionary<uint, object> _memo = [];
    private int _at;
    private int _instructionAt;

    /// <summary>Runs the program to its end.</summary>
    /// <returns>The dictionary it leaves.</returns>
    /// <exception cref="DatasetException">The program is damaged or wants something that is not allowed.</exception>
    internal PickledDictionary Run()
    {
        for (var count = 0; count < MostInstructions; count++)
        {
            _instructionAt = _at;
            var instruction = Byte();
            if (count == 0 && instruction != 0x80)
                throw Damaged("A pickle of protocol 2 to 5 starts with the byte 0x80; this file does not.");

            if (instruction == '.')
                return Result();
            Step(instruction);
        }

        throw Damaged($"The pickle has more than {MostInstructions} instructions.");
    }

    private PickledDictionary Result()
    {
        if (_at < program.Length)
            throw Damaged($"{program.Length - _at} bytes follow the end of the pickle.");
        if (_stack is not [PickledDictionary result])
            throw Foreign("The pickle does not hold just one dictionary.");
        return result;
    }

    /// <summary>One instruction; the names are those of Python's pickletools.</summary>
    private void Step(byte instruction)
    {
        switch (instruction)
        {
            case 0x80: // PROTO
                if (Byte() is var protocol && protocol is < 2 or > 5)
                    throw Foreign($"The pickle is of protocol {protocol}; 2 to 5 was expected.");
                break;
            case 0x95: // FRAME: only a hint for buffering
                Take(8);
                break;

            case (byte)'(': // MARK
                _stack.Add(PickledMark.Instance);
                break;
            case (byte)'N': // NONE
                _stack.Add(PickledNone.Instance);
                break;
            case 0x88: // NEWTRUE
                _stack.Add(true);
                break;
            case 0x89: // NEWFALSE
                _stack.Add(false);
                break;
            case (byte)'K': // BININT1
                _stack.Add((long)Byte());
                break;
            case (byte)'M': // BININT2
                _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case (byte)'J': // BININT
                _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case 0x8A: // LONG1
                _stack.Add(LongNumber());
                break;

            case 0x8C: // SHORT_BINUNICODE
                _stack.Add(Text(Byte()));
                break;
            case (byte)'X': // BINUNICODE
                _stack.Add(Text(UInt32()));
                break;
            case (byte)'C': // SHORT_BINBYTES
                _stack.Add(Bytes(Byte()));
                break;
            case (byte)'B': // BINBYTES
                _stack.Add(Bytes(UInt32()));
                break;
            case 0x8E: // BINBYTES8
                _stack.Add(Bytes(BinaryPrimitives.ReadUInt64LittleEndian(Take(8))));
                break;

            case (byte)')': // EMPTY_TUPLE
                _stack.Add(new PickledTuple([]));
                break;
            case 0x85 or 0x86 or 0x87: // TUPLE1, TUPLE2, TUPLE3
                _stack.Add(new PickledTuple(PopMany(instruction - 0x84)));
                break;
            case (byte)'t': // TUPLE
                _stack.Add(new PickledTuple(PopToMark()));
                break;

            case (byte)'}': // EMPTY_DICT
                _stack.Add(new PickledDictionary());
                break;
            case (byte)'s': // SETITEM
                SetItems(PopMany(2));
                break;
            case (byte)'u': // SETITEMS
                SetItems(PopToMark());
                break;

            case (byte)'q': // BINPUT
                _memo[Byte()] = Top();
                break;
            case (byte)'r': // LONG_BINPUT
                _memo[UInt32()] = Top();
                break;
            case 0x94: // MEMOIZE
                _memo[(uint)_memo.Count] = Top();
                break;
            case (byte)'h': // BINGET
                _stack.Add(Recall(Byte()));
                break;
            case (byte)'j': // LONG_BINGET
                _stack.Add(Recall(UInt32()));
                break;

            case (byte)'c': // GLOBAL
                var module = Line();
                _stack.Add(Named(module, Line()));
                break;
            case 0x93: // STACK_GLOBAL
                var pair = PopMany(2);
                if (pair is not [string inModule, string called])
                    throw Damaged("A Python name is not given as two texts.");
                _stack.Add(Named(inModule, called));
                break;
            case (byte)'R': // REDUCE
                Call();
                break;
            case (byte)'b': // BUILD
                SetState();
                break;

            default:
                throw Foreign($"The pickle instruction 0x{instruction:X2} is not among those that build dictionaries of arrays.");
        }
    }

    private void Call()
    {
        var pair = PopMany(2);
        _stack.Add(pair switch
        {
            [PickledName.Reconstruct, PickledTuple { Items: [PickledName.Array, PickledTuple { Items: [0L] }, PickledBytes { Length: 1 }] }]
                => new PickledArray(),
            [PickledName.Type, PickledTuple { Items: [string code, false or 0L, true or 1L] }] => new PickledType(code),
            _ => throw Foreign("The pickle calls something else than NumPy's makers of arrays and element types."),
        });
    }

    private void SetState()
    {
        var state = Pop();
        switch (Top(), state)
        {
            // (version, byte order, sub-array, field names, fields, size, alignment, flags): see numpy.dtype.__reduce__
            case (PickledType type, PickledTuple
            {
                Items: [3L, string { Length: 1 } order, PickledNone, PickledNone, PickledNone, long, long, long]
            }):
                type.ByteOrder = order[0];
                break;

            // (version, shape, element type, column order, values): see numpy.ndarray.__reduce__
            case (PickledArray array, PickledTuple
            {
                Items: [1L, PickledTuple shape, PickledType type, bool columns, PickledBytes values]
            }):
                array.Content = Array(shape, type, columns, values);
                break;

            default:
                throw Foreign("The pickle fills something else than a NumPy array or element type, or in another form.");
        }
    }

    private NumericArray Array(PickledTuple shape, PickledType type, bool columns, PickledBytes values)
    {
        if (NumericTypes.FromDescription($"{type.ByteOrder}{type.Code}") is not { } numeric)
        {
            throw Foreign(
                $"The array is of type {DatasetFile.Quote($"{type.ByteOrder}{type.Code}")}; <f4, <f8, <i4, <i8 or |u1 was expected.");
        }

        if (shape.Items.Length > NumericTypes.MaximumAxes)
            throw Damaged($"The array has more than {NumericTypes.MaximumAxes} axes.");
        var axes = new int[shape.Items.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            axes[i] = shape.Items[i] is long length and >= 0 and <= int.MaxValue
                ? (int)length
                : throw Damaged($"Axis {i} of the array has no length between 0 and {int.MaxValue}.");
        }

        if (columns && axes.Length > 1)
            throw Foreign("The array is stored column by column; row by row was expected (numpy.ascontiguousarray).");
        if (NumericTypes.ByteCount(numeric, axes, values.Length) != values.Length)
        {
            throw Damaged(
                $"The array has {values.Length} bytes of values, which do not fill its shape {NumericTypes.ShapeText(axes)} of {numeric}.");
        }

        return new NumericArray(numeric, axes, program.AsMemory(values.Start, values.Length));
    }

    private void SetItems(object[] items)
    {
        if (Top() is not PickledDictionary dictionary || items.Length % 2 != 0)
            throw Damaged("Keys and values are set in something that is no dictionary, or do not come in pairs.");

        for (var i = 0; i < items.Length; i += 2)
        {
            if (items[i] is not string key)
                throw Foreign("A key of the dictionary is no text.");
            dictionary.Entries[key] = items[i + 1];
        }
    }

    private PickledName Named(string module, string called) => (module, called) switch
    {
        ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => PickledName.Reconstruct,
        ("numpy", "ndarray") => PickledName.Array,
        ("numpy", "dtype") => PickledName.Type,
        _ => throw Foreign(
            $"The pickle asks for the Python name {DatasetFile.Quote(called)} of {DatasetFile.Quote(module)}, which is never loaded."),
    };

    private long LongNumber()
    {
        var length = Byte();
        if (length > 8)
            throw Foreign("The pickle holds a whole number of more than 64 bits.");

        long value = 0;
        var digits = Take(length);
        for (var i = 0; i < digits.Length; i++)
            value |= (long)digits[i] << (8 * i);
        var unused = 64 - (8 * digits.Length);
        return unused is 0 or 64 ? value : value << unused >> unused; // the sign stands in the highest bit given
    }

    private string Text(uint length)
    {
        if (length > LongestText)
            throw Foreign($"The pickle holds a text of {length} bytes; at most {LongestText} were expected.");
        try
        {
            return StrictUtf8.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("A text is not valid UTF-8.");
        }
    }

    private PickledBytes Bytes(ulong length)
    {
        var start = _at;
        Take(length);
        return new PickledBytes(start, (int)length);
    }

    /// <summary>The text up to the end of the line, for names: short, ASCII.</summary>
    private string Line()
    {
        const int longest = 128;
        var rest = program.AsSpan(_at);
        var length = rest[..Math.Min(longest, rest.Length)].IndexOf((byte)'\n');
        if (length < 0)
            throw Damaged($"A Python name does not end within {longest} bytes.");

        _at += length + 1;
        return Encoding.Latin1.GetString(rest[..length]);
    }

    private byte Byte() => Take(1)[0];

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private ReadOnlySpan<byte> Take(ulong length)
    {
        var left = program.Length - _at;
        if (length > (ulong)left)
            throw Damaged($"The pickle ends too early: {length} bytes are needed, {left} are left.");

        var taken = program.AsSpan(_at, (int)length);
        _at += (int)length;
        return taken;
    }

    private object Top() => _stack is [.., not PickledMark and var top] ? top : throw EmptyStack();

    private object Pop()
    {
        var top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object[] PopMany(int count)
    {
        var start = _stack.Count - count;
        if (start < 0 || _stack.IndexOf(PickledMark.Instance, start) >= 0)
            throw EmptyStack();
        return PopFrom(start);
    }

    private object[] PopToMark()
    {
        var mark = _stack.LastIndexOf(PickledMark.Instance);
        if (mark < 0)
            throw Damaged("A list of items has no beginning.");
        var items = PopFrom(mark + 1);
        _stack.RemoveAt(mark);
        return items;
    }

    private object[] PopFrom(int start)
    {
        var items = _stack.GetRange(start, _stack.Count - start).ToArray();
        _stack.RemoveRange(start, items.Length);
        return items;
    }

    private object Recall(uint key) =>
        _memo.TryGetValue(key, out var value) ? value : throw Damaged($"The pickle recalls item {key}, which it has not stored.");

    private DatasetException EmptyStack() => Damaged("An instruction finds too few items on the stack.");

    private DatasetException Damaged(string problem) =>
        new(name, _instructionAt, problem, "The file is damaged or no pickle: copy or download it again.");

    private DatasetException Foreign(string problem) =>
        new(name, _instructionAt, problem, "Save a dictionary of NumPy arrays with pickle protocol 3 or 4, or save NPY files.");
}
