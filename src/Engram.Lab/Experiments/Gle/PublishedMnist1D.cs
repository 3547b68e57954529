using System.Text.Json;

namespace Engram.Lab.Experiments.Gle;

/// <summary>The published MNIST-1D results and learning curves (specification 3.11, computed from the authors' stored runs).</summary>
internal static class PublishedMnist1D
{
    internal const string Paper = "Ellenberger et al. 2025";

    private const string StoredRuns = "stored runs of the authors' code, Fig. 8d";
    private const string LagNetRuns = "stored runs of the authors' code, Fig. 10f";
    private const string Baselines = "stored baseline runs of the authors' code, Fig. 8d";

    internal static IReadOnlyList<ulong> GleSeeds { get; } = [12, 32, 34, 42, 54, 56, 69, 76, 78, 98];

    internal static IReadOnlyList<ulong> LagNetSeeds { get; } = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    internal static IReadOnlyList<PublishedResult> Gle15k { get; } = Of("GLE 15k", 91.7, 0.8, 92.84, 0.65, 2.1120, 0.0101, StoredRuns, "14,956 parameters");

    internal static IReadOnlyList<PublishedResult> Gle42k { get; } = Of("GLE 42k", 93.5, 0.9, 94.44, 0.92, 2.0797, 0.0095, StoredRuns, "42,040 parameters");

    internal static IReadOnlyList<PublishedResult> LagNet { get; } =
        Of("lag lines + (G)LE network", 90.9, 0.6, 91.44, 0.36, 2.0554, 0.0034, LagNetRuns, "4,930 parameters");

    internal static IReadOnlyList<PublishedResult> All { get; } =
    [
        .. Gle42k,
        .. Gle15k,
        .. LagNet,
        Baseline("MLP", 65.5, 1.0, "size and input length of this set of runs are not known"),
        Baseline("TCN", 96.7, 0.9, "size and input length of this set of runs are not known"),
        Baseline("GRU", 94.0, 1.1, "size and input length of this set of runs are not known"),
        Baseline("MLP, original", 65.0, 1.2, "15,210 parameters, 40 points"),
        Baseline("CNN, original", 93.7, 1.0, "5,210 parameters, 40 points"),
        Baseline("GRU, original", 90.3, 2.5, "5,134 parameters, 40 points"),
        new("human", SequenceExperiment.AccuracyMetric, 96, null, null, "%", "Greydanus and Kobak 2024", "40 points"),
    ];

    /// <summary>The published mean learning curve of a network: <c>15k</c>, <c>42k</c> or <c>static</c>.</summary>
    internal static PublishedCurve Curve(string network)
    {
        using Stream stream = typeof(PublishedMnist1D).Assembly.GetManifestResourceStream("mnist1d-curves.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement curve = document.RootElement.GetProperty(network);
        return new PublishedCurve(
            Numbers(curve, "epochs"), Numbers(curve, "accuracy_mean"), Numbers(curve, "accuracy_sd"), Numbers(curve, "loss_mean"));
    }

    private static double[] Numbers(JsonElement curve, string name) =>
        [.. curve.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private static PublishedResult[] Of(
        string name, double accuracy, double deviation, double best, double bestDeviation, double loss, double lossDeviation, string source, string note) =>
    [
        new(name, SequenceExperiment.AccuracyMetric, accuracy, deviation, 10, "%", source, note),
        new(name, "best_test_accuracy", best, bestDeviation, 10, "%", source, note),
        new(name, "test_loss", loss, lossDeviation, 10, "", source, note),
    ];

    private static PublishedResult Baseline(string name, double accuracy, double deviation, string note) =>
        new(name, SequenceExperiment.AccuracyMetric, accuracy, deviation, 10, "%", Baselines, note);
}

/// <summary>A published learning curve: means over seeds.</summary>
/// <param name="Epochs">The epochs, from 0 for the untrained network.</param>
/// <param name="Accuracy">The mean test accuracy, in %.</param>
/// <param name="AccuracyDeviation">Its population standard deviation over seeds, in percentage points.</param>
/// <param name="Loss">The mean test loss.</param>
internal sealed record PublishedCurve(
    IReadOnlyList<double> Epochs, IReadOnlyList<double> Accuracy, IReadOnlyList<double> AccuracyDeviation, IReadOnlyList<double> Loss);
