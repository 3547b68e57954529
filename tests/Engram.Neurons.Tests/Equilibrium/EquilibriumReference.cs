using System.Text.Json;
using Engram.Neurons.Tests.Reference;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons.Tests.Equilibrium;

/// <summary>The numbers of the companion file of the specification of Latent Equilibrium.</summary>
internal static class EquilibriumReference
{
    private static readonly Lazy<JsonElement> Document = new(() =>
    {
        string path = Path.Combine(AppContext.BaseDirectory, "reference", "latent-equilibrium.reference.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    });

    public static JsonElement Section(string name) => Document.Value.GetProperty(name);

    /// <summary>The network of references C to E with its weights and biases.</summary>
    public static EquilibriumNetwork<double> NetworkC(Func<EquilibriumDescription, EquilibriumDescription>? change = null, InstructionSet? set = null, double timeStep = 0.1, double tau = 20)
    {
        JsonElement c = Section("C_fc_trace");
        EquilibriumDescription description = EquilibriumDescription.Of(new SignalShape(3), timeStep, tau)
            .Dense(4)
            .Dense(3, factor: 0.2)
            .Dense(2, Activation.Linear, factor: 0.1);
        EquilibriumNetwork<double> network = (change?.Invoke(description) ?? description).Build<double>(lanes: 2, seed: 1, set);
        for (int layer = 0; layer < 3; layer++)
        {
            SetDense(network.Layers[layer].Parameters, c.GetProperty("W")[layer], c.GetProperty("b")[layer]);
            if (network.Description.HasRandomFeedback)
                SetDense(network.Layers[layer].FeedbackParameters, c.GetProperty("feedback")[layer], default);
        }

        return network;
    }

    /// <summary>Copies weights <c>[presynaptic][neuron]</c> and biases.</summary>
    public static void SetDense(LaneMatrix<double> parameters, JsonElement weights, JsonElement biases)
    {
        for (int neuron = 0; neuron < parameters.Rows; neuron++)
        {
            for (int presynaptic = 0; presynaptic < parameters.Lanes - 1; presynaptic++)
                parameters[neuron, presynaptic] = weights[presynaptic][neuron].GetDouble();
            parameters[neuron, parameters.Lanes - 1] = biases.ValueKind == JsonValueKind.Array ? biases[neuron].GetDouble() : 0;
        }
    }

    public static void AssertDense(LaneMatrix<double> parameters, JsonElement weights, JsonElement biases, double tolerance, string what)
    {
        for (int neuron = 0; neuron < parameters.Rows; neuron++)
        {
            for (int presynaptic = 0; presynaptic < parameters.Lanes - 1; presynaptic++)
                ReferenceTraces.AssertClose(weights[presynaptic][neuron].GetDouble(), parameters[neuron, presynaptic], tolerance, $"weight {presynaptic} to {neuron} of {what}");
            ReferenceTraces.AssertClose(biases[neuron].GetDouble(), parameters[neuron, parameters.Lanes - 1], tolerance, $"bias {neuron} of {what}");
        }
    }

    /// <summary>A table <c>[neuron, lane]</c> of numbers <c>[lane][neuron]</c>, nested or not.</summary>
    public static LaneMatrix<double> Table(JsonElement samples)
    {
        double[][] lanes = [.. samples.EnumerateArray().Select(sample => Flat(sample).ToArray())];
        var table = new LaneMatrix<double>(lanes[0].Length, lanes.Length);
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            for (int row = 0; row < table.Rows; row++)
                table[row, lane] = lanes[lane][row];
        }

        return table;
    }

    public static IEnumerable<double> Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [element.GetDouble()];

    public static void AssertFlat(JsonElement expected, IEnumerable<double> actual, double tolerance, string what)
    {
        double[] numbers = [.. Flat(expected)], found = [.. actual];
        Assert.Equal(numbers.Length, found.Length);
        for (int i = 0; i < numbers.Length; i++)
            ReferenceTraces.AssertClose(numbers[i], found[i], tolerance, $"number {i} of {what}");
    }

    public static double[] Lane(LaneMatrix<double> table, int lane) => [.. Enumerable.Range(0, table.Rows).Select(row => table[row, lane])];
}
