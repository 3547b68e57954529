namespace Engram.Delaunay.Painting;

/// <summary>The six ways in which a picture is composed.</summary>
public enum Composition
{
    /// <summary>Full-width fields along the orientation.</summary>
    Bands,

    /// <summary>Concentric copies of one shape.</summary>
    Nested,

    /// <summary>Recursive splits with dark seams.</summary>
    Partition,

    /// <summary>A few closed curves.</summary>
    Blobs,

    /// <summary>Brush strokes.</summary>
    Gestures,

    /// <summary>Many shapes.</summary>
    Scatter,
}
