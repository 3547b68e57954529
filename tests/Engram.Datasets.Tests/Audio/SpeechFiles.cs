namespace Engram.Datasets.Tests.Audio;

/// <summary>Makes small sets in the layout of Speech Commands.</summary>
internal static class SpeechFiles
{
    /// <summary>Speakers for training (t), validation (v) and testing (e): see <see cref="SpeakerHashTests"/>.</summary>
    internal const string Training = "004ae714";

    internal const string Validation = "c83fb6d0";

    internal const string Testing = "0bac8a71";

    /// <summary>All 35 words, <paramref name="each"/> recordings for training and one for each of the others; noise; the two lists.</summary>
    internal static (string Name, byte[] Content)[] Whole(int each = 3)
    {
        List<(string, byte[])> files = [];
        foreach (var (number, word) in SpeechClasses.Words.Index())
        {
            for (var i = 0; i < each; i++)
                files.Add(($"{word}/{Training}_nohash_{i}.wav", WavFiles.Ramp(20, first: (100 * number) + i)));
            files.Add(($"{word}/{Validation}_nohash_0.wav", WavFiles.Ramp(20, first: number)));
            files.Add(($"{word}/{Testing}_nohash_0.wav", WavFiles.Ramp(20, first: number)));
        }

        files.Add(("_background_noise_/hum.wav", WavFiles.Ramp(100)));
        files.Add(("_background_noise_/README.md", "noise"u8.ToArray()));
        files.Add(("validation_list.txt", List(Validation)));
        files.Add(("testing_list.txt", List(Testing)));
        files.Add(("LICENSE", "CC BY 4.0"u8.ToArray()));
        return [.. files];
    }

    internal static void WriteTo(string folder, (string Name, byte[] Content)[] files)
    {
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private static byte[] List(string speaker) => System.Text.Encoding.ASCII.GetBytes(string.Concat(SpeechClasses.Words.Select(word => $"{word}/{speaker}_nohash_0.wav\n")));
}
