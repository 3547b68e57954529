using Engram.Datasets;

namespace Engram.Delaunay.Acquisition;

/// <summary>The archives that the dataset's authors publish. Neither sizes nor checksums of them were ever published.</summary>
public static class PublishedArchives
{
    /// <summary>The folder they lie in.</summary>
    public static Uri Address { get; } = new("https://physiologie.unibe.ch/supplementals/");

    /// <summary>The archives by the words they are asked for with.</summary>
    public static IReadOnlyList<(string Word, OfficialFile File, string What)> All { get; } =
    [
        ("full", new OfficialFile("delaunay.zip"), "all 11,503 pictures, a folder an artist"),
        ("train", new OfficialFile("delaunay_train.zip"), "one part of the authors' split; which one is told by counting"),
        ("test", new OfficialFile("delaunay_test.zip"), "the other part"),
        ("urls", new OfficialFile("DELAUNAY_URLs.zip"), "lists of the addresses the pictures were collected from"),
    ];

    /// <summary>What a person should know before anything is fetched.</summary>
    public const string RightsWarning =
        "These are works of artists most of whom are in copyright, photographed by others. They are fetched for your own research, on your own responsibility: "
        + "do not pass them on, and do not show them on the public web without a recorded decision. The artists' list, hashes, splits and statistics may be shared.";
}
