namespace Engram.Lab.Figures;

/// <summary>A row of an <see cref="ImageGrid"/>.</summary>
/// <param name="Caption">What the images are, in a few words.</param>
/// <param name="Images">The images from left to right; null leaves an empty place.</param>
public sealed record ImageRow(string Caption, IReadOnlyList<SmallImage?> Images)
{
    /// <summary>More about the row, in smaller and paler letters below the caption; empty for nothing.</summary>
    public string Remark { get; init; } = "";

    /// <summary>The colour of the bar between caption and images; rows of one colour that follow each other share a bar. Null for none.</summary>
    public FigureColor? Accent { get; init; }

    /// <summary>Whether some room parts the row from the one above.</summary>
    public bool BeginsGroup { get; init; }
}
