using System.Runtime.InteropServices;

namespace Engram.Numerics;

/// <summary>
/// A counter with cache lines of its own. Two lines (128 bytes) on each side: processors fetch lines in pairs.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedCounter
{
    [FieldOffset(128)]
    internal int Value;
}
