using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Le;

/// <summary>The dynamics of a network of Latent Equilibrium, and how fast it learns; what is left open follows from the condition.</summary>
public sealed class EquilibriumSettings
{
    /// <summary>τm.</summary>
    [Setting("membrane time constant τm", Unit = "ms", Minimum = 1e-3, Maximum = 1e5)]
    public double? TauMembrane { get; set; }

    /// <summary>τr.</summary>
    [Setting("prospective time constant τr, as τm if auto; 0 for neurons that do not look ahead", Unit = "ms", Minimum = 0, Maximum = 1e5)]
    public double? TauProspective { get; set; }

    /// <summary>dt.</summary>
    [Setting("Euler step; at most τm", Unit = "ms", Minimum = 1e-6, Maximum = 1e4)]
    public double? Dt { get; set; }

    /// <summary>Steps of a presentation.</summary>
    [Setting("Euler steps that each batch is shown for", Minimum = 1, Maximum = 1_000_000)]
    public int? Steps { get; set; }

    /// <summary>β.</summary>
    [Setting("nudging strength β", Minimum = 0, Maximum = 10)]
    public double Beta { get; set; } = 0.1;

    /// <summary>M.</summary>
    [Setting("batch learning multiplier M: a step learns with 0.125 M / steps", Minimum = 0, Maximum = 1e6)]
    public double Multiplier { get; set; } = 128;

    /// <summary>The exact shortcuts.</summary>
    [Setting("the exact shortcuts (docs/le.md); without, the plain algorithm: the same result but for rounding, and slower")]
    public bool Shortcuts { get; set; } = true;

    /// <summary>Fills in what is open as others have it, τr as τm, and checks what no single setting can say.</summary>
    /// <exception cref="UsageException">The step is longer than τm.</exception>
    internal void Resolve(EquilibriumSettings others)
    {
        TauMembrane ??= others.TauMembrane;
        TauProspective ??= others.TauProspective ?? TauMembrane;
        Dt ??= others.Dt;
        Steps ??= others.Steps;
        if (Dt > TauMembrane)
            throw new UsageException($"neurons.dt is {Dt}, but the Euler step may not be longer than the membrane time constant neurons.tau-membrane = {TauMembrane}.");
    }
}
