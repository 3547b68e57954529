using Engram.Evolution.Genomes;
using Engram.Evolution.Primitives;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Genomes;

public class MutationTests
{
    [Fact]
    public void Mutated_genomes_are_valid_and_silent_mutations_change_no_output()
    {
        foreach (var shape in Samples.Shapes)
        {
            var points = Samples.Points(shape.Inputs, 100);
            var flags = new bool[shape.Regions];
            foreach (var mutation in new[] { Mutation.PerGene(0.05), Mutation.PerGene(0.5), Mutation.SingleActiveGene })
            {
                int silent = 0;
                for (ulong seed = 0; seed < 60; seed++)
                {
                    var genome = Samples.Random(shape, seed);
                    var before = genome.Decode();
                    int[] genes = genome.Genes.ToArray();
                    var result = mutation.Apply(genome, flags, new RandomStreams(seed).Named("mutation"));
                    shape.Validate(genome.Genes);
                    Assert.InRange(genome.Genes.ToArray().Zip(genes).Count(g => g.First != g.Second), 0, result.Changed);
                    if (!result.IsSilent)
                        continue;
                    silent++;
                    var after = genome.Decode();
                    Assert.Equal(before.Key, after.Key);
                    for (int lane = 0; lane < points.Lanes; lane++)
                    {
                        double[] point = [.. Enumerable.Range(0, shape.Inputs).Select(i => points[i, lane])];
                        double[] was = new double[shape.Outputs], isNow = new double[shape.Outputs];
                        before.Evaluate(point, was);
                        after.Evaluate(point, isNow);
                        Assert.Equal(was.Select(Samples.Bits), isNow.Select(Samples.Bits));
                    }
                }

                if (ReferenceEquals(mutation, Mutation.SingleActiveGene) && shape.HiddenNodes > 5)
                    Assert.Equal(0, silent);
            }
        }
    }

    [Fact]
    public void With_probability_1_every_mutable_gene_has_another_value()
    {
        foreach (var shape in Samples.Shapes)
        {
            var genome = Samples.Random(shape, 3);
            int[] before = genome.Genes.ToArray();
            var result = Mutation.PerGene(1).Apply(genome, new bool[shape.Regions], new RandomStreams(3).Named("mutation"));
            int mutable = 0;
            for (int gene = 0; gene < before.Length; gene++)
            {
                bool isMutable = shape.PermissibleCount(gene) > 1;
                mutable += isMutable ? 1 : 0;
                Assert.Equal(isMutable, before[gene] != genome.Genes[gene]);
            }

            Assert.Equal(mutable, result.Changed);
        }
    }

    [Fact]
    public void The_single_active_gene_mutation_changes_exactly_one_gene_that_matters()
    {
        var shape = new GenomeShape(3, PrimitiveSet.Arithmetic, columns: 30);
        var active = new bool[shape.Regions];
        for (ulong seed = 0; seed < 300; seed++)
        {
            var genome = Samples.Random(shape, seed);
            genome.MarkActive(active);
            active[^1] = true;
            int[] before = genome.Genes.ToArray();
            var arities = Enumerable.Range(shape.Inputs, shape.HiddenNodes).ToDictionary(n => n, n => genome.PrimitiveOf(n).Arity);
            var result = Mutation.SingleActiveGene.Apply(genome, new bool[shape.Regions], new RandomStreams(seed).Named("mutation"));
            int matters = Enumerable.Range(0, before.Length).Count(gene =>
            {
                int region = gene / shape.RegionLength;
                return before[gene] != genome.Genes[gene] && active[region] && (region == shape.Regions - 1 || gene % shape.RegionLength <= arities[region]);
            });
            Assert.Equal(1, matters);
            Assert.False(result.IsSilent);
        }
    }

    [Fact]
    public void A_new_primitive_with_parameters_starts_them_anew_and_is_not_silent_even_where_it_is_not_active()
    {
        // Specification 1.11.
        var shape = new GenomeShape(1, new PrimitiveSet(Primitive.One, Primitive.Parameter), columns: 1);
        for (ulong seed = 0; seed < 20; seed++)
        {
            var genome = new Genome(shape);
            var result = Mutation.PerGene(1).Apply(genome, new bool[shape.Regions], new RandomStreams(seed).Named("mutation"));
            Assert.Equal(1, genome.Genes[2]);
            Assert.False(result.IsSilent);
            Assert.Equal(1, genome.Parameters[0]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Impossible_probabilities_are_refused(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Mutation.PerGene(probability));

    [Fact]
    public void Reordering_keeps_what_is_computed_and_how_much_is_active()
    {
        var reordering = new Reordering();
        foreach (var shape in Samples.Shapes.Where(Reordering.IsPossible))
        {
            int moved = 0;
            for (ulong seed = 0; seed < 50; seed++)
            {
                var genome = Samples.Random(shape, seed);
                var before = genome.Decode();
                int active = genome.CountActive();
                int[] genes = genome.Genes.ToArray();
                reordering.Apply(genome, new RandomStreams(seed).Named("order"));
                shape.Validate(genome.Genes);
                Assert.Equal(active, genome.CountActive());
                Assert.Equal(before.Key, genome.Decode().Key);
                moved += genes.AsSpan().SequenceEqual(genome.Genes) ? 0 : 1;
            }

            if (shape.Columns > 10)
                Assert.True(moved > 40);
        }
    }

    [Fact]
    public void Genomes_that_cannot_be_reordered_are_refused()
    {
        var genome = new Genome(new GenomeShape(1, columns: 4, rows: 2));
        Assert.Throws<ArgumentException>(() => new Reordering().Apply(genome, new RandomStreams(1).Named("order")));
    }
}
