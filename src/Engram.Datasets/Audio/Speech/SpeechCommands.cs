using Engram.Numerics;

namespace Engram.Datasets;

/// <summary>What decides what a recording is for.</summary>
public enum SpeechDivision
{
    /// <summary>The hash of its speaker: <see cref="Datasets.SpeakerHash"/>.</summary>
    SpeakerHash,

    /// <summary>The lists <c>validation_list.txt</c> and <c>testing_list.txt</c> beside the recordings; all others are for training.</summary>
    Lists,
}

/// <summary>
/// Speech Commands as it was found: which recordings there are, and the way to their samples. Only names are held; the samples stay in their
/// folder or archive until they are asked for.
/// </summary>
/// <remarks>P. Warden, "Speech Commands: a dataset for limited-vocabulary speech recognition", arXiv:1804.03209 (2018).</remarks>
public sealed class SpeechCommands
{
    /// <summary>Samples a second (Hz), and the most samples of a recording.</summary>
    public const int SampleRate = 16_000;

    /// <summary>How many recordings version 0.02 has, those of noise not counted.</summary>
    public const int OfficialCount = 105_829;

    private const int MostNoiseSamples = 600 * SampleRate;

    private readonly ClipStore _store;
    private readonly IReadOnlyList<string> _noises;

    internal SpeechCommands(ClipStore store, SpeechDivision division, bool allowIncomplete)
    {
        _store = store;
        var index = new SpeechCommandsIndex(store);
        if (index.Missing.Count > 0 && !allowIncomplete)
        {
            throw new DatasetException(
                store.Source, null, $"Speech Commands is incomplete here: {string.Join(", ", index.Missing)}.", "Fetch it again with 'engram data fetch speech-commands', or agree to an incomplete set.");
        }

        (Division, _noises) = (division, index.Noises);
        Clips = division == SpeechDivision.Lists ? index.DividedByLists(allowIncomplete) : index.Clips;
        Missing = Clips.Count < OfficialCount ? [.. index.Missing, $"{OfficialCount - Clips.Count} of the {OfficialCount} recordings"] : index.Missing;
        HasLists = index.HasLists;
    }

    /// <summary>What decided what a recording is for.</summary>
    public SpeechDivision Division { get; }

    /// <summary>All recordings in the order of their names.</summary>
    public IReadOnlyList<SpeechClip> Clips { get; }

    /// <summary>What is missing, each in words; empty where the set is complete.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The folder or the archive.</summary>
    public string Source => _store.Source;

    /// <summary>Whether the lists of the division are there.</summary>
    internal bool HasLists { get; }

    /// <summary>Opens the set.</summary>
    /// <param name="path">The folder that holds the folders of the words, or the archive (<c>.tar.gz</c> or <c>.tar</c>).</param>
    /// <param name="division">What decides what a recording is for.</param>
    /// <param name="allowIncomplete">Whether words or noise may be missing; <see cref="Missing"/> then says which.</param>
    /// <exception cref="DatasetException">It is missing, damaged, incomplete without leave, or holds recordings of something else.</exception>
    public static SpeechCommands Open(string path, SpeechDivision division = SpeechDivision.SpeakerHash, bool allowIncomplete = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new SpeechCommands(ClipStore.Open(path), division, allowIncomplete);
    }

    /// <summary>
    /// Puts a part together as Generalized Latent Equilibrium does (specification §3.6). With twelve classes: all recordings of the ten
    /// keywords; of the other words, in random order, as many as 10 % of them, rounded up; both in random order; then silent items, as many as
    /// 10 % of all these, rounded down. With 35 classes: all recordings, in random order.
    /// </summary>
    /// <remarks>
    /// The orders come from the streams <c>speech-unknown</c> and <c>speech-order</c> of the seed, each indexed by the part. The authors' came from
    /// another generator and the order of files on their disk, so which other words are taken differs; how many does not.
    /// Recorded silence of the companion test set takes no part; see <see cref="SelectAll"/>.
    /// </remarks>
    /// <param name="part">Which part.</param>
    /// <param name="classes">How words become classes.</param>
    /// <param name="seed">The same seed gives the same items in the same order.</param>
    public SpeechSubset Select(SpeechPart part, SpeechClasses classes, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var streams = new RandomStreams(seed);
        var here = Clips.Where(clip => clip.Part == part && clip.Word != SpeechClip.SilenceWord).ToLookup(clip => classes.IsKeyword(clip.Word));
        SpeechClip[] keywords = [.. here[true]], others = [.. here[false]];
        streams.Named("speech-unknown", (long)part).Shuffle<SpeechClip>(others);
        var unknown = Math.Min(others.Length, TenthRoundedUp(keywords.Length));

        SpeechItem[] items = [.. keywords.Concat(others.Take(unknown)).Select(clip => new SpeechItem(clip, classes.LabelOf(clip.Word)!.Value))];
        streams.Named("speech-order", (long)part).Shuffle<SpeechItem>(items);
        var silent = classes.Silence is null ? 0 : items.Length / 10;
        return new SpeechSubset(
            part,
            classes,
            [.. items, .. Enumerable.Repeat(new SpeechItem(null, classes.Silence ?? 0), silent)],
            $"{keywords.Length} recordings of {(classes.HasUnknown ? "keywords" : "words")}{(classes.HasUnknown ? $", {unknown} of other words and {silent} silent items" : "")}, {Words(Division)}, order by seed {seed}");
    }

    /// <summary>Takes every recording of a part whose word is a class, in the order of names, and adds nothing: as the companion test set is meant.</summary>
    /// <param name="part">Which part.</param>
    /// <param name="classes">How words become classes.</param>
    public SpeechSubset SelectAll(SpeechPart part, SpeechClasses classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        SpeechItem[] items =
        [
            .. from clip in Clips
               where clip.Part == part
               let label = classes.LabelOf(clip.Word)
               where label is not null
               select new SpeechItem(clip, label.Value),
        ];
        return new SpeechSubset(part, classes, items, $"all {items.Length} recordings, {Words(Division)}, in the order of their names");
    }

    /// <summary>Reads recordings one after the other in the order in which they lie: the way through an archive.</summary>
    /// <param name="isWanted">Says which.</param>
    /// <param name="visit">Takes a recording and its samples.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="DatasetException">A recording is damaged, or not of 16-bit PCM, one channel, 16000 Hz and at most one second.</exception>
    public void Visit(Func<SpeechClip, bool> isWanted, Action<SpeechClip, Waveform> visit, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        ArgumentNullException.ThrowIfNull(visit);
        var wanted = Clips.Where(isWanted).ToDictionary(static clip => clip.Name, StringComparer.Ordinal);
        if (wanted.Count == 0)
            return;
        _store.Visit(wanted.ContainsKey, (name, content) =>
        {
            stop.ThrowIfCancellationRequested();
            visit(wanted[name], ClipReader.Read(content, SampleRate, SampleRate));
        });
    }

    /// <summary>Reads the recordings of some subsets into memory, each once: 32 KB for each second.</summary>
    /// <param name="subsets">What is wanted.</param>
    /// <exception cref="DatasetException">A recording is damaged or stored in another way.</exception>
    public SpeechMemory Load(params ReadOnlySpan<SpeechSubset> subsets)
    {
        HashSet<SpeechClip> wanted = [];
        foreach (var subset in subsets)
            wanted.UnionWith(subset.Items.Select(static item => item.Clip).OfType<SpeechClip>());
        Dictionary<string, short[]> clips = new(StringComparer.Ordinal);
        Visit(wanted.Contains, (clip, sound) => clips[clip.Name] = Stored(sound.Samples));
        return new SpeechMemory(clips);
    }

    /// <summary>Reads the recordings of background noise, which <see cref="SpeechAugmentation"/> mixes in.</summary>
    /// <returns>In the order of their names; empty where there are none.</returns>
    /// <exception cref="DatasetException">A recording is damaged or stored in another way.</exception>
    public IReadOnlyList<Waveform> ReadNoise()
    {
        var noises = new SortedDictionary<string, Waveform>(StringComparer.Ordinal);
        if (_noises.Count > 0)
            _store.Visit(name => _noises.Contains(name, StringComparer.Ordinal), (name, content) => noises[name] = ClipReader.Read(content, SampleRate, MostNoiseSamples));
        return [.. noises.Values];
    }

    private static int TenthRoundedUp(int count) => (count + 9) / 10;

    private static string Words(SpeechDivision division) => division == SpeechDivision.Lists ? "divided by the lists beside them" : "divided by the hash of their speakers";

    private static short[] Stored(ReadOnlySpan<float> samples)
    {
        var stored = new short[samples.Length];
        for (var i = 0; i < stored.Length; i++)
            stored[i] = (short)(samples[i] * (1 << 15));
        return stored;
    }
}
