using Engram.Evolution.Genomes;
using Engram.Evolution.Primitives;
using Engram.Evolution.Programs;
using Engram.Evolution.Rules;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Programs;

public class GraphTests
{
    [Theory]
    [InlineData("x*y + w", "w + y*x")]
    [InlineData("(x - w*y)*y", "y*(x - y*w)")]
    [InlineData("2*3*x", "6*x")]
    [InlineData("tanh(x + 0.5 + 0.25 - 0.75)", "tanh(x + 0.5 + 0.25 - 3/4)")]
    public void The_same_computation_written_otherwise_has_the_same_key(string a, string b) =>
        Assert.Equal(Samples.Parse(a).Key, Samples.Parse(b).Key);

    [Theory]
    [InlineData("x - y", "y - x")]
    [InlineData("x - x", "0*x")] // NaN where x is infinite, in both; but -0 and 0 differ
    [InlineData("(x + y) + w", "x + (y + w)")] // rounded otherwise
    [InlineData("x", "w")]
    [InlineData("x*1.0000000000000002", "x")]
    [InlineData("min(x, y)", "min(y, x)")] // NaN comes through from the second only
    public void What_may_differ_in_a_bit_has_another_key(string a, string b) =>
        Assert.NotEqual(Samples.Parse(a).Key, Samples.Parse(b).Key);

    [Fact]
    public void Shared_parts_are_computed_once()
    {
        // x^(2^30) as a tree has a thousand million products.
        var genome = new Genome(new GenomeShape(1, new PrimitiveSet(Primitive.Multiply), columns: 30));
        for (int node = 1; node <= 30; node++)
            genome.SetNodes(node, [0, node - 1, node - 1]);
        genome.SetOutput(0, 30);
        var graph = genome.Decode();
        Assert.Equal(30, graph.OperationCount);
        Assert.Equal(30, new Program(graph).Length);
        Assert.Equal(1, new Program(graph).Registers);
        double expected = 1 + 1e-9;
        for (int i = 0; i < 30; i++)
            expected *= expected;
        Assert.Equal(expected, graph.Evaluate(1 + 1e-9));
    }

    [Fact]
    public void Decoding_again_into_the_same_memory_gives_the_same()
    {
        var phenotype = Phenotype.Of(Samples.Random(Samples.Shapes[3], 0));
        for (ulong seed = 0; seed < 100; seed++)
        {
            var genome = Samples.Random(Samples.Shapes[3], seed);
            phenotype.Decode([genome]);
            Assert.Equal(genome.Decode().Key, phenotype.Key);
            Assert.Equal(genome.Decode().OperationCount, phenotype.Complexity);
            Assert.Equal(phenotype.Complexity, phenotype.Program().Length);
        }
    }

    [Fact]
    public void Genomes_that_differ_where_it_does_not_matter_have_one_key()
    {
        var shape = new GenomeShape(3, PrimitiveSet.Arithmetic, columns: 50);
        var flags = new bool[shape.Regions];
        for (ulong seed = 0; seed < 100; seed++)
        {
            var genome = Samples.Random(shape, seed);
            var key = genome.Decode().Key;
            genome.MarkActive(flags);
            var random = new RandomStreams(seed).Named("drift");
            int[] genes = genome.Genes.ToArray();
            for (int gene = 0; gene < genes.Length; gene++)
            {
                int region = gene / shape.RegionLength;
                if (region < shape.Regions - 1 && !flags[region])
                    genes[gene] = shape.PermissibleValue(gene, random.NextBounded(shape.PermissibleCount(gene)));
            }

            genome.Assign(genes);
            Assert.Equal(key, genome.Decode().Key);
        }
    }

    [Fact]
    public void A_choice_takes_the_second_for_zero_of_either_sign_and_the_third_for_NaN()
    {
        var rule = Samples.Parse("if(x, w, y)");
        Assert.Equal(1, rule.Evaluate(0.0, 1, 2));
        Assert.Equal(1, rule.Evaluate(-0.0, 1, 2));
        Assert.Equal(1, rule.Evaluate(double.PositiveInfinity, 1, 2));
        Assert.Equal(2, rule.Evaluate(-double.Epsilon, 1, 2));
        Assert.Equal(2, rule.Evaluate(double.NaN, 1, 2));
    }

    [Fact]
    public void Divisions_and_powers_follow_IEEE_754_and_the_protected_division_does_not()
    {
        Assert.Equal(double.PositiveInfinity, Samples.Parse("x/w").Evaluate(1, 0, 0));
        Assert.True(double.IsNaN(Samples.Parse("x/w").Evaluate(0, 0, 0)));
        Assert.True(double.IsNaN(Samples.Parse("pow(x, w)").Evaluate(-2, 0.5, 0)));
        Assert.Equal(4, Samples.Parse("pow(x, w)").Evaluate(-2, 2, 0));
        Assert.Equal(1, Samples.Parse("pdiv(x, w)").Evaluate(5, 1e-7, 0));
        Assert.Equal(2.5, Samples.Parse("pdiv(x, w)").Evaluate(5, 2, 0));
    }

    [Fact]
    public void A_primitive_of_ones_own_is_an_expression_or_a_function()
    {
        var leak = Primitive.FromExpression("leak", ["x", "w"], "w*(1 - x)");
        var hypotenuse = Primitive.Of("hypot", (a, b) => Math.Sqrt((a * a) + (b * b)));
        var genome = new Genome(new GenomeShape(2, new PrimitiveSet(leak, hypotenuse), columns: 2));
        genome.SetNodes(2, [0, 0, 1, 1, 2, 1]);
        genome.SetOutput(0, 3);
        Assert.Equal(Math.Sqrt(((4 * (1 - 3)) * (4 * (1 - 3))) + (4 * 4)), genome.Decode().Evaluate(3, 4));
        Assert.Equal("hypot(w*(1 - x), w)", RuleText.Write(genome.Decode(), ["x", "w"]));
    }
}
