using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>The settings of the experiments on perturbed and adversarial dreaming.</summary>
public sealed class PerturbedDreamSettings : DreamSettings
{
    /// <summary>The condition.</summary>
    [Setting(
        "what a cycle consists of: the full model, a pathology, or a variant of Appendix 1 (docs/dreaming.md)",
        Choices =
        [
            "pad", "without-memory-mix", "without-rem", "without-nrem", "wake-only", "no-training", "rem-from-noise", "rem-from-memories", "swapped-order",
            "nrem-with-mix",
        ])]
    public string Condition { get; set; } = "pad";
}
