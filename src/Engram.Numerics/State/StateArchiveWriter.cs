using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Engram.Numerics;

/// <summary>Writes sections to a stream as they are added.</summary>
internal sealed class StateArchiveWriter(Stream stream, IncrementalHash hash) : StateWriter
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public int Count => _names.Count;

    public override void Add<T>(string name, ReadOnlySpan<T> values)
    {
        byte[] nameBytes = StateArchive.NameBytes(name, nameof(name));
        StateElement element = StateElements.Of<T>()
            ?? throw new ArgumentException($"State is made of byte, int, uint, long, ulong, float and double; \"{name}\" is {typeof(T)}.", nameof(values));
        if ((long)values.Length * StateElements.Size(element) > Array.MaxLength)
            throw new ArgumentException($"\"{name}\" is over 2 GiB: split it.", nameof(values));
        if (!_names.Add(name))
            throw new ArgumentException($"The state has an array named \"{name}\" already.", nameof(name));

        Span<byte> count = stackalloc byte[13];
        BinaryPrimitives.WriteInt32LittleEndian(count, nameBytes.Length);
        Append(count[..4]);
        Append(nameBytes);
        count[4] = (byte)element;
        BinaryPrimitives.WriteInt64LittleEndian(count[5..], values.Length);
        Append(count[4..]);
        Append(MemoryMarshal.AsBytes(values));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        hash.AppendData(bytes);
    }
}
