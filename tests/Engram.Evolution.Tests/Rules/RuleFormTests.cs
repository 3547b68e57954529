using Engram.Evolution.Genomes;
using Engram.Evolution.Primitives;
using Engram.Evolution.Rules;

namespace Engram.Evolution.Tests.Rules;

public class RuleFormTests
{
    [Theory]
    [InlineData("x*y - w*y*y", "y*(x - w*y)", RuleClass.GainOja)]
    [InlineData("y*(x - w*y) + (x - w*y)*y", "2*y*(x - w*y)", RuleClass.GainOja)]
    [InlineData("x*(6*y - 3*w + 1) - w*y*(6*y - 3*w + 1)", "(x - w*y)*(6*y - 3*w + 1)", RuleClass.NoisyGainOja)]
    [InlineData("(2*y + 1 + w)*(x - w*y)", "(x - w*y)*(w + 2*y + 1)", RuleClass.NoisyGainOja)]
    [InlineData("(w - 1)*(x - w*y)", "(w - 1)*(x - w*y)", RuleClass.OjaMultiple)]
    [InlineData("(2*y - x)*(x - w*y)", "(2*y - x)*(x - w*y)", RuleClass.OjaMultiple)]
    [InlineData("y*(w*y - x)", "-y*(x - w*y)", RuleClass.GainOja)]
    [InlineData("x - x", "0", RuleClass.Zero)]
    [InlineData("x*y", "x*y", RuleClass.NotOja)]
    [InlineData("x*x - w", "x^2 - w", RuleClass.NotOja)]
    [InlineData("(x + w)*(x + w)*y", "y*(x + w)^2", RuleClass.NotOja)]
    [InlineData("0.5*x + 0.25", "1/4*(2*x + 1)", RuleClass.NotOja)]
    [InlineData("x/y", "x/y", RuleClass.NonPolynomial)]
    [InlineData("x*y/y", "x", RuleClass.NotOja)]
    [InlineData("(x*x - w*w)/(x - w)", "x + w", RuleClass.NotOja)]
    [InlineData("1/(1 + 1/x)", "x/(x + 1)", RuleClass.NonPolynomial)]
    [InlineData("tanh(x)*y", "y*tanh(x)", RuleClass.NonPolynomial)]
    public void Rules_are_simplified_factored_and_classified(string rule, string form, RuleClass kind)
    {
        var found = RuleForm.Of(Samples.Parse(rule));
        Assert.Equal(form, found.Write(Samples.Names));
        Assert.Equal(kind, found.Classify());
    }

    [Fact]
    public void The_gain_of_a_rule_is_its_factor_before_the_rule_of_Oja()
    {
        Assert.Equal(6, RuleForm.Of(Samples.Parse("(6*y - 3*w + 1)*(x - w*y)")).OjaGain());
        Assert.Equal(-0.5, RuleForm.Of(Samples.Parse("-y*(x - w*y)/2")).OjaGain());
        Assert.Null(RuleForm.Of(Samples.Parse("x*y")).OjaGain());
    }

    [Fact]
    public void Every_evolved_rule_of_the_reference_is_read_and_keeps_its_values()
    {
        int count = 0;
        var evolution = Samples.Reference("evolution");
        foreach (var family in evolution.GetProperty("SM").EnumerateObject())
        {
            foreach (var run in family.Value.EnumerateArray())
            {
                if (!run.TryGetProperty("expression", out var text) || text.GetString() is not { Length: > 0 } expression || expression.Contains("long", StringComparison.Ordinal))
                    continue;
                var graph = Samples.Parse(expression);
                var form = RuleForm.Of(graph);
                Assert.True(form.IsPolynomial, expression + ": " + form.Remark);
                var again = Samples.Parse(form.Write(Samples.Names));
                double[] point = [0.7, -0.4, 1.3];
                Assert.Equal(graph.Evaluate(point), again.Evaluate(point), 1e-9 * Math.Max(1, Math.Abs(graph.Evaluate(point))));
                count++;
            }
        }

        Assert.True(count > 100, $"{count} rules");
    }

    [Fact]
    public void Normal_forms_equal_their_programs_and_are_found_in_bounded_time_for_any_genome()
    {
        int rational = 0;
        foreach (var shape in new GenomeShape[]
        {
            new(3, PrimitiveSet.SubtractMultiply, columns: 100), new(3, PrimitiveSet.Arithmetic, columns: 60),
            new(2, PrimitiveSet.Default, columns: 200), new(3, Samples.Everything, columns: 60), new(9, PrimitiveSet.Default, columns: 30),
        })
        {
            for (ulong seed = 0; seed < 40; seed++)
            {
                var graph = Samples.Random(shape, seed).Decode();
                var form = RuleForm.Of(graph);
                Assert.NotEqual(form.IsRational, form.Remark is not null);
                Assert.NotEmpty(form.Write());
                Assert.NotEmpty(form.Write(style: RuleStyle.Latex));
                Assert.NotEmpty(form.Write(style: RuleStyle.CSharp));
                if (!form.IsRational)
                    continue;
                rational++;
                var names = RuleText.DefaultNames(shape.Inputs);
                var again = Expression.Parse(form.Write(names), names);
                var random = new Engram.Numerics.RandomStreams(seed).Named("points");
                var point = new double[shape.Inputs];
                for (int i = 0; i < 10; i++)
                {
                    random.FillUniform(point, -2, 2);
                    double expected = graph.Evaluate(point);
                    if (!double.IsFinite(expected))
                        continue;
                    double tolerance = 1e-8 * Math.Max(1, Math.Abs(expected));
                    Assert.Equal(expected, form.Evaluate(point), tolerance);
                    Assert.Equal(expected, again.Evaluate(point), tolerance);
                }
            }
        }

        Assert.True(rational > 80, $"{rational} rules were rational");
    }

    [Fact]
    public void A_rule_that_explodes_is_shown_as_it_is_and_says_why()
    {
        var rule = Samples.Parse("((((x + w + y + 1)^2 + x)^2 + w)^2 + y)^2 + 1");
        var form = RuleForm.Of(rule);
        Assert.False(form.IsRational);
        Assert.Contains("more than 200 terms", form.Remark, StringComparison.Ordinal);
        Assert.Equal(RuleClass.NonPolynomial, form.Classify());
        Assert.Contains("no algebra", RuleForm.Of(Samples.Parse("tanh(x)")).Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void LaTeX_and_CSharp_of_forms_are_written()
    {
        var form = RuleForm.Of(Samples.Parse("2*y*(x - w*y)/(1 + x^2)"));
        Assert.Equal("\\frac{2 y \\left(x - w y\\right)}{x^{2} + 1}", form.Write(Samples.Names, RuleStyle.Latex));
        Assert.Equal("2.0 * y * (x - w * y) / (x * x + 1.0)", form.Write(Samples.Names, RuleStyle.CSharp));
    }

    [Fact]
    public void Fractions_are_exact()
    {
        Assert.Equal(new Fraction(1, 10), Fraction.Of(0.1));
        Assert.Equal(new Fraction(3, 10), Fraction.Of(0.1) + Fraction.Of(0.2));
        Assert.Equal(new Fraction(-5, 4), Fraction.Of(-1.25));
        Assert.Equal(1e300, Fraction.Of(1e300).ToDouble());
        Assert.Equal(Fraction.Zero, default);
        Assert.Throws<DivideByZeroException>(() => new Fraction(1, 0));
    }
}
