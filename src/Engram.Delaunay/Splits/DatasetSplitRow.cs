namespace Engram.Delaunay.Splits;

/// <summary>A picture's part in a split.</summary>
/// <param name="ImageId">The picture's identifier; empty for a file without pixels.</param>
/// <param name="ClassIndex">The label.</param>
/// <param name="Part">The part: <c>train</c>, <c>validation</c>, <c>test</c>, or the rule's own word.</param>
/// <param name="RelativePath">The file, since copies of a picture share their identifier.</param>
/// <param name="Position">The place in the part where the rule gives one (the authors' files are named by it); -1 otherwise.</param>
public sealed record DatasetSplitRow(string ImageId, int ClassIndex, string Part, string RelativePath, int Position = -1);

/// <summary>A split: which picture is for what.</summary>
/// <param name="Rule">The rule it was made by.</param>
/// <param name="Seed">The seed it was made with.</param>
/// <param name="SourceHash">SHA-256 of the catalogue.</param>
/// <param name="Rows">A row for each picture of the split, in catalogue order.</param>
/// <param name="Left">How many files of the catalogue are in no part, and why.</param>
public sealed record DelaunaySplit(string Rule, ulong Seed, string SourceHash, IReadOnlyList<DatasetSplitRow> Rows, IReadOnlyList<(string Why, int Count)> Left)
{
    /// <summary>The parts in the order they appear in, with their sizes.</summary>
    public IReadOnlyList<(string Part, int Count)> Parts => [.. Rows.CountBy(static row => row.Part, StringComparer.Ordinal)
        .OrderBy(static pair => Order(pair.Key)).ThenBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value))];

    private static int Order(string part) => part switch { "train" or "meta-train" => 0, "validation" or "meta-validation" => 1, "test" or "meta-test" => 2, _ => 3 };
}
