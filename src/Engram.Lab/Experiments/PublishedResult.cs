namespace Engram.Lab.Experiments;

/// <summary>A number that a paper, or the files stored beside it, reports.</summary>
/// <param name="Name">What it is the number of, for instance <c>GLE 15k</c>.</param>
/// <param name="Metric">The name of the summary value it compares with, for instance <c>test_accuracy</c>.</param>
/// <param name="Mean">The value, in <paramref name="Unit"/>.</param>
/// <param name="StandardDeviation">The population standard deviation over seeds; null where none was reported.</param>
/// <param name="Seeds">How many seeds; null where unknown.</param>
/// <param name="Unit">The unit, for instance <c>%</c>.</param>
/// <param name="Source">Where it stands: the paper and its figure or table.</param>
/// <param name="Note">What a reader must know to compare; may be empty.</param>
public sealed record PublishedResult(
    string Name,
    string Metric,
    double Mean,
    double? StandardDeviation,
    int? Seeds,
    string Unit,
    string Source,
    string Note = "")
{
    /// <summary>Whether <see cref="Mean"/> is really the median over seeds: then the median of several runs is what compares with it.</summary>
    public bool IsMedian { get; init; }
}
