namespace Engram.Dreaming.Evaluation;

/// <summary>
/// What a set of pictures is to a cortex: a latent for each, item by item, with the classes of the pictures. Also used for features of other
/// networks.
/// </summary>
public sealed class LatentSet
{
    private readonly float[] _values;
    private readonly int[] _labels;

    /// <summary>Takes latents over.</summary>
    /// <param name="values">Item by item, <paramref name="dimensions"/> numbers each; not copied.</param>
    /// <param name="labels">The class of each item, 0 … <paramref name="classCount"/> − 1; not copied.</param>
    /// <param name="dimensions">How many numbers a latent has; 1 or more.</param>
    /// <param name="classCount">How many classes there are, present or not; 1 or more.</param>
    /// <exception cref="ArgumentException">The numbers do not fit the labels, or a label is out of range.</exception>
    public LatentSet(float[] values, int[] labels, int dimensions, int classCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (values.LongLength != (long)labels.Length * dimensions)
            throw new ArgumentException($"{values.LongLength} numbers are not {labels.Length} latents of {dimensions}.", nameof(values));
        if (Array.Find(labels, label => label < 0 || label >= classCount) is var wrong && (wrong < 0 || wrong >= classCount))
            throw new ArgumentException($"The class {wrong} does not lie in 0 … {classCount - 1}.", nameof(labels));
        (_values, _labels, Dimensions, ClassCount) = (values, labels, dimensions, classCount);
    }

    /// <summary>How many items there are.</summary>
    public int Count => _labels.Length;

    /// <summary>How many numbers a latent has.</summary>
    public int Dimensions { get; }

    /// <summary>How many classes there are, present or not.</summary>
    public int ClassCount { get; }

    /// <summary>The class of every item.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>All numbers, item by item.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The latent of one item.</summary>
    public ReadOnlySpan<float> this[int item] => _values.AsSpan(item * Dimensions, Dimensions);

    /// <summary>Some of the items, in any order.</summary>
    public LatentSet Select(ReadOnlySpan<int> items)
    {
        var values = new float[items.Length * Dimensions];
        var labels = new int[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            this[items[i]].CopyTo(values.AsSpan(i * Dimensions, Dimensions));
            labels[i] = _labels[items[i]];
        }

        return new LatentSet(values, labels, Dimensions, ClassCount);
    }

    /// <summary>Every latent divided by its length; one of length 0 stays.</summary>
    public LatentSet Normalized()
    {
        var values = _values.AsSpan().ToArray();
        for (int item = 0; item < Count; item++)
        {
            Span<float> latent = values.AsSpan(item * Dimensions, Dimensions);
            double squares = 0;
            foreach (float value in latent)
                squares += (double)value * value;
            if (squares == 0)
                continue;
            double scale = 1 / Math.Sqrt(squares);
            foreach (ref float value in latent)
                value = (float)(value * scale);
        }

        return new LatentSet(values, _labels, Dimensions, ClassCount);
    }

    /// <summary>Σ (a − b)² over the dimensions.</summary>
    internal static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        // Four chains, joined in a fixed order: one chain would wait for itself.
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            double d0 = a[i] - b[i], d1 = a[i + 1] - b[i + 1], d2 = a[i + 2] - b[i + 2], d3 = a[i + 3] - b[i + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }

        for (; i < a.Length; i++)
        {
            double rest = a[i] - b[i];
            s0 += rest * rest;
        }

        return s0 + s1 + (s2 + s3);
    }
}
