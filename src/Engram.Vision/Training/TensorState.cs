using Engram.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Engram.Vision.Training;

/// <summary>Tensors in checkpoints: their bytes.</summary>
internal static class TensorState
{
    /// <summary>Writes a tensor.</summary>
    public static void Save(StateWriter writer, string name, Tensor tensor)
    {
        using Tensor here = Here(tensor);
        writer.Add<byte>(name, here.bytes);
    }

    /// <summary>Fills a tensor with what was written.</summary>
    public static void Load(StateReader reader, string name, Tensor tensor)
    {
        using IDisposable still = no_grad();
        using Tensor here = Here(tensor);
        reader.Read(name, here.bytes);
        if (tensor.device_type != DeviceType.CPU || !tensor.is_contiguous())
            tensor.copy_(here);
    }

    /// <summary>Writes parameters and buffers of a network.</summary>
    public static void Save(StateWriter writer, nn.Module network)
    {
        foreach ((string name, Tensor tensor) in All(network))
            Save(writer, $"network/{name}", tensor);
    }

    /// <summary>Fills a network with what was written.</summary>
    public static void Load(StateReader reader, nn.Module network)
    {
        foreach ((string name, Tensor tensor) in All(network))
            Load(reader, $"network/{name}", tensor);
    }

    /// <summary>Parameters, then buffers, by name.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> All(nn.Module network) =>
        network.named_parameters().Select(static each => (each.name, (Tensor)each.parameter)).Concat(network.named_buffers().Select(static each => (each.name, each.buffer)));

    /// <summary>The tensor in the machine's memory, in one piece: itself under another handle, or a copy.</summary>
    public static Tensor Here(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().alias().MoveToOuterDisposeScope();
    }
}
