using Engram.Lab;
using Engram.Vision.Networks;
using Engram.Vision.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Engram.Vision.Weights;

/// <summary>The weights and running averages of a network as a file that other programs read.</summary>
internal static class NetworkWeights
{
    /// <summary>Writes them.</summary>
    public static void Write(string path, VisionNetwork network, IReadOnlyDictionary<string, string> remarks)
    {
        var tensors = new List<SafeTensor>();
        foreach ((string name, Tensor tensor) in TensorState.All(network))
        {
            using Tensor here = TensorState.Here(tensor);
            tensors.Add(new SafeTensor(name, TypeOf(tensor), tensor.shape, here.bytes.ToArray()));
        }

        SafeTensors.Write(path, tensors, remarks);
    }

    /// <summary>Fills a network, all of it or, where the number of classes differs, all but the last layer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network.</param>
    /// <param name="withHead">Whether the last layer is read too.</param>
    /// <exception cref="UsageException">The file cannot be read, or is of another network; the message names the first tensor that does not fit.</exception>
    public static void Read(string path, VisionNetwork network, bool withHead = true)
    {
        IReadOnlyDictionary<string, SafeTensor> tensors = SafeTensors.Read(path);
        using IDisposable still = no_grad();
        foreach ((string name, Tensor tensor) in TensorState.All(network))
        {
            bool isOptional = name.EndsWith("num_batches_tracked", StringComparison.Ordinal);
            if ((!withHead && name.StartsWith("fc.", StringComparison.Ordinal)) || (isOptional && !tensors.ContainsKey(name)))
                continue;
            if (!tensors.TryGetValue(name, out SafeTensor? stored))
                throw new UsageException($"{path} has no tensor '{name}', which {network.GetName()} needs: it holds the weights of another network.");
            if (stored.Type != TypeOf(tensor) || !stored.Shape.SequenceEqual(tensor.shape))
            {
                throw new UsageException(
                    $"{path}: the tensor '{name}' is {string.Join(" x ", stored.Shape)} {stored.Type}, and {network.GetName()} needs {string.Join(" x ", tensor.shape)} {TypeOf(tensor)}.");
            }

            using Tensor here = TensorState.Here(tensor);
            stored.Data.CopyTo(here.bytes);
            if (tensor.device_type != DeviceType.CPU)
                tensor.copy_(here);
        }
    }

    private static string TypeOf(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Int64 => "I64",
        _ => throw new InvalidOperationException($"A network of Engram has no tensors of {tensor.dtype}."),
    };
}
