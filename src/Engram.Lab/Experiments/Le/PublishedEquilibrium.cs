namespace Engram.Lab.Experiments.Le;

/// <summary>What Haider et al. 2021 report (specification 5.0), and their seeds.</summary>
internal static class PublishedEquilibrium
{
    internal const string Paper = "Haider et al. 2021";

    private const string SecondHand = "as quoted in public reading notes";

    /// <summary>Figs. 2b and 4.</summary>
    internal static IReadOnlyList<ulong> MnistSeeds { get; } = [42, 69, 12345, 98765, 38274, 28374, 42848, 48393, 83475, 57381];

    /// <summary>Figs. 2c to 2e.</summary>
    internal static IReadOnlyList<ulong> ComparisonSeeds { get; } = [1, 2, 3, 5, 7, 8, 13, 21, 34, 55];

    internal static PublishedResult Mnist { get; } = Error("LE", 1.98, 0.11, "Fig. 2b");

    internal static PublishedResult MnistBackpropagation { get; } = Error("ordinary network", 1.93, 0.14, "Fig. 2b");

    internal static PublishedResult MnistFeedbackAlignment { get; } = Error("LE, feedback alignment", 2.6, null, "Fig. 2b");

    internal static PublishedResult MnistConvolution { get; } = Error("LE", 1.1, null, "Figs. 2c to 2e");

    internal static PublishedResult MnistConvolutionBackpropagation { get; } = Error("ordinary network", 1.08, null, "Figs. 2c to 2e");

    internal static PublishedResult Higgs { get; } = Error("LE", 27.6, null, "Figs. 2c to 2e");

    internal static PublishedResult HiggsBackpropagation { get; } = Error("ordinary network", 27.8, null, "Figs. 2c to 2e");

    internal static PublishedResult Cifar10 { get; } = Error("LE", 38.0, 1.3, "Figs. 2c to 2e");

    internal static PublishedResult Cifar10Backpropagation { get; } = Error("ordinary network", 39.4, 5.6, "Figs. 2c to 2e");

    private static PublishedResult Error(string name, double mean, double? deviation, string figure) =>
        new(name, ClassifierTraining.ErrorMetric, mean, deviation, null, "%", $"{Paper}, {figure}", SecondHand);
}
