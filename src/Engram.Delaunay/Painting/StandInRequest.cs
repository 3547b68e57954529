namespace Engram.Delaunay.Painting;

/// <summary>A dataset to paint.</summary>
public sealed record StandInRequest
{
    /// <summary>The folder; it is made, and gets a folder for each style.</summary>
    public required string Folder { get; init; }

    /// <summary>How many pictures, and how large.</summary>
    public required StandInPreset Preset { get; init; }

    /// <summary>The styles; their number is the preset's.</summary>
    public StyleSettings Styles { get; init; } = new();

    /// <summary>How pictures are painted; their size is the preset's.</summary>
    public PaintingSettings Painting { get; init; } = new();

    /// <summary>Whether some files are damaged as collections are damaged.</summary>
    public bool InjectsDefects { get; init; }

    /// <summary>Pictures painted at once, at least 1.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>What was painted.</summary>
/// <param name="Styles">Styles.</param>
/// <param name="Images">Pictures in the dataset.</param>
/// <param name="Painted">Pictures painted now; the others were there.</param>
/// <param name="Injected">Defects injected.</param>
/// <param name="IdealAccuracy">What the ideal observer reaches on latents.</param>
/// <param name="Manifest">The file with a row for each picture.</param>
/// <param name="Report">The file with statistics.</param>
public sealed record StandInOutcome(int Styles, int Images, int Painted, int Injected, double IdealAccuracy, string Manifest, string Report);
