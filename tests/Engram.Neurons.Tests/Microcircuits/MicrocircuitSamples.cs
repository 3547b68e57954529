using System.Numerics;
using System.Text.Json;
using Engram.Numerics;

namespace Engram.Neurons.Tests.Microcircuits;

/// <summary>Circuits that the laws are tried on.</summary>
internal static class MicrocircuitSamples
{
    private static readonly Lazy<JsonElement> Document = new(() =>
    {
        string path = Path.Combine(AppContext.BaseDirectory, "reference", "latent-equilibrium.reference.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    });

    public static MicrocircuitLearningRates Learning(int hiddenLayers) => new()
    {
        Up = [.. Enumerable.Range(0, hiddenLayers + 1).Select(layer => 0.5 / (layer + 1))],
        ToInterneurons = [.. Enumerable.Repeat(0.2, hiddenLayers)],
        FromInterneurons = [.. Enumerable.Repeat(0.05, hiddenLayers)],
    };

    public static JsonElement Reference(string section) => Document.Value.GetProperty(section);

    /// <summary>The circuit of trace I, in every lane.</summary>
    public static Microcircuit<double> OfTrace(JsonElement trace, JsonElement variant, bool isProspective, int lanes = 1)
    {
        Microcircuit<double> circuits = (Microcircuit.Describe(2, 3, 2) with { IsProspective = isProspective }).Build<double>(lanes);
        MicrocircuitHiddenLayer<double> hidden = circuits.Hidden[0];
        for (int lane = 0; lane < lanes; lane++)
        {
            Set(hidden.Up, trace.GetProperty("W_up"), lane);
            Set(hidden.Down, trace.GetProperty("W_down"), lane);
            Set(circuits.OutputWeights, trace.GetProperty("W_out"), lane);
            Set(hidden.FromInterneurons, variant.GetProperty("W_pi"), lane);
            Set(hidden.ToInterneurons, variant.GetProperty("W_ip"), lane);
        }

        circuits.LearningRates = new MicrocircuitLearningRates { Up = [0.5, 0.1], ToInterneurons = [0.2], FromInterneurons = [0.05] };
        return circuits;
    }

    /// <summary>Drawn circuits; lane i is the circuit of sample i, or of the samples given.</summary>
    public static Microcircuit<T> Drawn<T>(MicrocircuitDescription description, int lanes, InstructionSet? set = null, int[]? samples = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Microcircuit<T> circuits = description.Build<T>(lanes, set);
        for (int lane = 0; lane < lanes; lane++)
            MicrocircuitInitialization.Uniform(circuits, lane, new RandomStreams((ulong)(samples?[lane] ?? lane)).Named("weights"));
        circuits.LearningRates = Learning(description.Hidden.Count);
        return circuits;
    }

    /// <summary>Sets the pattern of a number: different for every channel and sample.</summary>
    public static void SetPattern<T>(Microcircuit<T> circuits, int pattern, int[]? samples = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int lane = 0; lane < circuits.Lanes; lane++)
        {
            int sample = samples?[lane] ?? lane;
            for (int input = 0; input < circuits.Input.Rows; input++)
                circuits.Input[input, lane] = T.CreateChecked(0.5 + (0.5 * Math.Sin(pattern + (3 * input) + (0.7 * sample))));
            for (int output = 0; output < circuits.Target.Rows; output++)
                circuits.Target[output, lane] = T.CreateChecked((pattern + output + sample) % 3 == 0 ? 1 : 0.1);
        }
    }

    /// <summary>Some presentations of every kind, one after the other.</summary>
    public static void Live<T>(Microcircuit<T> circuits, int patterns = 6, int[]? samples = null, int first = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int pattern = first; pattern < first + patterns; pattern++)
        {
            SetPattern(circuits, pattern, samples);
            circuits.Present(new MicrocircuitPresentation(7) { IsNudged = pattern % 3 != 2, IsPlastic = pattern % 4 != 3, LearningLag = pattern % 2, ReadoutLag = pattern % 3 });
        }
    }

    public static MemoryState Contents<T>(Microcircuit<T> circuits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var state = new MemoryState();
        circuits.Save(state.Writer);
        return state;
    }

    public static void Set(PathwayWeights<double> weights, JsonElement values, int lane)
    {
        for (int post = 0; post < weights.PostsynapticCount; post++)
        {
            for (int pre = 0; pre < weights.PresynapticCount; pre++)
                weights[post, pre, lane] = values[post][pre].GetDouble();
        }
    }

    /// <summary>The largest absolute value of a table.</summary>
    public static double Largest(LaneMatrix<double> table) =>
        Enumerable.Range(0, table.Rows).Max(row => table.Row(row).ToArray().Max(Math.Abs));
}
