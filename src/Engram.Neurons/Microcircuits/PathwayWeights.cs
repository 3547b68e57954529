using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>The weights of one pathway of a microcircuit, <c>[post, pre][lane]</c>: every lane is a circuit with weights of its own.</summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class PathwayWeights<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal PathwayWeights(int postsynaptic, int presynaptic, int lanes)
    {
        PostsynapticCount = postsynaptic;
        PresynapticCount = presynaptic;
        Table = new LaneMatrix<T>(checked(postsynaptic * presynaptic), lanes);
    }

    /// <summary>How many neurons it reaches.</summary>
    public int PostsynapticCount { get; }

    /// <summary>How many neurons it comes from.</summary>
    public int PresynapticCount { get; }

    /// <summary>All weights, row <c>post · <see cref="PresynapticCount"/> + pre</c>.</summary>
    public LaneMatrix<T> Table { get; }

    /// <summary>One weight.</summary>
    /// <param name="postsynaptic">The neuron it reaches.</param>
    /// <param name="presynaptic">The neuron it comes from.</param>
    /// <param name="lane">The circuit.</param>
    public ref T this[int postsynaptic, int presynaptic, int lane]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)postsynaptic, (uint)PostsynapticCount);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)presynaptic, (uint)PresynapticCount);
            return ref Table[(postsynaptic * PresynapticCount) + presynaptic, lane];
        }
    }
}
