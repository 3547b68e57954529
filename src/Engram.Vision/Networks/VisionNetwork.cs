using Engram.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Engram.Vision.Networks;

/// <summary>A network that turns pictures <c>[picture, 3, y, x]</c> into features, and features into a number (logit) for each class.</summary>
internal abstract class VisionNetwork : nn.Module<Tensor, Tensor>
{
    private protected VisionNetwork(string name, int featureCount, int outputs)
        : base(name)
    {
        (FeatureCount, Outputs) = (featureCount, outputs);
        Head = nn.Linear(featureCount, outputs);
    }

    /// <summary>Numbers before the last layer.</summary>
    public int FeatureCount { get; }

    /// <summary>Logits.</summary>
    public int Outputs { get; }

    /// <summary>The last layer.</summary>
    public Linear Head { get; }

    /// <summary>What the last layer reads.</summary>
    /// <param name="pictures"><c>[picture, 3, y, x]</c>.</param>
    /// <returns><c>[picture, feature]</c>.</returns>
    public abstract Tensor Features(Tensor pictures);

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor input)
    {
        using Tensor features = Features(input);
        return Head.call(features);
    }

    /// <summary>How many numbers are learned.</summary>
    public long ParameterCount()
    {
        long count = 0;
        foreach (Parameter parameter in parameters())
            count += parameter.numel();
        return count;
    }

    /// <summary>
    /// Draws all weights (specification 2.2): convolutions normal with variance 2 / (outputs · places of the kernel), the last layer uniform
    /// ± 1/√inputs, batch norm 1 and 0.
    /// </summary>
    /// <param name="stream">The run's stream of weights.</param>
    public void Draw(RandomStream stream)
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Parameter parameter) in named_parameters())
        {
            long[] shape = parameter.shape;
            if (shape.Length == 4)
            {
                Set(parameter, values => stream.FillGaussian(values, 0, Math.Sqrt(2.0 / (shape[0] * shape[2] * shape[3]))));
            }
            else if (name.StartsWith("fc.", StringComparison.Ordinal))
            {
                float bound = (float)(1 / Math.Sqrt(FeatureCount));
                Set(parameter, values => stream.FillUniform(values, -bound, bound));
            }
            else
            {
                Set(parameter, values => values.Fill(name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0));
            }
        }
    }

    private static void Set(Tensor parameter, FloatFill fill)
    {
        var values = new float[parameter.numel()];
        fill(values);
        using Tensor drawn = tensor(values, parameter.shape);
        parameter.copy_(drawn);
    }

    private delegate void FloatFill(Span<float> values);
}
