using static Engram.Dreaming.Hypotheses.ExpectedSign;
using static Engram.Dreaming.Hypotheses.HypothesisBasis;

namespace Engram.Dreaming.Hypotheses;

/// <summary>The sixteen hypotheses of the contrastive specification, section 6, as comparisons of runs.</summary>
public static class DreamHypotheses
{
    /// <summary>Settings of <c>contrastive-dreaming</c> that some hypotheses vary.</summary>
    private const string LatentNoise = "contrast.latent-noise", Transforms = "contrast.transforms", Source = "contrast.source", Start = "contrast.start-epoch";

    private const string Accuracy = "readout_accuracy";

    /// <summary>The transforms of which the invariance index is measured (7.2).</summary>
    private static readonly string[] Transformed = ["crop", "flip", "jitter", "grey", "occlusion"];

    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<DreamHypothesis> All { get; } =
    [
        new(1, "Virtual experiences help beyond prediction and reconstruction", Abstract2023,
        [
            Compare(Accuracy, "W+R", Greater, "W"),
            Compare(Accuracy, "W+C", Greater, "W"),
            Compare(Accuracy, "W+C+R", Greater, "W"),
        ]),
        new(2, "Contrastive dreaming makes latents invariant to irrelevant factors", Abstract2023,
        [
            .. Transformed.SelectMany(transform => new[]
            {
                Compare($"invariance_{transform}", "W+C", Smaller, "W"),
                Compare($"invariance_{transform}", "W+C+R", Smaller, "W+R"),
            }),
        ]),
        new(3, "Adversarial and contrastive dreaming complement each other", Abstract2023 | Secondary,
        [
            Compare(Accuracy, "W+C+R", Greater, "W+C"),
            Compare(Accuracy, "W+C+R", Greater, "W+R"),
        ]),
        new(4, "The negative phase matters", Article2022,
        [
            Compare(Accuracy, "W+C+R", Greater, "W+Cpos+R"),
            Compare("participation_ratio", "W+C+R", Greater, "W+Cpos+R"),
            Compare(Accuracy, "W+N+R", Alike, "W+R"),
        ]),
        new(5, "A gain on clean images takes richer changes than occlusion", Article2022,
            [Compare(Accuracy, "W+C+R", Greater, "W+C+R", Transforms, "occlusion")]),
        new(6, "Single memories are the right thing to replay", Article2022,
        [
            Compare(Accuracy, "W+C+R", Greater, "W+C+R", Source, "mixed-memories"),
            Compare(Accuracy, "W+C+R", Greater, "W+C+R", Source, "noise"),
            Compare("invariance_crop", "W+C+R", Smaller, "W+C+R", Source, "mixed-memories"),
            Compare("invariance_crop", "W+C+R", Smaller, "W+C+R", Source, "noise"),
        ]),
        new(7, "The feedback pathway must be good before contrast is useful", Inferred | Article2022,
        [
            Compare(Accuracy, "W+C+R", Smaller, "W+C+R", Start, "5"),
            Compare(Accuracy, "W+C+R", Smaller, "W+C+R", Start, "20"),
        ],
        "a generator frozen early or late is not compared"),
        new(8, "Dreams can replace stored images", Article2022, [Compare(Accuracy, "W+C", Alike, "W+Creal")], "the gap should close as reconstruction improves"),
        new(9, "Noise on memories adds what changes of images cannot", Related,
        [
            Compare(Accuracy, "W+C+R", Greater, "W+C+R", LatentNoise, "0"),
            Compare(Accuracy, "W+C+R", Greater, "W+C+R", LatentNoise, "0.8"),
        ]),
        new(10, "Losing REM and losing NREM cost different things", Article2022,
        [
            Compare(Accuracy, "W+C+R", Greater, "W+C"),
            Compare("invariance_occlusion", "W+C+R", Smaller, "W+R"),
            Compare("occluded_accuracy", "W+C+R", Greater, "W+R"),
        ]),
        new(11, "Categories keep together", Secondary | Article2022,
        [
            Compare("intra_inter", "W+C+R", Smaller, "W"),
            Compare("intra_inter", "W+C+R", Smaller, "W+C"),
            Compare("intra_inter", "W+C+R", Smaller, "W+R"),
        ]),
        new(12, "Dreams come to resemble what is seen, those of REM less than those of NREM", Article2022,
        [
            Within("W+C+R", "frechet_nrem_early", Greater, "frechet_nrem"),
            Within("W+C+R", "frechet_rem_early", Greater, "frechet_rem"),
            Within("W+C+R", "frechet_rem", Greater, "frechet_nrem"),
        ]),
        new(13, "Real and imagined are told apart only where there is REM", Article2022,
        [
            new(new("rem_detection", "W+C+R"), Greater, null, 0.5),
            new(new("nrem_detection", "W+C+R"), Greater, null, 0.5),
            new(new("rem_detection", "W+C"), Alike, null, 0.5),
        ]),
        new(14, "Plasticity switches its sign between Wake and REM", Article2022, [new(new("sign_switch_cosine", "W+C+R"), Alike, null, -1)], "for one image an identity, which the library's tests check; runs do not measure it"),
        new(15, "Dreams make learning faster, not only better in the end", Article2022,
        [
            Compare("epochs_to_45", "W+C+R", Smaller, "W+R"),
            Compare("epochs_to_45", "W+R", Smaller, "W"),
        ],
        "only runs that reach 45 % have the number"),
        new(16, "Robustness reaches to disturbances that were never trained on", Secondary,
        [
            Compare("invariance_noise", "W+C+R", Smaller, "W+N+R"),
            Compare("invariance_noise", "W+N+R", Smaller, "W+R"),
        ],
        "by how little noise on pixels changes latents; accuracy under noise, blur and loss of contrast is not measured"),
    ];

    private static DreamComparison Compare(string metric, string first, ExpectedSign sign, string second, string key = "", string value = "") =>
        new(new HypothesisSide(metric, first), sign, new HypothesisSide(metric, second, key, value));

    private static DreamComparison Within(string condition, string first, ExpectedSign sign, string second) =>
        new(new HypothesisSide(first, condition), sign, new HypothesisSide(second, condition));
}
