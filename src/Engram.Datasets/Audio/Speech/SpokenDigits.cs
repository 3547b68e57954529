namespace Engram.Datasets;

/// <summary>The free spoken digits: recordings of 0 … 9 by a few speakers, named <c>DIGIT_SPEAKER_INDEX.wav</c>, all in memory.</summary>
public sealed class SpokenDigits
{
    /// <summary>Samples a second (Hz).</summary>
    public const int SampleRate = 8_000;

    /// <summary>How many recordings the whole set has: six speakers, ten digits, fifty each.</summary>
    public const int OfficialCount = OfficialSpeakers * Digits * OfficialEach;

    internal const int Digits = 10;

    private const int OfficialSpeakers = 6;
    private const int OfficialEach = 50;
    private const int OfficialTestEach = 5;
    private const int MostSamples = 60 * SampleRate;
    private const string Ending = ".wav";

    private SpokenDigits(string source, IReadOnlyList<SpokenDigit> recordings)
    {
        (Source, Recordings) = (source, recordings);
        Speakers = [.. recordings.Select(static recording => recording.Speaker).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The folder.</summary>
    public string Source { get; }

    /// <summary>All recordings in the order of digit, speaker and index.</summary>
    public IReadOnlyList<SpokenDigit> Recordings { get; }

    /// <summary>The speakers in the order of the alphabet.</summary>
    public IReadOnlyList<string> Speakers { get; }

    /// <summary>What is missing, in words with its count; empty where the set is complete.</summary>
    public IReadOnlyList<string> Missing =>
        Recordings.Count < OfficialCount ? [$"{OfficialCount - Recordings.Count} of the {OfficialCount} recordings"] : [];

    /// <summary>Reads the recordings.</summary>
    /// <param name="path">The folder of the set, or <c>recordings</c> in it.</param>
    /// <param name="allowIncomplete">Whether recordings may be missing; <see cref="Missing"/> then says how many.</param>
    /// <exception cref="DatasetException">
    /// The folder is missing or empty, a name is not as it should be, a digit has no recording, or a recording is damaged or stored in another
    /// way than 16-bit PCM, one channel, 8000 Hz.
    /// </exception>
    public static SpokenDigits Read(string path, bool allowIncomplete = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var folder = Path.Combine(path, SpokenDigitsDataset.RecordingsFolder) is var below && Directory.Exists(below) ? below : path;
        if (!Directory.Exists(folder))
            throw new DatasetException(folder, null, "There is no such folder.", "Name the folder of the set.");

        List<SpokenDigit> recordings = [];
        new ClipFolder(folder).Visit(
            static name => name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) && !name.Contains('/', StringComparison.Ordinal) && name[0] != '.',
            (name, content) =>
            {
                var (digit, speaker, index) = Parse(name) ?? throw new DatasetException(
                    Path.Combine(folder, name), null, "Its name is not DIGIT_SPEAKER_INDEX.wav with a digit 0 … 9.", "Move it away, or name the folder of the set.");
                recordings.Add(new SpokenDigit(name, digit, speaker, index, ClipReader.Read(content, SampleRate, MostSamples)));
            });
        if (recordings.Count == 0)
            throw new DatasetException(folder, null, "There are no recordings in it; files DIGIT_SPEAKER_INDEX.wav were expected.", "Name the folder of the set.");

        var set = new SpokenDigits(
            folder,
            [.. recordings.OrderBy(static recording => recording.Digit).ThenBy(static recording => recording.Speaker, StringComparer.Ordinal).ThenBy(static recording => recording.Index)]);
        if (!allowIncomplete)
            set.CheckComplete();
        return set;
    }

    /// <summary>
    /// The project's own division: the first five recordings of each digit by each speaker are for testing, the rest for training. The same
    /// voices are heard in both.
    /// </summary>
    public SpokenDigitSplit SplitByIndex() => new(
        [.. Recordings.Where(static recording => recording.Index >= OfficialTestEach)],
        [],
        [.. Recordings.Where(static recording => recording.Index < OfficialTestEach)],
        $"the project's own division: index 0 … {OfficialTestEach - 1} for testing");

    /// <summary>Divides by speakers, so that nobody is heard in two parts.</summary>
    /// <param name="test">Who is tested on; at least one.</param>
    /// <param name="validation">Who is chosen by; may be empty.</param>
    /// <exception cref="ArgumentException">A speaker is not in the set, is named twice, or nobody is left to learn from.</exception>
    public SpokenDigitSplit SplitBySpeakers(IReadOnlyCollection<string> test, IReadOnlyCollection<string> validation)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(validation);
        List<string> named = [.. test, .. validation];
        foreach (var speaker in named)
        {
            if (!Speakers.Contains(speaker, StringComparer.Ordinal))
                throw new ArgumentException($"There is no speaker '{speaker}'; there are {string.Join(", ", Speakers)}.", nameof(test));
            if (named.Count(other => other == speaker) > 1)
                throw new ArgumentException($"Speaker '{speaker}' is named twice; nobody may be heard in two parts.", nameof(test));
        }

        if (test.Count == 0 || named.Count == Speakers.Count)
            throw new ArgumentException($"Of {Speakers.Count} speakers, at least one is to be tested on and at least one to be learned from.", nameof(test));
        return new SpokenDigitSplit(
            [.. Recordings.Where(recording => !named.Contains(recording.Speaker))],
            [.. Recordings.Where(recording => validation.Contains(recording.Speaker, StringComparer.Ordinal))],
            [.. Recordings.Where(recording => test.Contains(recording.Speaker, StringComparer.Ordinal))],
            $"by speakers: {string.Join(", ", test)} for testing{(validation.Count > 0 ? $", {string.Join(", ", validation)} for validation" : "")}");
    }

    /// <summary>The parts of a name; none where it is not <c>DIGIT_SPEAKER_INDEX.wav</c>.</summary>
    internal static (int Digit, string Speaker, int Index)? Parse(string name)
    {
        if (!name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
            return null;
        var parts = name[..^Ending.Length].Split('_');
        return parts is [[>= '0' and <= '9' and var digit], { Length: > 0 } speaker, { Length: > 0 and <= 6 } index] && !index.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? (digit - '0', speaker, int.Parse(index))
            : null;
    }

    private void CheckComplete()
    {
        for (var digit = 0; digit < Digits; digit++)
        {
            if (!Recordings.Any(recording => recording.Digit == digit))
                throw new DatasetException(Source, null, $"There is no recording of digit {digit}.", "Copy the whole set, or agree to an incomplete one.");
        }

        if (Missing.Count > 0)
            throw new DatasetException(Source, null, $"The set is incomplete here: {Missing[0]} are missing.", "Copy the whole set, or agree to an incomplete one.");
    }
}
