namespace Engram.Datasets;

/// <summary>What was found in a data set.</summary>
/// <param name="Parts">Its parts, such as training and test samples.</param>
/// <param name="Values">Statistics of the values of the training part.</param>
/// <param name="Missing">What is missing, each in words with its count; empty where the set is complete.</param>
public sealed record DatasetFacts(IReadOnlyList<DatasetPart> Parts, IReadOnlyList<ValueStatistics> Values, IReadOnlyList<string> Missing);

/// <summary>One part of a data set.</summary>
/// <param name="Name">Its name, such as <c>train</c>.</param>
/// <param name="Count">How many samples it has.</param>
/// <param name="Shape">The shape of a sample, in words.</param>
/// <param name="ClassCounts">How many samples every class has.</param>
public sealed record DatasetPart(string Name, long Count, string Shape, IReadOnlyList<long> ClassCounts);

/// <summary>How the values of a channel or a column are distributed.</summary>
/// <param name="Name">The channel or column, with its scale.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The population standard deviation.</param>
/// <param name="Minimum">The least value.</param>
/// <param name="Maximum">The greatest value.</param>
public sealed record ValueStatistics(string Name, double Mean, double Deviation, double Minimum, double Maximum);

/// <summary>How a check came out.</summary>
public enum CheckState
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Not there.</summary>
    Missing,

    /// <summary>There, but not as it should be.</summary>
    Wrong,
}

/// <summary>One thing that was checked.</summary>
/// <param name="Subject">What was checked: a file, or a part of the content.</param>
/// <param name="State">How it came out.</param>
/// <param name="Words">What was found, and where it is not fine, what was expected.</param>
public sealed record DatasetCheck(string Subject, CheckState State, string Words);
