using System.Runtime.InteropServices;
using Engram.Numerics;

namespace Engram.Neurons.Tests;

/// <summary>Saved state in memory, as bytes: equal only if equal bit for bit.</summary>
internal sealed class MemoryState
{
    private readonly Dictionary<string, (Type Type, byte[] Bytes)> _arrays = new(StringComparer.Ordinal);

    public MemoryState()
    {
        Writer = new MemoryWriter(_arrays);
        Reader = new MemoryReader(_arrays);
    }

    public StateWriter Writer { get; }

    public StateReader Reader { get; }

    public IEnumerable<string> Names => _arrays.Keys.Order(StringComparer.Ordinal);

    /// <summary>The names of the arrays that differ in a bit, or that only one has.</summary>
    public string[] DifferencesFrom(MemoryState other) =>
    [
        .. Names.Union(other.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal).Where(name =>
            !_arrays.TryGetValue(name, out var mine) || !other._arrays.TryGetValue(name, out var theirs) || !mine.Bytes.AsSpan().SequenceEqual(theirs.Bytes)),
    ];

    public void AssertSameBitsAs(MemoryState expected, string what)
    {
        string[] differences = DifferencesFrom(expected);
        Assert.True(differences.Length == 0, $"{what}: {string.Join(", ", differences)} differ");
    }

    private sealed class MemoryWriter(Dictionary<string, (Type Type, byte[] Bytes)> arrays) : StateWriter
    {
        public override void Add<T>(string name, ReadOnlySpan<T> values)
        {
            if (!arrays.TryAdd(name, (typeof(T), MemoryMarshal.AsBytes(values).ToArray())))
                throw new ArgumentException($"There is a {name} already.", nameof(name));
        }
    }

    private sealed class MemoryReader(Dictionary<string, (Type Type, byte[] Bytes)> arrays) : StateReader
    {
        public override void Read<T>(string name, Span<T> destination)
        {
            T[] values = ReadArray<T>(name);
            if (values.Length != destination.Length)
                throw new StateException($"{name} has {values.Length} elements, not {destination.Length}.");
            values.CopyTo(destination);
        }

        public override T[] ReadArray<T>(string name)
        {
            if (!arrays.TryGetValue(name, out var array) || array.Type != typeof(T))
                throw new StateException($"There is no {name} of {typeof(T).Name}.");
            return MemoryMarshal.Cast<byte, T>(array.Bytes).ToArray();
        }

        public override bool Contains(string name) => arrays.ContainsKey(name);
    }
}
