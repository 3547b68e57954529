namespace Engram.Dreaming.Hypotheses;

/// <summary>Where a hypothesis comes from.</summary>
[Flags]
public enum HypothesisBasis
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>P: stated in the abstract of Deperrois et al. 2023.</summary>
    Abstract2023 = 1,

    /// <summary>P22: stated in Deperrois et al. 2022 or its published review exchange.</summary>
    Article2022 = 2,

    /// <summary>S: a summary by others, not checked against the paper.</summary>
    Secondary = 4,

    /// <summary>I: inferred by the specification.</summary>
    Inferred = 8,

    /// <summary>Published work of others on learning from generated views.</summary>
    Related = 16,
}

/// <summary>Which of two values a hypothesis expects to be greater.</summary>
public enum ExpectedSign
{
    /// <summary>The first is greater.</summary>
    Greater,

    /// <summary>The first is smaller.</summary>
    Smaller,

    /// <summary>Both are alike.</summary>
    Alike,
}

/// <summary>One side of a comparison: a value of some runs.</summary>
/// <param name="Metric">The summary value of a run: <c>readout_accuracy</c>.</param>
/// <param name="Condition">The name of the condition.</param>
/// <param name="Key">A setting that differs from its default in these runs; empty for none.</param>
/// <param name="Value">Its value, as it would be typed.</param>
public sealed record HypothesisSide(string Metric, string Condition, string Key = "", string Value = "")
{
    /// <summary>The value in words: <c>readout_accuracy of W+C+R with contrast.latent-noise=0</c>.</summary>
    public override string ToString() => $"{Metric} of {Condition}{(Key.Length > 0 ? $" with {Key}={Value}" : "")}";
}

/// <summary>Two values that a hypothesis compares, and what it expects.</summary>
/// <param name="First">The first value.</param>
/// <param name="Expected">How it should lie to the second.</param>
/// <param name="Second">The second value; null where a constant stands in its place.</param>
/// <param name="Constant">That constant.</param>
public sealed record DreamComparison(HypothesisSide First, ExpectedSign Expected, HypothesisSide? Second, double Constant = 0)
{
    /// <summary>The comparison in words.</summary>
    public override string ToString() =>
        $"{First} {(Expected switch { ExpectedSign.Greater => ">", ExpectedSign.Smaller => "<", _ => "=" })} {Second?.ToString() ?? FormattableString.Invariant($"{Constant}")}";
}

/// <summary>A testable hypothesis on dreams (contrastive specification 6).</summary>
/// <param name="Number">Its number: 3 for H3.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Basis">Where it comes from.</param>
/// <param name="Comparisons">What it expects of which runs.</param>
/// <param name="Note">What the comparisons leave out; may be empty.</param>
public sealed record DreamHypothesis(int Number, string Statement, HypothesisBasis Basis, IReadOnlyList<DreamComparison> Comparisons, string Note = "")
{
    /// <summary>The name: <c>H3</c>.</summary>
    public string Name => $"H{Number}";
}
