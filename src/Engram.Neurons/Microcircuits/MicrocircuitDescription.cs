using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// A dendritic microcircuit as plain data: layers of pyramidal neurons with a basal and an apical dendrite, and beside each hidden layer one
/// interneuron for every neuron of the layer above (Sacramento et al. 2018; Haider et al. 2021). <see cref="Build{T}"/> checks it, lays it
/// out in memory and makes it run.
/// </summary>
/// <param name="Inputs">How many input channels.</param>
/// <param name="Hidden">The pyramidal neurons of each hidden layer, from the input up; at least one layer.</param>
/// <param name="Outputs">How many output neurons.</param>
public sealed record MicrocircuitDescription(int Inputs, IReadOnlyList<int> Hidden, int Outputs)
{
    /// <summary>dt, the Euler step, in ms.</summary>
    public double TimeStep { get; init; } = 0.1;

    /// <summary>Whether neurons tell each other their prospective potentials (Latent Equilibrium) or the potentials themselves (the original).</summary>
    public bool IsProspective { get; init; } = true;

    /// <summary>The conductances.</summary>
    public Conductances Conductances { get; init; } = new();

    /// <summary>τ0 of the low-pass that inputs and targets go through, in ms; null for dt, with which they jump at once, as published.</summary>
    public double? StreamTimeConstant { get; init; }

    /// <summary>Weights to hidden pyramidal neurons stay within ± this.</summary>
    public double HiddenBound { get; init; } = 4;

    /// <summary>Weights to output neurons stay within ± this.</summary>
    public double OutputBound { get; init; } = 5;

    /// <summary>The sizes of all layers, input to output.</summary>
    public IReadOnlyList<int> Sizes => [Inputs, .. Hidden, Outputs];

    /// <summary>Builds circuits at rest, with all weights zero and nothing plastic.</summary>
    /// <param name="lanes">How many circuits are stepped side by side, each with weights of its own; 1 or more.</param>
    /// <param name="set">The vector width; null for the machine's best. No result depends on it.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">The description is impossible; the message says why.</exception>
    public Microcircuit<T> Build<T>(int lanes, InstructionSet? set = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(lanes);
        return new Microcircuit<T>(this, lanes, set ?? InstructionSets.Default);
    }

    private void Check(int lanes)
    {
        if (lanes < 1)
            throw new ArgumentException($"Microcircuits need at least one lane; {lanes} were asked for.", nameof(lanes));
        if (Hidden.Count == 0)
            throw new ArgumentException("A microcircuit needs at least one hidden layer; the description has none.");
        for (int layer = 0; layer < Sizes.Count; layer++)
        {
            if (Sizes[layer] < 1)
                throw new ArgumentException($"Layer {layer} of a microcircuit (0 is the input) needs at least one neuron; the description has {Sizes[layer]}.");
        }

        Conductances.Check();
        // Beyond this the Euler step of the fastest soma overshoots what it relaxes to.
        double fastest = 1 / Math.Max(Conductances.PyramidalTotal, Math.Max(Conductances.InterneuronTotal, Conductances.OutputTotal));
        if (!(TimeStep > 0) || !(TimeStep <= fastest))
            throw new ArgumentException($"The time step dt is {TimeStep} ms, but must be above 0 and at most the shortest time constant of a soma, {fastest} ms.");
        if (StreamTimeConstant is { } tau && (!(tau >= TimeStep * (1 - 1e-9)) || !double.IsFinite(tau)))
            throw new ArgumentException($"The time constant of the input stream is {tau} ms, but must be a finite number of at least the time step, {TimeStep} ms.");
        if (!(HiddenBound > 0) || !(OutputBound > 0))
            throw new ArgumentException($"The bounds of the weights are {HiddenBound} and {OutputBound}, but must be positive.");
    }
}

/// <summary>Where the description of a microcircuit starts.</summary>
public static class Microcircuit
{
    /// <summary>Describes a circuit with the published conductances.</summary>
    /// <param name="sizes">The layers from input to output, hidden ones between: <c>Describe(9, 30, 3)</c>.</param>
    /// <exception cref="ArgumentException">There are fewer than three.</exception>
    public static MicrocircuitDescription Describe(params ReadOnlySpan<int> sizes) => sizes.Length >= 3
        ? new MicrocircuitDescription(sizes[0], sizes[1..^1].ToArray(), sizes[^1])
        : throw new ArgumentException($"A microcircuit has an input, at least one hidden layer and an output; {sizes.Length} sizes were given.", nameof(sizes));
}
