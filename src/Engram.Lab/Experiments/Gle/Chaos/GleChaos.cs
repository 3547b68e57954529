using Engram.Datasets.Procedural;
using Engram.Lab.Figures;
using Engram.Lab.Settings;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.Chaos;

/// <summary>The settings of <c>gle-chaos</c>.</summary>
public sealed class GleChaosSettings
{
    /// <summary>Who learns.</summary>
    [Setting(
        "gle: slow and fast neurons whose errors look ahead; instantaneous: the same neurons without looking ahead in errors; no-slow: all neurons answer at once",
        Choices = ["gle", "instantaneous", "no-slow"])]
    public string Condition { get; set; } = "gle";

    /// <summary>δ.</summary>
    [Setting("delay of the equation; chaotic from about 17 on", Unit = "time units", Minimum = 1, Maximum = 1000)]
    public double Delay { get; set; } = 17;

    /// <summary>How far ahead.</summary>
    [Setting("how far ahead is forecast, a whole number of network steps", Unit = "time units", Minimum = 0.1, Maximum = 1000)]
    public double Horizon { get; set; } = 12;

    /// <summary>Hidden layers.</summary>
    [Setting("neurons of each hidden layer, a multiple of four", Minimum = 4, Maximum = 10_000)]
    public int[] Hidden { get; set; } = [64, 64];

    /// <summary>Time constants of slow neurons.</summary>
    [Setting("membrane time constants of the three slow quarters of a layer", Unit = "time units", Minimum = 0.1, Maximum = 1000)]
    public double[] Tau { get; set; } = [2, 6, 18];

    /// <summary>dt.</summary>
    [Setting("Euler step, a whole number of tenths", Unit = "time units", Minimum = 0.1, Maximum = 100)]
    public double Dt { get; set; } = 0.5;

    /// <summary>Trajectories side by side.</summary>
    [Setting("trajectories side by side, each with a past of its own", Minimum = 1, Maximum = 10_000)]
    public int Batch { get; set; } = 32;

    /// <summary>Steps of learning.</summary>
    [Setting("steps of learning, without an end or a beginning in between", Minimum = 1, Maximum = 100_000_000)]
    public int Steps { get; set; } = 200_000;

    /// <summary>Tests.</summary>
    [Setting("how often it is tested on the way", Minimum = 1, Maximum = 10_000)]
    public int Tests { get; set; } = 40;

    /// <summary>η.</summary>
    [Setting("Adam's learning rate for a time step; falls to a tenth in a straight line", Minimum = 0, Maximum = 10)]
    public double LearningRate { get; set; } = 5e-4;
}

/// <summary>
/// The chaotic equation of Mackey and Glass, forecast while it goes on (specification 3.9). The article reports such an experiment; its
/// parameters and numbers are not known here, so these are our own and are compared with nothing but simple forecasts.
/// </summary>
public sealed class GleChaos : Experiment<GleChaosSettings>
{
    private const int TestSteps = 2000, Washout = 400;

    /// <inheritdoc/>
    public override string Name => "gle-chaos";

    /// <inheritdoc/>
    public override string Paper => PublishedMnist1D.Paper;

    /// <inheritdoc/>
    public override string Summary => "Slow and fast neurons learn to forecast a chaotic signal while it goes on";

    /// <inheritdoc/>
    public override string Description =>
        """
        The delay equation of Mackey and Glass is a chaotic signal of one number. A network hears it and is told, at every step, what comes some time
        later; every synapse changes at every step, without end or beginning. It is tested on other trajectories with learning switched off. The error is
        the root mean square over the signal's standard deviation: 1 is knowing nothing but the mean. Beside it stand the error of forecasting that
        nothing changes, and of the best straight line of the last 20 values (least squares).

        The article's parameters and numbers are not known here: all of this is our own, and is compared with nothing published.
        """;

    /// <inheritdoc/>
    public override string HeadlineMetric => "test_error";

    /// <inheritdoc/>
    protected override GleChaosSettings CreatePreset(string preset)
    {
        var settings = new GleChaosSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
            (settings.Steps, settings.Tests, settings.Hidden) = (40_000, 10, [32, 32]);
        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(GleChaosSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Hidden.Length == 0 || settings.Hidden.Any(static size => size % 4 != 0))
            throw new UsageException("hidden needs at least one layer, and each must be a multiple of four: a quarter of its neurons is fast, three quarters are slow.");
        if (settings.Tau.Length != 3)
            throw new UsageException($"tau has {settings.Tau.Length} time constants, but there are three slow quarters.");
        if (settings.Dt > settings.Tau.Min())
            throw new UsageException($"dt is {settings.Dt}, but the Euler step may not be longer than the shortest time constant, here {settings.Tau.Min()}.");
        CheckWhole("dt", settings.Dt, MackeyGlass.SolverStep, "tenths");
        CheckWhole("horizon", settings.Horizon, settings.Dt, "network steps");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(GleChaosSettings settings, IRunContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        var streams = new RandomStreams(context.Seed);
        int ahead = (int)Math.Round(settings.Horizon / settings.Dt), batch = settings.Batch;
        double[][] learned = Trajectories("trajectories", settings.Steps + ahead), tested = Trajectories("test-trajectories", Washout + TestSteps + ahead);
        (double mean, double deviation) = ChaosForecasts.Standardise(learned, tested);
        using Network<float> network = Describe(settings).Build<float>(batch, context.Seed);
        using var learner = new OnlineLearner<float>(network, Loss.MeanSquared, new Adam(settings.LearningRate));
        var input = new float[batch];
        var target = new float[batch];
        int step = 0;
        double error = double.NaN;
        bool resumed = context.TryRestore(reader =>
        {
            network.Load(reader);
            learner.Load(reader);
            step = reader.ReadValue<int>("chaos/step");
            error = reader.ReadValue<double>("chaos/error");
        });
        if (!resumed)
            Test();
        int every = Math.Max(1, settings.Steps / settings.Tests);
        while (step < settings.Steps)
        {
            Fill(learned, step);
            learner.LearningRate = settings.LearningRate * (1 - (0.9 * step / settings.Steps));
            learner.Step(input, target);
            step++;
            if (step % every == 0)
            {
                if (Divergence.Find(network) is { } divergence)
                    throw new LaboratoryException($"Learning broke down: {divergence} is no number. The last checkpoint is from before. A smaller learning-rate keeps the network stable.");
                Test();
            }

            if (step % 500 == 0)
            {
                context.Report(step, settings.Steps, $"error {error:F3}");
                context.CheckpointIfDue(Save);
            }
        }

        context.Checkpoint(Save);
        double persistence = ChaosForecasts.Persistence(tested, Washout, ahead), linear = ChaosForecasts.Linear(learned, tested, Washout, ahead);
        Draw();
        return
        [
            new(HeadlineMetric, error, "", "error of the forecast, over the signal's deviation"),
            new("persistence_error", persistence, "", "error of forecasting that nothing changes"),
            new("linear_error", linear, "", $"error of the best straight line of {ChaosForecasts.Taps} values"),
            new("mean", mean, "", "mean of the signal"),
            new("deviation", deviation, "", "standard deviation of the signal"),
        ];

        double[][] Trajectories(string name, int count) => [.. Enumerable.Range(0, batch).Select(lane => MackeyGlass.Series(settings.Delay, settings.Dt, count, streams.Named(name, lane)))];

        void Fill(double[][] signals, int at)
        {
            for (int lane = 0; lane < batch; lane++)
                (input[lane], target[lane]) = ((float)signals[lane][at], (float)signals[lane][at + ahead]);
        }

        void Test()
        {
            error = Forecast(null);
            context.Log(("step", step), ("test_error", error));
        }

        // States of learning are put back afterwards: a test leaves no trace.
        double Forecast(List<(double Wanted, double Said)>? kept)
        {
            using NetworkState<float> before = network.CaptureState();
            double squares = 0;
            for (int at = 0; at < Washout + TestSteps; at++)
            {
                Fill(tested, at);
                network.Input.Fill(input);
                network.StepForward();
                for (int lane = 0; lane < batch && at >= Washout; lane++)
                {
                    double wrong = network.Output[0, lane] - target[lane];
                    squares += wrong * wrong;
                }

                if (at >= Washout)
                    kept?.Add((target[0], network.Output[0, 0]));
            }

            network.RestoreState(before);
            return Math.Sqrt(squares / ((double)TestSteps * batch));
        }

        void Draw()
        {
            var kept = new List<(double Wanted, double Said)>();
            Forecast(kept);
            const int Shown = 500;
            double[] time = [.. Enumerable.Range(0, Shown).Select(at => at * settings.Dt)];
            string folder = Path.Combine(context.Folder, "figures");
            new LineFigure
            {
                Title = $"Forecast of a chaotic signal, {settings.Horizon:0.#} time units ahead ({settings.Condition})",
                X = new FigureAxis("time", "time units"),
                Y = new FigureAxis("signal", "standard deviations"),
                Curves =
                [
                    new Curve("signal", time, [.. kept.Take(Shown).Select(static pair => pair.Wanted)]) { Color = FigureColor.Grey },
                    new Curve("forecast", time, [.. kept.Take(Shown).Select(static pair => pair.Said)]) { Color = FigureColor.Blue },
                ],
            }.Save(Path.Combine(folder, "forecast"));
            var metrics = RunMetrics.Read(context.Folder);
            new LineFigure
            {
                Title = "How the forecast improves while the signal goes on",
                X = new FigureAxis("steps of learning"),
                Y = new FigureAxis("error / deviation") { Minimum = 0 },
                Curves = [new Curve("Engram", metrics.Column("step"), metrics.Column("test_error")) { Color = FigureColor.Blue }],
                References = [new ReferenceLine("nothing changes", persistence), new ReferenceLine("best straight line", linear)],
            }.Save(Path.Combine(folder, "error"));
        }

        void Save(StateWriter writer)
        {
            network.Save(writer);
            learner.Save(writer);
            writer.Add("chaos/step", step);
            writer.Add("chaos/error", error);
        }
    }

    private static NetworkDescription Describe(GleChaosSettings settings)
    {
        bool allFast = string.Equals(settings.Condition, "no-slow", StringComparison.Ordinal);
        NetworkDescription description = Network.Describe(1, settings.Dt);
        foreach (int size in settings.Hidden)
        {
            description = description.Dense(
                Activation.Tanh,
                [
                    NeuronGroup.Instantaneous(size / 4, settings.Tau.Min()),
                    .. settings.Tau.Select(tau => allFast ? NeuronGroup.Instantaneous(size / 4, tau) : NeuronGroup.Retrospective(size / 4, tau, settings.Dt)),
                ]);
        }

        bool looksAhead = !string.Equals(settings.Condition, "instantaneous", StringComparison.Ordinal);
        return description
            .Dense(Activation.Linear, NeuronGroup.Instantaneous(1, settings.Tau.Min()))
            .EachLayer(layer => layer with { ProspectiveErrors = looksAhead });
    }

    private static void CheckWhole(string key, double value, double unit, string words)
    {
        double units = value / unit;
        if (Math.Abs(units - Math.Round(units)) > 1e-6)
            throw new UsageException($"{key} is {value}, which is no whole number of {words} of {unit}.");
    }
}
