using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// A trained network that travels: its description and what it has learned, without the states and the batch it was trained with. So a network
/// learned in batches of hundreds listens with one lane elsewhere. <see cref="Network{T}.Save"/> keeps what a training needs to go on.
/// </summary>
public static class NetworkArchive
{
    private const int MostNeurons = 1_000_000;

    /// <summary>Adds a network to what is saved.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="network">The network.</param>
    /// <param name="name">The name of its sections.</param>
    /// <typeparam name="T">The number; what is saved is single precision.</typeparam>
    public static void Save<T>(StateWriter writer, Network<T> network, string name = "trained")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(network);
        writer.Add<int>($"{name}/neurons", [network.Description.Inputs, .. network.Layers.Select(static layer => layer.NeuronCount)]);
        writer.Add($"{name}/time-step", network.Description.TimeStep);
        foreach (DenseLayer<T> layer in network.Layers)
        {
            string part = $"{name}/layer-{layer.Index}";
            LayerDescription description = layer.Description;
            writer.Add<int>($"{part}/kind", [(int)description.Activation, description.ProspectiveErrors ? 1 : 0, description.HasBias ? 1 : 0]);
            writer.Add($"{part}/gamma", description.Gamma);
            writer.Add<float>($"{part}/times", Single(layer.Times));
            writer.Add<float>($"{part}/parameters", Single(layer.Parameters));
        }
    }

    /// <summary>Builds the network that was saved, at rest.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="lanes">How many samples are simulated side by side; 1 or more.</param>
    /// <param name="name">The name of its sections.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="StateException">It is not there, or describes no network.</exception>
    public static Network<T> Load<T>(StateReader reader, int lanes, string name = "trained")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reader);
        int[] neurons = reader.ReadArray<int>($"{name}/neurons");
        if (neurons.Length < 2 || neurons.Any(static count => count is < 1 or > MostNeurons))
            throw new StateException($"The section {name}/neurons describes no network: {string.Join(", ", neurons.Take(8))}.");
        var description = new NetworkDescription(neurons[0], reader.ReadValue<double>($"{name}/time-step"), []);
        var times = new float[neurons.Length - 1][];
        Span<int> kind = stackalloc int[3];
        for (int index = 0; index < times.Length; index++)
        {
            string part = $"{name}/layer-{index}";
            int count = neurons[index + 1];
            times[index] = new float[2 * count];
            reader.Read<float>($"{part}/times", times[index]);
            reader.Read($"{part}/kind", kind);
            if (!Enum.IsDefined((Activation)kind[0]))
                throw new StateException($"The section {part}/kind names an activation, number {kind[0]}, that this version does not know.");
            float[] own = times[index];
            description = description.Dense(new LayerDescription
            {
                Neurons = [.. Enumerable.Range(0, count).Select(neuron => new TimeConstants(own[neuron], own[count + neuron]))],
                Activation = (Activation)kind[0],
                ProspectiveErrors = kind[1] != 0,
                HasBias = kind[2] != 0,
                Gamma = reader.ReadValue<double>($"{part}/gamma"),
            });
        }

        return Fill(reader, name, Built<T>(description, lanes));
    }

    private static Network<T> Built<T>(NetworkDescription description, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return description.Build<T>(lanes);
        }
        catch (ArgumentException problem) when (lanes >= 1)
        {
            throw new StateException($"What was saved describes no network: {problem.Message}");
        }
    }

    private static Network<T> Fill<T>(StateReader reader, string name, Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            foreach (DenseLayer<T> layer in network.Layers)
            {
                var parameters = new float[layer.Parameters.Rows * layer.Parameters.Lanes];
                reader.Read<float>($"{name}/layer-{layer.Index}/parameters", parameters);
                for (int row = 0; row < layer.Parameters.Rows; row++)
                {
                    Span<T> values = layer.Parameters.Row(row);
                    for (int column = 0; column < values.Length; column++)
                        values[column] = T.CreateChecked(parameters[(row * values.Length) + column]);
                }
            }

            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static float[] Single<T>(LaneMatrix<T> table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. MatrixState.Compact(table).Select(static value => float.CreateChecked(value))];
}
