using System.Runtime.CompilerServices;

namespace Engram.Datasets.Tests;

/// <summary>Finds the real data: the folder that ENGRAM_DATA names, or <c>shared/data</c> beside the repository.</summary>
internal static class RealData
{
    internal static string Mnist1D()
    {
        foreach (var folder in Candidates())
        {
            var wanted = Path.Combine(folder, "mnist1d");
            if (Directory.Exists(wanted))
                return wanted;
        }

        Assert.Skip("The frozen MNIST-1D files are not here: put them into ../shared/data/mnist1d or set ENGRAM_DATA.");
        return "";
    }

    private static IEnumerable<string> Candidates([CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("ENGRAM_DATA") is { Length: > 0 } named)
            yield return named;
        for (var folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Engram.slnx")))
                yield return Path.Combine(folder, "..", "shared", "data");
        }
    }
}
