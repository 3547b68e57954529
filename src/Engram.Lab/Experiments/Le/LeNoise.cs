using Engram.Neurons;

namespace Engram.Lab.Experiments.Le;

/// <summary>MNIST with noisy rates and with synapses that filter them (Haider et al. 2021, Fig. 4c; specification 4.3).</summary>
public sealed class LeNoise : ClassifierExperiment<LeNoiseSettings>
{
    /// <inheritdoc/>
    public override string Name => "le-noise";

    /// <inheritdoc/>
    public override string Summary => "Learning digits with noise on every rate, which longer presentations and synaptic filters average out";

    /// <inheritdoc/>
    public override string Description =>
        """
        Every rate carries fresh noise at every step, in training and in evaluation. A synaptic filter τs averages it, but delays what the
        network knows; the target is filtered in step. With matched time constants only neurons.steps and the ratio dt/τs count. The paper's
        own numbers could not be recovered; it reports that longer presentations and filters average the noise out.

        engram sweep le-noise --over neurons.steps=20,50,100,200 --over tau-synaptic=0,0.5,2 --seeds 3
        """;

    /// <inheritdoc/>
    protected override LeNoiseSettings CreatePreset(string preset)
    {
        var settings = new LeNoiseSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            settings.Data.Set = "auto";
            (settings.Data.Train, settings.Data.Test) = (4_096, 1_024);
            settings.Hidden = [100, 50];
            settings.Neurons.Steps = 40;
            settings.TauSynaptic = 0.2;
            (settings.Training.Batch, settings.Training.Epochs) = (128, 6);
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(LeNoiseSettings settings)
    {
        var published = new LeNoiseSettings();
        settings.ResolveNetwork(published);
        settings.Training.Resolve(published.Training, settings.Data);
        if (settings.TauSynaptic > 0 && settings.Neurons.Dt > settings.TauSynaptic)
            throw new UsageException($"neurons.dt is {settings.Neurons.Dt}, but the Euler step may not be longer than tau-synaptic = {settings.TauSynaptic} (0 for no filter).");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(LeNoiseSettings settings) => PublishedEquilibrium.MnistSeeds;

    /// <inheritdoc/>
    protected override ClassifierTrainingSettings TrainingOf(LeNoiseSettings settings) => settings.Training;

    /// <inheritdoc/>
    protected override string Title(LeNoiseSettings settings) =>
        $"Digits with noisy rates: noise {settings.Noise}, τs = {settings.TauSynaptic} ms, {settings.Neurons.Steps} steps of {settings.Neurons.Dt} ms";

    private protected override ClassificationTask Load(LeNoiseSettings settings, IRunContext context) =>
        ClassifierSources.Digits(settings.Data, context.DataFolder);

    private protected override IClassifier Build(LeNoiseSettings settings, ClassificationTask task, IRunContext context) => ClassifierNetworks.Equilibrium(
        ClassifierNetworks.Describe(task.Shape, settings.Neurons).Dense(settings.Hidden, Activation.HardSigmoid, task.Outputs, settings.Factors) with
        {
            RateNoise = settings.Noise,
            SynapticTime = settings.TauSynaptic,
        },
        settings.Neurons,
        settings.Training.Batch!.Value,
        context.Seed);
}
