using CsCheck;
using Engram.Evolution.Genomes;
using Engram.Evolution.Rules;

namespace Engram.Evolution.Tests.Rules;

public class ExpressionTests
{
    [Theory]
    [InlineData("1 + 2*3", 7)]
    [InlineData("(1 + 2)*3", 9)]
    [InlineData("8 - 3 - 2", 3)]
    [InlineData("16/4/2", 2)]
    [InlineData("-2^2", -4)]
    [InlineData("2^3^2", 512)]
    [InlineData("2**3", 8)]
    [InlineData("2^-1", 0.5)]
    [InlineData("- -3", 3)]
    [InlineData("+3 - -2", 5)]
    [InlineData("2*-3", -6)]
    [InlineData("1e-3 + .5", 0.501)]
    [InlineData("x - w*y", -5)]
    [InlineData("max(x, min(w, y)) + if(-1, 10, 20)", 22)]
    [InlineData("1 + x^2 · 2", 3)]
    public void Precedence_is_the_one_of_mathematics(string text, double value) =>
        Assert.Equal(value, Samples.Parse(text).Evaluate(1, 2, 3), 1e-15);

    [Theory]
    [InlineData("", 0, "ends where a number")]
    [InlineData("x +", 3, "ends where a number")]
    [InlineData("x ** ", 5, "ends where a number")]
    [InlineData("x w", 2, "should end here")]
    [InlineData("(x + w", 6, "closing parenthesis is missing for the one at character 1")]
    [InlineData("x)", 1, "closing parenthesis without an opening")]
    [InlineData("x + foo*2", 4, "\"foo\" is unknown: the variables are x, w, y")]
    [InlineData("tanh x", 5, "needs its arguments in parentheses")]
    [InlineData("max(x)", 0, "takes 2 arguments; here it has 1")]
    [InlineData("max(x; y)", 5, "go on with a comma or end with a parenthesis")]
    [InlineData("x $ y", 2, "there is '$'")]
    [InlineData("1e999", 0, "no number, or one that is too large")]
    public void Mistakes_are_shown_at_their_place(string text, int position, string words)
    {
        var problem = Assert.Throws<ExpressionException>(() => Samples.Parse(text));
        Assert.Equal(position, problem.Position);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        string[] lines = problem.Message.Split('\n');
        Assert.Equal("  " + text, lines[1]);
        Assert.Equal(new string(' ', 2 + position) + "^", lines[2]);
    }

    [Fact]
    public void Too_deep_and_too_long_expressions_are_refused()
    {
        Assert.Contains("nested", Assert.Throws<ExpressionException>(() => Samples.Parse(new string('(', 10_000))).Message, StringComparison.Ordinal);
        Assert.Contains("nested", Assert.Throws<ExpressionException>(() => Samples.Parse(string.Concat(Enumerable.Repeat("x^", 10_000)))).Message, StringComparison.Ordinal);
        Assert.Throws<ExpressionException>(() => Samples.Parse(new string('x', 200_000)));
        Assert.Equal(1, Samples.Parse(new string('-', 50_000) + "1").Evaluate(0, 0, 0));
    }

    [Fact]
    public void No_text_brings_the_parser_down()
    {
        string[] pieces = ["x", "w", "y", "1", "2.5", "+", "-", "*", "/", "^", "**", "(", ")", ",", "tanh", "if", "max", " ", "é", "\n", "1e", ".", "%", "foo"];
        Gen.Int[0, pieces.Length - 1].Array[0, 15].Select(parts => string.Concat(parts.Select(i => pieces[i]))).Sample(text =>
        {
            try
            {
                Samples.Parse(text);
            }
            catch (ExpressionException problem)
            {
                Assert.InRange(problem.Position, 0, text.Length);
            }
        }, iter: 20_000);
    }

    [Fact]
    public void What_is_written_can_be_read_again()
    {
        foreach (var shape in Samples.Shapes.Where(s => s.Outputs == 1))
        {
            string[] names = [.. RuleText.DefaultNames(shape.Inputs)];
            for (ulong seed = 0; seed < 200; seed++)
            {
                var graph = Samples.Random(shape, seed).Decode();
                string text = RuleText.Write(graph, names);
                if (!text.Contains('\n', StringComparison.Ordinal))
                    Assert.Equal(graph.Key, Expression.Parse(text, names).Key);
            }
        }
    }

    [Theory]
    [InlineData("x - (-w)", "x - (-w)")]
    [InlineData("x*(-2)", "-2*x")]
    [InlineData("-(x + w)", "-(x + w)")]
    [InlineData("x - (w - y)", "x - (w - y)")]
    [InlineData("x*x*x", "x*x*x")]
    [InlineData("x/(w/y)", "x/(w/y)")]
    [InlineData("(x + 1)*y", "y*(x + 1)")]
    public void Text_has_the_parentheses_it_needs(string text, string written)
    {
        var graph = Samples.Parse(text);
        string found = RuleText.Write(graph, Samples.Names);
        Assert.Equal(graph.Key, Samples.Parse(found).Key);
        Assert.Equal(written, found);
    }

    [Fact]
    public void Long_rules_become_numbered_assignments()
    {
        var genome = new Genome(new GenomeShape(1, columns: 40));
        for (int node = 1; node <= 40; node++)
            genome.SetNodes(node, [node % 3, node - 1, node - 1]);
        genome.SetOutput(0, 40);
        string text = RuleText.Write(genome.Decode(), ["x"]);
        Assert.Contains("t1 = ", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 100, 5000);
    }

    [Fact]
    public void LaTeX_and_CSharp_are_written()
    {
        var rule = Samples.Parse("tanh(x/(1 + w*w)) - sqrt(y) + if(x, 1, w)");
        Assert.Equal("\\tanh(\\frac{x}{w w + 1}) - \\sqrt{y} + \\operatorname{if}(x, 1, w)", RuleText.Write(rule, Samples.Names, RuleStyle.Latex));
        Assert.Equal(
            """
            public static double Rule(double x, double w, double y)
            {
                return Math.Tanh(x / (w * w + 1.0)) - Math.Sqrt(y) + (x >= 0 ? 1.0 : w);
            }

            """.ReplaceLineEndings("\n"),
            RuleText.WriteMethod(rule, Samples.Names));
    }
}
