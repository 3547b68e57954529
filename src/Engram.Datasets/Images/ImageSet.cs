using Engram.Numerics;

namespace Engram.Datasets;

/// <summary>
/// Labelled images of one shape, held in memory as the bytes they were stored as. Immutable; a part, a selection or a union shares the
/// pixels with what it was made from, so splitting a set costs 20 bytes an image.
/// </summary>
public sealed class ImageSet
{
    private readonly Reference[] _images;
    private readonly int[] _labels;

    /// <summary>Makes a set from pixels and labels, which are copied.</summary>
    /// <param name="pixels">All values, <c>[image][channel][y][x]</c>.</param>
    /// <param name="labels">One class for every image, in 0 … number of classes − 1.</param>
    /// <param name="shape">The shape of every image; all three sizes are 1 or more.</param>
    /// <param name="classNames">The names of the classes in the order of their labels; at least one.</param>
    /// <param name="source">Where the images come from, for reports.</param>
    /// <exception cref="ArgumentException">The number of values does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a label is outside its range.</exception>
    public ImageSet(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, ImageShape shape, IReadOnlyList<string> classNames, string source)
        : this(References(pixels.ToArray(), labels.Length, shape), labels.ToArray(), shape, classNames, source) => CheckLabels();

    private ImageSet(Reference[] images, int[] labels, ImageShape shape, IReadOnlyList<string> classNames, string source)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfLessThan(classNames.Count, 1, nameof(classNames));
        _images = images;
        _labels = labels;
        Shape = shape;
        ClassNames = classNames;
        Source = source;
    }

    /// <summary>Makes a set that takes the arrays over without copying them.</summary>
    internal static ImageSet Own(byte[] pixels, int[] labels, ImageShape shape, IReadOnlyList<string> classNames, string source)
    {
        var set = new ImageSet(References(pixels, labels.Length, shape), labels, shape, classNames, source);
        set.CheckLabels();
        return set;
    }

    /// <summary>How many images there are.</summary>
    public int Count => _labels.Length;

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The names of the classes, in the order of their labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many classes there are, present or not.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Where the images come from, for reports.</summary>
    public string Source { get; }

    /// <summary>The class of every image, in 0 … <see cref="ClassCount"/> − 1.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The values of one image, <c>[channel][y][x]</c>, 0 … 255.</summary>
    /// <param name="index">The image, in 0 … <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> Pixels(int index)
    {
        CheckIndex(index);
        return _images[index].Block.AsSpan(_images[index].Offset, Shape.Values);
    }

    /// <summary>Copies one image as numbers: every byte times a scale.</summary>
    /// <param name="index">The image, in 0 … <see cref="Count"/> − 1.</param>
    /// <param name="destination">Takes <c>[channel][y][x]</c>; exactly as many numbers as an image has values.</param>
    /// <param name="scale">1/255 brings values to 0 … 1; 1/256 is what some papers use.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    public void CopyTo(int index, Span<float> destination, float scale)
    {
        var pixels = Pixels(index);
        if (destination.Length != pixels.Length)
            throw new ArgumentException($"An image has {pixels.Length} values; the destination takes {destination.Length}.", nameof(destination));
        for (var i = 0; i < pixels.Length; i++)
            destination[i] = pixels[i] * scale;
    }

    /// <summary>Fills a batch whose lanes lie side by side: lane <c>l</c> becomes image <c>indices[l]</c>, row <c>i</c> its value <c>i</c>.</summary>
    /// <param name="indices">An image for every lane.</param>
    /// <param name="destination">A row for every value of an image, a lane for every index. Lanes that have no index stay as they are.</param>
    /// <param name="scale">What every byte is multiplied by.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    /// <exception cref="ArgumentException">The rows do not fit an image, or there are more indices than lanes.</exception>
    public void FillLanes(ReadOnlySpan<int> indices, LaneMatrix<float> destination, float scale)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.Rows != Shape.Values)
            throw new ArgumentException($"An image has {Shape.Values} values; the table has {destination.Rows} rows.", nameof(destination));
        if (indices.Length > destination.Lanes)
            throw new ArgumentException($"{indices.Length} images do not fit into {destination.Lanes} lanes.", nameof(indices));
        foreach (var index in indices)
            CheckIndex(index);

        // Rows in the outer loop write whole cache lines; the images that are read stay in the cache from row to row.
        for (var row = 0; row < destination.Rows; row++)
        {
            var lanes = destination.Row(row);
            for (var lane = 0; lane < indices.Length; lane++)
            {
                ref readonly var image = ref _images[indices[lane]];
                lanes[lane] = image.Block[image.Offset + row] * scale;
            }
        }
    }

    /// <summary>Some of the images in a row.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public ImageSet Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return new ImageSet(_images.AsSpan(start, count).ToArray(), _labels.AsSpan(start, count).ToArray(), Shape, ClassNames, Source);
    }

    /// <summary>Images in any order, any of them as often as it is named.</summary>
    /// <param name="indices">Which ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ImageSet Select(ReadOnlySpan<int> indices)
    {
        var images = new Reference[indices.Length];
        var labels = new int[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            CheckIndex(indices[i]);
            (images[i], labels[i]) = (_images[indices[i]], _labels[indices[i]]);
        }

        return new ImageSet(images, labels, Shape, ClassNames, Source);
    }

    /// <summary>All images of several sets, one set after the other.</summary>
    /// <param name="sets">One or more sets of the same shape and the same classes.</param>
    /// <exception cref="ArgumentException">There is none, or they differ in shape or classes.</exception>
    public static ImageSet Join(params ReadOnlySpan<ImageSet> sets)
    {
        if (sets.IsEmpty)
            throw new ArgumentException("There is nothing to join.", nameof(sets));
        var first = sets[0];
        List<Reference> images = [];
        List<int> labels = [];
        List<string> sources = [];
        foreach (var set in sets)
        {
            if (set.Shape != first.Shape || !set.ClassNames.SequenceEqual(first.ClassNames, StringComparer.Ordinal))
                throw new ArgumentException($"Images of {first.Source} and {set.Source} differ in shape or classes.", nameof(sets));
            images.AddRange(set._images);
            labels.AddRange(set._labels);
            if (!sources.Contains(set.Source))
                sources.Add(set.Source);
        }

        return new ImageSet([.. images], [.. labels], first.Shape, first.ClassNames, string.Join("; ", sources));
    }

    /// <summary>How many images every class has.</summary>
    /// <returns>A new array of <see cref="ClassCount"/> counts.</returns>
    public int[] ClassCounts()
    {
        var counts = new int[ClassCount];
        foreach (var label in _labels)
            counts[label]++;
        return counts;
    }

    private static Reference[] References(byte[] pixels, int count, ImageShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Channels, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Height, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Width, 1, nameof(shape));
        if (pixels.Length != (Int128)count * shape.Channels * shape.Height * shape.Width)
            throw new ArgumentException($"{pixels.Length} values do not make {count} images of {shape}.", nameof(pixels));
        var images = new Reference[count];
        for (var i = 0; i < count; i++)
            images[i] = new Reference(pixels, i * shape.Values);
        return images;
    }

    private void CheckLabels()
    {
        for (var i = 0; i < _labels.Length; i++)
        {
            if (_labels[i] < 0 || _labels[i] >= ClassCount)
                throw new ArgumentOutOfRangeException("labels", _labels[i], $"The label of image {i} must lie in 0 … {ClassCount - 1}.");
        }
    }

    private void CheckIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
    }

    private readonly record struct Reference(byte[] Block, int Offset);
}
