using Engram.Datasets;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Evaluation;

/// <summary>Pictures that can be shown in batches: seen ones, or dreams.</summary>
public interface IPictures
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>The shape of each.</summary>
    SignalShape Shape { get; }

    /// <summary>Shows some of them, side by side. The same picture is the same, whichever batch it is in.</summary>
    /// <param name="first">The first picture.</param>
    /// <param name="count">How many; at most the lanes of the table.</param>
    /// <param name="pictures">Written: <c>[channel · place, lane]</c>, numbers in [−1, 1]. Lanes beyond <paramref name="count"/> may hold anything finite.</param>
    void Show(int first, int count, LaneMatrix<float> pictures);
}

/// <summary>Pictures of a data set.</summary>
public sealed class SeenPictures : IPictures
{
    private const float Scale = 2f / 255;

    private readonly ImageSet _images;
    private readonly int[]? _chosen;

    /// <summary>Pictures of a data set.</summary>
    /// <param name="images">The set.</param>
    /// <param name="chosen">Which, in which order; null for all as they lie.</param>
    public SeenPictures(ImageSet images, int[]? chosen = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        (_images, _chosen) = (images, chosen);
    }

    /// <inheritdoc/>
    public int Count => _chosen?.Length ?? _images.Count;

    /// <inheritdoc/>
    public SignalShape Shape => new(_images.Shape.Channels, _images.Shape.Height, _images.Shape.Width);

    /// <summary>Fills lanes with images as a cortex sees them: (p/255 − 0.5)/0.5, in [−1, 1] (PAD specification 2).</summary>
    /// <param name="images">The images.</param>
    /// <param name="indices">An image for each lane; lanes without one stay as they are.</param>
    /// <param name="pictures">Written: <c>[channel · place, lane]</c>.</param>
    /// <exception cref="ArgumentException">The table does not fit the images.</exception>
    public static void Fill(ImageSet images, ReadOnlySpan<int> indices, LaneMatrix<float> pictures)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(pictures);
        images.FillLanes(indices, pictures, Scale);
        for (int row = 0; row < pictures.Rows; row++)
        {
            foreach (ref float value in pictures.Row(row)[..indices.Length])
                value -= 1;
        }
    }

    /// <inheritdoc/>
    public void Show(int first, int count, LaneMatrix<float> pictures)
    {
        Span<int> indices = count <= 256 ? stackalloc int[count] : new int[count];
        for (int i = 0; i < count; i++)
            indices[i] = _chosen is null ? first + i : _chosen[first + i];
        Fill(_images, indices, pictures);
    }
}
