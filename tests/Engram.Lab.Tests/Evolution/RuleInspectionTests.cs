using Engram.Evolution.Plasticity;
using Engram.Evolution.Rules;
using Engram.Lab.Rules;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Tests.Evolution;

public sealed class RuleInspectionTests
{
    [Fact]
    public void Ojas_rule_with_a_gain_is_recognised_and_does_as_well_as_oja_at_that_gain()
    {
        var rule = RuleInspection.Of("y*(x - y*w)*(1 + 2)");
        Assert.Equal("3*y*(x - w*y)", rule.Text);
        Assert.Equal(RuleClass.GainOja, rule.Class);
        Assert.Equal(3, rule.Gain);
        Assert.Equal(7, rule.Families.Count);
        RuleOnFamily iso = rule.Families.Single(family => family.Family == "iso");
        // Specification 2.7: 0.9625 and 0.9856, with standard deviations of 0.05 and 0.02 over datasets.
        Assert.Equal(0.9625, iso.Oja, 0.03);
        Assert.Equal(0.9856, iso.Value, 0.01);
        Assert.True(iso.BestOja >= iso.Value && iso.Value > iso.Oja);
        Assert.Contains("public static double", rule.CSharp);
    }

    [Fact]
    public void What_cannot_be_read_is_shown_with_a_mark_below_the_place()
    {
        string message = Assert.Throws<UsageException>(() => RuleInspection.Of("y*(x - q*y)")).Message;
        string[] lines = message.Split('\n');
        int shown = Array.FindIndex(lines, line => line.Contains("y*(x - q*y)", StringComparison.Ordinal));
        Assert.Equal('q', lines[shown][lines[shown + 1].IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void A_layer_of_neurons_with_a_rule_walks_the_path_of_the_evaluator()
    {
        PlasticityDataset data = PlasticityDataset.Draw(DatasetFamily.Iso, new RandomStreams(2).Named("path"), new DatasetOptions { Inputs = 3, Samples = 300, HeldOut = 0 });
        using var batch = new DatasetBatch([data]);
        using var evaluator = new RuleEvaluator(batch, 0.02);
        evaluator.Evaluate(OjaBaseline.RuleOf(2));

        using Network<double> network = Network.Describe(3, timeStep: 0.1).Dense(Activation.Linear, NeuronGroup.Instantaneous(1, tau: 1)).Build<double>(lanes: 1);
        using var rule = new CompiledSynapticRule(Expression.Parse("2*y*(x - w*y)", CompiledSynapticRule.InputNames), 3);
        network.Layers[0].Rule = rule;
        for (int j = 0; j < 3; j++)
            network.Layers[0].Weight(0, j) = data.InitialWeights[j];
        var learner = new RuleLearner<double>(network, 0.02);
        for (int t = 0; t < 300; t++)
            learner.Step([data.Samples[3 * t], data.Samples[(3 * t) + 1], data.Samples[(3 * t) + 2]]);
        for (int j = 0; j < 3; j++)
            Assert.Equal(evaluator.Weights[j, 0], network.Layers[0].Weight(0, j), 1e-9);
    }
}
