namespace Engram.Neurons;

/// <summary>
/// How a neuron sees time. Its potential looks back with the membrane time constant, its output looks ahead with the prospective one; the
/// error neuron beside it has the two exchanged.
/// </summary>
/// <param name="Membrane">τm, in time units; at least the time step. Ellenberger et al., Eq. (N).</param>
/// <param name="Prospective">τr, in time units; at least the time step. Equal to τm, the neuron answers at once.</param>
public readonly record struct TimeConstants(double Membrane, double Prospective);

/// <summary>Neighbouring neurons with the same time constants; a layer is made of one or more groups, in the order of its rows.</summary>
/// <param name="Count">How many; 1 or more.</param>
/// <param name="Times">Their time constants.</param>
public readonly record struct NeuronGroup(int Count, TimeConstants Times)
{
    /// <summary>Neurons whose two time constants are equal: they answer at once, whatever τ is. A network of these is Latent Equilibrium.</summary>
    /// <param name="count">How many.</param>
    /// <param name="tau">Both time constants, in time units.</param>
    public static NeuronGroup Instantaneous(int count, double tau) => new(count, new TimeConstants(tau, tau));

    /// <summary>Neurons that remember: their output follows the low-passed input (τr &lt; τm).</summary>
    /// <param name="count">How many.</param>
    /// <param name="membrane">τm, in time units.</param>
    /// <param name="prospective">τr, in time units; the time step for a pure low-pass.</param>
    public static NeuronGroup Retrospective(int count, double membrane, double prospective) =>
        new(count, new TimeConstants(membrane, prospective));
}
