using Engram.Numerics;

namespace Engram.Evolution.Genomes;

/// <summary>What a mutation did.</summary>
/// <param name="Changed">How many genes have another value now.</param>
/// <param name="IsSilent">
/// Whether all of them lie in regions that were not active, and no parameter was set anew: then the genome computes what it did before.
/// </param>
public readonly record struct MutationResult(int Changed, bool IsSilent);

/// <summary>How an offspring's genes change. Immutable.</summary>
public abstract class Mutation
{
    private protected Mutation()
    {
    }

    /// <summary>Keep changing genes until one that matters has changed (Goldman and Punch 2013): there is no rate, and every evaluation is of another rule.</summary>
    public static Mutation SingleActiveGene { get; } = new SingleActiveGeneMutation();

    /// <summary>Every gene changes with a probability of its own (specification 1.5).</summary>
    /// <param name="probability">Above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static Mutation PerGene(double probability) => new PerGeneMutation(probability);

    /// <summary>Mutates a genome, which stays valid.</summary>
    /// <param name="genome">The genome.</param>
    /// <param name="active">Room for one flag for each region.</param>
    /// <param name="random">Where the choices come from.</param>
    public MutationResult Apply(Genome genome, Span<bool> active, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(genome);
        ArgumentNullException.ThrowIfNull(random);
        var shape = genome.Shape;
        active = active[..shape.Regions];
        genome.MarkActive(active);
        active[shape.FirstOutput..].Fill(true);
        return Change(genome, active, random);
    }

    private protected abstract MutationResult Change(Genome genome, ReadOnlySpan<bool> active, RandomStream random);

    /// <summary>Gives a gene another value, uniform among the permissible ones.</summary>
    /// <returns>Whether the parameters of its node were set anew.</returns>
    private protected static bool ChangeGene(Genome genome, int gene, RandomStream random)
    {
        var shape = genome.Shape;
        var genes = genome.MutableGenes;
        int chosen = random.NextBounded(shape.PermissibleCount(gene) - 1);
        if (chosen >= shape.IndexOf(gene, genes[gene]))
            chosen++;
        genes[gene] = shape.PermissibleValue(gene, chosen);
        int region = gene / shape.RegionLength;
        return region < shape.FirstOutput && gene == region * shape.RegionLength && genome.ResetParameters(region);
    }

    private sealed class PerGeneMutation : Mutation
    {
        private const int LongestTable = 1024;
        private readonly double _probability;
        private readonly double[] _survival; // [k]: the probability that k genes and the next are spared

        public PerGeneMutation(double probability)
        {
            if (!(probability > 0 && probability <= 1))
                throw new ArgumentOutOfRangeException(nameof(probability), probability, "The mutation probability of a gene is above 0 and at most 1.");
            _probability = probability;
            var survival = new List<double>();
            double spared = 1 - probability;
            for (double power = spared; survival.Count < LongestTable; power *= spared)
            {
                survival.Add(power);
                if (power < 1e-3)
                    break;
            }

            _survival = [.. survival];
        }

        public override string ToString() => $"each gene with probability {_probability}";

        private protected override MutationResult Change(Genome genome, ReadOnlySpan<bool> active, RandomStream random)
        {
            int[] mutable = genome.Shape.MutableGenes;
            int length = genome.Shape.RegionLength;
            int changed = 0;
            bool isSilent = true;
            for (int i = Spared(random); i < mutable.Length; i += 1 + Spared(random))
            {
                int gene = mutable[i];
                isSilent &= !ChangeGene(genome, gene, random) && !active[gene / length];
                changed++;
            }

            return new MutationResult(changed, isSilent);
        }

        // How many genes are spared before the next that changes: geometric, so one draw for each change instead of one for each gene. A table
        // of exact products instead of a logarithm gives the same on every machine; beyond its end the process has no memory and starts again.
        private int Spared(RandomStream random)
        {
            int spared = 0;
            double[] survival = _survival;
            while (true)
            {
                double draw = random.NextDouble();
                if (draw < survival[^1])
                {
                    spared += survival.Length;
                    if (spared > GenomeShape.MaximumLength)
                        return spared;
                    continue;
                }

                int low = 0, high = survival.Length - 1;
                while (low < high)
                {
                    int middle = (low + high) / 2;
                    if (draw < survival[middle])
                        low = middle + 1;
                    else
                        high = middle;
                }

                return spared + low;
            }
        }
    }

    private sealed class SingleActiveGeneMutation : Mutation
    {
        public override string ToString() => "genes until one active gene has changed";

        private protected override MutationResult Change(Genome genome, ReadOnlySpan<bool> active, RandomStream random)
        {
            var shape = genome.Shape;
            int[] mutable = shape.MutableGenes;
            if (!AnyMatters(genome, active))
                return new MutationResult(0, true);
            for (int changed = 1; ; changed++)
            {
                int gene = mutable[random.NextBounded(mutable.Length)];
                bool matters = Matters(genome, active, gene);
                ChangeGene(genome, gene, random);
                if (matters)
                    return new MutationResult(changed, false);
            }
        }

        private static bool AnyMatters(Genome genome, ReadOnlySpan<bool> active)
        {
            foreach (int gene in genome.Shape.MutableGenes)
            {
                if (Matters(genome, active, gene))
                    return true;
            }

            return false;
        }

        private static bool Matters(Genome genome, ReadOnlySpan<bool> active, int gene)
        {
            var shape = genome.Shape;
            int region = gene / shape.RegionLength;
            if (!active[region] || region >= shape.FirstOutput)
                return active[region];
            int place = gene % shape.RegionLength;
            return place <= genome.PrimitiveOf(region).Arity;
        }
    }
}
