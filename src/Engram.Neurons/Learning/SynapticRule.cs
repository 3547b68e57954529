using System.Numerics;

namespace Engram.Neurons;

/// <summary>
/// A local plasticity rule of one's own: what a synapse changes by, from what its two neurons and itself know at that moment,
/// ẇ = η f(pre, post, w, error). Give it to a layer (<see cref="DenseLayer{T}.Rule"/>) and step the network with a <see cref="RuleLearner{T}"/>.
/// </summary>
/// <remarks>A rule may keep memory to work in: it is called by one thread at a time.</remarks>
/// <typeparam name="T">The number.</typeparam>
public abstract class SynapticRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Finds f for all synapses of a neuron, in one lane.</summary>
    /// <param name="presynaptic">The rates below that the neuron read in this step, one for each synapse.</param>
    /// <param name="postsynaptic">The neuron's rate, as the step left it.</param>
    /// <param name="error">The neuron's error.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="changes">To be written: f for each synapse.</param>
    public abstract void FindChanges(ReadOnlySpan<T> presynaptic, T postsynaptic, T error, ReadOnlySpan<T> weights, Span<T> changes);
}
