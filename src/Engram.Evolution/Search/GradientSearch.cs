using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Search;

/// <summary>
/// Gradient descent on the tunable numbers through the graph (specification 1.11), with the gradient's norm cut at 0.1 / η so that a step
/// moves by at most 0.1. Steps at which the loss is no number are passed over.
/// </summary>
public sealed class GradientSearch : LocalSearch
{
    private const double LongestStep = 0.1;

    /// <summary>How many steps it makes; 1 or more.</summary>
    public int Steps { get; init; } = 9;

    /// <summary>The learning rate η.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <inheritdoc/>
    public override string ToString() => $"gradient descent, {Steps} steps, rate {LearningRate}";

    internal override void Improve(Individual individual, LocalSearchContext context)
    {
        if (context.Objectives[^1] is not IDifferentiableObjective objective)
        {
            throw new InvalidOperationException(
                $"Gradient search needs an objective that is differentiable: let {context.Objectives[^1].Name} implement {nameof(IDifferentiableObjective)}, or use {nameof(EvolutionStrategySearch)}.");
        }

        var active = LocalSearchContext.ActiveParameters(individual);
        if (active.Count == 0)
            return;
        var gradient = new double[active.Count];
        var decoder = new Decoder();
        Graph[] graphs = [.. individual.Genomes.Select(_ => new Graph())];
        int rows = individual.Genomes.Sum(g => g.Shape.Outputs);
        using var outputs = new LaneMatrix<double>(rows, objective.Points.Lanes);
        using var slopes = new LaneMatrix<double>(rows, objective.Points.Lanes);
        for (int step = 0; step < Steps; step++)
        {
            for (int g = 0; g < graphs.Length; g++)
                decoder.Decode(individual.Genomes[g], graphs[g], tunable: true);
            double loss = FindGradient(objective, graphs, outputs, slopes, active, gradient);
            double norm = Math.Sqrt(gradient.Sum(x => x * x));
            if (!double.IsFinite(loss) || !double.IsFinite(norm))
                continue;
            double scale = LearningRate * Math.Min(1, LongestStep / (LearningRate * Math.Max(norm, double.Epsilon)));
            for (int i = 0; i < active.Count; i++)
                individual.Genomes[active[i].Genome].MutableParameters[active[i].Index] -= scale * gradient[i];
        }
    }

    private static double FindGradient(
        IDifferentiableObjective objective, Graph[] graphs, LaneMatrix<double> outputs, LaneMatrix<double> slopes,
        List<(int Genome, int Index)> active, double[] gradient)
    {
        Array.Clear(gradient);
        GraphGradient[] tapes = [.. graphs.Select(graph => new GraphGradient(graph, objective.Points))];
        int row = 0;
        foreach (var tape in tapes)
            row = tape.Forward(outputs, row);
        double loss = objective.Loss(outputs, slopes);
        row = 0;
        for (int g = 0; g < tapes.Length; g++)
        {
            row = tapes[g].Backward(slopes, row, (index, slope) =>
            {
                int place = active.IndexOf((g, index));
                gradient[place] += slope;
            });
        }

        return loss;
    }
}
