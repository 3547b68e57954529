using Engram.Datasets;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>The settings of <c>gle-speech</c>.</summary>
public sealed class GleSpeechSettings : SpokenSettings
{
    /// <summary>The data.</summary>
    public DataSettings Data { get; set; } = new();

    /// <summary>The data of <c>gle-speech</c>.</summary>
    public sealed class DataSettings
    {
        /// <summary>Which sounds.</summary>
        [Setting(
            "official: Speech Commands 0.02; companion: its small test set, divided by the lists beside it; built-in: words that Engram invents; auto: the first of these that the data folder has",
            Choices = ["auto", "official", "companion", "built-in"])]
        public string Set { get; set; } = "auto";
    }
}

/// <summary>
/// Twelve classes of Speech Commands by Generalized Latent Equilibrium (Ellenberger et al., Figs. 8e and 9a; specification 3.6).
/// </summary>
public sealed class GleSpeech : SpokenExperiment<GleSpeechSettings>
{
    private const int Frames = 41;

    /// <inheritdoc/>
    public override string Name => "gle-speech";

    /// <inheritdoc/>
    public override string Summary => "Spoken commands are told apart while they are heard, by slow and fast neurons and local plasticity";

    /// <inheritdoc/>
    public override string Description =>
        """
        One second of sound becomes 41 frames of 32 mel bands, shown over 820 time steps to three layers of 750 neurons with five time
        constants; every synapse changes at every step. The whole published run is 420 epochs of 146 batches of 256 sounds: about 90
        million billion operations, a week on a graphics card for the authors, and hundreds of hours on two cores: engram bench gle-speech
        says how many on this machine. Begin with a small network: --set neurons.hidden=100,100,100 --set training.batch=50.

        Without the official set (engram data fetch speech-commands, 2.3 GB) the companion test set or invented words are learned instead;
        their accuracies say nothing about the published ones.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published { get; } =
    [
        new("GLE", ValidationMetric, 91.44, 0.22, 10, "%", "stored runs of the authors' code, Fig. 8e", "4481 validation sounds, after 420 epochs; test accuracies are not known"),
        new("GLE", "best_validation_accuracy", 91.67, 0.22, 10, "%", "stored runs of the authors' code, Fig. 8e", "best of 420 epochs"),
    ];

    /// <inheritdoc/>
    public override string HeadlineMetric => ValidationMetric;

    private protected override int Classes => SpeechClasses.Twelve.Names.Count;

    /// <inheritdoc/>
    protected override GleSpeechSettings CreatePreset(string preset)
    {
        var settings = new GleSpeechSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Data.Set = "built-in";
            SpokenPresets.Quicken(settings);
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(GleSpeechSettings settings) => [1, 2, 3, 5, 7, 8, 12, 113, 114, 115];

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(GleSpeechSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings is { Condition: "gle", Data.Set: "official", Training.Epochs: >= 300 } ? Published : [];
    }

    private protected override (double[] Epochs, double[] Mean, double[] Deviation)? ComparableCurve(GleSpeechSettings settings) => settings.Data.Set == "official"
        ? ([0, 1, 2, 5, 10, 20, 50, 100, 150, 200, 300, 400, 420],
            [10.35, 42.88, 46.69, 48.65, 56.59, 60.49, 71.17, 80.50, 86.29, 89.77, 91.15, 91.43, 91.44],
            [3.49, 3.92, 6.20, 5.58, 3.84, 5.43, 4.03, 4.54, 2.99, 0.65, 0.32, 0.20, 0.22])
        : null;

    private protected override SpokenWords Load(GleSpeechSettings settings, IRunContext context)
    {
        SpeechCommandsDataset dataset = DatasetCatalogue.SpeechCommands;
        string set = settings.Data.Set;
        if (set == "built-in" || (set == "auto" && !dataset.Locate(context.DataFolder).IsPresent))
            return InventedWords.Create("words that Engram invents, not Speech Commands");
        bool isWhole = set == "official" || (set == "auto" && dataset.Open(context.DataFolder, allowIncomplete: true).Missing.Count == 0);
        return isWhole ? Official(dataset.Open(context.DataFolder), context.Seed) : Companion(dataset.Open(context.DataFolder, SpeechDivision.Lists, allowIncomplete: true));
    }

    private static SpokenWords Official(SpeechCommands commands, ulong seed) => Words(
        "Speech Commands",
        "",
        commands,
        [.. Parts().Select(part => commands.Select(part, SpeechClasses.Twelve, seed))],
        commands.ReadNoise());

    private static SpokenWords Companion(SpeechCommands commands)
    {
        SpeechSubset[] parts = [.. Parts().Select(part => commands.SelectAll(part, SpeechClasses.Twelve))];
        foreach (SpeechSubset part in parts)
        {
            if (part.Items.Count == 0)
            {
                throw new UsageException(
                    $"{commands.Source} has no sounds for {part.Part.ToString().ToLowerInvariant()}: the companion set needs training_list.txt, validation_list.txt and "
                    + "testing_list.txt beside its folders. Take the official set, or data.set=built-in.");
            }
        }

        return Words("the companion set of Speech Commands", "the small companion test set, not Speech Commands: no accuracy of it is one of the paper's", commands, parts, []);
    }

    private static SpeechPart[] Parts() => [SpeechPart.Training, SpeechPart.Validation, SpeechPart.Testing];

    private static SpokenWords Words(string name, string note, SpeechCommands commands, SpeechSubset[] parts, IReadOnlyList<Waveform> noise)
    {
        SpeechMemory sounds = commands.Load(parts);
        SpokenPart[] ready = [.. parts.Select(part => new SpokenPart(
            [.. part.Items.Select(static item => item.Label)], (item, samples) => sounds.Read(part.Items[item], samples)))];
        return new SpokenWords
        {
            Name = name,
            Note = note,
            IsPublished = note.Length == 0,
            Classes = SpeechClasses.Twelve.Names,
            Features = FeatureSettings.SpeechCommands,
            Frames = Frames,
            MostSamples = SpeechCommands.SampleRate,
            Train = ready[0],
            Validation = ready[1],
            Test = ready[2],
            Noise = noise,
        };
    }
}
