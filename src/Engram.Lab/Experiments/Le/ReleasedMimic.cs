namespace Engram.Lab.Experiments.Le;

/// <summary>What the released configuration of Fig. 5 of Haider et al. gives with seed 12345: the authors' code as released, run for the specification (5.7).</summary>
internal static class ReleasedMimic
{
    private const string Source = "measured with the released configuration, Fig. 5";

    private const string Note =
        "The paper prints no numbers of Fig. 5; what is called published here was measured with the authors' code as released, seed 12345 (specification 5.7).";

    internal static IReadOnlyList<PublishedResult> All { get; } =
    [
        Of("test_error", 2.8189e-7),
        Of("test_error_before", 0.189673),
        Of("from_interneuron", 0.3672403),
        Of("to_interneuron", 0.135529),
        Of("hidden", -0.2598974),
        Of("output", -0.6888114),
        Of("to_interneuron_end", -0.6887892),
    ];

    /// <summary>The validation error after some epochs of the second stage.</summary>
    internal static IReadOnlyList<(int Epoch, double Error)> Errors { get; } =
    [
        (1, 2.777e-3), (2, 2.595e-3), (5, 2.58e-3), (10, 1.855e-3), (20, 1.419e-3), (50, 3.909e-4),
        (100, 2.41e-5), (200, 1.178e-8), (300, 2.143e-7), (400, 1.52e-7), (500, 2.013e-7),
    ];

    private static PublishedResult Of(string metric, double value) => new("released configuration", metric, value, null, 1, "", Source, Note);
}
