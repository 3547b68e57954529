namespace Engram.Numerics.Connections;

/// <summary>Windows of size x size that tile an image.</summary>
internal readonly struct PoolGeometry
{
    internal PoolGeometry(SignalShape below, int size)
    {
        ShapeCheck.Positive(below, nameof(below));
        if (size < 1)
            throw new ArgumentException($"A pool over {below} needs windows with a side of at least 1, not {size}.", nameof(size));
        if (below.Height % size != 0 || below.Width % size != 0)
            throw new ArgumentException($"Windows of {size}x{size} do not tile {below}: {size} must divide height and width.", nameof(size));
        Below = below;
        Size = size;
        Above = new SignalShape(below.Channels, below.Height / size, below.Width / size);
    }

    internal SignalShape Below { get; }

    internal SignalShape Above { get; }

    internal int Size { get; }

    /// <summary>The row of a window's first place below.</summary>
    internal int Corner(int unit)
    {
        int row = Math.DivRem(unit, Above.Width, out int x);
        return (row * Size * Below.Width) + (x * Size);
    }

    internal void Check<T>(LaneMatrix<T> below, LaneMatrix<T> above, int first, int count, string nameOfBelow, string nameOfAbove)
        where T : unmanaged
    {
        ShapeCheck.Rows(below, Below, nameOfBelow);
        ShapeCheck.Rows(above, Above, nameOfAbove);
        ShapeCheck.SameLanes(below, above, nameOfAbove);
        ShapeCheck.Units(first, count, Above.Count);
    }
}
