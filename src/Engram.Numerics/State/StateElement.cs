namespace Engram.Numerics;

/// <summary>The kinds of number that a state archive holds; the values stand in files and never change.</summary>
internal enum StateElement : byte
{
    Byte = 1,
    Int32 = 2,
    UInt32 = 3,
    Int64 = 4,
    UInt64 = 5,
    Single = 6,
    Double = 7,
}

internal static class StateElements
{
    public static StateElement? Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(byte) ? StateElement.Byte
        : typeof(T) == typeof(int) ? StateElement.Int32
        : typeof(T) == typeof(uint) ? StateElement.UInt32
        : typeof(T) == typeof(long) ? StateElement.Int64
        : typeof(T) == typeof(ulong) ? StateElement.UInt64
        : typeof(T) == typeof(float) ? StateElement.Single
        : typeof(T) == typeof(double) ? StateElement.Double
        : null;

    /// <summary>Bytes of one number, or 0 for a kind that does not exist.</summary>
    public static int Size(StateElement element) => element switch
    {
        StateElement.Byte => 1,
        StateElement.Int32 or StateElement.UInt32 or StateElement.Single => 4,
        StateElement.Int64 or StateElement.UInt64 or StateElement.Double => 8,
        _ => 0,
    };
}
