namespace Engram.Datasets;

/// <summary>Speech Commands 0.02: one-second recordings of 35 words, and of background noise.</summary>
public sealed class SpeechCommandsDataset : Dataset
{
    private const string ArchiveName = "speech_commands_v0.02.tar.gz";

    internal SpeechCommandsDataset()
    {
    }

    /// <inheritdoc/>
    public override string Name => "speech-commands";

    /// <inheritdoc/>
    public override string Title => "Speech Commands 0.02";

    /// <inheritdoc/>
    public override string Summary => $"{SpeechCommands.OfficialCount} recordings of {SpeechClasses.Words.Count} spoken words, one second each at {SpeechCommands.SampleRate} Hz";

    /// <inheritdoc/>
    public override string Licence => "CC BY 4.0";

    /// <inheritdoc/>
    public override string Citation => "P. Warden. Speech Commands: a dataset for limited-vocabulary speech recognition. arXiv:1804.03209 (2018).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> UsedFor { get; } = ["Generalized Latent Equilibrium (Ellenberger et al. 2025), Fig. 8e: twelve classes"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Splits { get; } =
    [
        "by the hash of the speaker: about 80 % to train, 10 % to validate, 10 % to test",
        "twelve classes: all of ten keywords, a tenth of their number of other words, a tenth of silence (Generalized Latent Equilibrium, Fig. 8e)",
        "by validation_list.txt and testing_list.txt, where they are there",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => SpeechClasses.Twelve.Names;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders { get; } =
        ["speech_commands_v0.02", "speech-commands", "SpeechCommands/speech_commands_v0.02", "speech_commands_test_set_v0.02"];

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Archives { get; } =
    [
        new(ArchiveName)
        {
            OtherNames = ["speech_commands_v0.02.tar"],
            Checksum = Checksum.Sha256("af14739ee7dc311471de98f5f9d2c9191b18aedfe957f4a6ff791c709868ff58"),
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Downloads => Archives;

    /// <inheritdoc/>
    public override IReadOnlyList<Uri> Addresses { get; } = [new("http://download.tensorflow.org/data/")];

    /// <inheritdoc/>
    public override FolderContent Glance(string folder)
    {
        var words = SpeechClasses.Words.Count(word => Directory.Exists(Path.Combine(folder, word)));
        var keywords = SpeechClasses.Words.Count(word => SpeechClasses.Twelve.IsKeyword(word) && Directory.Exists(Path.Combine(folder, word)));
        return words == SpeechClasses.Words.Count && Directory.Exists(Path.Combine(folder, SpeechCommandsIndex.NoiseFolder)) ? FolderContent.Whole
            : keywords > 0 ? FolderContent.Part
            : FolderContent.None;
    }

    /// <summary>Opens the set.</summary>
    /// <param name="data">The folder that holds data sets, or the set's own folder, or its archive.</param>
    /// <param name="division">What decides what a recording is for.</param>
    /// <param name="allowIncomplete">Whether words or noise may be missing; <see cref="SpeechCommands.Missing"/> then says which.</param>
    /// <exception cref="DatasetException">It is not there, damaged, or incomplete without leave.</exception>
    public SpeechCommands Open(string data, SpeechDivision division = SpeechDivision.SpeakerHash, bool allowIncomplete = false)
    {
        var location = Locate(data);
        location.RequireSomething();
        return SpeechCommands.Open(location.Archive ?? location.Folder!, division, allowIncomplete);
    }

    /// <inheritdoc/>
    public override DatasetFacts Describe(string data, Action<string, double>? progress = null, CancellationToken stop = default)
    {
        var set = Open(data, allowIncomplete: true);
        var statistics = new SoundStatistics();
        Walk(set, clip => clip.Part == SpeechPart.Training, (_, sound) => statistics.Add(sound), progress, stop);
        return new DatasetFacts(
            [Part("train", set, SpeechPart.Training), Part("validation", set, SpeechPart.Validation), Part("test", set, SpeechPart.Testing)],
            statistics.Values(),
            set.Missing);
    }

    /// <inheritdoc/>
    protected override void CheckContent(string data, ICollection<DatasetCheck> checks, Action<string, double>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(checks);
        var set = Open(data, allowIncomplete: true);
        var longest = 0;
        Walk(set, static _ => true, (_, sound) => longest = Math.Max(longest, sound.Samples.Length), progress, stop);
        checks.Add(new DatasetCheck(
            "recordings",
            set.Clips.Count > SpeechCommands.OfficialCount ? CheckState.Wrong : CheckState.Fine,
            $"{set.Clips.Count} of 16-bit PCM, one channel, {SpeechCommands.SampleRate} Hz, up to {longest} samples"));
        if (set.ReadNoise() is { Count: > 0 } noises)
            checks.Add(new DatasetCheck("noise", CheckState.Fine, $"{noises.Count} recordings of background noise, {noises.Sum(static noise => noise.Seconds):0} s"));
        if (set.HasLists)
        {
            var listed = Open(data, SpeechDivision.Lists, allowIncomplete: true);
            var others = set.Clips.Zip(listed.Clips).Count(static pair => pair.First.Part != pair.Second.Part);
            checks.Add(new DatasetCheck(
                "lists", CheckState.Fine, others == 0 ? "they divide as the hash of the speakers does" : $"they divide {others} recordings otherwise than the hash of the speakers"));
        }

        foreach (var missing in set.Missing)
            checks.Add(new DatasetCheck("completeness", CheckState.Missing, missing));
    }

    private void Walk(
        SpeechCommands set, Func<SpeechClip, bool> isWanted, Action<SpeechClip, Waveform> visit, Action<string, double>? progress, CancellationToken stop)
    {
        var (done, all) = (0, Math.Max(1, set.Clips.Count(isWanted)));
        set.Visit(
            isWanted,
            (clip, sound) =>
            {
                visit(clip, sound);
                if (++done % 256 == 0)
                    progress?.Invoke($"reading {Name}", (double)done / all);
            },
            stop);
    }

    private static DatasetPart Part(string name, SpeechCommands set, SpeechPart part)
    {
        var counts = Array.ConvertAll(set.SelectAll(part, SpeechClasses.Twelve).ClassCounts(), static count => (long)count);
        return new DatasetPart(name, counts.Sum(), $"up to {SpeechCommands.SampleRate} samples", counts);
    }
}
