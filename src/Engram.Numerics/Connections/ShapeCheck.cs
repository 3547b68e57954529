namespace Engram.Numerics.Connections;

/// <summary>Refuses shapes and tables that do not fit, naming both.</summary>
internal static class ShapeCheck
{
    /// <summary>Refuses a shape with an empty side.</summary>
    internal static void Positive(SignalShape shape, string parameter)
    {
        if (shape.Channels < 1 || shape.Height < 1 || shape.Width < 1)
        {
            throw new ArgumentException(
                $"A signal of {shape.Channels}x{shape.Height}x{shape.Width} is empty: channels, height and width must be at least 1.", parameter);
        }

        Countable(shape);
    }

    /// <summary>Refuses a shape whose rows cannot be counted.</summary>
    internal static void Countable(SignalShape shape)
    {
        if ((Int128)shape.Channels * shape.Height * shape.Width > int.MaxValue)
            throw new ArgumentException($"A signal of {shape.Channels}x{shape.Height}x{shape.Width} has more than {int.MaxValue} rows.", nameof(shape));
    }

    /// <summary>Refuses a table that has not the rows of a shape.</summary>
    internal static void Rows<T>(LaneMatrix<T> table, SignalShape shape, string parameter)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(table, parameter);
        if (table.Rows != shape.Count)
            throw new ArgumentException($"A table of {table.Rows} rows was given for {shape}, which has {shape.Count}.", parameter);
    }

    /// <summary>Refuses two tables with different lanes.</summary>
    internal static void SameLanes<T>(LaneMatrix<T> first, LaneMatrix<T> second, string parameter)
        where T : unmanaged
    {
        if (first.Lanes != second.Lanes)
            throw new ArgumentException($"A table has {second.Lanes} lanes where another has {first.Lanes}.", parameter);
    }

    /// <summary>Refuses a stretch of units that do not exist.</summary>
    internal static void Units(int first, int count, int units)
    {
        if (first < 0 || count < 0 || first > units - count)
            throw new ArgumentOutOfRangeException(nameof(first), $"There are units 0 to {units - 1}; {count} from {first} on were asked for.");
    }

    /// <summary>Refuses too little room.</summary>
    internal static void Scratch<T>(AlignedBuffer<T> scratch, nint length)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(scratch);
        if (scratch.Length < length)
            throw new ArgumentException($"The scratch holds {scratch.Length} numbers where {length} are needed.", nameof(scratch));
    }
}
