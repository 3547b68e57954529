using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Search;

/// <summary>What local search may use: fitness on one thread, and which numbers matter.</summary>
internal sealed class LocalSearchContext(Evaluator evaluator, IReadOnlyList<Objective> objectives, ulong seed, int thread) : IDisposable
{
    private readonly Phenotype _phenotype = evaluator.CreatePhenotype();

    public IReadOnlyList<Objective> Objectives => objectives;

    /// <summary>How often a fitness was found since the last time this was set to 0.</summary>
    public long Calls { get; set; }

    /// <summary>The same stream at every call: what is found depends on the individual alone.</summary>
    public RandomStream CreateRandom() => new RandomStreams(seed).Named("local search");

    public double Measure(Individual individual)
    {
        Calls++;
        return evaluator.Measure(individual, _phenotype, thread);
    }

    /// <summary>The parameters that the rules depend on: which genome, which of its parameters.</summary>
    public static List<(int Genome, int Index)> ActiveParameters(Individual individual)
    {
        var active = new List<(int, int)>();
        for (int g = 0; g < individual.Genomes.Count; g++)
        {
            var genome = individual.Genomes[g];
            int most = genome.Shape.Primitives.MaximumParameters;
            if (most == 0)
                continue;
            var flags = new bool[genome.Shape.Regions];
            genome.MarkActive(flags);
            for (int node = genome.Shape.Inputs; node < genome.Shape.FirstOutput; node++)
            {
                if (!flags[node])
                    continue;
                for (int k = 0; k < genome.PrimitiveOf(node).Parameters.Count; k++)
                    active.Add((g, ((node - genome.Shape.Inputs) * most) + k));
            }
        }

        return active;
    }

    public void Dispose() => _phenotype.Dispose();
}
