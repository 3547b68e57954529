namespace Engram.Lab.Experiments.Dreaming;

/// <summary>What Deperrois et al. 2022 report of readouts after 50 epochs (Appendix 1, table 1; PAD specification 7.1).</summary>
internal static class PublishedDreams
{
    internal const string Paper = "Deperrois et al. 2022";

    /// <summary>Four random initialisations of each condition.</summary>
    private const int Runs = 4;

    private static readonly (string Condition, string Words, (double Mean, double Error) Cifar10, (double Mean, double Error) Svhn)[] Table =
    [
        ("pad", "PAD", (58.25, 0.70), (78.92, 0.40)),
        ("without-memory-mix", "without memory mix", (53.87, 0.85), (60.87, 5.07)),
        ("without-rem", "without REM", (46.00, 0.43), (42.30, 1.51)),
        ("without-nrem", "without NREM", (58.00, 0.34), (73.25, 0.22)),
        ("wake-only", "Wake only", (42.25, 0.54), (41.93, 0.65)),
    ];

    /// <summary>Of CIFAR-10.</summary>
    internal static IReadOnlyList<PublishedResult> Cifar10 { get; } = [.. Table.Select(row => Result(row.Words, "CIFAR-10", row.Cifar10))];

    /// <summary>Of SVHN.</summary>
    internal static IReadOnlyList<PublishedResult> Svhn { get; } = [.. Table.Select(row => Result(row.Words, "SVHN", row.Svhn))];

    /// <summary>The conditions of the table, in its order.</summary>
    internal static IReadOnlyList<string> Conditions { get; } = [.. Table.Select(row => row.Condition)];

    /// <summary>The result of a condition; none where the settings differ from the published ones or nothing is published.</summary>
    internal static IReadOnlyList<PublishedResult> ComparableTo(DreamSettings settings, string condition)
    {
        int row = Array.FindIndex(Table, row => row.Condition == condition);
        bool isPublished = settings.Data.IsPublished && settings is { Width: 64, Latents: 256, Training.Batch: 64 };
        return row < 0 || !isPublished ? [] : [settings.Data.Set == "svhn" ? Svhn[row] : Cifar10[row]];
    }

    /// <summary>The paper gives the standard error with n − 1; a result here has the population's standard deviation.</summary>
    private static PublishedResult Result(string condition, string data, (double Mean, double Error) reported) => new(
        $"{condition}, {data}",
        DreamTraining.AccuracyMetric,
        reported.Mean,
        Math.Round(reported.Error * Math.Sqrt(Runs - 1), 2),
        Runs,
        "%",
        $"{Paper}, Appendix 1, table 1",
        FormattableString.Invariant($"after 50 epochs; reported as {reported.Mean:F2} ± {reported.Error:F2}, the standard error"));
}
