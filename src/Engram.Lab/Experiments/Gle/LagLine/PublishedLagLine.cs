namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>
/// What the authors' program and a double-precision port of it came to (specification 3.1); the article's figure has no numbers.
/// </summary>
internal static class PublishedLagLine
{
    private const string Source = "authors' program, or a double-precision port checked against it, seed 0; Fig. 5";

    /// <summary>Of GLE: the step, the loss, and w₀, w₁, τm₀, τm₁ after it. Beyond step 40,000 the losses are single-precision noise.</summary>
    internal static readonly (int Step, double Loss, double[] Parameters)[] Course =
    [
        (10_000, 2.1275e-1, [0.6102, 1.3477, 0.4592, 0.7958]),
        (20_000, 1.2897e-3, [0.6301, 2.0380, 1.0021, 1.2073]),
        (30_000, 8.0318e-6, [0.9048, 2.0361, 1.2017, 1.5363]),
        (40_000, 2.7331e-6, [0.9604, 2.0146, 1.0698, 1.8139]),
        (50_000, 1.01e-9, [0.9988, 2.0006, 1.0016, 1.9948]),
        (60_000, 1.2e-11, [1.0000, 2.0000, 1.0000, 2.0000]),
    ];

    /// <summary>The rows that double precision reproduces to four digits.</summary>
    internal const int ExactRows = 4;

    private static readonly (string Model, double[] Parameters, double Loss)[] Ends =
    [
        ("gle", [1.0000, 2.0000, 1.0000, 1.9999], 1e-12),
        ("instantaneous", [-0.062, 2.095, 0.100, 0.100], 1.1e-2),
        ("bptt-4", [0.9950, 2.0015, 1.0061, 1.9811], 2e-9),
        ("bptt-2", [0.9345, 2.0206, 1.107, 1.725], 4e-7),
        ("bptt-1", [0.4255, 2.0935, 3.678, 0.453], 5e-3),
    ];

    internal static IReadOnlyList<PublishedResult> All { get; } = [.. ChainModel.All.SelectMany(Of)];

    internal static IReadOnlyList<PublishedResult> Of(ChainModel model)
    {
        (_, double[] parameters, double loss) = Ends.First(end => end.Model == model.Name);
        return
        [
            .. parameters.Select((value, i) => new PublishedResult(
                model.Label, Metric(model, ChainParameters.Names[i]), value, null, 1, "", Source, "after 405,000 steps")),
            new PublishedResult(model.Label, Metric(model, "loss"), loss, null, 1, "", Source, "after 405,000 steps; GLE's is at the level of rounding"),
        ];
    }

    internal static string Metric(ChainModel model, string name) => $"{model.Name.Replace('-', '_')}_{name}";
}
