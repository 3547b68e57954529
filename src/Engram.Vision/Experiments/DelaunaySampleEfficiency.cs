using Engram.Lab.Experiments;
using Engram.Lab.Figures;
using Engram.Numerics;
using Engram.Vision.Analysis;
using Engram.Vision.Data;
using Engram.Vision.Networks;
using Engram.Vision.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Engram.Vision.Experiments;

/// <summary>How well a network knows painters after so many pictures of each (specification 2.8.8): a training from nothing for each size, all with equally many updates.</summary>
internal sealed class DelaunaySampleEfficiency : Experiment<DelaunaySampleEfficiencySettings>
{
    /// <inheritdoc/>
    public override string Name => "delaunay-sample-efficiency";

    /// <inheritdoc/>
    public override string Paper => "Gontier et al. 2022";

    /// <inheritdoc/>
    public override string Summary => "How many pictures of a painter a network needs to know them";

    /// <inheritdoc/>
    public override string Description =>
        """
        For each size a network is trained from nothing on so many pictures of each artist and tested on the same test pictures. The smaller sets are parts
        of the larger ones, and every training has as many updates as the largest has in training.epochs. Engram's own addition: nothing was published to compare with.

          engram-vision run delaunay-sample-efficiency --seeds 5
          engram-vision run delaunay-sample-efficiency --preset quick --set per-artist=[2,4,8]
        """;

    /// <inheritdoc/>
    public override string HeadlineMetric => "test_accuracy";

    /// <inheritdoc/>
    protected override DelaunaySampleEfficiencySettings CreatePreset(string preset) => preset == "quick"
        ? new()
        {
            Data = { Side = 32, Styles = 8, PerStyle = 40 },
            Network = { Kind = "small" },
            Training = { Epochs = 10, SecondPass = false },
            PerArtist = [2, 4, 8, 16],
        }
        : new()
        {
            Data = { Set = "folder", Side = 128 },
            Network = { Kind = "resnet18" },
            Training = { Epochs = 60, SecondPass = false },
        };

    /// <inheritdoc/>
    protected override void Resolve(DelaunaySampleEfficiencySettings settings) => settings.ResolveAll();

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(DelaunaySampleEfficiencySettings settings, IRunContext context)
    {
        Device device = Torch.Device(settings.Device, context.Threads);
        PictureSet pictures = PictureSource.Load(settings.Data, settings.Quirks.Geometry!, context);
        PictureSplit split = settings.SplitOf(pictures, context);
        int[][] pools = Pools(pictures, [.. split.Train, .. split.Validation], context.Seed);
        int updates = settings.Training.Epochs * TrainingPlan.Batches(Part(pools, settings.PerArtist[^1]).Length, settings.Training.Batch);

        int done = 0;
        StateReader? rest = null;
        context.TryRestore(state => (done, rest) = (state.ReadValue<int>("efficiency/done"), state));
        for (; done < settings.PerArtist.Length; done++, rest = null)
            Learn(rest);
        context.Checkpoint(static _ => { });
        Draw([context.Folder], Path.Combine(context.Folder, "figures"), 100.0 / pictures.Classes.Count);
        RunMetrics metrics = RunMetrics.Read(context.Folder);
        return
        [
            new("test_accuracy", metrics.Column("test_accuracy")[^1], "%", $"test accuracy after {settings.PerArtist[^1]} pictures of each artist"),
            .. settings.PerArtist.Select((size, i) => new SummaryValue($"accuracy_at_{size}", metrics.Column("test_accuracy")[i], "%", $"after {size}")),
            .. settings.PerArtist.Select((size, i) => new SummaryValue($"colour_at_{size}", metrics.Column("colour_accuracy")[i], "%", $"colours alone, after {size}")),
            new("chance", 100.0 / pictures.Classes.Count, "%", "chance"),
        ];

        void Learn(StateReader? rest)
        {
            int size = settings.PerArtist[done];
            int[] train = Part(pools, size);
            TrainingPlan plan = settings.PlanFor(context.Threads) with { Batch = Math.Min(settings.Training.Batch, train.Length) };
            plan = plan with { Epochs = (updates + TrainingPlan.Batches(train.Length, plan.Batch) - 1) / TrainingPlan.Batches(train.Length, plan.Batch) };
            using VisionNetwork network = NetworkCatalogue.Build(settings.Network.Kind, settings.Quirks.OutputsFor(pictures.Classes.Count), context.Seed);
            network.to(device);
            using Optimizer optimizer = settings.OptimizerFor(network);
            var schedule = new LearningRateSchedule(settings.Training.Schedule!, settings.Training.LearningRate, updates);
            using var training = new ClassifierTraining(network, optimizer, schedule, pictures, train, [], plan, context.Seed, device)
            {
                Progressed = (now, all, words) => context.Report(done + (now / all), settings.PerArtist.Length, $"{size} pictures of each  {words}"),
            };
            if (rest is not null)
                training.Load(rest);
            EpochRecord last = default;
            training.Run(() => context.CheckpointIfDue(Save), record => last = record);
            Answers answers = new Examiner(network, plan, device, context.Stop).Ask(pictures, split.Test);
            BinomialInterval interval = BinomialInterval.Wilson(answers.Right(), answers.Count);
            context.Log(
                ("images_per_artist", size), ("training_images", train.Length), ("test_accuracy", answers.Accuracy()), ("test_low", 100 * interval.Lower),
                ("test_high", 100 * interval.Upper), ("test_top5", answers.TopAccuracy(5)), ("test_loss", answers.Loss),
                ("colour_accuracy", ColourBaseline.Accuracy(pictures, train, split.Test)), ("training_error", last.TrainingError));

            void Save(StateWriter writer)
            {
                writer.Add("efficiency/done", done);
                training.Save(writer);
            }
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(DelaunaySampleEfficiencySettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        Draw(runFolders, figureFolder, double.NaN);

    /// <summary>The pictures of each class in the order in which larger sets take them.</summary>
    internal static int[][] Pools(PictureSet pictures, IReadOnlyList<int> known, ulong seed)
    {
        int[][] pools = [.. Enumerable.Range(0, pictures.Classes.Count).Select(label => known.Where(index => pictures.Labels[index] == label).Order().ToArray())];
        for (int label = 0; label < pools.Length; label++)
            new RandomStreams(seed).Named("subset", label).Shuffle(pools[label].AsSpan());
        return pools;
    }

    private static int[] Part(int[][] pools, int size) => [.. pools.SelectMany(pool => pool.Take(size))];

    private static IReadOnlyList<string> Draw(IReadOnlyList<string> runFolders, string figureFolder, double chance)
    {
        RunMetrics[] runs = [.. runFolders.Select(RunMetrics.Read)];
        IReadOnlyList<double> sizes = runs.Select(static run => run.Column("images_per_artist")).MaxBy(static sizes => sizes.Count) ?? [];
        return new LineFigure
        {
            Title = "Sample efficiency",
            X = new FigureAxis("training pictures of each artist") { IsLogarithmic = true },
            Y = new FigureAxis("test accuracy", "%") { Minimum = 0, Maximum = 101 },
            Curves = [.. Of("network", "test_accuracy", FigureColor.Blue), .. Of("colours alone", "colour_accuracy", FigureColor.Orange)],
            References = double.IsFinite(chance) ? [new ReferenceLine("chance", chance)] : [],
        }.Save(Path.Combine(figureFolder, "sample-efficiency"));

        IReadOnlyList<Curve> Of(string label, string column, FigureColor color)
        {
            if (runs.Length > 1)
                return Curve.OverSeeds(label, sizes, [.. runs.Select(run => run.Column(column))], color);
            IReadOnlyList<double> values = runs[0].Column(column);
            Curve curve = new(label, sizes, values) { Color = color, Style = CurveStyle.LineAndPoints };
            if (column != "test_accuracy")
                return [curve];
            // Wilson's interval is not even: its longer half is drawn.
            return [curve with { SpreadStyle = SpreadStyle.Bars, Spread = [.. values.Select((value, i) => Math.Max(value - runs[0].Column("test_low")[i], runs[0].Column("test_high")[i] - value))] }];
        }
    }
}
