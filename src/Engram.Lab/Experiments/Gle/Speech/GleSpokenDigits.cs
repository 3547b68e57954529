using Engram.Datasets;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>The settings of <c>gle-spoken-digits</c>.</summary>
public sealed class GleSpokenDigitsSettings : SpokenSettings
{
    /// <summary>The data.</summary>
    public DataSettings Data { get; set; } = new();

    /// <summary>The data of <c>gle-spoken-digits</c>.</summary>
    public sealed class DataSettings
    {
        /// <summary>Which sounds.</summary>
        [Setting("published: the free spoken digits; built-in: words that Engram invents; auto: published where the data folder has it", Choices = ["auto", "published", "built-in"])]
        public string Set { get; set; } = "auto";

        /// <summary>Who is tested on.</summary>
        [Setting("the speaker who is tested on and never heard before; auto: the seed's, so that seeds in a row test all speakers in turn. The next in the alphabet validates")]
        public string TestSpeaker { get; set; } = "auto";
    }
}

/// <summary>Spoken digits of speakers who were never heard before: a small real task beside specification 3.6, our own.</summary>
public sealed class GleSpokenDigits : SpokenExperiment<GleSpokenDigitsSettings>
{
    private const int Frames = 41, Hop = SpokenDigits.SampleRate / 40, Window = 512;

    /// <inheritdoc/>
    public override string Name => "gle-spoken-digits";

    /// <inheritdoc/>
    public override string Summary => "Digits spoken by voices never heard before are told apart while they are heard, by local plasticity";

    /// <inheritdoc/>
    public override string Description =>
        """
        The free spoken digits, a set small enough to try things with: the features and the kind of network of gle-speech, with three layers
        of 100 neurons. One speaker is kept for testing, another chooses the learning rate, the others are learned from. With so few voices
        the test speaker decides the accuracy: take as many seeds as there are speakers. No paper has used this set with this method.
        """;

    /// <inheritdoc/>
    public override string HeadlineMetric => SequenceExperiment.AccuracyMetric;

    private protected override int Classes => 10;

    /// <inheritdoc/>
    protected override GleSpokenDigitsSettings CreatePreset(string preset)
    {
        var settings = new GleSpokenDigitsSettings();
        settings.Neurons.Hidden = [100, 100, 100];
        settings.Training.Batch = 50;
        settings.Training.Epochs = 20;
        settings.Training.LearningRate = 1e-4;
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Data.Set = "built-in";
            SpokenPresets.Quicken(settings);
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(GleSpokenDigitsSettings settings) => [1, 2, 3, 4, 5, 6];

    private protected override SpokenWords Load(GleSpokenDigitsSettings settings, IRunContext context)
    {
        GleSpokenDigitsSettings.DataSettings data = settings.Data;
        SpokenDigitsDataset dataset = DatasetCatalogue.SpokenDigits;
        if (data.Set == "built-in" || (data.Set == "auto" && !dataset.Locate(context.DataFolder).IsPresent))
            return InventedWords.Create("words that Engram invents, not digits");
        SpokenDigits digits = dataset.Read(context.DataFolder, allowIncomplete: true);
        IReadOnlyList<string> speakers = digits.Speakers;
        if (speakers.Count < 3)
            throw new UsageException($"{digits.Source} has {speakers.Count} speakers; one to test on, one to validate with and one to learn from are needed.");
        string test = data.TestSpeaker == "auto" ? speakers[(int)(context.Seed % (ulong)speakers.Count)] : data.TestSpeaker;
        int at = speakers.ToList().IndexOf(test);
        if (at < 0)
            throw new UsageException($"data.test-speaker is '{test}', but there are {string.Join(", ", speakers)}.");
        SpokenDigitSplit split = digits.SplitBySpeakers([test], [speakers[(at + 1) % speakers.Count]]);
        const int Most = (Frames - 1) * Hop;
        return new SpokenWords
        {
            Name = $"spoken digits of {test}",
            Note = digits.Missing.Count > 0 ? string.Join("; ", digits.Missing) : "",
            Classes = dataset.ClassNames,
            Features = new FeatureSettings
            {
                SampleRate = SpokenDigits.SampleRate,
                WindowLength = Window,
                FftLength = Window,
                Hop = Hop,
                HighFrequency = SpokenDigits.SampleRate / 2,
            },
            Frames = Frames,
            MostSamples = Most,
            Train = Part(split.Train),
            Validation = Part(split.Validation),
            Test = Part(split.Test),
        };

        static SpokenPart Part(IReadOnlyList<SpokenDigit> recordings) =>
            SpokenPart.Of([.. recordings.Select(static recording => ((ReadOnlyMemory<float>)recording.Sound.Samples.ToArray(), recording.Digit))], Most);
    }
}
