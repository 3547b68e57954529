namespace Engram.Delaunay.Imaging;

/// <summary>Pictures in files.</summary>
/// <param name="paths">The files.</param>
/// <param name="options">How they are decoded; null for the defaults.</param>
public sealed class FileImageSource(IReadOnlyList<string> paths, DecodeOptions? options = null) : IImageSource
{
    /// <inheritdoc/>
    public int Count => paths.Count;

    /// <inheritdoc/>
    public RgbImage Load(int index) => ImageDecoder.DecodeFile(paths[index], options).Image;

    /// <inheritdoc/>
    public string NameOf(int index) => paths[index];
}

/// <summary>Pictures in a cache.</summary>
/// <param name="cache">The cache, which stays its owner's.</param>
public sealed class CacheImageSource(ImageCache cache) : IImageSource
{
    /// <inheritdoc/>
    public int Count => cache.Count;

    /// <inheritdoc/>
    public RgbImage Load(int index) => cache.Image(index);

    /// <inheritdoc/>
    public string NameOf(int index) => $"square {index}";
}
