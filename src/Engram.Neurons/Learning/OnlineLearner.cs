using System.Numerics;
using Engram.Neurons.Dynamics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// Teaches a network while it runs: at every step the output is nudged towards the target, errors travel down, and every synapse changes
/// by what its own neurons know at that moment (Ellenberger et al.: Ẇ = η e rᵀ). Nothing is stored over time.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class OnlineLearner<T> : Learner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Presentation<T>? _learning;
    private Presentation<T>? _relaxing;

    /// <summary>Creates a learner of a network.</summary>
    /// <param name="network">The network; stays its owner's.</param>
    /// <param name="loss">What the output is held against.</param>
    /// <param name="optimizer">How gradients change parameters, at every step.</param>
    /// <param name="beta">β, the strength of the nudge; it scales all errors.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or the learning rate is negative.</exception>
    public OnlineLearner(Network<T> network, Loss loss, Optimizer optimizer, double beta = 1)
        : base(network, loss, optimizer, beta)
    {
    }

    /// <summary>Steps through a whole input sequence with the same target at every step, and changes parameters at every step.</summary>
    /// <param name="sequence">Step by step the channels, one row each: <c>[step · channels + channel, lane]</c>.</param>
    public override void Present(LaneMatrix<T> sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        Fit();
        Network.Present(sequence, IsPlastic ? _learning ??= Plan(StepMode.Learn) : _relaxing ??= Plan(StepMode.Relax));
        SummedSteps += sequence.Rows / Network.Description.Inputs;
    }

    private protected override void Refitted() => (_learning, _relaxing) = (null, null);
}
