using System.Globalization;
using Engram.Numerics;

namespace Engram.Vision.Networks;

/// <summary>The networks that settings name.</summary>
internal static class NetworkCatalogue
{
    /// <summary>Their names.</summary>
    public static readonly string[] Names = ["small", "resnet18", "resnet34", "resnet50", "resnet101", "resnet152"];

    /// <summary>Builds a network and draws its weights.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="outputs">Logits.</param>
    /// <param name="seed">The run's seed; weights come from its stream <c>weights</c>.</param>
    public static VisionNetwork Build(string name, int outputs, ulong seed)
    {
        VisionNetwork network = name == "small" ? new SmallNetwork(outputs) : new ResNet(int.Parse(name.AsSpan("resnet".Length), CultureInfo.InvariantCulture), outputs);
        network.Draw(new RandomStreams(seed).Named("weights"));
        return network;
    }
}
