using System.Runtime.InteropServices;

namespace Engram.Numerics;

/// <summary>One array of an archive.</summary>
internal readonly record struct StateSection(StateElement Element, byte[] Bytes)
{
    public int Count => Bytes.Length / StateElements.Size(Element);
}

/// <summary>The sections of a checked archive.</summary>
internal sealed class StateArchiveReader(string source, IReadOnlyDictionary<string, StateSection> sections) : StateReader
{
    public override void Read<T>(string name, Span<T> destination)
    {
        ReadOnlySpan<T> values = Values<T>(name);
        if (values.Length != destination.Length)
        {
            throw new StateException(
                $"In {source} the array \"{name}\" has {values.Length} numbers where {destination.Length} are needed: the state is of something of another size.");
        }

        values.CopyTo(destination);
    }

    public override T[] ReadArray<T>(string name) => Values<T>(name).ToArray();

    public override bool Contains(string name) => sections.ContainsKey(name);

    private ReadOnlySpan<T> Values<T>(string name)
        where T : unmanaged
    {
        if (!sections.TryGetValue(name, out StateSection section))
            throw new StateException($"In {source} there is no array \"{name}\": the state is of something else.");
        if (section.Element != StateElements.Of<T>())
        {
            throw new StateException(
                $"In {source} the array \"{name}\" is of {section.Element} where {typeof(T).Name} is needed: the state is of something else.");
        }

        return MemoryMarshal.Cast<byte, T>(section.Bytes);
    }
}
