using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Engram.Vision.Training;

/// <summary>Gradient descent with momentum and coupled decay: <c>b ← μb + g + λw</c>, <c>w ← w − ηb</c>.</summary>
internal sealed class Sgd : Optimizer
{
    private readonly float _momentum;
    private readonly float _decay;

    /// <summary>Begins without memory.</summary>
    /// <param name="parameters">What is learned.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="decay">λ.</param>
    public Sgd(IEnumerable<(string Name, Parameter Parameter)> parameters, double learningRate, double momentum, double decay)
        : base(parameters, moments: 1) => (LearningRate, _momentum, _decay) = (learningRate, (float)momentum, (float)decay);

    /// <inheritdoc/>
    private protected override void BeginStep()
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Update(Span<float> weights, Span<float> gradients, Span<float> first, Span<float> second)
    {
        float rate = (float)LearningRate;
        int at = 0;
        for (; at <= weights.Length - Lanes; at += Lanes)
        {
            Vector<float> w = new(weights[at..]);
            Vector<float> b = (_momentum * new Vector<float>(first[at..])) + (new Vector<float>(gradients[at..]) + (_decay * w));
            (w - (rate * b)).CopyTo(weights[at..]);
            b.CopyTo(first[at..]);
            Vector<float>.Zero.CopyTo(gradients[at..]);
        }

        for (; at < weights.Length; at++)
        {
            first[at] = (_momentum * first[at]) + (gradients[at] + (_decay * weights[at]));
            weights[at] -= rate * first[at];
            gradients[at] = 0;
        }
    }

    /// <inheritdoc/>
    private protected override void UpdateByTensors(Tensor weights, Tensor gradients, Tensor[] moments)
    {
        gradients.add_(weights, alpha: _decay);
        moments[0].mul_(_momentum).add_(gradients);
        weights.add_(moments[0], alpha: -LearningRate);
    }
}
