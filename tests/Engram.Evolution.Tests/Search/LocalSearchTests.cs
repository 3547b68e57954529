using Engram.Evolution.Genomes;
using Engram.Evolution.Primitives;
using Engram.Evolution.Problems;
using Engram.Evolution.Programs;
using Engram.Evolution.Search;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Search;

public class LocalSearchTests
{
    private static readonly GenomeShape Line = new(1, PrimitiveSet.Parse("add, mul, parameter"), columns: 4);

    // a x + b: parameters in nodes 1 and 2.
    private static readonly int[] LineNodes = [2, 0, 0, 2, 0, 0, 1, 0, 1, 0, 3, 2];

    [Fact]
    public void Gradient_descent_finds_the_numbers_of_a_line()
    {
        using var points = Samples.Points(1, 50);
        using var objective = RegressionObjective.Of("line", points, x => (1.4 * x[0]) + 0.8);
        using var search = Start(objective, new GradientSearch { LearningRate = 0.1, Steps = 30 });
        search.Step();
        double before = search.Champion.Fitness;
        search.Step();
        search.Step();
        search.Step();
        Assert.True(search.Champion.Fitness > -1e-6, $"{before} became {search.Champion.Fitness}");
        Assert.Equal(1.4, search.Champion.Genome.Parameters[0], 1e-3);
        Assert.Equal(0.8, search.Champion.Genome.Parameters[1], 1e-3);
    }

    [Fact]
    public void A_natural_evolution_strategy_finds_the_numbers_of_a_line_without_derivatives()
    {
        using var points = Samples.Points(1, 50);
        using var objective = RegressionObjective.Of("line", points, x => (1.4 * x[0]) + 0.8);
        using var search = Start(objective, new EvolutionStrategySearch { Steps = 60 });
        for (int i = 0; i < 4; i++)
            search.Step();
        Assert.True(search.Champion.Fitness > -1e-4, $"{search.Champion.Fitness}");
        Assert.Equal(1.4, search.Champion.Genome.Parameters[0], 1e-2);
    }

    [Fact]
    public void Derivatives_through_a_graph_equal_differences()
    {
        var shape = new GenomeShape(2, new PrimitiveSet(
            Operations.All.Where(o => o.Derivative is not null && !o.Name.Contains("min", StringComparison.Ordinal)).Select(Primitive.Of).Append(Primitive.Parameter)), columns: 30);
        using var points = Samples.Points(2, 7);
        using var outputs = new LaneMatrix<double>(1, 7);
        using var slopes = new LaneMatrix<double>(1, 7);
        slopes.Row(0).Fill(1);
        int compared = 0;
        for (ulong seed = 0; seed < 1500; seed++)
        {
            var genome = Samples.Random(shape, seed);
            for (int i = 0; i < genome.Parameters.Length; i++)
                genome.MutableParameters[i] = 0.3 + (0.1 * (i % 7));
            var graph = Decode(genome);
            var gradient = new double[genome.Parameters.Length];
            var tape = new GraphGradient(graph, points);
            tape.Forward(outputs, 0);
            tape.Backward(slopes, 0, (index, slope) => gradient[index] += slope);
            for (int i = 0; i < gradient.Length; i++)
            {
                if (gradient[i] == 0 || !double.IsFinite(gradient[i]) || Math.Abs(gradient[i]) > 1e3)
                    continue;
                const double Step = 1e-6;
                double value = genome.Parameters[i];
                genome.MutableParameters[i] = value + Step;
                double up = Sum(genome);
                genome.MutableParameters[i] = value - Step;
                double difference = (up - Sum(genome)) / (2 * Step);
                genome.MutableParameters[i] = value;
                if (!double.IsFinite(difference))
                    continue;
                Assert.Equal(difference, gradient[i], 1e-4 * Math.Max(1, Math.Abs(gradient[i])));
                compared++;
            }
        }

        Assert.True(compared > 50, $"{compared} slopes");

        double Sum(Genome genome)
        {
            new GraphGradient(Decode(genome), points).Forward(outputs, 0);
            double sum = 0;
            foreach (double value in outputs.Row(0))
                sum += value;
            return sum;
        }
    }

    [Fact]
    public void Gradient_search_without_a_derivative_or_a_differentiable_objective_says_so()
    {
        using var plain = Start(Objective.Of("plain", _ => 0), new GradientSearch());
        Assert.Contains("EvolutionStrategySearch", Assert.Throws<InvalidOperationException>(() => { plain.Step(); plain.Step(); }).Message, StringComparison.Ordinal);
    }

    private static EvolutionSearch Start(Objective objective, LocalSearch local) => new(
        Line, objective, new EvolutionSettings { Parents = 1, Offspring = 1, LocalSearch = local, Threads = 1, Mutation = Mutation.PerGene(1e-6) }, 1,
        (_, genomes) =>
        {
            genomes[0].SetNodes(1, LineNodes);
            genomes[0].SetOutput(0, 4);
        });

    private static Graph Decode(Genome genome)
    {
        var graph = new Graph();
        new Decoder().Decode(genome, graph, tunable: true);
        return graph;
    }
}
