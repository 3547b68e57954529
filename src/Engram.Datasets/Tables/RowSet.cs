using Engram.Numerics;

namespace Engram.Datasets;

/// <summary>Labelled rows of numbers held in memory. Immutable.</summary>
public sealed class RowSet
{
    private readonly float[] _features;
    private readonly byte[] _labels;

    /// <summary>Makes a set from features and labels, which are copied.</summary>
    /// <param name="features">All features, <c>[row][feature]</c>; finite.</param>
    /// <param name="labels">One class for every row, below <paramref name="classCount"/>.</param>
    /// <param name="columns">The names of the columns, that of the label first.</param>
    /// <param name="classCount">How many classes there are; 1 or more.</param>
    /// <param name="source">Where the rows come from, for reports.</param>
    /// <exception cref="ArgumentException">The number of features does not fit, or a feature is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is outside its range.</exception>
    public RowSet(ReadOnlySpan<float> features, ReadOnlySpan<byte> labels, IReadOnlyList<string> columns, int classCount, string source)
        : this(features.ToArray(), labels.ToArray(), columns, classCount, source)
    {
        for (var i = 0; i < features.Length; i++)
        {
            if (!float.IsFinite(features[i]))
                throw new ArgumentException($"The feature at place {i} is {features[i]}; finite numbers were expected.", nameof(features));
        }

        foreach (var label in labels)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, classCount, nameof(labels));
    }

    /// <summary>Takes the arrays over without copying or checking them.</summary>
    internal RowSet(float[] features, byte[] labels, IReadOnlyList<string> columns, int classCount, string source)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns.Count, 2, nameof(columns));
        if (features.Length != (long)labels.Length * (columns.Count - 1))
            throw new ArgumentException($"{features.Length} numbers do not make {labels.Length} rows of {columns.Count - 1} features.", nameof(features));
        (_features, _labels, Columns, ClassCount, Source) = (features, labels, columns, classCount, source);
    }

    /// <summary>How many rows there are.</summary>
    public int Count => _labels.Length;

    /// <summary>The names of the columns; the first is the label.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How many features a row has.</summary>
    public int FeatureCount => Columns.Count - 1;

    /// <summary>How many classes there are, present or not.</summary>
    public int ClassCount { get; }

    /// <summary>Where the rows come from, for reports.</summary>
    public string Source { get; }

    /// <summary>The class of every row.</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>The features of one row, as they are in the file.</summary>
    /// <param name="index">The row, in 0 … <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Features(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _features.AsSpan(index * FeatureCount, FeatureCount);
    }

    /// <summary>Fills a batch whose lanes lie side by side: lane <c>l</c> becomes row <c>indices[l]</c> of this set.</summary>
    /// <param name="indices">A row of this set for every lane.</param>
    /// <param name="destination">A row for every feature, a lane for every index. Lanes that have no index stay as they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The table has another number of rows, or fewer lanes.</exception>
    public void FillLanes(ReadOnlySpan<int> indices, LaneMatrix<float> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.Rows != FeatureCount)
            throw new ArgumentException($"There are {FeatureCount} features; the table has {destination.Rows} rows.", nameof(destination));
        if (indices.Length > destination.Lanes)
            throw new ArgumentException($"{indices.Length} rows do not fit into {destination.Lanes} lanes.", nameof(indices));
        for (var lane = 0; lane < indices.Length; lane++)
        {
            var features = Features(indices[lane]);
            for (var i = 0; i < features.Length; i++)
                destination[i, lane] = features[i];
        }
    }

    /// <summary>How many rows every class has.</summary>
    /// <returns>A new array of <see cref="ClassCount"/> counts.</returns>
    public int[] ClassCounts()
    {
        var counts = new int[ClassCount];
        foreach (var label in _labels)
            counts[label]++;
        return counts;
    }
}

/// <summary>Which rows are learned from, chosen by, and tested on. No row is in two of them.</summary>
/// <param name="Train">The rows to learn from, in random order.</param>
/// <param name="Validation">The rows to choose by, in random order.</param>
/// <param name="Test">The rows to test on, in file order.</param>
/// <param name="Preparation">How the division was made, as a phrase for a report.</param>
public sealed record RowSplit(int[] Train, int[] Validation, int[] Test, string Preparation)
{
    /// <summary>
    /// The last tenth of the rows is for testing, and of the others one in twenty, drawn at random, for validation.
    /// </summary>
    /// <remarks>Latent Equilibrium, Fig. 2c: of the first 400,000 rows of HIGGS 342,000 to train, 18,000 to validate, 40,000 to test.</remarks>
    /// <param name="rows">How many rows there are; 0 or more.</param>
    /// <param name="seed">The same seed gives the same division.</param>
    public static RowSplit LastTenthForTesting(int rows, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var test = rows / 10;
        var parts = RandomDivision.Of(rows - test, seed, (rows - test) / 20);
        return new RowSplit(
            parts[1],
            parts[0],
            [.. Enumerable.Range(rows - test, test)],
            $"of {rows} rows in file order the last {test} for testing; of the others {parts[0].Length} drawn with seed {seed} for validation");
    }
}
