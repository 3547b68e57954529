using Engram.Numerics;

namespace Engram.Neurons.Tests.Gradients;

/// <summary>
/// What neurons find by themselves while they run points where backpropagation through time would point, and prospective errors are why
/// (specification 5.3).
/// </summary>
public class AlignmentTests
{
    /// <summary>
    /// Hidden layers, frequency factor, seeds, the table's mean cosines of 20 seeds for prospective errors from input to output, and how far
    /// below a mean of few seeds may fall: the spread between seeds is 0.3 in the first of three layers at factor 1.
    /// </summary>
    public static TheoryData<int, double, int, double[], double> Table => new()
    {
        { 1, 1, 10, [0.887, 1.000], 0.05 },
        { 3, 0.25, 4, [0.989, 0.989, 0.997, 1.000], 0.03 },
        { 3, 1, 10, [0.795, 0.828, 0.963, 1.000], 0.2 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Prospective_errors_align_with_the_exact_gradient_and_instantaneous_ones_less_so_in_every_hidden_layer(
        int hidden, double factor, int seeds, double[] table, double margin)
    {
        var prospective = new double[hidden + 1];
        var instantaneous = new double[hidden + 1];
        for (ulong seed = 0; seed < (ulong)seeds; seed++)
        {
            (double[] one, double[] other) = Cosines(hidden, factor, seed);
            for (int layer = 0; layer <= hidden; layer++)
            {
                prospective[layer] += one[layer] / seeds;
                instantaneous[layer] += other[layer] / seeds;
            }
        }

        string found = $"{Words(prospective)} with prospective errors, {Words(instantaneous)} with instantaneous ones";
        for (int layer = 0; layer < hidden; layer++)
        {
            Assert.True(prospective[layer] > table[layer] - margin, $"layer {layer}: {found}");
            Assert.True(prospective[layer] > instantaneous[layer], $"layer {layer}: {found}");
        }

        // The output's errors are the same, and all but exact.
        Assert.True(prospective[hidden] > 0.999, found);
        Assert.Equal(prospective[hidden], instantaneous[hidden], 1e-12);
        TestContext.Current.TestOutputHelper?.WriteLine(found);

        static string Words(double[] cosines) => string.Join(", ", cosines.Select(static cosine => $"{cosine:F3}"));
    }

    /// <summary>The cosines between local and exact gradients of each layer's weights, for a student of a random teacher of its own type.</summary>
    private static (double[] Prospective, double[] Instantaneous) Cosines(int hidden, double factor, ulong seed)
    {
        const double Dt = 0.01;
        var random = new RandomStreams(seed);
        NetworkDescription description = Describe(hidden, Dt);
        using Network<double> network = Draw(description, random.Named("student"));
        using Network<double> teacher = Draw(description, random.Named("teacher"));
        using Network<double> instantaneous = Draw(
            description.EachLayer(static layer => layer with { ProspectiveErrors = false }), random.Named("student"));
        RandomStream phases = random.Named("phases");
        double[] frequencies = [0.49, 1.07, 1.98];
        double[] phase = [.. frequencies.Select(_ => phases.NextUniform(0, 2 * Math.PI))];
        int steps = (int)(Math.Max(60 / factor, 40) / Dt), burnIn = (int)(15 / Dt);
        var inputs = new double[steps][];
        var targets = new double[steps][];
        for (int t = 0; t < steps; t++)
        {
            inputs[t] = [frequencies.Zip(phase, (omega, shift) => Math.Sin((omega * factor * t * Dt) + shift)).Sum()];
            teacher.Input[0, 0] = inputs[t][0];
            teacher.StepForward();
            targets[t] = [.. Enumerable.Range(0, teacher.Output.Rows).Select(neuron => teacher.Output[neuron, 0])];
        }

        double[][][] exact = ExactGradient.Of(network, inputs, targets, burnIn).Weights;
        double[][][] local = LocalGradient.Of(network, inputs, targets, burnIn).Weights;
        double[][][] other = LocalGradient.Of(instantaneous, inputs, targets, burnIn).Weights;
        return ([.. exact.Zip(local, Cosine)], [.. exact.Zip(other, Cosine)]);
    }

    private static NetworkDescription Describe(int hidden, double dt)
    {
        NetworkDescription description = Network.Describe(1, dt);
        for (int layer = 0; layer < hidden; layer++)
        {
            description = description.Dense(
                Activation.Tanh, NeuronGroup.Retrospective(6, 1, 0.1), NeuronGroup.Retrospective(3, 0.5, 0.1), NeuronGroup.Instantaneous(3, 1));
        }

        return description.Dense(Activation.Linear, NeuronGroup.Instantaneous(1, 1)).EachLayer(static layer => layer with { HasBias = false });
    }

    private static Network<double> Draw(NetworkDescription description, RandomStream stream)
    {
        Network<double> network = description.Build<double>(lanes: 1);
        foreach (DenseLayer<double> layer in network.Layers)
        {
            for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
            {
                for (int presynaptic = 0; presynaptic < layer.PresynapticCount; presynaptic++)
                    layer.Weight(neuron, presynaptic) = 1.2 / Math.Sqrt(layer.PresynapticCount) * stream.NextGaussian();
            }
        }

        return network;
    }

    private static double Cosine(double[][] a, double[][] b)
    {
        double[] x = [.. a.SelectMany(static row => row)], y = [.. b.SelectMany(static row => row)];
        return Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y));

        static double Dot(double[] x, double[] y) => x.Zip(y, static (p, q) => p * q).Sum();
    }
}
