using System.Text.Json;
using Engram.Datasets;
using Engram.Dreaming.Evaluation;
using Engram.Dreaming.Pathways;
using Engram.Lab.Runs;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>
/// A network of the user's own as a space for the Fréchet distance: a folder with <c>network.json</c>, which lists convolutions and dense layers,
/// and their weights as NPY. <c>docs/dream-evaluation.md</c> describes the format.
/// </summary>
public static class FeatureNetworkFolder
{
    private const string ListName = "network.json";
    private const int Format = 1;
    private const int LargestStep = 64;

    private static readonly string[] Activations = ["linear", "rectified", "leaky-rectified", "tanh"];

    /// <summary>Reads a network.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="picture">The shape of the pictures that it will see.</param>
    /// <param name="team">Threads that share the work; null for the caller alone.</param>
    /// <exception cref="UsageException">A file is missing or damaged, or layers do not fit pictures or each other; the message says which.</exception>
    public static FeatureSpace Read(string folder, SignalShape picture, WorkerTeam? team = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string path = Path.Combine(Path.GetFullPath(folder), ListName);
        if (!File.Exists(path))
            throw new UsageException($"There is no file {path}. A folder with a network of features has one, which lists its layers: see docs/dream-evaluation.md.");
        return JsonFile.Read(path, json =>
        {
            if (json.Member("format").GetInt32() is var format && format != Format)
                throw new UsageException($"{path} has format {format}; this Engram reads format {Format}.");
            var builder = new FeatureSpaceBuilder(picture, team);
            int number = 0;
            foreach (JsonElement layer in json.Member("layers").EnumerateArray())
                Add(builder, layer, $"{path}, layer {++number}", Path.GetDirectoryName(path)!);
            if (number == 0)
                throw new UsageException($"{path} lists no layers. Expected one or more under \"layers\".");
            bool pools = json.TryGetProperty("pool", out JsonElement pool) && pool.GetBoolean();
            return builder.Build(json.OptionalText("name") is { Length: > 0 } name ? name : Path.GetFileName(Path.GetDirectoryName(path)!), pools);
        });
    }

    private static void Add(FeatureSpaceBuilder builder, JsonElement layer, string place, string folder)
    {
        string kind = layer.Text("kind");
        StageActivation activation = ActivationOf(layer.OptionalText("activation"), place);
        NumericArray weights = Array(layer.Text("weights"), place, folder), biases = Array(layer.Text("biases"), place, folder);
        if (biases.Shape.Length != 1 || biases.Count < 1)
            throw new UsageException($"{place}: the biases have the shape {biases.ShapeText}. Expected one number for each neuron or filter.");
        switch (kind)
        {
            case "convolution":
                AddConvolution(builder, layer, weights, biases, activation, place);
                break;
            case "dense":
                AddDense(builder, weights, biases, activation, place);
                break;
            default:
                throw new UsageException($"{place} has the kind \"{kind}\". Expected convolution or dense.{Settings.Suggestion.Question(kind, ["convolution", "dense"])}");
        }
    }

    private static void AddConvolution(
        FeatureSpaceBuilder builder, JsonElement layer, NumericArray weights, NumericArray biases, StageActivation activation, string place)
    {
        SignalShape below = builder.Output;
        int kernel = weights.Shape.Length == 4 ? weights.Shape[3] : 0;
        if (kernel < 1 || !weights.Shape.SequenceEqual([biases.Count, below.Channels, kernel, kernel]))
            throw new UsageException($"{place}: the weights have the shape {weights.ShapeText}. Expected ({biases.Count}, {below.Channels}, k, k): filters as there are biases, the {below.Channels} channels of the image below of {below}, and a square kernel.");
        int stride = Step(layer, "stride", 1, 1, place), padding = Step(layer, "padding", 0, 0, place);
        if (padding >= kernel || kernel > Math.Min(below.Height, below.Width) + (2 * padding))
            throw new UsageException($"{place}: a kernel of {kernel} x {kernel} with padding {padding} does not fit an image of {below}. Expected a padding below the kernel's side, and a kernel no larger than the padded image.");
        builder.Convolution(Singles(weights), Singles(biases), kernel, stride, padding, activation);
    }

    private static void AddDense(FeatureSpaceBuilder builder, NumericArray weights, NumericArray biases, StageActivation activation, string place)
    {
        SignalShape below = builder.Output;
        if (weights.Shape.Length != 2 || weights.Shape[0] != biases.Count || weights.Shape[1] != below.Count)
            throw new UsageException($"{place}: the weights have the shape {weights.ShapeText}. Expected ({biases.Count}, {below.Count}): neurons as there are biases, and the {below.Count} numbers of the layer below of {below}.");
        builder.Dense(Singles(weights), Singles(biases), activation);
    }

    private static StageActivation ActivationOf(string name, string place) => name switch
    {
        "" or "linear" => StageActivation.Linear,
        "rectified" => StageActivation.Rectified,
        "leaky-rectified" => StageActivation.LeakyRectified,
        "tanh" => StageActivation.Tanh,
        _ => throw new UsageException($"{place} has the activation \"{name}\". Expected {string.Join(", ", Activations)}.{Settings.Suggestion.Question(name, Activations)}"),
    };

    private static int Step(JsonElement layer, string name, int usual, int least, string place)
    {
        if (!layer.TryGetProperty(name, out JsonElement member))
            return usual;
        return member.TryGetInt32(out int value) && value >= least && value <= LargestStep
            ? value
            : throw new UsageException($"{place}: {name} is {member.GetRawText()}. Expected a whole number from {least} to {LargestStep}.");
    }

    private static NumericArray Array(string name, string place, string folder)
    {
        if (Path.IsPathRooted(name) || Path.GetFileName(name) != name)
            throw new UsageException($"{place} names the file \"{name}\". Expected a file of the same folder, without a path.");
        try
        {
            return NpyReader.Read(Path.Combine(folder, name));
        }
        catch (DatasetException problem)
        {
            throw new UsageException($"{place}: {problem.Message}", problem);
        }
    }

    private static float[] Singles(NumericArray array) => System.Array.ConvertAll(array.ToDoubles(), value => (float)value);
}
