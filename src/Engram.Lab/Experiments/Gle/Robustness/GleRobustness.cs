using Engram.Datasets;
using Engram.Lab.Figures;
using Engram.Lab.Settings;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.Robustness;

/// <summary>The settings of <c>gle-robustness</c>.</summary>
public sealed class GleRobustnessSettings
{
    /// <summary>Which.</summary>
    [Setting("what is not as it should be: rate-noise, error-noise, spread, mismatch (of time constants), delay (of errors), feedback (weights); with commas between, or all")]
    public string Kinds { get; set; } = AllKinds;

    internal const string AllKinds = "all";

    /// <summary>The names of <see cref="Kinds"/>.</summary>
    internal IReadOnlyList<string> KindNames => Kinds == AllKinds
        ? [.. Imperfections.All.Select(static kind => kind.Name)]
        : [.. Kinds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>How strong.</summary>
    [Setting("strengths of noise in rates: standard deviation", Minimum = 0, Maximum = 100)]
    public double[] RateNoise { get; set; } = [0.05, 0.1, 0.2];

    /// <summary>How strong.</summary>
    [Setting("strengths of noise in errors: standard deviation over the root mean square of what is sent", Minimum = 0, Maximum = 100)]
    public double[] ErrorNoise { get; set; } = [0.5, 1, 2];

    /// <summary>How strong.</summary>
    [Setting("relative standard deviations of time constants, the same for a neuron and its error neuron", Minimum = 0, Maximum = 10)]
    public double[] Spread { get; set; } = [0.1, 0.2, 0.4];

    /// <summary>How strong.</summary>
    [Setting("relative standard deviations of the time constants of error neurons alone", Minimum = 0, Maximum = 10)]
    public double[] Mismatch { get; set; } = [0.1, 0.2, 0.4];

    /// <summary>How late.</summary>
    [Setting("steps by which errors are late, whole numbers", Minimum = 0, Maximum = 1000)]
    public int[] Delay { get; set; } = [1, 3, 10];

    /// <summary>How strong.</summary>
    [Setting("relative standard deviations of feedback weights around the forward weights", Minimum = 0, Maximum = 100)]
    public double[] Feedback { get; set; } = [0.5, 1, 2];

    /// <summary>The neurons.</summary>
    public GleMnist1DSettings.NeuronSettings Neurons { get; set; } = new();

    /// <summary>The data.</summary>
    public Mnist1DSettings Data { get; set; } = new();

    /// <summary>The training.</summary>
    public RobustTraining Training { get; set; } = new();

    /// <summary>The training of each network.</summary>
    public sealed class RobustTraining
    {
        /// <summary>Epochs.</summary>
        [Setting("passes through the training set, for each network", Minimum = 1, Maximum = 100_000)]
        public int Epochs { get; set; } = 20;

        /// <summary>Samples side by side.</summary>
        [Setting("samples side by side", Minimum = 1, Maximum = 100_000)]
        public int Batch { get; set; } = 100;

        /// <summary>η.</summary>
        [Setting("Adam's learning rate for a time step", Minimum = 0, Maximum = 10)]
        public double LearningRate { get; set; } = 1e-3;

        /// <summary>What it falls by.</summary>
        [Setting("what the learning rate is multiplied by after every epoch", Minimum = 0.001, Maximum = 1)]
        public double Factor { get; set; } = 0.7;
    }
}

/// <summary>
/// How much imperfection learning by GLE bears, on the MNIST-1D network (specification 3.10). The article shows robustness in Figs. 10a to c,
/// but what it varies is not known here: kinds and strengths are our own.
/// </summary>
public sealed class GleRobustness : Experiment<GleRobustnessSettings>
{
    /// <inheritdoc/>
    public override string Name => "gle-robustness";

    /// <inheritdoc/>
    public override string Paper => PublishedMnist1D.Paper;

    /// <inheritdoc/>
    public override string Summary => "How much noise, mismatch, delay and wrong feedback the local learning of temporal shapes bears";

    /// <inheritdoc/>
    public override string Description =>
        """
        The network of gle-mnist1d is trained once as it is and then again with one thing wrong: noise in rates or in errors, time constants
        that differ from neuron to neuron, error neurons whose time constants do not match those of their partners, errors that are late,
        feedback weights that are not the forward weights. Each network has the same first weights, the same order of samples, and a shorter
        schedule than gle-mnist1d. Kinds and strengths are our own; the article's are not known here, so nothing is compared with it.
        """;

    /// <inheritdoc/>
    public override string HeadlineMetric => "perfect_accuracy";

    /// <inheritdoc/>
    protected override GleRobustnessSettings CreatePreset(string preset)
    {
        var settings = new GleRobustnessSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Kinds = "mismatch,delay";
            (settings.Mismatch, settings.Delay) = ([0.4], [10]);
            (settings.Training.Epochs, settings.Training.Factor) = (12, 0.55);
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(GleRobustnessSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Neurons.Slow ??= 36;
        settings.Neurons.Fast ??= 17;
        foreach (string kind in settings.KindNames)
        {
            if (!Imperfections.All.Any(known => known.Name == kind))
                throw new UsageException($"kinds has '{kind}', but there are {string.Join(", ", Imperfections.All.Select(static known => known.Name))}.");
        }

        if (settings.Neurons.Dt > settings.Neurons.Tau / 2)
        {
            throw new UsageException(
                $"neurons.dt is {settings.Neurons.Dt}, but the Euler step may not be longer than the shortest membrane time constant, here {settings.Neurons.Tau / 2}: "
                + "make neurons.dt smaller or neurons.tau larger.");
        }

        SequenceExperiment.CheckData(settings.Data, new TrainingSettings { Batch = settings.Training.Batch });
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(GleRobustnessSettings settings, IRunContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        DatasetSplit data = SequenceExperiment.Load(settings.Data);
        Trial[] trials = [new Trial("none", Imperfection.None, 0), .. settings.KindNames.SelectMany(kind => TrialsOf(settings, kind))];
        using WorkerTeam? team = context.Threads > 1 ? new WorkerTeam(context.Threads) : null;
        var accuracies = new List<double>();
        bool goesOn = context.TryRestore(reader => accuracies.AddRange(reader.ReadArray<double>("robustness/accuracies")));
        while (accuracies.Count < trials.Length)
        {
            int index = accuracies.Count;
            Trial trial = trials[index];
            using var learning = new RobustLearning(settings, trial, data, context.Seed, team);
            if (goesOn)
                context.TryRestore(learning.Load);
            goesOn = false;
            double accuracy = double.NaN;
            while (learning.Trainer.Epoch < settings.Training.Epochs)
            {
                while (learning.Trainer.Batch < learning.Trainer.BatchesPerEpoch)
                {
                    context.CheckpointIfDue(Save);
                    double loss = learning.Trainer.TrainBatch();
                    if (!double.IsFinite(loss))
                        break;
                    double done = learning.Trainer.Epoch + ((double)learning.Trainer.Batch / learning.Trainer.BatchesPerEpoch);
                    context.Report((index * settings.Training.Epochs) + done, trials.Length * settings.Training.Epochs, $"{trial.Words}  accuracy {accuracy:F1} %");
                }

                // A network that broke down has learned nothing: that is a result.
                if (!learning.IsSound)
                {
                    accuracy = 0;
                    break;
                }

                accuracy = learning.EndEpoch();
            }

            accuracies.Add(double.IsNaN(accuracy) ? learning.Test() : accuracy);
            context.Log(("trial", index), ("strength", trial.Strength), ("test_accuracy", accuracies[^1]));

            void Save(StateWriter writer)
            {
                writer.Add<double>("robustness/accuracies", [.. accuracies]);
                learning.Save(writer);
            }
        }

        context.Checkpoint(writer => writer.Add<double>("robustness/accuracies", [.. accuracies]));
        TableFile.Write(
            Path.Combine(context.Folder, "robustness.csv"),
            ["imperfection", "strength", "test_accuracy_percent"],
            trials.Zip(accuracies, static (trial, accuracy) => (IReadOnlyList<object>)[trial.Name, TableFile.Number(trial.Strength), TableFile.Number(accuracy)]));
        Draw(trials, accuracies, Path.Combine(context.Folder, "figures"));
        return
        [
            new(HeadlineMetric, accuracies[0], "%", "test accuracy with nothing wrong"),
            .. trials.Zip(accuracies).Skip(1).Select(static pair => new SummaryValue(
                $"{pair.First.Name.Replace('-', '_')}_{pair.First.Strength:0.##}_accuracy", pair.Second, "%", $"{pair.First.Words}")),
        ];
    }

    private static IEnumerable<Trial> TrialsOf(GleRobustnessSettings settings, string kind)
    {
        (string name, Imperfection imperfection, _) = Imperfections.All.First(known => known.Name == kind);
        IEnumerable<double> strengths = imperfection switch
        {
            Imperfection.RateNoise => settings.RateNoise,
            Imperfection.ErrorNoise => settings.ErrorNoise,
            Imperfection.Spread => settings.Spread,
            Imperfection.Mismatch => settings.Mismatch,
            Imperfection.Delay => settings.Delay.Select(static steps => (double)steps),
            _ => settings.Feedback,
        };
        return strengths.Order().Select(strength => new Trial(name, imperfection, strength));
    }

    private static void Draw(Trial[] trials, List<double> accuracies, string folder)
    {
        var figure = new PanelFigure
        {
            Title = "What the learning of temporal shapes bears",
            Panels = [.. trials.Zip(accuracies).Skip(1).GroupBy(static pair => pair.First.Name, StringComparer.Ordinal).Select(Panel)],
        };
        figure.Save(Path.Combine(folder, "robustness"));

        LineFigure Panel(IGrouping<string, (Trial Trial, double Accuracy)> kind) => new()
        {
            Title = kind.Key,
            X = new FigureAxis("strength", Imperfections.All.First(known => known.Name == kind.Key).Unit) { Minimum = 0 },
            Y = new FigureAxis("test accuracy", "%") { Minimum = 0, Maximum = 100 },
            Curves = [new Curve("", [0, .. kind.Select(static pair => pair.Trial.Strength)], [accuracies[0], .. kind.Select(static pair => pair.Accuracy)]) { Color = FigureColor.Blue }],
            References = [new ReferenceLine("chance", 10)],
        };
    }

    /// <summary>One network with one thing wrong.</summary>
    internal sealed record Trial(string Name, Imperfection Kind, double Strength)
    {
        internal string Words => Kind == Imperfection.None ? "nothing wrong" : $"{Name} {Strength:0.##}";
    }
}
