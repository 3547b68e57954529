namespace Engram.Numerics.Connections;

/// <summary>
/// A product whose depth is walked in three nested loops, each with constant steps on both sides: result[i, n] = start[i] + Σ left[i, k] ·
/// right[k, n]. Outer and middle loop are channels and kernel rows, the inner one kernel columns (or places, kernel and lanes for gradients):
/// so a convolution reads its image where it lies, and a border is nothing but smaller counts.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal unsafe struct SegmentedProduct<T>
    where T : unmanaged
{
    /// <summary>The first element of the first row.</summary>
    internal T* Left;

    /// <summary>The distance between rows of <see cref="Left"/>.</summary>
    internal nint LeftRow;

    /// <summary>Where the chains start, a number for each row; null for zero.</summary>
    internal T* Start;

    /// <summary>The distance between rows of <see cref="Start"/>.</summary>
    internal nint StartRow;

    /// <summary>The first vector of the right side.</summary>
    internal T* Right;

    /// <summary>The distance between the vectors of a tile on the right side.</summary>
    internal nint RightColumn;

    /// <summary>The first vector of the result.</summary>
    internal T* Result;

    /// <summary>The distance between rows of the result.</summary>
    internal nint ResultRow;

    /// <summary>The distance between the vectors of a tile in the result.</summary>
    internal nint ResultColumn;

    /// <summary>How often the outer loop runs, and its steps.</summary>
    internal nint Outer, OuterLeft, OuterRight;

    /// <summary>How often the middle loop runs within the outer one, and its steps.</summary>
    internal nint Middle, MiddleLeft, MiddleRight;

    /// <summary>How often the inner loop runs within the middle one, and its steps.</summary>
    internal nint Inner, InnerLeft, InnerRight;

    /// <summary>How many lanes of a vector count in the last step of an inner loop, where not all do.</summary>
    internal int LastLanes;

    /// <summary>The length of the chains.</summary>
    internal readonly nint Depth => Outer * Middle * Inner;

    /// <summary>Makes one loop of two where the steps allow it; the order of the terms stays.</summary>
    internal void Merge()
    {
        if (Inner == 1 || (MiddleLeft == Inner * InnerLeft && MiddleRight == Inner * InnerRight) || Middle == 1)
        {
            if (Inner == 1)
                (InnerLeft, InnerRight) = (MiddleLeft, MiddleRight);
            Inner *= Middle;
            (Middle, MiddleLeft, MiddleRight) = (Outer, OuterLeft, OuterRight);
            Outer = 1;
        }

        if (Inner == 1 || (MiddleLeft == Inner * InnerLeft && MiddleRight == Inner * InnerRight))
        {
            if (Inner == 1)
                (InnerLeft, InnerRight) = (MiddleLeft, MiddleRight);
            Inner *= Middle;
            Middle = 1;
        }
    }
}
