using CsCheck;
using Engram.Evolution.Genomes;
using Engram.Evolution.Primitives;

namespace Engram.Evolution.Tests.Genomes;

public class GenomeTests
{
    private static readonly GenomeShape Oja = new(3, PrimitiveSet.SubtractMultiply, columns: 3);

    private static readonly int[] OjaGenes = [-1, -3, -3, -1, -3, -3, -1, -3, -3, 1, 1, 2, 0, 0, 3, 1, 2, 4, -2, 5, -3];

    [Fact]
    public void The_golden_genome_is_the_rule_of_Oja()
    {
        // Specification 5.1.
        var genome = new Genome(Oja, OjaGenes);
        var active = new bool[Oja.Regions];
        Assert.Equal(3, genome.MarkActive(active));
        Assert.Equal([true, true, true], active[3..6]);
        Assert.Equal(2.0, genome.Decode().Evaluate(0.5, -0.25, 2));
        Assert.Equal(Samples.Parse("y*(x - w*y)").Key, genome.Decode().Key);
    }

    [Fact]
    public void Permissible_addresses_are_those_of_the_specification()
    {
        // Specification 5.1: two inputs, three columns of two rows, one level back.
        var shape = new GenomeShape(2, columns: 3, rows: 2, levelsBack: 1);
        int[][] expected = [[0, 1], [0, 1], [0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 4, 5], [0, 1, 4, 5], [0, 1, 2, 3, 4, 5, 6, 7]];
        for (int region = 2; region < shape.Regions; region++)
        {
            int gene = (region * shape.RegionLength) + 1;
            int[] permissible = [.. Enumerable.Range(-5, 20).Where(value => shape.IsPermissible(gene, value))];
            Assert.Equal(expected[region - 2], permissible);
            Assert.Equal(permissible, Enumerable.Range(0, shape.PermissibleCount(gene)).Select(i => shape.PermissibleValue(gene, i)));
        }
    }

    [Fact]
    public void An_output_may_point_at_an_input_and_then_nothing_is_active()
    {
        var genome = new Genome(Oja, OjaGenes);
        genome.SetOutput(0, 1);
        Assert.Equal(0, genome.CountActive());
        Assert.Equal(7, genome.Decode().Evaluate(5, 7, 9));
        Assert.Equal(0, genome.Decode().OperationCount);
    }

    [Theory]
    [InlineData(9, 2, "function gene of hidden node 3 (column 0)", "0 to 1")]
    [InlineData(10, 3, "address gene 1 of hidden node 3 (column 0)", "0 to 2")]
    [InlineData(14, 4, "address gene 2 of hidden node 4 (column 1)", "0 to 2 or 3 to 3")]
    [InlineData(19, 6, "address gene 1 of output 0", "0 to 5")]
    [InlineData(20, 0, "address gene 2 of output 0", "-3")]
    [InlineData(0, 0, "function gene of input 0", "-1")]
    public void An_invalid_gene_is_refused_with_its_place_and_what_is_permissible(int gene, int value, string place, string permissible)
    {
        var genome = new Genome(Oja, OjaGenes);
        int[] wrong = [.. OjaGenes];
        wrong[gene] = value;
        var problem = Assert.Throws<ArgumentException>(() => genome.Assign(wrong));
        Assert.Contains(place, problem.Message, StringComparison.Ordinal);
        Assert.Contains($"permissible is {permissible}.", problem.Message, StringComparison.Ordinal);
        Assert.Equal(OjaGenes, genome.Genes.ToArray());
    }

    [Fact]
    public void Impossible_shapes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GenomeShape(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GenomeShape(1, outputs: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GenomeShape(1, columns: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GenomeShape(1, rows: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GenomeShape(1, columns: 5, levelsBack: 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GenomeShape(1, columns: 5, levelsBack: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GenomeShape(1, columns: int.MaxValue / 2, rows: 4));
        Assert.Throws<ArgumentException>(() => new PrimitiveSet());
        Assert.Throws<ArgumentException>(() => new PrimitiveSet(Primitive.Add, Primitive.Add));
        Assert.Throws<ArgumentException>(() => Primitive.Named("frobnicate"));
    }

    [Fact]
    public void Random_genomes_are_valid()
    {
        Gen.Select(Gen.Int[0, Samples.Shapes.Length - 1], Gen.ULong).Sample((s, seed) =>
        {
            var genome = Samples.Random(Samples.Shapes[s], seed);
            genome.Shape.Validate(genome.Genes);
        }, iter: 200);
    }

    [Fact]
    public void A_random_gene_is_uniform_among_its_permissible_values()
    {
        var shape = new GenomeShape(2, PrimitiveSet.Default, columns: 3);
        int gene = (4 * shape.RegionLength) + 1; // an address of the last column: two inputs, two nodes
        var counts = new int[4];
        for (ulong seed = 0; seed < 4000; seed++)
            counts[Samples.Random(shape, seed).Genes[gene]]++;
        Assert.All(counts, count => Assert.InRange(count, 1000 - 137, 1000 + 137)); // five standard deviations
    }

    [Fact]
    public void Nodes_can_be_overwritten_and_invalid_ones_leave_the_genome_alone()
    {
        var genome = new Genome(Oja);
        genome.SetNodes(3, OjaGenes.AsSpan(9, 9));
        genome.SetOutput(0, 5);
        Assert.Equal(OjaGenes, genome.Genes.ToArray());
        Assert.Throws<ArgumentException>(() => genome.SetNodes(3, [1, 1, 5]));
        Assert.Throws<ArgumentException>(() => genome.SetNodes(5, OjaGenes.AsSpan(9, 9)));
        Assert.Throws<ArgumentException>(() => genome.SetNodes(3, [1, 1]));
        Assert.Equal(OjaGenes, genome.Genes.ToArray());
    }

    [Fact]
    public void Statistics_of_random_genomes_are_those_of_the_reference()
    {
        foreach (var row in Samples.Reference("genome_statistics").EnumerateArray())
        {
            var primitives = row.GetProperty("n_prims").GetInt32() switch
            {
                2 => PrimitiveSet.SubtractMultiply,
                4 => PrimitiveSet.Default,
                _ => PrimitiveSet.Arithmetic,
            };
            var back = row.GetProperty("levels_back");
            var shape = new GenomeShape(
                row.GetProperty("n_inputs").GetInt32(), primitives, columns: row.GetProperty("n_columns").GetInt32(),
                rows: row.GetProperty("n_rows").GetInt32(), levelsBack: back.ValueKind == System.Text.Json.JsonValueKind.Null ? null : back.GetInt32());
            Assert.Equal(row.GetProperty("genes").GetInt32(), shape.Length);
            var mutation = Mutation.PerGene(row.GetProperty("rate").GetDouble());
            int count = shape.Columns > 500 ? 300 : 1500;
            double active = 0, changed = 0, silent = 0;
            var flags = new bool[shape.Regions];
            for (int i = 0; i < count; i++)
            {
                var genome = Samples.Random(shape, (ulong)i);
                active += genome.CountActive();
                var result = mutation.Apply(genome, flags, new Engram.Numerics.RandomStreams((ulong)i).Named("mutation"));
                changed += result.Changed;
                silent += result.IsSilent ? 1 : 0;
            }

            // Four standard errors of both sides.
            double n = row.GetProperty("N").GetInt32();
            double spread = Math.Sqrt((1 / n) + (1.0 / count));
            string label = row.ToString();
            Within(row.GetProperty("active_nodes_mean").GetDouble(), active / count, 4 * spread * row.GetProperty("active_sd").GetDouble(), label);
            double mean = row.GetProperty("genes_changed_mean").GetDouble();
            Within(mean, changed / count, 4 * spread * Math.Sqrt(mean), label);
            double share = row.GetProperty("silent_fraction").GetDouble();
            Within(share, silent / count, 4 * spread * Math.Sqrt(share * (1 - share)), label);
        }
    }

    private static void Within(double expected, double found, double tolerance, string label) =>
        Assert.True(Math.Abs(expected - found) <= tolerance, $"{found} is more than {tolerance} away from {expected} in {label}");
}
