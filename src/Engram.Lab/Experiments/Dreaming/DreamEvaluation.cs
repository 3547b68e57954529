using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>Numbers along an axis: an occlusion curve.</summary>
/// <param name="Name">The name in files, in snake case.</param>
/// <param name="XName">What runs along the axis, with its unit.</param>
/// <param name="X">Where.</param>
/// <param name="YName">What is measured, with its unit.</param>
/// <param name="Y">How much; as long as <paramref name="X"/>.</param>
public sealed record EvaluatedCurve(string Name, string XName, IReadOnlyList<double> X, string YName, IReadOnlyList<double> Y);

/// <summary>What was found out about a cortex.</summary>
/// <param name="Measures">The names of the measures, in the order in which they were taken.</param>
/// <param name="Values">The numbers.</param>
/// <param name="Curves">Numbers along an axis.</param>
/// <param name="Notes">What a reader must know of how they were found: sample sizes, spaces.</param>
/// <param name="Figures">Figures that can be drawn, with the names of their files.</param>
public sealed record DreamEvaluation(
    IReadOnlyList<string> Measures,
    IReadOnlyList<SummaryValue> Values,
    IReadOnlyList<EvaluatedCurve> Curves,
    IReadOnlyList<string> Notes,
    IReadOnlyList<(string Name, Figure Figure)> Figures)
{
    /// <summary>The number of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public double this[string name] => Values.FirstOrDefault(value => string.Equals(value.Name, name, StringComparison.Ordinal))?.Value
        ?? throw new KeyNotFoundException($"Nothing named \"{name}\" was measured.");

    /// <summary>Draws the figures; files of the same names are replaced.</summary>
    /// <param name="folder">Where PNG and SVG go.</param>
    /// <param name="suffix">Put behind their names.</param>
    /// <returns>The files written.</returns>
    public IReadOnlyList<string> Draw(string folder, string suffix = "") =>
        [.. Figures.SelectMany(entry => entry.Figure.Save(Path.Combine(folder, entry.Name + suffix)))];
}
