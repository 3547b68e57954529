namespace Engram.Numerics;

/// <summary>Tables in saved state: without their padding, so that a file does not depend on how memory was laid out.</summary>
public static class MatrixState
{
    /// <summary>The lanes in use, row by row.</summary>
    /// <param name="values">The table.</param>
    /// <typeparam name="T">The number.</typeparam>
    public static T[] Compact<T>(LaneMatrix<T> values)
        where T : unmanaged
    {
        var compact = new T[checked(values.Rows * values.Lanes)];
        for (int row = 0; row < values.Rows; row++)
            values.Row(row).CopyTo(compact.AsSpan(row * values.Lanes));
        return compact;
    }

    /// <summary>Fills a table with what <see cref="Compact"/> gave; its padding becomes zero.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="name">The section.</param>
    /// <param name="values">The table.</param>
    /// <typeparam name="T">The number.</typeparam>
    /// <exception cref="StateException">There is no such section, or it is of another shape.</exception>
    public static void Load<T>(StateReader reader, string name, LaneMatrix<T> values)
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
