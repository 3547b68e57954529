using Engram.Dreaming.Losses;
using Engram.Dreaming.Phases;

namespace Engram.Dreaming.Conditions;

/// <summary>The conditions of perturbed and adversarial dreaming (PAD specification 5) and of contrastive dreaming (contrastive specification 4).</summary>
public static class DreamConditions
{
    /// <summary>ε_w, the standard deviation of noise on latents awake in every condition without REM, and N, the weight of L_NREM there.</summary>
    private const double NoiseWithoutRem = 0.5, ReplayWithoutRem = 0.5;

    private static readonly Wake Seeing = new();
    private static readonly Wake SeeingWithoutRem = new(LatentNoise: NoiseWithoutRem, JudgesExternal: false);
    private static readonly Nrem Replaying = new();
    private static readonly Nrem ReplayingWithoutRem = new(ReplayWithoutRem);
    private static readonly Nrem WatchingNrem = new(Weight: 0);
    private static readonly Rem Dreaming = new();
    private static readonly Rem WatchingRem = new(IsLearned: false);
    private static readonly ContrastiveNrem Contrasting = new();

    /// <summary>Deperrois et al. 2022: the model, its pathologies and the variants of Appendix 1.</summary>
    public static IReadOnlyList<DreamCondition> Perturbed { get; } =
    [
        new("pad", "perturbed and adversarial dreaming: the full model", [Seeing, Replaying, Dreaming]),
        new("without-memory-mix", "REM dreams come from single memories, without noise (Fig. 4)", [Seeing, Replaying, new Rem(RemSource.SingleMemories)]),
        new(
            "without-rem",
            "no adversarial dreaming; noise of 0.5 on the latents awake, L_NREM has half its weight (Figs. 4 and 6)",
            [SeeingWithoutRem, ReplayingWithoutRem, WatchingRem]),
        new("without-nrem", "no perturbed dreaming; as in the authors' code the encoder still coasts once a cycle (Figs. 5 and 6)", [Seeing, WatchingNrem, Dreaming]),
        new("wake-only", "no dreams; noise of 0.5 on the latents awake (App. 1, table 1)", [SeeingWithoutRem, WatchingNrem, WatchingRem]),
        new("no-training", "a fresh network (Fig. 6e)", []),
        new("rem-from-noise", "REM dreams come from noise alone (App. 1, fig. 4)", [Seeing, Replaying, new Rem(RemSource.Noise)]),
        new("rem-from-memories", "REM dreams come from two memories without noise (App. 1, fig. 4)", [Seeing, Replaying, new Rem(RemSource.Memories)]),
        new("swapped-order", "REM before NREM (App. 1, fig. 5)", [Seeing, Dreaming, Replaying]),
        new("nrem-with-mix", "NREM replays mixed memories (App. 1, fig. 6)", [Seeing, new Nrem(Source: NremSource.MixedMemories), Dreaming]),
    ];

    /// <summary>
    /// Wake (W) with PAD's NREM (N), adversarial REM (R) and contrastive dreaming (C) in all the combinations of the specification. Results of
    /// those with C are new: nothing is published to compare them with.
    /// </summary>
    public static IReadOnlyList<DreamCondition> Contrastive { get; } =
    [
        new("W", "predictive only", [SeeingWithoutRem]),
        new("W+N", "PAD without REM", [SeeingWithoutRem, ReplayingWithoutRem]),
        new("W+R", "adversarial only: PAD without NREM, and without the coasting step in its place", [Seeing, Dreaming]),
        new("W+N+R", "PAD", [Seeing, Replaying, Dreaming]),
        new("W+C", "contrastive only", [SeeingWithoutRem, Contrasting]),
        new("W+C+R", "the main proposal: predictive, contrastive and adversarial", [Seeing, Contrasting, Dreaming]),
        new("W+N+C+R", "both objectives in NREM", [Seeing, Replaying, Contrasting, Dreaming]),
        new("W+Cpos+R", "no negative phase: views of a memory attract, others do not repel", [Seeing, Contrasting with { Parts = ContrastiveParts.Attraction }, Dreaming]),
        new("W+Cneg+R", "repulsion only", [Seeing, Contrasting with { Parts = ContrastiveParts.Repulsion }, Dreaming]),
        new("W+Creal", "views of real images: an upper reference, no dream model", [SeeingWithoutRem, Contrasting with { Source = ContrastSource.RealImages }]),
        new("W+Creal+R", "the same with adversarial dreaming", [Seeing, Contrasting with { Source = ContrastSource.RealImages }, Dreaming]),
        new("W+N+Rc", "contrast in the place of REM: two views of each mixed dream", [Seeing, Replaying, Contrasting with { Source = ContrastSource.MixedMemories }, Dreaming]),
    ];

    /// <summary>The condition of a name.</summary>
    /// <param name="conditions">Among which.</param>
    /// <param name="name">The name, to the letter.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DreamCondition Find(this IReadOnlyList<DreamCondition> conditions, string name)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        return conditions.FirstOrDefault(condition => condition.Name == name)
            ?? throw new ArgumentException($"There is no condition \"{name}\"; there are {string.Join(", ", conditions.Select(condition => condition.Name))}.", nameof(name));
    }
}
