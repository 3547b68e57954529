namespace Engram.Delaunay.Imaging;

/// <summary>A square on its way into a cache.</summary>
/// <param name="Image">Its pixels.</param>
/// <param name="Label">Its class, or any number.</param>
/// <param name="SourceHash">The SHA-256 of the file it came from, 32 bytes.</param>
public sealed record CachedSquare(RgbImage Image, int Label, ReadOnlyMemory<byte> SourceHash);
