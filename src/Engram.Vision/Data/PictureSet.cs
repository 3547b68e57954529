using System.Security.Cryptography;
using System.Text;
using Engram.Delaunay.Imaging;

namespace Engram.Vision.Data;

/// <summary>Squares with labels, in memory.</summary>
internal sealed class PictureSet
{
    private string? _hash;

    /// <summary>Gathers them.</summary>
    /// <param name="name">What they are, for figures.</param>
    /// <param name="classes">What the labels mean.</param>
    /// <param name="images">Squares of one side.</param>
    /// <param name="labels">The class of each.</param>
    /// <param name="ids">The name of each; unique.</param>
    /// <exception cref="ArgumentException">The lists do not fit together.</exception>
    public PictureSet(string name, IReadOnlyList<string> classes, IReadOnlyList<RgbImage> images, IReadOnlyList<int> labels, IReadOnlyList<string> ids)
    {
        if (images.Count == 0 || images.Count != labels.Count || images.Count != ids.Count)
            throw new ArgumentException($"{images.Count} pictures, {labels.Count} labels and {ids.Count} names do not fit together.");
        if (images.Any(image => image.Width != images[0].Width || image.Height != images[0].Width))
            throw new ArgumentException("The pictures are not squares of one side.");
        if (labels.Any(label => label < 0 || label >= classes.Count))
            throw new ArgumentException($"A label is none of the {classes.Count} classes.");
        (Name, Classes, Images, Labels, Ids) = (name, classes, images, labels, ids);
    }

    /// <summary>What they are.</summary>
    public string Name { get; }

    /// <summary>What the labels mean.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The squares.</summary>
    public IReadOnlyList<RgbImage> Images { get; }

    /// <summary>The class of each.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The name of each.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Whether figures may show them; where not, grey boxes stand for them.</summary>
    public bool MayBeShown { get; init; } = true;

    /// <summary>How many.</summary>
    public int Count => Images.Count;

    /// <summary>The side of the squares in pixels.</summary>
    public int Side => Images[0].Width;

    /// <summary>How many of each class are among some of them.</summary>
    public int[] Sizes(IReadOnlyList<int> indices)
    {
        var sizes = new int[Classes.Count];
        foreach (int index in indices)
            sizes[Labels[index]]++;
        return sizes;
    }

    /// <summary>How many of each class there are.</summary>
    public int[] Sizes() => Sizes([.. Enumerable.Range(0, Count)]);

    /// <summary>SHA-256 over names, labels and pixels in hexadecimal: two sets with the same are the same.</summary>
    public string Hash()
    {
        if (_hash is not null)
            return _hash;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < Count; i++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Ids[i]}\n{Classes[Labels[i]]}\n{Side}\n"));
            hash.AppendData(Images[i].Pixels);
        }

        return _hash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
