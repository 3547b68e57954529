namespace Engram.Numerics.Connections;

/// <summary>
/// How the rows of a table are arranged in space: channels of images. The row of a place is <c>(channel · height + y) · width + x</c>, so
/// an image flattened for a dense connection is the same table (channels slowest, x fastest).
/// </summary>
/// <param name="Channels">How many channels (filters, features); 1 or more.</param>
/// <param name="Height">How many rows of an image; 1 where there is no space.</param>
/// <param name="Width">How many columns of an image; 1 where there is no space.</param>
public readonly record struct SignalShape(int Channels, int Height = 1, int Width = 1)
{
    /// <summary>How many rows a table of this shape has.</summary>
    public int Count => checked(Channels * Height * Width);

    /// <summary>How many places an image has.</summary>
    public int Positions => checked(Height * Width);

    /// <summary>The shape as people write it: <c>3x32x32</c>, or the number of neurons where there is no space.</summary>
    public override string ToString() => Positions == 1 ? $"{Channels}" : $"{Channels}x{Height}x{Width}";
}
