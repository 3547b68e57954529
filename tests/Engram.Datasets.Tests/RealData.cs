using System.Runtime.CompilerServices;

namespace Engram.Datasets.Tests;

/// <summary>Finds the real data: the folder that ENGRAM_DATA names, or <c>shared/data</c> beside the repository.</summary>
internal static class RealData
{
    internal static string Mnist1D() => Folder("mnist1d", "The frozen MNIST-1D files are");

    internal static string Mnist() => Path.GetDirectoryName(Folder("mnist", "The MNIST files are"))!;

    internal static string Cifar10() => Path.GetDirectoryName(Folder("cifar-10-batches-bin", "The CIFAR-10 batches are"))!;

    internal static string Svhn() => Path.GetDirectoryName(Folder("svhn-train-first55", "The SVHN digits are"))!;

    internal static string Higgs() => Path.GetDirectoryName(Folder("higgs", "The HIGGS rows are"))!;

    internal static string SpeechCommands() => Path.GetDirectoryName(Folder("speech_commands_test_set_v0.02", "The recordings of Speech Commands are"))!;

    internal static string SpokenDigits() => Path.GetDirectoryName(Folder("free-spoken-digit-dataset", "The spoken digits are"))!;

    private static string Folder(string name, string what)
    {
        foreach (var folder in Candidates())
        {
            var wanted = Path.Combine(folder, name);
            if (Directory.Exists(wanted))
                return wanted;
        }

        Assert.Skip($"{what} not here: put them into ../shared/data/{name} or set ENGRAM_DATA.");
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
