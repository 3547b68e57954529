namespace Engram.Cli.Tests.EndToEnd;

/// <summary>What a run leaves, to be compared byte for byte.</summary>
internal static class RunFolderBytes
{
    /// <summary>Everything that must not depend on when or how often a run was interrupted.</summary>
    public static SortedDictionary<string, byte[]> Results(string run)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["metrics.csv"] = File.ReadAllBytes(Path.Combine(run, "metrics.csv")),
            ["latest.state"] = File.ReadAllBytes(Path.Combine(run, "checkpoints", "latest.state")),
        };
        foreach (string folder in (string[])["arrays", "figures"])
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(run, folder)))
                files[$"{folder}/{Path.GetFileName(file)}"] = File.ReadAllBytes(file);
        }

        return files;
    }

    public static SortedDictionary<string, byte[]> Everything(string run) => new(
        Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(run, file), File.ReadAllBytes, StringComparer.Ordinal),
        StringComparer.Ordinal);

    public static void AssertEqual(SortedDictionary<string, byte[]> expected, SortedDictionary<string, byte[]> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((string name, byte[] bytes) in expected)
            Assert.True(bytes.AsSpan().SequenceEqual(actual[name]), $"{name} differs");
    }
}
