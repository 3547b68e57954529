namespace Engram.Delaunay.Imaging;

/// <summary>A picture from a loader.</summary>
/// <param name="Index">Its number in the source; the one that was asked for when another stands in for it.</param>
/// <param name="Image">Its pixels after all steps.</param>
/// <param name="SubstitutedBy">The number of the picture that stands in for it; null when it is itself.</param>
public sealed record LoadedImage(int Index, RgbImage Image, int? SubstitutedBy = null);

/// <summary>A picture that could not be had.</summary>
/// <param name="Index">Its number in the source.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Error">Why.</param>
public sealed record ImageFailure(int Index, string Name, IOException Error);
