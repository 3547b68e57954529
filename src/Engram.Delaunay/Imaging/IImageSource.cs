namespace Engram.Delaunay.Imaging;

/// <summary>Pictures that can be had by number, from files, from a cache, from the painter.</summary>
public interface IImageSource
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Gives a picture; called from several threads at once.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="IOException">It cannot be had.</exception>
    RgbImage Load(int index);

    /// <summary>What messages call a picture.</summary>
    /// <param name="index">Which, from 0.</param>
    string NameOf(int index);
}
