namespace Engram.Lab.Experiments.Gle.LagNet;

/// <summary>What a double-precision port of the authors' program came to (specification 3.2); the article's figure has no numbers.</summary>
internal static class PublishedLagNet
{
    private const string Source = "double-precision port checked against the authors' program, seed 5; Fig. 6";

    /// <summary>The step, and w₀, w₁ of GLE and of the adjoint method after it.</summary>
    internal static readonly (int Step, double[] Gle, double[] Adjoint)[] Course =
    [
        (8_000, [0.66050, -0.74778], [0.66050, -0.74778]),
        (10_000, [0.55739, 0.74457], [1.03963, -0.29165]),
        (20_000, [-0.17786, 1.13089], [1.14232, 0.39810]),
        (50_000, [-0.46522, 1.01969], [-0.48595, 0.98706]),
        (75_000, [-0.49160, 1.00331], [-0.49943, 0.99946]),
        (100_000, [-0.49780, 1.00073], [-0.49992, 0.99992]),
    ];

    internal static IReadOnlyList<PublishedResult> All { get; } =
    [
        Of("GLE", "gle_w0", -0.49780),
        Of("GLE", "gle_w1", 1.00073),
        Of("adjoint method", "adjoint_w0", -0.49992),
        Of("adjoint method", "adjoint_w1", 0.99992),
        Of("GLE", "gle_error", 9.1e-7, "mean over steps 75,001 to 100,000"),
        Of("adjoint method", "adjoint_error", 2.9e-9, "mean over steps 75,001 to 100,000"),
    ];

    private static PublishedResult Of(string name, string metric, double value, string note = "after step 100,000") =>
        new(name, metric, value, null, 1, "", Source, note);
}
