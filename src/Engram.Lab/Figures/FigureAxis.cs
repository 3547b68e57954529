namespace Engram.Lab.Figures;

/// <summary>An axis.</summary>
/// <param name="Label">What runs along it.</param>
/// <param name="Unit">The unit; empty for a pure number.</param>
public sealed record FigureAxis(string Label, string Unit = "")
{
    /// <summary>Whether equal steps are equal factors; values that are not above zero are left out.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Where it begins; null to fit what is drawn.</summary>
    public double? Minimum { get; init; }

    /// <summary>Where it ends; null to fit what is drawn.</summary>
    public double? Maximum { get; init; }

    /// <summary>Label and unit: <c>accuracy (%)</c>.</summary>
    public string Title => Unit.Length > 0 ? $"{Label} ({Unit})" : Label;
}
