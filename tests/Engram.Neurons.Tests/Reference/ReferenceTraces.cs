using System.Text.Json;
using Engram.Numerics;

namespace Engram.Neurons.Tests.Reference;

/// <summary>The numbers of the specification's companion file.</summary>
internal static class ReferenceTraces
{
    private static readonly Lazy<JsonElement> Document = new(() =>
    {
        string path = Path.Combine(AppContext.BaseDirectory, "reference", "generalized-latent-equilibrium.reference.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    });

    public static JsonElement Section(string name) => Document.Value.GetProperty(name);

    public static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(number => number.GetDouble())];

    /// <summary>Copies weights <c>[neuron][presynaptic]</c> and biases into a layer.</summary>
    public static void SetParameters(this DenseLayer<double> layer, JsonElement weights, JsonElement biases)
    {
        for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
        {
            for (int presynaptic = 0; presynaptic < layer.PresynapticCount; presynaptic++)
                layer.Weight(neuron, presynaptic) = weights[neuron][presynaptic].GetDouble();
            layer.Bias(neuron) = biases[neuron].GetDouble();
        }
    }

    /// <summary>Compares a table <c>[neuron, lane]</c> with numbers <c>[lane][neuron]</c>.</summary>
    public static void AssertEqualTo(this LaneMatrix<double> actual, JsonElement expected, double tolerance, string what)
    {
        Assert.Equal(actual.Lanes, expected.GetArrayLength());
        for (int lane = 0; lane < actual.Lanes; lane++)
        {
            for (int row = 0; row < actual.Rows; row++)
                AssertClose(expected[lane][row].GetDouble(), actual[row, lane], tolerance, $"{what}, neuron {row}, lane {lane}");
        }
    }

    public static void AssertClose(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: expected {expected:R}, got {actual:R}");
}
