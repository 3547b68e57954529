using Engram.Evolution.Programs;
using Engram.Evolution.Search;

namespace Engram.Evolution.Plasticity;

/// <summary>The fitness of a plasticity rule f(x, w, y) on some datasets, for a search: genomes have three inputs and one output.</summary>
/// <param name="data">The datasets; stay their owner's, and may belong to several families.</param>
/// <param name="learningRate">η.</param>
/// <param name="fitness">What counts; the authors' last version if null.</param>
/// <param name="origin">Where the datasets come from, for instance their seed: a checkpoint of other ones is refused.</param>
public sealed class PlasticityObjective(DatasetBatch data, double learningRate = 0.01, RuleFitness? fitness = null, string origin = "")
    : Objective(NameOf(data, learningRate, fitness ?? new RuleFitness(), origin))
{
    private readonly RuleFitness _fitness = fitness ?? new RuleFitness();

    /// <inheritdoc/>
    public override object CreateScratch() => new RuleEvaluator(data, learningRate, _fitness);

    /// <inheritdoc/>
    public override double Evaluate(Phenotype phenotype, object? scratch)
    {
        ArgumentNullException.ThrowIfNull(phenotype);
        return ((RuleEvaluator)scratch!).Evaluate(phenotype.Program());
    }

    private static string NameOf(DatasetBatch data, double learningRate, RuleFitness fitness, string origin)
    {
        ArgumentNullException.ThrowIfNull(data);
        string families = string.Join(" and ", data.Datasets.GroupBy(dataset => dataset.Family).Select(group => $"{group.Count()} {group.Key}"));
        return $"principal component ({families}, {data.Inputs} inputs, {data.SampleCount} samples, rate {learningRate}, {fitness}; {origin})";
    }
}
