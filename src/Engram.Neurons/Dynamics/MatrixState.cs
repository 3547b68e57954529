using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>Tables in saved state: without their padding, so that a file does not depend on how memory was laid out.</summary>
internal static class MatrixState
{
    internal static T[] Compact<T>(LaneMatrix<T> values)
        where T : unmanaged
    {
        var compact = new T[checked(values.Rows * values.Lanes)];
        for (int row = 0; row < values.Rows; row++)
            values.Row(row).CopyTo(compact.AsSpan(row * values.Lanes));
        return compact;
    }

    internal static void Load<T>(StateReader reader, string name, LaneMatrix<T> values)
        where T : unmanaged
    {
        var compact = new T[checked(values.Rows * values.Lanes)];
        reader.Read<T>(name, compact);
        // The padding too: what it held before must not come through.
        values.Clear();
        for (int row = 0; row < values.Rows; row++)
            compact.AsSpan(row * values.Lanes, values.Lanes).CopyTo(values.Row(row));
    }
}
