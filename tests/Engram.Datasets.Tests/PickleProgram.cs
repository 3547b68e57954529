using System.Buffers.Binary;
using System.Text;

namespace Engram.Datasets.Tests;

/// <summary>Writes small pickles by hand, instruction by instruction, as Python's protocols 3 and 4 would.</summary>
internal sealed class PickleProgram(byte protocol = 3)
{
    private readonly List<byte> _bytes = [0x80, protocol];

    internal PickleProgram Op(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    internal PickleProgram Op(char instruction) => Op((byte)instruction);

    internal PickleProgram Op(char instruction, char operand) => Op((byte)instruction, (byte)operand);

    internal PickleProgram Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return protocol >= 4 ? Op(0x8C, (byte)bytes.Length).Op(bytes) : Op('X').Length(bytes.Length).Op(bytes);
    }

    internal PickleProgram Number(int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return Op('J').Op(bytes);
    }

    internal PickleProgram Bytes(byte[] bytes) => Op('B').Length(bytes.Length).Op(bytes);

    internal PickleProgram Global(string module, string name) => protocol >= 4
        ? Text(module).Text(name).Op(0x93)
        : Op('c').Op(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));

    /// <summary>One array as numpy.ndarray.__reduce__ describes it.</summary>
    internal PickleProgram Array(string code, string order, int[] shape, byte[] values, bool columns = false, string core = "numpy.core")
    {
        Global($"{core}.multiarray", "_reconstruct").Global("numpy", "ndarray").Op('K', 0).Op(0x85).Op('C', 1, (byte)'b').Op(0x87).Op('R');
        Op('(').Number(1).Op('(');
        foreach (var length in shape)
            Number(length);
        Op('t');
        Global("numpy", "dtype").Text(code).Op(0x89).Op(0x88).Op(0x87).Op('R');
        Op('(').Number(3).Text(order).Op('N').Op('N').Op('N').Number(-1).Number(-1).Number(0).Op('t').Op('b');
        return Op(columns ? (byte)0x88 : (byte)0x89).Bytes(values).Op('t').Op('b');
    }

    internal byte[] End() => [.. _bytes, (byte)'.'];

    private PickleProgram Op(char instruction, params ReadOnlySpan<byte> operands) => Op((byte)instruction).Op(operands);

    private PickleProgram Length(int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        return Op(bytes);
    }

    /// <summary>A dictionary like the published one: signals, labels, and a dictionary inside.</summary>
    internal static byte[] Sample(byte protocol = 3, string core = "numpy.core") => new PickleProgram(protocol)
        .Op('}').Op('q', '\0').Op('(')
        .Text("x").Array("f8", "<", [2, 3], Little(1.0, 2.0, 3.0, 4.0, 5.0, 6.0), core: core)
        .Text("y").Array("i8", "<", [2], Little(7L, 8L), core: core)
        .Text("templates").Op('}').Op('(').Text("t").Array("f4", "<", [1], [0, 0, 128, 63], core: core).Op('u')
        .Op('u')
        .End();

    internal static byte[] Little(params double[] values) => [.. values.SelectMany(value => Little(BitConverter.DoubleToInt64Bits(value)))];

    internal static byte[] Little(params long[] values)
    {
        var bytes = new byte[8 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * i), values[i]);
        return bytes;
    }
}
