using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Le;

/// <summary>What a run leaves that must not depend on how it came about.</summary>
internal static class Outcomes
{
    /// <summary>Rows, arrays, last state and summary are the same to the last bit.</summary>
    public static void AssertSame(RunInformation expected, RunInformation actual)
    {
        string arrays = Path.Combine(expected.Folder, "arrays");
        string[] files = ["metrics.csv", "checkpoints/latest.state", .. Directory.GetFiles(arrays).Select(file => $"arrays/{Path.GetFileName(file)}")];
        foreach (string file in files)
            Assert.True(File.ReadAllBytes(Path.Combine(expected.Folder, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual.Folder, file))), file);
        Assert.Equal(expected.Summary, actual.Summary);
    }
}
