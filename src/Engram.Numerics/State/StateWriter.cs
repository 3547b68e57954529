namespace Engram.Numerics;

/// <summary>Collects named arrays: the state of a network, an optimiser, a random stream.</summary>
public abstract class StateWriter
{
    /// <summary>Adds an array of unmanaged numbers (float, double, int, uint, long, ulong, byte).</summary>
    /// <param name="name">Unique in the archive; parts are joined by <c>/</c>.</param>
    /// <param name="values">The values, copied.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public abstract void Add<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged;

    /// <summary>Adds one number.</summary>
    public void Add<T>(string name, T value)
        where T : unmanaged => Add(name, new ReadOnlySpan<T>(in value));
}

/// <summary>Gives back what a <see cref="StateWriter"/> was given.</summary>
public abstract class StateReader
{
    /// <summary>Reads an array of known length.</summary>
    /// <exception cref="StateException">There is none of that name, type and length: the state is of something else.</exception>
    public abstract void Read<T>(string name, Span<T> destination)
        where T : unmanaged;

    /// <summary>Reads an array of any length.</summary>
    /// <exception cref="StateException">There is none of that name and type.</exception>
    public abstract T[] ReadArray<T>(string name)
        where T : unmanaged;

    /// <summary>Whether there is an array of that name.</summary>
    public abstract bool Contains(string name);

    /// <summary>Reads one number.</summary>
    /// <exception cref="StateException">There is none of that name and type.</exception>
    public T ReadValue<T>(string name)
        where T : unmanaged
    {
        T value = default;
        Read(name, new Span<T>(ref value));
        return value;
    }
}

/// <summary>Saved state is damaged, or belongs to something else. The message says which, in words for a person.</summary>
/// <param name="message">One paragraph.</param>
public sealed class StateException(string message) : IOException(message);
