namespace Engram.Lab.Experiments.Gle.Robustness;

/// <summary>What is not as the theory wants it.</summary>
internal enum Imperfection
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Normal noise is added to the rates of all hidden neurons at every step, in testing too; the strength is its deviation.</summary>
    RateNoise,

    /// <summary>Normal noise is added to what is sent down; the strength is its deviation over the root mean square of what is sent.</summary>
    ErrorNoise,

    /// <summary>Both time constants of every neuron are multiplied by 1 + strength · N(0, 1), the same for the neuron and its error neuron.</summary>
    Spread,

    /// <summary>The time constants of error neurons alone are multiplied by 1 + strength · N(0, 1): they no longer undo what their partners do.</summary>
    Mismatch,

    /// <summary>Errors arrive so many steps later.</summary>
    Delay,

    /// <summary>Errors travel down through weights that are those upwards times 1 + strength · N(0, 1), drawn once.</summary>
    Feedback,
}

/// <summary>The names of imperfections at the command.</summary>
internal static class Imperfections
{
    internal static IReadOnlyList<(string Name, Imperfection Kind, string Unit)> All { get; } =
    [
        ("rate-noise", Imperfection.RateNoise, "deviation"),
        ("error-noise", Imperfection.ErrorNoise, "deviation / root mean square"),
        ("spread", Imperfection.Spread, "relative deviation"),
        ("mismatch", Imperfection.Mismatch, "relative deviation"),
        ("delay", Imperfection.Delay, "steps"),
        ("feedback", Imperfection.Feedback, "relative deviation"),
    ];
}
