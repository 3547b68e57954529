namespace Engram.Datasets;

/// <summary>How the words of Speech Commands become classes.</summary>
public sealed class SpeechClasses
{
    private readonly Dictionary<string, int> _labels;
    private readonly int _unknown;

    private SpeechClasses(string[] names, int unknown)
    {
        (Names, _unknown) = (names, unknown);
        _labels = names.Index().ToDictionary(static named => named.Item, static named => named.Index, StringComparer.Ordinal);
    }

    /// <summary>The 35 words of version 0.02 in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        "backward", "bed", "bird", "cat", "dog", "down", "eight", "five", "follow", "forward", "four", "go", "happy", "house", "learn", "left",
        "marvin", "nine", "no", "off", "on", "one", "right", "seven", "sheila", "six", "stop", "three", "tree", "two", "up", "visual", "wow",
        "yes", "zero",
    ];

    /// <summary>
    /// Ten keywords, everything else that is said, and silence, in the order of Generalized Latent Equilibrium, specification §3.6.
    /// </summary>
    public static SpeechClasses Twelve { get; } =
        new(["unknown", "silence", "yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go"], unknown: 0);

    /// <summary>Every word a class of its own.</summary>
    public static SpeechClasses ThirtyFive { get; } = new([.. Words], unknown: -1);

    /// <summary>The names of the classes in the order of their labels.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether there is a class for other words, and one for silence.</summary>
    public bool HasUnknown => _unknown >= 0;

    /// <summary>The label of silence; none where it is no class.</summary>
    public int? Silence => _labels.TryGetValue("silence", out var label) ? label : null;

    /// <summary>The label of a word.</summary>
    /// <param name="word">One of <see cref="Words"/>, or <see cref="SpeechClip.SilenceWord"/>.</param>
    /// <returns>An index into <see cref="Names"/>; none where the word is no class.</returns>
    public int? LabelOf(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word == SpeechClip.SilenceWord)
            return Silence;
        if (_labels.TryGetValue(word, out var label) && label != Silence && label != _unknown)
            return label;
        return HasUnknown ? _unknown : null;
    }

    /// <summary>Whether a word is one of the classes by itself.</summary>
    internal bool IsKeyword(string word) => LabelOf(word) is { } label && label != _unknown && label != Silence;
}
