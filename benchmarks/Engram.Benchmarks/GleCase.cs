using Engram.Neurons;
using Engram.Numerics;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Engram.Benchmarks;

/// <summary>
/// A training step of the GLE network for MNIST-1D at its smaller published width: 7 layers, 53 neurons wide, 100 lanes, cross-entropy, Adam at
/// every step.
/// </summary>
internal sealed class GleCase : IBenchmarkCase
{
    private const int Steps = 60;
    private const int Lanes = 100;
    private const double TimeStep = 0.2;

    // After sixty steps: Adam divides by the size of a gradient, also where little but rounding is left of it.
    private const double Tolerance = 1e-3;

    private readonly Network<float> _network;
    private readonly OnlineLearner<float> _learner;
    private readonly LaneMatrix<float> _sequence;
    private readonly TorchGle _torch;

    internal GleCase()
    {
        NetworkDescription description = Network.Describe(1, TimeStep);
        for (int layer = 0; layer < 6; layer++)
        {
            description = description.Dense(
                layer == 0 ? Activation.Linear : Activation.Tanh,
                NeuronGroup.Retrospective(18, 0.6, TimeStep),
                NeuronGroup.Retrospective(18, 1.2, TimeStep),
                NeuronGroup.Instantaneous(17, 1.2));
        }

        var adam = new Adam(1e-3);
        _network = description.Dense(Activation.Linear, NeuronGroup.Instantaneous(10, 1.2)).Build<float>(Lanes, seed: 1);
        _learner = new OnlineLearner<float>(_network, Loss.CrossEntropy, adam);
        _learner.SetLabels([.. Enumerable.Range(0, Lanes).Select(static lane => lane % 10)]);
        _sequence = new LaneMatrix<float>(Steps, Lanes);
        RandomStream random = new RandomStreams(1).Named("benchmark");
        for (int step = 0; step < Steps; step++)
            random.FillGaussian(_sequence.Row(step));
        _torch = new TorchGle(_network, _learner.Target, _sequence, adam);
    }

    public IEnumerable<Comparison> Comparisons()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor[] first = [.. _network.Layers.Select(static layer => layer.Parameters.ToTensor())];
        _learner.Present(_sequence);
        _torch.Present();
        yield return new Comparison(
            "GLE step with Adam, 7 layers, width 53, 100 lanes",
            Steps,
            [new Contender("", () => _learner.Present(_sequence), Difference(first))],
            [new Contender("", _torch.Present, 0)],
            Tolerance);
    }

    public void Dispose()
    {
        _learner.Dispose();
        _network.Dispose();
        _sequence.Dispose();
        _torch.Dispose();
    }

    /// <summary>Over potentials and errors of each layer, and what it has learned.</summary>
    private double Difference(Tensor[] first)
    {
        double worst = 0;
        for (int index = 0; index < first.Length; index++)
        {
            DenseLayer<float> layer = _network.Layers[index];
            foreach (double difference in (double[])
                [
                    Tables.Difference(layer.Variable(NeuronVariable.Membrane).ToTensor(), _torch.MembraneOf(index)),
                    Tables.Difference(layer.Variable(NeuronVariable.Error).ToTensor(), _torch.ErrorOf(index)),
                    Tables.Difference(layer.Parameters.ToTensor() - first[index], _torch.ParametersOf(index) - first[index]),
                ])
                worst = Math.Max(worst, difference);
        }

        return worst;
    }
}
