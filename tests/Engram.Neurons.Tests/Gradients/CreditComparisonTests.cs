using Engram.Numerics;

namespace Engram.Neurons.Tests.Gradients;

/// <summary>Four ways to assign credit, side by side on one trajectory (specification 5.3).</summary>
public class CreditComparisonTests
{
    [Fact]
    public void Prospective_errors_and_the_adjoint_method_align_with_the_exact_gradient_better_than_instantaneous_errors_below_the_output()
    {
        NetworkDescription description = Network.Describe(1, 0.02)
            .Dense(Activation.Tanh, NeuronGroup.Retrospective(6, 1, 0.1), NeuronGroup.Instantaneous(3, 1))
            .Dense(Activation.Tanh, NeuronGroup.Retrospective(6, 1, 0.1), NeuronGroup.Instantaneous(3, 1))
            .Dense(Activation.Linear, NeuronGroup.Instantaneous(1, 1))
            .EachLayer(static layer => layer with { HasBias = false });
        using Network<double> network = description.Build<double>(lanes: 2, seed: 1), teacher = description.Build<double>(lanes: 2, seed: 2);
        // Weights as large as in the specification's setting: errors that hardly change in time would not tell the ways apart.
        foreach (DenseLayer<double> layer in network.Layers.Concat(teacher.Layers))
        {
            foreach (ref double weight in layer.Parameters.Storage())
                weight *= 2;
        }

        const int Steps = 2500;
        using LaneMatrix<double> inputs = new(Steps, 2), targets = new(Steps, 2);
        for (int t = 0; t < Steps; t++)
        {
            for (int lane = 0; lane < 2; lane++)
                teacher.Input[0, lane] = inputs[t, lane] = Math.Sin((0.0098 * t) + lane) + Math.Sin((0.0214 * t) + (2 * lane));
            teacher.StepForward();
            teacher.Output.Row(0).CopyTo(targets.Row(t));
        }

        MemoryState before = Samples.Contents(network);
        (CreditAlignment[] prospective, CreditAlignment[] instantaneous, CreditAlignment[] adjoint) = CreditComparison.Of(network, Loss.MeanSquared, inputs, targets);
        Samples.Contents(network).AssertSameBitsAs(before, "a comparison");
        for (int layer = 0; layer < 2; layer++)
        {
            Assert.True(prospective[layer].Cosine > instantaneous[layer].Cosine, $"layer {layer}: {prospective[layer]} and {instantaneous[layer]}");
            Assert.True(adjoint[layer].Cosine > 0.99, $"{adjoint[layer]}");
            Assert.InRange(adjoint[layer].NormRatio, 0.9, 1.1);
            Assert.Equal(layer, prospective[layer].Layer);
        }

        // At the output there is no way back yet, so both kinds of error are the same.
        Assert.Equal(prospective[2].Cosine, instantaneous[2].Cosine, 1e-12);
        Assert.True(prospective[2].Cosine > 0.98);
        using LaneMatrix<double> tooFew = new(3, 2);
        Assert.Throws<ArgumentException>(() => CreditComparison.Of(network, Loss.MeanSquared, inputs, tooFew));
    }
}
