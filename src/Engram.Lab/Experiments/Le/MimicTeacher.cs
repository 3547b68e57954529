using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>
/// A circuit of one neuron a layer in the self-predicting state, and how it answers some inputs (specification 3.6). Weights, inputs
/// and their order are drawn as the released code draws them.
/// </summary>
internal sealed class MimicTeacher
{
    internal MimicTeacher(MicrocircuitMimicSettings settings)
    {
        using Microcircuit<double> circuit = Describe(settings).Build<double>(lanes: 1);
        var twister = new MersenneTwister(checked((uint)settings.TeacherSeed));
        MicrocircuitInitialization.AsPublished(circuit, 0, twister);
        circuit.PredictItself();
        (Hidden, Output) = (circuit.Hidden[0].Up[0, 0, 0], circuit.OutputWeights[0, 0, 0]);
        Inputs = [.. Enumerable.Range(0, settings.Patterns).Select(_ => twister.NextDouble())];
        Targets = new double[settings.Patterns];
        // Answers carry what is left of the pattern before. In the released order they are the released ones to 1e-6: the first permutation
        // is that of a training set, which is not shown.
        twister.Permutation(settings.Patterns);
        foreach (int pattern in twister.Permutation(settings.Patterns))
        {
            circuit.Input[0, 0] = Inputs[pattern];
            circuit.Present(new MicrocircuitPresentation(settings.PresentationSteps));
            Targets[pattern] = circuit.Readout[0, 0];
        }
    }

    /// <summary>W_up of the hidden neuron.</summary>
    internal double Hidden { get; }

    /// <summary>W_up of the output neuron.</summary>
    internal double Output { get; }

    /// <summary>The inputs, in the order in which they were drawn.</summary>
    internal double[] Inputs { get; }

    /// <summary>The teacher's answers: the output potential, averaged over a presentation.</summary>
    internal double[] Targets { get; }

    internal static MicrocircuitDescription Describe(MicrocircuitMimicSettings settings) => Microcircuit.Describe(1, 1, 1) with { TimeStep = settings.Dt };

    /// <summary>What a circuit with these weights answers in the end when nothing disturbs it (closed form, specification 6, item 13).</summary>
    internal static double Answer(double hidden, double output, double input)
    {
        var g = new Conductances();
        double free = g.Basal / (g.Leak + g.Basal);
        return free * output * Math.Log(1 + Math.Exp(g.Basal / g.PyramidalTotal * hidden * input));
    }
}
