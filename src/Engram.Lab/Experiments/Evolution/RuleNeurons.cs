using Engram.Evolution.Plasticity;
using Engram.Evolution.Programs;
using Engram.Evolution.Rules;
using Engram.Lab.Figures;
using Engram.Lab.Rules;
using Engram.Lab.Settings;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>The settings of <c>rule-neurons</c>.</summary>
public sealed class RuleNeuronsSettings
{
    /// <summary>The rule.</summary>
    [Setting("what a synapse changes by: a formula of its input x, its weight w, the neuron's rate y and error e")]
    public string Rule { get; set; } = "y*(x - w*y)";

    /// <summary>η.</summary>
    [Setting("learning rate", Minimum = 0, Maximum = 10)]
    public double LearningRate { get; set; } = 0.01;

    /// <summary>The family.</summary>
    [Setting("where the principal component points")]
    public DatasetFamily Family { get; set; } = DatasetFamily.Iso;

    /// <summary>n.</summary>
    [Setting("inputs of the neuron", Minimum = 2, Maximum = 1000)]
    public int Inputs { get; set; } = 2;

    /// <summary>T.</summary>
    [Setting("samples, one a time step", Minimum = 10, Maximum = 10_000_000)]
    public int Samples { get; set; } = 20_000;
}

/// <summary>A plasticity rule given as text, at work in a layer of the neuron engine: it should find the principal component of its input.</summary>
public sealed class RuleNeurons : Experiment<RuleNeuronsSettings>
{
    private const int Logged = 400; // points of the curves

    /// <inheritdoc/>
    public override string Name => "rule-neurons";

    /// <inheritdoc/>
    public override string Paper => MeasuredEvolution.Paper;

    /// <inheritdoc/>
    public override string Summary => "A plasticity rule of your own, as a formula, at work in a layer of the neuron engine";

    /// <inheritdoc/>
    public override string HeadlineMetric => "angle";

    /// <inheritdoc/>
    protected override RuleNeuronsSettings CreatePreset(string preset) =>
        string.Equals(preset, "quick", StringComparison.Ordinal) ? new() { Samples = 4000 } : new();

    /// <inheritdoc/>
    protected override void Resolve(RuleNeuronsSettings settings) => Parse(settings.Rule);

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(RuleNeuronsSettings settings, IRunContext context)
    {
        PlasticityDataset data = PlasticityDataset.Draw(
            settings.Family,
            new RandomStreams(context.Seed).Named("samples"),
            new DatasetOptions { Inputs = settings.Inputs, Samples = settings.Samples, HeldOut = 0 });
        using Network<double> network = Network.Describe(settings.Inputs, timeStep: 0.1)
            .Dense(Activation.Linear, NeuronGroup.Instantaneous(1, tau: 1)).Build<double>(lanes: 1);
        using var rule = new CompiledSynapticRule(Parse(settings.Rule), settings.Inputs);
        DenseLayer<double> layer = network.Layers[0];
        layer.Rule = rule;
        for (int j = 0; j < settings.Inputs; j++)
            layer.Weight(0, j) = data.InitialWeights[j];
        layer.Bias(0) = 0;
        var learner = new RuleLearner<double>(network, settings.LearningRate);

        double[] samples = [.. data.Samples];
        int every = Math.Max(1, settings.Samples / Logged);
        (double angle, double length) = (0, 0);
        context.TryRestore(state => network.Load(state));
        for (int t = (int)network.StepCount; t < settings.Samples; t++)
        {
            learner.Step(samples.AsSpan(t * settings.Inputs, settings.Inputs));
            if ((t + 1) % every != 0 && t + 1 < settings.Samples)
                continue;
            (angle, length) = Compare(layer, data);
            context.Log(("sample", t + 1), ("angle", angle), ("length", length));
            context.Report(t + 1, settings.Samples, $"angle {angle:F1} degrees  length {length:F3}");
            if (!double.IsFinite(length))
                throw new LaboratoryException($"The weights are no finite numbers after {t + 1} samples: the rule {settings.Rule} diverges. A smaller learning-rate may help.");
            context.CheckpointIfDue(writer => network.Save(writer));
        }

        context.Checkpoint(writer => network.Save(writer));
        (angle, length) = Compare(layer, data);
        RunMetrics metrics = RunMetrics.Read(context.Folder);
        new LineFigure
        {
            Title = $"{settings.Rule}, seed {context.Seed}",
            X = new FigureAxis("sample"),
            Y = new FigureAxis("angle to the principal component", "degrees") { Minimum = 0, Maximum = 90 },
            Curves = [new Curve("", metrics.Column("sample"), metrics.Column("angle"))],
        }.Save(Path.Combine(context.Folder, "figures", "angle"));
        return
        [
            new("angle", angle, "degrees", "angle to the principal component"),
            new("length", length, "", "length of the weights"),
        ];
    }

    private static (double Angle, double Length) Compare(DenseLayer<double> layer, PlasticityDataset data)
    {
        (double along, double square) = (0, 0);
        for (int j = 0; j < layer.PresynapticCount; j++)
        {
            along += layer.Weight(0, j) * data.Component[j];
            square += layer.Weight(0, j) * layer.Weight(0, j);
        }

        double length = Math.Sqrt(square);
        return (Math.Acos(Math.Min(1, Math.Abs(along) / length)) * 180 / Math.PI, length);
    }

    private static Graph Parse(string rule)
    {
        try
        {
            return Expression.Parse(rule, CompiledSynapticRule.InputNames);
        }
        catch (ExpressionException problem)
        {
            string[] lines = problem.Message.Split('\n', 2);
            throw new UsageException(
                $"rule cannot be read. {lines[0]}\n\n{lines[1]}\n\nIt is a formula of x (the input), w (the weight), y (the neuron's rate) and e (its error), such as y*(x - w*y).",
                problem);
        }
    }
}
