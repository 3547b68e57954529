using Engram.Lab.Experiments;
using Engram.Lab.Figures;
using Engram.Lab.Settings;
using Engram.Neurons;
using Engram.Numerics;

namespace Samples;

internal sealed class DelayLineSettings
{
    [Setting("how far the output lies behind the input", Unit = "time units", Minimum = 0)] public double Delay { get; set; } = 0.5;
    [Setting("rounds of 1000 steps", Minimum = 1, Maximum = 10_000)] public int Rounds { get; set; } = 200;
}

internal sealed class DelayLine : Experiment<DelayLineSettings>
{
    public override string Name => "delay-line";
    public override string Paper => "docs/extend.md";
    public override string Summary => "Slow neurons learn to repeat what they were told a moment ago";
    public override string HeadlineMetric => "error";

    protected override DelayLineSettings CreatePreset(string preset) => preset == "quick" ? new() { Rounds = 40 } : new();

    protected override IReadOnlyList<SummaryValue> Run(DelayLineSettings settings, IRunContext context)
    {
        const double Dt = 0.05;
        NeuronGroup[] neurons = [NeuronGroup.Instantaneous(8, tau: 1), NeuronGroup.Retrospective(8, membrane: 0.3, prospective: Dt)];
        using var network = Network.Describe(inputs: 1, timeStep: Dt).Dense(Activation.Tanh, neurons).Dense(Activation.Tanh, neurons)
            .Dense(Activation.Linear, NeuronGroup.Instantaneous(1, tau: 1)).Build<float>(lanes: 1, context.Seed);
        using var learner = new OnlineLearner<float>(network, Loss.MeanSquared, new Adam(1e-3));
        var errors = new List<double>();
        context.TryRestore(state => { network.Load(state); learner.Load(state); errors.AddRange(state.ReadArray<double>("errors")); });
        while (errors.Count < settings.Rounds)
        {
            learner.ClearSums();
            for (int step = 1000 * errors.Count; step < 1000 * (errors.Count + 1); step++)
                learner.Step([Told(step * Dt)], [Told((step * Dt) - settings.Delay)]);
            errors.Add(learner.MeanLoss);
            context.Log(("round", errors.Count), ("error", errors[^1]));
            context.Report(errors.Count, settings.Rounds, $"error {errors[^1]:F4}");
            context.CheckpointIfDue(Save);
        }

        context.Checkpoint(Save);
        var curve = new Curve("error", [.. Enumerable.Range(1, errors.Count)], errors);
        new LineFigure { Title = Name, X = new("round"), Y = new("error"), Curves = [curve] }.Save($"{context.Folder}/figures/error");
        return [new("error", errors[^1], "", "mean squared error of the last round")];

        void Save(StateWriter state) { network.Save(state); learner.Save(state); state.Add<double>("errors", [.. errors]); }
    }

    private static float Told(double time) => (float)(0.5 * (Math.Sin(time) + Math.Sin(2.7 * time)));
}
