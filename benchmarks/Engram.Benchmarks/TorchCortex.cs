using Engram.Dreaming;
using Engram.Dreaming.Pathways;
using Engram.Numerics;
using Engram.Numerics.Connections;
using TorchSharp;
using static TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace Engram.Benchmarks;

/// <summary>
/// A cycle of Wake, NREM and REM (PAD specification 4) with libtorch's automatic differentiation: one merged backward pass in each phase, heads and
/// t1 as matrix products, Adam in place. Images and convolutions are in one of libtorch's two layouts.
/// </summary>
internal sealed class TorchCortex : IDisposable
{
    private static readonly long[] Strides = [2, 2], Padding = [1, 1];

    private readonly bool _isChannelsLast;
    private readonly Parameter[] _encoder, _generator;
    private readonly Tensor _images, _noise, _mask, _recent, _older;
    private readonly AdamConstants _adam = new DreamLearning().Adam;

    /// <summary>Takes over the weights of a cortex that has not yet learned.</summary>
    internal TorchCortex(Cortex<float> cortex, LaneMatrix<float> images, LaneMatrix<float> noise, ReadOnlySpan<bool> isBlank, bool isChannelsLast)
    {
        _isChannelsLast = isChannelsLast;
        using DisposeScope scope = torch.NewDisposeScope();
        Stage<float>[] encoder = [.. cortex.Trunk.Stages, .. cortex.LatentHead.Stages, .. cortex.JudgementHead.Stages];
        _encoder = [.. encoder.SelectMany(Parameters)];
        _generator = [.. cortex.Generator.Stages.SelectMany(Parameters)];
        _images = Ordered(images.ToImages(cortex.Image));
        _noise = noise.ToTensor().t().contiguous();
        float[] seen = [.. isBlank.ToArray().Select(static blank => blank ? 0f : 1f)];
        _mask = torch.tensor(seen).reshape(1, 1, cortex.Image.Height, cortex.Image.Width);
        _recent = torch.zeros_like(_noise);
        _older = torch.zeros_like(_noise);
        foreach (Tensor tensor in Tensors())
            tensor.MoveToOuterDisposeScope();
    }

    internal string Layout => _isChannelsLast ? "channels last" : "channel by channel";

    /// <summary>The latents of the last Wake phase <c>[lane, latent]</c>.</summary>
    internal Tensor Latents => _recent;

    /// <summary>L_img, L_KL, L_real, L_NREM and L_REM of the last cycle.</summary>
    internal Tensor[] Losses { get; private set; } = [];

    internal void Live()
    {
        foreach (Tensor loss in Losses)
            loss.Dispose();
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor[] wake = Wake();
        Tensor replay = Nrem(), dreamt = Rem();
        _older.copy_(_recent);
        Losses = [.. wake.Append(replay).Append(dreamt).Select(static loss => loss.detach().MoveToOuterDisposeScope())];
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Tensors().Concat(Losses))
            tensor.Dispose();
    }

    private Tensor[] Wake()
    {
        Tensor high = Trunk(_images);
        Tensor latents = Head(high, 6), logits = Head(high, 8);
        Tensor image = mse_loss(Generate(latents), _images);
        Tensor mean = latents.mean([0]), deviation = latents.std(0);
        Tensor regularization = ((((mean * mean) + (deviation * deviation)) / 2) - deviation.log() - 0.5).mean();
        Tensor external = softplus(-logits).mean();
        Learn(image + regularization + external, [.. _encoder, .. _generator], []);
        using (torch.no_grad())
            _recent.copy_(latents);
        Step(_encoder);
        Step(_generator);
        return [image, regularization, external];
    }

    private Tensor Nrem()
    {
        Tensor dream;
        using (torch.no_grad())
            dream = Generate(_recent) * _mask;
        Tensor loss = mse_loss(Head(Trunk(Ordered(dream)), 6), _recent);
        Learn(loss, _encoder[..8], []);
        Zero(_encoder[8..]);
        Step(_encoder);
        return loss;
    }

    private Tensor Rem()
    {
        Tensor mixed = (0.25 * _recent) + (0.25 * _older) + (0.5 * _noise);
        Tensor loss = softplus(Head(Trunk(Generate(mixed)), 8)).mean();
        // The generator gets the same gradient with its sign inverted.
        Learn(loss, [.. _encoder[..6], .. _encoder[8..]], _generator);
        Zero(_encoder[6..8]);
        Step(_encoder);
        Step(_generator);
        return loss;
    }

    private Tensor Trunk(Tensor images)
    {
        Tensor rates = images;
        for (int area = 0; area < 6; area += 2)
            rates = leaky_relu(conv2d(rates, _encoder[area].Value, _encoder[area + 1].Value, Strides, Padding), 0.2);
        return rates.flatten(1);
    }

    private Tensor Head(Tensor high, int weights) => linear(high, _encoder[weights].Value, _encoder[weights + 1].Value);

    private Tensor Generate(Tensor latents)
    {
        Tensor bias = _generator[1].Value;
        long side = (long)Math.Sqrt(_generator[0].Value.shape[0] / bias.shape[0]);
        Tensor evoked = linear(latents, _generator[0].Value).reshape(-1, bias.shape[0], side, side) + bias.reshape(1, -1, 1, 1);
        Tensor rates = Ordered(leaky_relu(evoked, 0.2));
        for (int area = 2; area < 6; area += 2)
            rates = leaky_relu(conv_transpose2d(rates, _generator[area].Value, _generator[area + 1].Value, Strides, Padding), 0.2);
        return conv_transpose2d(rates, _generator[6].Value, _generator[7].Value, Strides, Padding).tanh();
    }

    private static void Learn(Tensor loss, Parameter[] descending, Parameter[] ascending)
    {
        IList<Tensor> gradients = torch.autograd.grad([loss], [.. descending.Concat(ascending).Select(static parameter => parameter.Value)]);
        for (int i = 0; i < gradients.Count; i++)
            (i < descending.Length ? descending[i] : ascending[i - descending.Length]).Gradient = i < descending.Length ? gradients[i] : gradients[i].neg_();
    }

    private static void Zero(Parameter[] parameters)
    {
        foreach (Parameter parameter in parameters)
            parameter.Gradient = null;
    }

    /// <summary>Adam; a gradient that is null is one of zeros, with which parameters coast.</summary>
    private void Step(Parameter[] parameters)
    {
        using IDisposable none = torch.no_grad();
        foreach (Parameter parameter in parameters)
        {
            parameter.Steps++;
            parameter.First.mul_(_adam.FirstDecay);
            parameter.Second.mul_(_adam.SecondDecay);
            if (parameter.Gradient is { } gradient)
            {
                parameter.First.add_(gradient, 1 - _adam.FirstDecay);
                parameter.Second.addcmul_(gradient, gradient, 1 - _adam.SecondDecay);
            }

            double rate = _adam.LearningRate / (1 - Math.Pow(_adam.FirstDecay, parameter.Steps));
            using Tensor spread = parameter.Second.sqrt();
            spread.mul_(1 / Math.Sqrt(1 - Math.Pow(_adam.SecondDecay, parameter.Steps))).add_(_adam.Epsilon);
            parameter.Value.addcdiv_(parameter.First, spread, -rate);
        }
    }

    private IEnumerable<Parameter> Parameters(Stage<float> stage)
    {
        using Tensor table = stage.Connection.Parameters.ToTensor();
        long columns = table.shape[1] - 1;
        Tensor weights = table.narrow(1, 0, columns).contiguous(), biases = table.narrow(1, columns, 1).contiguous().flatten();
        (SignalShape below, SignalShape above) = (stage.Connection.Below, stage.Connection.Above);
        if (stage.Connection is ConvolutionConnection<float>)
            weights = Ordered(weights.reshape(above.Channels, below.Channels, 4, 4));
        else if (stage.Connection is TransposedConvolutionConnection<float>)
            weights = Ordered(weights.reshape(above.Channels, below.Channels, 4, 4).permute(1, 0, 2, 3).contiguous());
        if (stage.BiasSharers > 1)
            biases = biases.reshape(-1, stage.BiasSharers).narrow(1, 0, 1).contiguous().flatten();
        yield return new Parameter(weights.clone().requires_grad_(true));
        yield return new Parameter(biases.clone().requires_grad_(true));
    }

    private Tensor Ordered(Tensor images) => _isChannelsLast ? images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : images;

    private IEnumerable<Tensor> Tensors() =>
        _encoder.Concat(_generator).SelectMany(static parameter => new[] { parameter.Value, parameter.First, parameter.Second })
            .Concat([_images, _noise, _mask, _recent, _older]);

    private sealed class Parameter(Tensor value)
    {
        internal Tensor Value { get; } = value;

        internal Tensor First { get; } = torch.zeros_like(value).detach();

        internal Tensor Second { get; } = torch.zeros_like(value).detach();

        internal Tensor? Gradient { get; set; }

        internal int Steps { get; set; }
    }
}
