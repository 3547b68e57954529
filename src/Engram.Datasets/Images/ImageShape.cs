namespace Engram.Datasets;

/// <summary>The shape of an image, in the order in which its bytes lie: <c>[channel][y][x]</c>.</summary>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels of a row.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>How many values an image has.</summary>
    public int Values => checked(Channels * Height * Width);

    /// <summary>The shape in words, such as <c>3 x 32 x 32</c>.</summary>
    public override string ToString() => $"{Channels} x {Height} x {Width}";
}
