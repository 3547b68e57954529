using Engram.Lab.Figures;
using Engram.Lab.Settings;
using Engram.Neurons;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Le;

/// <summary>The settings of <c>le-two-neurons</c>.</summary>
public sealed class LeTwoNeuronsSettings
{
    /// <summary>τ.</summary>
    [Setting("membrane time constant τ", Unit = "ms", Minimum = 0.01, Maximum = 1e5)]
    public double Tau { get; set; } = 10;

    /// <summary>dt.</summary>
    [Setting("Euler step; at most τ", Unit = "ms", Minimum = 1e-4, Maximum = 100)]
    public double Dt { get; set; } = 0.01;

    /// <summary>β.</summary>
    [Setting("nudging strength β", Minimum = 0, Maximum = 10)]
    public double Beta { get; set; } = 0.1;

    /// <summary>η.</summary>
    [Setting("learning rate per ms; a step learns with dt times as much", Minimum = 0, Maximum = 1000)]
    public double LearningRate { get; set; } = 0.2;

    /// <summary>Length of each part of the stimulus.</summary>
    [Setting("length of each of the three parts of the stimulus: a sine of 50 Hz, a high and a low constant", Unit = "ms", Minimum = 1, Maximum = 1e6)]
    public double Part { get; set; } = 100;

    /// <summary>Repetitions.</summary>
    [Setting("how often the stimulus is repeated", Minimum = 1, Maximum = 10_000)]
    public int Repetitions { get; set; } = 6;
}

/// <summary>
/// Two neurons in a chain that learn from a teacher chain, without and with prospective coding (Haider et al. 2021, Fig. 1; specification 5.1: the
/// paper's parameters were not recovered, these are Engram's own).
/// </summary>
public sealed class LeTwoNeurons : Experiment<LeTwoNeuronsSettings>
{
    private const double TeacherLow = 1.1, TeacherHigh = 0.8, StudentLow = 0.6, StudentHigh = 1.3;
    private const double Middle = 0.5, Amplitude = 0.4, SinePeriod = 20, HighStimulus = 0.8, LowStimulus = 0.3;

    /// <inheritdoc/>
    public override string Name => "le-two-neurons";

    /// <inheritdoc/>
    public override string Paper => PublishedEquilibrium.Paper;

    /// <inheritdoc/>
    public override string Summary => "Two neurons show why relaxing spoils learning, and how looking ahead cures it";

    /// <inheritdoc/>
    public override string Description =>
        """
        A chain of two linear neurons with τ = 10 ms learns from a teacher chain that answers at once, while the stimulus changes quickly, then
        holds twice. Without prospective coding potentials and rates lag behind what the input asks for, errors compare different moments, and
        weights are driven away; with it the same neurons answer at once and learn the teacher's weights. The figure shows both, the
        instantaneous rates dashed. The parameters of the paper's figure were not recovered: stimulus, weights and rates are Engram's own.
        """;

    /// <inheritdoc/>
    public override string HeadlineMetric => "error_prospective";

    /// <inheritdoc/>
    protected override LeTwoNeuronsSettings CreatePreset(string preset) => new();

    /// <inheritdoc/>
    protected override void Resolve(LeTwoNeuronsSettings settings)
    {
        if (settings.Dt > settings.Tau)
            throw new UsageException($"dt is {settings.Dt}, but the Euler step may not be longer than the time constant tau = {settings.Tau}.");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(LeTwoNeuronsSettings settings, IRunContext context)
    {
        // A second of arithmetic: a run that was cut starts again.
        context.TryRestore(static _ => { });
        Trace slow = Simulate(settings, looksAhead: false), prospective = Simulate(settings, looksAhead: true);
        for (int i = 0; i < slow.Times.Count; i++)
        {
            context.Log(
                ("time", slow.Times[i]),
                ("error_without", slow.Errors[i]),
                ("error_prospective", prospective.Errors[i]),
                ("lag_without", Math.Abs(slow.Rates[i] - slow.Instantaneous[i])),
                ("lag_prospective", Math.Abs(prospective.Rates[i] - prospective.Instantaneous[i])));
        }

        context.Report(1, 1, "");
        Draw(settings, slow, prospective, context.Folder);
        int last = slow.Times.Count / settings.Repetitions;
        return
        [
            new("error_prospective", prospective.Errors.TakeLast(last).Average(), "", "mean squared error in the last repetition, with prospective coding"),
            new("error_without", slow.Errors.TakeLast(last).Average(), "", "mean squared error in the last repetition, without"),
            new("lag_prospective", Lag(prospective), "", "mean distance from the instantaneous rate, with prospective coding"),
            new("lag_without", Lag(slow), "", "mean distance from the instantaneous rate, without"),
        ];

        static double Lag(Trace trace) => trace.Rates.Zip(trace.Instantaneous, static (rate, wanted) => Math.Abs(rate - wanted)).Average();
    }

    private static Trace Simulate(LeTwoNeuronsSettings settings, bool looksAhead)
    {
        EquilibriumDescription description = EquilibriumDescription.Of(new SignalShape(1), settings.Dt, settings.Tau)
            .Dense(1, Activation.Linear)
            .Dense(1, Activation.Linear) with
        {
            Times = new TimeConstants(settings.Tau, looksAhead ? settings.Tau : 0),
            Beta = settings.Beta,
            ErrorSource = looksAhead ? ErrorSource.MatchedPotential : ErrorSource.ProspectivePotential,
        };
        using EquilibriumNetwork<double> network = description.Build<double>(lanes: 1, seed: 1);
        foreach (EquilibriumPopulation<double> layer in network.Layers)
            layer.Parameters.Clear();
        (network.Layers[0].Parameters[0, 0], network.Layers[1].Parameters[0, 0]) = (StudentLow, StudentHigh);
        network.LearningRate = settings.LearningRate * settings.Dt;
        using LaneMatrix<double> input = new(1, 1), target = new(1, 1);
        var trace = new Trace();
        long steps = (long)Math.Round(3 * settings.Part * settings.Repetitions / settings.Dt);
        // Half a millisecond is fine enough for a picture.
        int stride = Math.Max(1, (int)Math.Round(0.5 / settings.Dt));
        for (long step = 0; step < steps; step++)
        {
            double time = step * settings.Dt, stimulus = Stimulus(settings, time);
            input[0, 0] = stimulus;
            target[0, 0] = TeacherHigh * TeacherLow * stimulus;
            network.Learn(input, target, 1);
            if (step % stride != 0)
                continue;
            (LaneMatrix<double> low, LaneMatrix<double> high) = (network.Layers[0].Parameters, network.Layers[1].Parameters);
            double rate = network.Output[0, 0];
            trace.Times.Add(time);
            trace.Rates.Add(rate);
            trace.Instantaneous.Add((high[0, 0] * ((low[0, 0] * stimulus) + low[0, 1])) + high[0, 1]);
            trace.Targets.Add(target[0, 0]);
            trace.Errors.Add((rate - target[0, 0]) * (rate - target[0, 0]));
            trace.Low.Add(low[0, 0]);
            trace.High.Add(high[0, 0]);
        }

        return trace;
    }

    private static double Stimulus(LeTwoNeuronsSettings settings, double time) => ((int)(time / settings.Part) % 3) switch
    {
        0 => Middle + (Amplitude * Math.Sin(2 * Math.PI * time / SinePeriod)),
        1 => HighStimulus,
        _ => LowStimulus,
    };

    private static void Draw(LeTwoNeuronsSettings settings, Trace slow, Trace prospective, string folder)
    {
        int first = slow.Times.Count / settings.Repetitions;
        LineFigure Rates(string title, Trace trace) => new()
        {
            Title = title,
            X = new FigureAxis("time", "ms"),
            Y = new FigureAxis("output rate"),
            Curves =
            [
                new Curve("target", [.. trace.Times.Take(first)], [.. trace.Targets.Take(first)]) { Color = FigureColor.Grey },
                new Curve("instantaneous rate", [.. trace.Times.Take(first)], [.. trace.Instantaneous.Take(first)]) { Color = FigureColor.Vermilion, Style = CurveStyle.Dashed },
                new Curve("rate", [.. trace.Times.Take(first)], [.. trace.Rates.Take(first)]) { Color = FigureColor.Blue },
            ],
        };
        LineFigure Gains(string title, Trace trace) => new()
        {
            Title = title,
            X = new FigureAxis("time", "ms"),
            Y = new FigureAxis("gain of the chain"),
            Curves = [new Curve("student", trace.Times, [.. trace.Low.Zip(trace.High, static (low, high) => low * high)]) { Color = FigureColor.Blue }],
            References = [new ReferenceLine("teacher", TeacherHigh * TeacherLow)],
        };
        new PanelFigure
        {
            Title = "Two neurons in a chain, the same slow membranes",
            Columns = 2,
            Panels =
            [
                Rates("without prospective coding", slow),
                Rates("with prospective coding", prospective),
                Gains("learning without", slow),
                Gains("learning with", prospective),
            ],
        }.Save(Path.Combine(folder, "figures", "two-neurons"));
    }

    private sealed class Trace
    {
        public List<double> Times { get; } = [];

        public List<double> Rates { get; } = [];

        public List<double> Instantaneous { get; } = [];

        public List<double> Targets { get; } = [];

        public List<double> Errors { get; } = [];

        public List<double> Low { get; } = [];

        public List<double> High { get; } = [];
    }
}
