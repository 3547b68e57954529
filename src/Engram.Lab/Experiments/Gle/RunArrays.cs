using Engram.Datasets;
using Engram.Neurons;

namespace Engram.Lab.Experiments.Gle;

/// <summary>Writes what was learned for analysis elsewhere: parameters and decisions as NPY.</summary>
internal static class RunArrays
{
    internal static void Write(string folder, Network<float> network, SequenceTrainer trainer, DatasetSplit data)
    {
        string arrays = Path.Combine(folder, "arrays");
        foreach (DenseLayer<float> layer in network.Layers)
        {
            var weights = new float[layer.NeuronCount * layer.PresynapticCount];
            var biases = new float[layer.NeuronCount];
            for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
            {
                layer.Parameters.Row(neuron)[..layer.PresynapticCount].CopyTo(weights.AsSpan(neuron * layer.PresynapticCount));
                biases[neuron] = layer.Bias(neuron);
            }

            NpyWriter.Write(Path.Combine(arrays, $"layer{layer.Index}-weights.npy"), weights, layer.NeuronCount, layer.PresynapticCount);
            NpyWriter.Write(Path.Combine(arrays, $"layer{layer.Index}-biases.npy"), biases, layer.NeuronCount);
        }

        NpyWriter.Write(Path.Combine(arrays, "test-decisions.npy"), trainer.TestDecisions, data.Test.Count);
        NpyWriter.Write(Path.Combine(arrays, "test-labels.npy"), data.Test.Labels, data.Test.Count);
    }
}
