using Engram.Evolution.Genomes;
using Engram.Evolution.Plasticity;
using Engram.Evolution.Programs;
using Engram.Evolution.Search;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>
/// Evolves local plasticity rules with which a linear neuron finds the first principal component of its input (Mettler et al. 2021;
/// specification 2).
/// </summary>
public sealed class EvolvePca : Experiment<EvolvePcaSettings>
{
    /// <inheritdoc/>
    public override string Name => "evolve-pca";

    /// <inheritdoc/>
    public override string Paper => MeasuredEvolution.Paper;

    /// <inheritdoc/>
    public override string Summary => "Cartesian genetic programming finds local rules with which a neuron finds the principal component of its input";

    /// <inheritdoc/>
    public override string Description =>
        """
        A neuron y = Σ w x sees one sample after the other, and every synapse changes by the same formula of its input x, its weight w and
        the output y. Evolution looks for the formula; Oja's rule y (x - w y) is the known good answer. The datasets it is shown
        (family) shape what it finds: among scattered directions, multiples of (x - w y); where all components point alike, rules
        that lean on that and fail elsewhere. The run ends with the champion as algebra, beside Oja's rule at the same and at its best
        learning rate, on fresh datasets, on other families, on longer streams and in more dimensions.

        The numbers "measured" below were measured by the specification's authors with another program of the same semantics, since the
        paper's own could not be obtained. Some are medians over seeds; the command then prints the median of its own seeds too.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => MeasuredEvolution.All;

    /// <inheritdoc/>
    public override string HeadlineMetric => "fitness";

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Findings(string runFolder) => RuleReport.FindingsIn(runFolder);

    /// <inheritdoc/>
    public override IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        return [.. base.DrawSweep(conditions, figureFolder), .. PcaFigures.DrawSweep(conditions, figureFolder)];
    }

    /// <inheritdoc/>
    protected override EvolvePcaSettings CreatePreset(string preset)
    {
        var settings = new EvolvePcaSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
        {
            // The rate that finds Oja most often (specification 2.8).
            settings.Search.MutationRate = 0.2;
            settings.Search.Generations = 1500;
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(EvolvePcaSettings settings)
    {
        int families = settings.ParseFamilies().Length;
        settings.Search.Check();
        // What all datasets together can earn at most, less a hair: there is nothing left to find (the authors' 9.99 for 10 datasets).
        double most = settings.Fitness.Aggregate == Aggregate.Sum ? families * settings.Data.Datasets : 1;
        if (settings.Fitness.Mode == FitnessMode.Angle)
            settings.Search.StopFitness ??= 0.999 * most;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(EvolvePcaSettings settings) => MeasuredEvolution.ComparableTo(settings);

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(EvolvePcaSettings settings, IRunContext context)
    {
        var streams = new RandomStreams(context.Seed);
        DatasetFamily[] families = settings.ParseFamilies();
        using var data = new DatasetBatch(
            [.. families.SelectMany(family => PlasticityDataset.Draw(family, settings.Data.Datasets, streams, "training", settings.Data.Options))]);
        RuleFitness fitness = settings.Fitness.ToRuleFitness();
        var objective = new PlasticityObjective(data, settings.Data.LearningRate, fitness, $"seed {context.Seed}");
        using var evaluator = new RuleEvaluator(data, settings.Data.LearningRate, fitness);
        OjaBaseline oja = OjaBaseline.Measure(evaluator);

        GenomeShape shape = settings.Search.ShapeFor(RuleEvaluator.RuleInputs);
        // An evaluation takes 0.1 ms: to share four of them out would cost more than it saves, so seeds run side by side instead.
        var engine = settings.Search.ToEngine(settings.Search.Offspring >= 32 ? context.Threads : 1);
        using var run = new RuleSearch(context, new EvolutionSearch(shape, objective, engine, context.Seed), OjaBaseline.InputNames, oja.Fitness);
        run.Run();

        RuleReport champion = RuleReport.Of(run.Search.Best.Genome.Decode(), OjaBaseline.InputNames);
        using var trials = new RuleTrials(settings, families, streams);
        IReadOnlyList<RuleTrial> tested = trials.Of(new Program(champion.Graph));
        PcaOutcome.Write(context, run, champion, oja, tested, trials, evaluator);
        return [.. PcaOutcome.Summarise(run, champion, oja, tested, data.Count, fitness)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(EvolvePcaSettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        PcaFigures.DrawGroup(settings, runFolders, figureFolder);
}
