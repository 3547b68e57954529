namespace Engram.Delaunay.Painting;

/// <summary>How pictures are painted.</summary>
public sealed record PaintingSettings
{
    /// <summary>The shorter side in pixels, 8 to 4096, unless sizes are native.</summary>
    public int ShortSide { get; init; } = 256;

    /// <summary>Shorter sides log-uniform from 80 to 1200 pixels, as in a collection from many sources.</summary>
    public bool NativeSizes { get; init; }

    /// <summary>All pictures square.</summary>
    public bool Square { get; init; }

    /// <summary>Aspect, margins, frames and the rest of what says nothing of the style.</summary>
    public bool HasNuisance { get; init; } = true;

    /// <summary>
    /// The probability that a picture of <see cref="ShortcutStyle"/> has a mark in its corner while no other has: a shortcut for probes to find.
    /// Null for marks that say nothing.
    /// </summary>
    public double? Shortcut { get; init; }

    /// <summary>The style that the shortcut betrays, from 0.</summary>
    public int ShortcutStyle { get; init; }
}
