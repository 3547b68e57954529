using Engram.Evolution.Genomes;
using Engram.Evolution.Primitives;

namespace Engram.Evolution.Tests.Genomes;

public class GenomeExpressionTests
{
    [Theory]
    [InlineData("y*(x - w*y)", "sub, mul")]
    [InlineData("2*y*(x - w*y)", "sub, mul")]
    [InlineData("-x", "sub, mul")]
    [InlineData("x + w + y", "sub, mul")]
    [InlineData("0", "sub, mul")]
    [InlineData("(2*y + 1 + w)*(x - w*y)", "add, sub, mul, div, 1")]
    [InlineData("7/(x^2 + 3)", "add, sub, mul, div, 1")]
    [InlineData("0.3*tanh(x)", "mul, tanh, parameter")]
    [InlineData("w", "mul")]
    [InlineData("if(x, y, w)", "if, add")]
    public void A_genome_computes_the_expression_it_was_given(string expression, string primitives)
    {
        var genome = Samples.Random(new GenomeShape(3, PrimitiveSet.Parse(primitives), columns: 40), 5);
        genome.SetExpression(expression, Samples.Names);
        genome.Shape.Validate(genome.Genes);
        var expected = Samples.Parse(expression);
        var found = genome.Decode();
        foreach (double[] point in new double[][] { [0.5, -0.25, 2], [-1, 3, 0.7], [2, 2, -1.5] })
            Assert.Equal(expected.Evaluate(point), found.Evaluate(point), 1e-12);
    }

    [Theory]
    [InlineData("x/y", "sub, mul", "needs div")]
    [InlineData("x + 0.5", "sub, mul", "needs the number 0.5")]
    [InlineData("x*x*x*x*x*x", "mul", "does not fit")]
    public void What_a_genome_cannot_express_is_refused_in_words_and_changes_nothing(string expression, string primitives, string words)
    {
        var genome = Samples.Random(new GenomeShape(3, PrimitiveSet.Parse(primitives), columns: 2), 5);
        int[] before = genome.Genes.ToArray();
        var problem = Assert.Throws<ArgumentException>(() => genome.SetExpression(expression, Samples.Names));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, genome.Genes.ToArray());
    }

    [Fact]
    public void Limited_levels_back_are_respected()
    {
        var genome = new Genome(new GenomeShape(3, PrimitiveSet.SubtractMultiply, columns: 12, rows: 2, levelsBack: 1));
        genome.SetExpression("y*(x - w*y)", Samples.Names);
        genome.Shape.Validate(genome.Genes);
        Assert.Equal(Samples.Parse("y*(x - w*y)").Key, genome.Decode().Key);
    }
}
