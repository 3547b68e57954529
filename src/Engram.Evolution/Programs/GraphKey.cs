namespace Engram.Evolution.Programs;

/// <summary>
/// 128 bits that two graphs share if and only if they are the same computation, bit for bit (but for collisions, whose chance among a billion
/// graphs is below 1e-20). The same on every machine.
/// </summary>
/// <param name="High">The upper half.</param>
/// <param name="Low">The lower half.</param>
public readonly record struct GraphKey(ulong High, ulong Low) : IComparable<GraphKey>
{
    /// <inheritdoc/>
    public int CompareTo(GraphKey other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    /// <summary>Whether a comes before b.</summary>
    public static bool operator <(GraphKey a, GraphKey b) => a.CompareTo(b) < 0;

    /// <summary>Whether a comes after b.</summary>
    public static bool operator >(GraphKey a, GraphKey b) => a.CompareTo(b) > 0;

    /// <summary>Whether a does not come after b.</summary>
    public static bool operator <=(GraphKey a, GraphKey b) => a.CompareTo(b) <= 0;

    /// <summary>Whether a does not come before b.</summary>
    public static bool operator >=(GraphKey a, GraphKey b) => a.CompareTo(b) >= 0;

    internal GraphKey With(ulong word) =>
        new(Mix(High ^ (word * 0x9E3779B97F4A7C15) ^ (Low << 1)), Mix(unchecked(Low + word) ^ ulong.RotateLeft(High, 23) ^ 0xD6E8FEB86659FD93));

    internal GraphKey With(GraphKey other) => With(other.High).With(other.Low);

    // The finaliser of SplitMix64 (Stafford's variant 13).
    private static ulong Mix(ulong x)
    {
        unchecked
        {
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }
}
