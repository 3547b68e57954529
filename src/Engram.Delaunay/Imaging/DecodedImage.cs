namespace Engram.Delaunay.Imaging;

/// <summary>A decoded file.</summary>
/// <param name="Image">Its pixels.</param>
/// <param name="Header">What the file said about itself.</param>
/// <param name="IsTruncated">Whether the file ended early, so that part of the picture is black; only with <see cref="DecodeOptions.Lenient"/>.</param>
/// <param name="IsDamaged">Whether its bytes contradicted themselves; only with <see cref="DecodeOptions.Lenient"/>.</param>
public sealed record DecodedImage(RgbImage Image, ImageHeader Header, bool IsTruncated = false, bool IsDamaged = false);
