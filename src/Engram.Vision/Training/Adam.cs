using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Engram.Vision.Training;

/// <summary>
/// Adam with coupled decay (specification 2.2): <c>g ← g + λw</c>, <c>m ← β₁m + (1−β₁)g</c>, <c>v ← β₂v + (1−β₂)g²</c>,
/// <c>w ← w − η (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)</c>.
/// </summary>
internal sealed class Adam : Optimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly float _decay;
    private float _step;
    private float _rootCorrection;

    /// <summary>Begins without memory.</summary>
    /// <param name="parameters">What is learned.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="decay">λ.</param>
    public Adam(IEnumerable<(string Name, Parameter Parameter)> parameters, double learningRate, double decay)
        : base(parameters, moments: 2) => (LearningRate, _decay) = (learningRate, (float)decay);

    /// <inheritdoc/>
    private protected override void BeginStep()
    {
        _step = (float)(LearningRate / (1 - Math.Pow(Beta1, Steps)));
        _rootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, Steps)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Update(Span<float> weights, Span<float> gradients, Span<float> first, Span<float> second)
    {
        const float Keep1 = (float)Beta1, Mix1 = (float)(1 - Beta1), Keep2 = (float)Beta2, Mix2 = (float)(1 - Beta2), Small = (float)Epsilon;
        int at = 0;
        for (; at <= weights.Length - Lanes; at += Lanes)
        {
            Vector<float> w = new(weights[at..]);
            Vector<float> g = new Vector<float>(gradients[at..]) + (_decay * w);
            Vector<float> m = (Keep1 * new Vector<float>(first[at..])) + (Mix1 * g);
            Vector<float> v = (Keep2 * new Vector<float>(second[at..])) + (Mix2 * (g * g));
            (w - (_step * m / ((_rootCorrection * Vector.SquareRoot(v)) + new Vector<float>(Small)))).CopyTo(weights[at..]);
            m.CopyTo(first[at..]);
            v.CopyTo(second[at..]);
            Vector<float>.Zero.CopyTo(gradients[at..]);
        }

        for (; at < weights.Length; at++)
        {
            float g = gradients[at] + (_decay * weights[at]);
            first[at] = (Keep1 * first[at]) + (Mix1 * g);
            second[at] = (Keep2 * second[at]) + (Mix2 * (g * g));
            weights[at] -= _step * first[at] / ((_rootCorrection * MathF.Sqrt(second[at])) + Small);
            gradients[at] = 0;
        }
    }

    /// <inheritdoc/>
    private protected override void UpdateByTensors(Tensor weights, Tensor gradients, Tensor[] moments)
    {
        gradients.add_(weights, alpha: _decay);
        moments[0].mul_(Beta1).add_(gradients, alpha: 1 - Beta1);
        moments[1].mul_(Beta2).addcmul_(gradients, gradients, value: 1 - Beta2);
        Tensor spread = moments[1].sqrt().mul_(_rootCorrection).add_(Epsilon);
        weights.addcdiv_(moments[0], spread, value: -_step);
    }
}
