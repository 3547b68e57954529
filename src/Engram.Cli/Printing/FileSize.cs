namespace Engram.Cli.Printing;

/// <summary>Sizes of files for people.</summary>
internal static class FileSize
{
    /// <summary>The size in the unit that suits it: <c>4542 B</c>, <c>9.9 MB</c>, <c>2.82 GB</c>.</summary>
    public static string Of(double bytes) => bytes switch
    {
        < 1e4 => $"{bytes:0} B",
        < 1e6 => $"{bytes / 1e3:0} kB",
        < 1e7 => $"{bytes / 1e6:0.0} MB",
        < 1e9 => $"{bytes / 1e6:0} MB",
        _ => $"{bytes / 1e9:0.00} GB",
    };
}
