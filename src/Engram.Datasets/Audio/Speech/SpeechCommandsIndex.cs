namespace Engram.Datasets;

/// <summary>Finds out from the names of files which recordings of Speech Commands there are.</summary>
internal sealed class SpeechCommandsIndex
{
    internal const string NoiseFolder = "_background_noise_";
    internal const string UnknownFolder = "_unknown_";
    internal const string ValidationList = "validation_list.txt";
    internal const string TestingList = "testing_list.txt";

    private const int LongestList = 1 << 24;
    private const string Ending = ".wav";
    private const string Remedy = "Fetch the set again with 'engram data fetch speech-commands', or check that it is version 0.02.";

    private readonly ClipStore _store;
    private readonly HashSet<string> _words = new(SpeechClasses.Words, StringComparer.Ordinal);

    internal SpeechCommandsIndex(ClipStore store)
    {
        _store = store;
        List<SpeechClip> clips = [];
        List<string> noises = [];
        foreach (var name in store.Names.Where(static name => name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)))
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            var folder = slash < 0 ? "" : name[..slash];
            if (folder == NoiseFolder)
                noises.Add(name);
            else if (!IsHidden(name, slash))
                clips.Add(Clip(name, folder, name[(slash + 1)..]));
        }

        (Clips, Noises, Missing) = (clips, noises, FindMissing(clips));
    }

    internal IReadOnlyList<SpeechClip> Clips { get; }

    internal IReadOnlyList<string> Noises { get; }

    /// <summary>Which folders are missing or empty, each in words.</summary>
    internal IReadOnlyList<string> Missing { get; }

    /// <summary>The clips with the parts that the lists beside them say, rather than the hash.</summary>
    /// <exception cref="DatasetException">A list is missing, names a clip that is not there, or both name the same.</exception>
    internal IReadOnlyList<SpeechClip> DividedByLists(bool allowIncomplete)
    {
        Dictionary<string, SpeechPart> parts = new(StringComparer.Ordinal);
        var known = Clips.Select(static clip => clip.Name).ToHashSet(StringComparer.Ordinal);
        List<string> seen = [];
        _store.Visit(static name => name is ValidationList or TestingList, (list, content) =>
        {
            seen.Add(list);
            var part = list == ValidationList ? SpeechPart.Validation : SpeechPart.Testing;
            foreach (var (number, line) in Lines(content).Index())
            {
                if (!known.Contains(line) && !allowIncomplete)
                    throw new DatasetException(content.Name, null, $"Line {number + 1} names {DatasetFile.Quote(line)}, which is not there.", Remedy);
                if (!parts.TryAdd(line, part))
                    throw new DatasetException(content.Name, null, $"Line {number + 1} names {DatasetFile.Quote(line)}, which has been named before.", Remedy);
            }
        });
        foreach (var list in new[] { ValidationList, TestingList })
        {
            if (!seen.Contains(list))
                throw new DatasetException(_store.Source, null, $"{list} is not there.", "Divide by the hash of the speakers, which needs no lists, or fetch the set again.");
        }

        return [.. Clips.Select(clip => clip with { Part = parts.GetValueOrDefault(clip.Name, SpeechPart.Training) })];
    }

    /// <summary>Whether both lists are there.</summary>
    internal bool HasLists => _store.Names.Contains(ValidationList, StringComparer.Ordinal) && _store.Names.Contains(TestingList, StringComparer.Ordinal);

    private SpeechClip Clip(string name, string folder, string file)
    {
        switch (folder)
        {
            case SpeechClip.SilenceWord:
                // Only the companion test set has such clips.
                return new SpeechClip(name, SpeechClip.SilenceWord, "", SpeechPart.Testing);
            case UnknownFolder:
                // WORD_SPEAKER_nohash_N.wav.wav
                var end = file.IndexOf('_', StringComparison.Ordinal);
                var word = end < 0 ? "" : file[..end];
                if (!_words.Contains(word))
                    throw Foreign(name, $"no word of the set stands before the first '_' of {DatasetFile.Quote(file)}");
                return new SpeechClip(name, word, SpeakerHash.Speaker(file[(end + 1)..]), SpeakerHash.PartOf(file[(end + 1)..]));
            default:
                if (!_words.Contains(folder))
                    throw Foreign(name, folder.Length == 0 ? "it lies in no word's folder" : $"{DatasetFile.Quote(folder)} is not one of the {_words.Count} words");
                return new SpeechClip(name, folder, SpeakerHash.Speaker(file), SpeakerHash.PartOf(file));
        }
    }

    private List<string> FindMissing(List<SpeechClip> clips)
    {
        List<string> missing = [];
        var found = clips.Select(static clip => clip.Word).ToHashSet(StringComparer.Ordinal);
        foreach (var word in SpeechClasses.Words.Where(word => !found.Contains(word)))
            missing.Add($"folder {word} {(_store.HasFolder(word) ? "has no recordings" : "is not there")}");
        if (!_store.Names.Any(static name => name.StartsWith(NoiseFolder + "/", StringComparison.Ordinal)))
            missing.Add($"folder {NoiseFolder} {(_store.HasFolder(NoiseFolder) ? "has no recordings" : "is not there")}");
        return missing;
    }

    private static List<string> Lines(ContentStream content)
    {
        if (content.MostBytesLeft > LongestList && !content.IsPacked)
            throw new DatasetException(content.Name, null, $"The list has {content.MostBytesLeft} bytes; at most {LongestList} were expected.", Remedy);
        using var reader = new StreamReader(content, leaveOpen: true);
        List<string> lines = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
                lines.Add(line);
        }

        return lines;
    }

    /// <summary>Files that systems put beside others, such as <c>._name.wav</c>.</summary>
    private static bool IsHidden(string name, int slash) => name[slash + 1] == '.' || name[0] == '.';

    private DatasetException Foreign(string name, string why) =>
        new(_store.Source, null, $"{DatasetFile.Quote(name)} is no recording of Speech Commands: {why}.", "Move it away, or name the folder of the set.");
}
