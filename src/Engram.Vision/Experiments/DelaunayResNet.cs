using Engram.Lab;
using Engram.Lab.Experiments;
using Engram.Lab.Figures;
using Engram.Vision.Analysis;
using Engram.Vision.Data;
using Engram.Vision.Networks;
using Engram.Vision.Training;
using Engram.Vision.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Engram.Vision.Experiments;

/// <summary>A residual network learns to tell abstract painters apart, as in Gontier et al. 2022 or with what is odd about that training put right.</summary>
internal sealed class DelaunayResNet : Experiment<DelaunayResNetSettings>
{
    private static readonly string[] Columns = ["epoch", "loss", "training_error", "validation_error", "validation_loss", "learning_rate"];

    /// <inheritdoc/>
    public override string Name => "delaunay-resnet";

    /// <inheritdoc/>
    public override string Paper => "Gontier et al. 2022";

    /// <inheritdoc/>
    public override string Summary => "A residual network learns to tell abstract painters apart";

    /// <inheritdoc/>
    public override string Description =>
        """
        A network is trained from nothing to name the painter of a picture, tested on pictures it has not seen, and looked at: who is recognised, who is
        taken for whom, what it leans on, how far colour alone goes.

        The pictures are not free to pass on, and the published accuracies are not available here, so there is nothing to compare with. The stand-in of
        Engram's own painter is the default; your own copy of the pictures, or any other paintings, are a setting:
          engram-vision run delaunay-resnet --data DATA --set data.set=folder --set data.path=delaunay
          engram-vision run delaunay-resnet --preset quick --data DATA --set data.set=catalogue --set data.path=paintings/metadata.csv --set data.label=collection
        """;

    /// <inheritdoc/>
    public override string HeadlineMetric => "test_accuracy";

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Findings(string runFolder)
    {
        string path = Path.Combine(runFolder, "result.json");
        if (!File.Exists(path))
            return [];
        ClassificationResult result = ClassificationResult.Read(path);
        (int truth, int answer) = new Confusion(result.Classes.Count, result.TrueLabels, result.PredictedLabels).MostConfused();
        return
        [
            new("recognised worst", $"{result.Classes[result.Worst]} ({result.ClassAccuracies[result.Worst]:F0} %)"),
            new("recognised best", $"{result.Classes[result.Best]} ({result.ClassAccuracies[result.Best]:F0} %)"),
            new("confused most", $"{result.Classes[truth]} taken for {result.Classes[answer]}"),
            new("published", "accuracies are not available"),
        ];
    }

    /// <inheritdoc/>
    protected override DelaunayResNetSettings CreatePreset(string preset) => preset == "quick" ? Quick() : new DelaunayResNetSettings { Data = { Set = "folder" } };

    /// <inheritdoc/>
    protected override void Resolve(DelaunayResNetSettings settings) => settings.Resolve();

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(DelaunayResNetSettings settings, IRunContext context)
    {
        Device device = Torch.Device(settings.Device, context.Threads);
        PictureSet pictures = PictureSource.Load(settings.Data, settings.Quirks.Geometry!, context);
        PictureSplit split = settings.SplitOf(pictures, context);
        if (split.Test.Count == 0)
            throw new UsageException($"{pictures.Count} pictures leave none for the test: give more.");
        TrainingPlan plan = settings.PlanFor(context.Threads);
        using VisionNetwork network = NetworkCatalogue.Build(settings.Network.Kind, settings.Quirks.OutputsFor(pictures.Classes.Count), context.Seed);
        if (settings.Network.Weights.Length > 0)
            NetworkWeights.Read(Path.Combine(context.DataFolder, settings.Network.Weights), network, withHead: false);
        network.to(device);
        using Optimizer optimizer = settings.OptimizerFor(network);
        using var training = new ClassifierTraining(
            network, optimizer, settings.ScheduleFor(split.Train.Count), pictures, split.Train, split.Validation, plan, context.Seed, device)
        {
            Progressed = context.Report,
        };
        context.TryRestore(training.Load);
        training.Run(() => context.CheckpointIfDue(training.Save), Log);
        context.Checkpoint(training.Save);
        training.KeepBest();
        NetworkWeights.Write(Path.Combine(context.Folder, "weights.safetensors"), network, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["network"] = settings.Network.Kind,
            ["classes"] = string.Join('\n', pictures.Classes),
            ["data_sha256"] = pictures.Hash(),
        });
        return new TestReport(settings, context, pictures, split, new Examiner(network, plan, device, context.Stop)).Make(training.BestEpoch);

        void Log(EpochRecord record) => context.Log(
            (Columns[0], record.Epoch), (Columns[1], record.Loss), (Columns[2], record.TrainingError), (Columns[3], record.ValidationError),
            (Columns[4], record.ValidationLoss), (Columns[5], record.LearningRate));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(DelaunayResNetSettings settings, IReadOnlyList<string> runFolders, string figureFolder)
    {
        RunMetrics[] runs = [.. runFolders.Select(RunMetrics.Read)];
        IReadOnlyList<double> epochs = runs.Select(static run => run.Column("epoch")).MaxBy(static epochs => epochs.Count) ?? [];
        return new LineFigure
        {
            Title = $"Accuracy over epochs, {runs.Length} seeds",
            X = new FigureAxis("Number of epochs"),
            Y = new FigureAxis("Accuracy", "%") { Minimum = 0, Maximum = 101 },
            Curves = [.. Of("Training", "training_error", FigureColor.Blue), .. Of("Validation", "validation_error", FigureColor.Vermilion)],
        }.Save(Path.Combine(figureFolder, "accuracy"));

        IReadOnlyList<Curve> Of(string label, string column, FigureColor color) =>
            Curve.OverSeeds(label, epochs, [.. runs.Select(run => (IReadOnlyList<double>)[.. run.Column(column).Select(static error => 100 - error)])], color);
    }

    /// <summary>
    /// Specification 2.9, profile ci, with twice the pictures; varied pictures and a falling rate, because a small network would learn so few by heart.
    /// </summary>
    private static DelaunayResNetSettings Quick() => new()
    {
        Data = { Side = 32, Styles = 8, PerStyle = 80 },
        Network = { Kind = "small" },
        Training = { Epochs = 30, Schedule = "cosine", SecondPass = false },
        Quirks = { Augment = "crop-flip" },
        TsneIterations = 500,
    };
}
