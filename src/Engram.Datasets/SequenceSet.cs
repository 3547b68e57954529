namespace Engram.Datasets;

/// <summary>
/// Labelled sequences of equal length: what a network is shown over time, and what it should say. Immutable.
/// </summary>
/// <remarks>Values lie <c>[sample][channel][step]</c> in one block of double precision.</remarks>
public sealed class SequenceSet
{
    private readonly double[] _values;
    private readonly int[] _labels;

    /// <summary>Makes a set from values and labels, which are copied.</summary>
    /// <param name="values">All values, <c>[sample][channel][step]</c>; finite.</param>
    /// <param name="labels">One class for every sample, in 0 … <paramref name="classCount"/> − 1.</param>
    /// <param name="channels">Values at every step; 1 or more.</param>
    /// <param name="steps">Steps in every sequence; 1 or more.</param>
    /// <param name="classCount">How many classes there are; 1 or more.</param>
    /// <exception cref="ArgumentException">The number of values does not fit, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a label is outside its range.</exception>
    public SequenceSet(ReadOnlySpan<double> values, ReadOnlySpan<int> labels, int channels, int steps, int classCount)
        : this(values.ToArray(), labels.ToArray(), channels, steps, classCount)
    {
    }

    /// <summary>Takes the arrays over without copying them.</summary>
    internal SequenceSet(double[] values, int[] labels, int channels, int steps, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (values.Length != (Int128)labels.Length * channels * steps)
        {
            throw new ArgumentException(
                $"{values.Length} values do not make {labels.Length} sequences of {channels} channels and {steps} steps.", nameof(values));
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArgumentException($"The value at place {i} is {values[i]}; finite numbers were expected.", nameof(values));
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), labels[i], $"The label of sample {i} must lie in 0 … {classCount - 1}.");
            }
        }

        _values = values;
        _labels = labels;
        Channels = channels;
        Steps = steps;
        ClassCount = classCount;
    }

    /// <summary>How many sequences there are.</summary>
    public int Count => _labels.Length;

    /// <summary>How many values a sequence has at every step.</summary>
    public int Channels { get; }

    /// <summary>How many steps a sequence has.</summary>
    public int Steps { get; }

    /// <summary>How many classes there are, present or not.</summary>
    public int ClassCount { get; }

    /// <summary>All values, <c>[sample][channel][step]</c>.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The class of every sample, in 0 … <see cref="ClassCount"/> − 1.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>One sequence, <c>[channel][step]</c>.</summary>
    /// <param name="index">The sample, in 0 … <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ReadOnlySpan<double> Sample(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _values.AsSpan(index * Channels * Steps, Channels * Steps);
    }

    /// <summary>How many samples every class has.</summary>
    /// <returns>A new array of <see cref="ClassCount"/> counts.</returns>
    public int[] ClassCounts()
    {
        var counts = new int[ClassCount];
        foreach (var label in _labels)
            counts[label]++;
        return counts;
    }
}
