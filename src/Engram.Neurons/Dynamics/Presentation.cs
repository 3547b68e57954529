using System.Numerics;
using Engram.Neurons.Learning;
using Engram.Numerics;

namespace Engram.Neurons.Dynamics;

/// <summary>How much of a step is done.</summary>
internal enum StepMode
{
    /// <summary>Neurons only.</summary>
    Forward,

    /// <summary>Neurons and errors.</summary>
    Relax,

    /// <summary>Neurons, errors and plasticity.</summary>
    Learn,
}

/// <summary>What happens while a sequence is presented. Decided before; the step loop only follows it.</summary>
internal sealed class Presentation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly Presentation<T> Relaxing = new() { Mode = StepMode.Relax };

    internal StepMode Mode { get; init; }

    /// <summary>The target <c>[neuron, lane]</c>, or null: then the output error is zero.</summary>
    internal LaneMatrix<T>? Target { get; init; }

    internal LossKernel<T>? Loss { get; init; }

    internal T Beta { get; init; }

    /// <summary>Added to: the loss of each lane, summed over steps <c>[1, lane]</c>.</summary>
    internal LaneMatrix<T>? SummedLoss { get; init; }

    /// <summary>Added to: the returned outputs, summed over steps <c>[neuron, lane]</c>.</summary>
    internal LaneMatrix<T>? SummedOutputs { get; init; }

    internal ParameterUpdater<T>? Updater { get; init; }
}
