namespace Engram.Datasets;

/// <summary>The free spoken digits: recordings of ten digits by six speakers.</summary>
public sealed class SpokenDigitsDataset : Dataset
{
    internal const string RecordingsFolder = "recordings";

    internal SpokenDigitsDataset()
    {
    }

    /// <inheritdoc/>
    public override string Name => "spoken-digits";

    /// <inheritdoc/>
    public override string Title => "Free Spoken Digit Dataset";

    /// <inheritdoc/>
    public override string Summary => $"{SpokenDigits.OfficialCount} recordings of ten spoken digits by six speakers, trimmed, at {SpokenDigits.SampleRate} Hz";

    /// <inheritdoc/>
    public override string Licence => "CC BY-SA 4.0";

    /// <inheritdoc/>
    public override string Citation => "Z. Jackson and others. Free Spoken Digit Dataset. https://github.com/Jakobovski/free-spoken-digit-dataset";

    /// <inheritdoc/>
    public override IReadOnlyList<string> UsedFor { get; } = ["none of the papers: speech that is small enough to try things with"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Splits { get; } =
    [
        "the project's own: index 0 … 4 to test, the others to train; the same voices in both",
        "by speakers, so that nobody is heard in two parts",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders { get; } = ["free-spoken-digit-dataset", "spoken-digits"];

    /// <inheritdoc/>
    public override string? ByHand =>
        "It is published as a folder of files without a checksum, so copy it by hand: git clone https://github.com/Jakobovski/free-spoken-digit-dataset into the data folder.";

    /// <inheritdoc/>
    public override FolderContent Glance(string folder)
    {
        var recordings = Path.Combine(folder, RecordingsFolder);
        var count = new[] { recordings, folder }
            .Where(Directory.Exists)
            .Max(static place => Directory.EnumerateFiles(place, "*.wav").Count(static file => SpokenDigits.Parse(Path.GetFileName(file)) is not null));
        return count >= SpokenDigits.OfficialCount ? FolderContent.Whole
            : count > 0 || (Folders.Contains(Path.GetFileName(folder), StringComparer.Ordinal) && Directory.Exists(recordings)) ? FolderContent.Part
            : FolderContent.None;
    }

    /// <summary>Reads the recordings.</summary>
    /// <param name="data">The folder that holds data sets, or the set's own folder.</param>
    /// <param name="allowIncomplete">Whether recordings may be missing; <see cref="SpokenDigits.Missing"/> then says how many.</param>
    /// <exception cref="DatasetException">It is not there, incomplete without leave, or damaged.</exception>
    public SpokenDigits Read(string data, bool allowIncomplete = false)
    {
        var location = Locate(data);
        location.RequireSomething();
        return SpokenDigits.Read(location.Folder!, allowIncomplete);
    }

    /// <inheritdoc/>
    public override DatasetFacts Describe(string data, Action<string, double>? progress = null, CancellationToken stop = default)
    {
        progress?.Invoke($"reading {Name}", 0);
        var set = Read(data, allowIncomplete: true);
        stop.ThrowIfCancellationRequested();
        var split = set.SplitByIndex();
        var statistics = new SoundStatistics();
        foreach (var recording in split.Train)
            statistics.Add(recording.Sound);
        return new DatasetFacts([Part("train", split.Train), Part("test", split.Test)], statistics.Values(), set.Missing);
    }

    /// <inheritdoc/>
    protected override void CheckContent(string data, ICollection<DatasetCheck> checks, Action<string, double>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(checks);
        progress?.Invoke($"reading {Name}", 0);
        var set = Read(data, allowIncomplete: true);
        stop.ThrowIfCancellationRequested();
        var empty = Enumerable.Range(0, SpokenDigits.Digits).Where(digit => !set.Recordings.Any(recording => recording.Digit == digit)).ToArray();
        checks.Add(new DatasetCheck(
            "recordings",
            empty.Length > 0 ? CheckState.Wrong : CheckState.Fine,
            $"{set.Recordings.Count} of 16-bit PCM, one channel, {SpokenDigits.SampleRate} Hz, by {string.Join(", ", set.Speakers)}{(empty.Length > 0 ? $"; none of digit {string.Join(", ", empty)}" : "")}"));
        foreach (var missing in set.Missing)
            checks.Add(new DatasetCheck("completeness", CheckState.Missing, missing));
    }

    private static DatasetPart Part(string name, IReadOnlyList<SpokenDigit> recordings)
    {
        var counts = new long[SpokenDigits.Digits];
        foreach (var recording in recordings)
            counts[recording.Digit]++;
        return new DatasetPart(name, recordings.Count, recordings.Count == 0 ? "none" : $"{recordings.Min(static recording => recording.Sound.Samples.Length)} … {recordings.Max(static recording => recording.Sound.Samples.Length)} samples", counts);
    }
}
