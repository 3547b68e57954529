namespace Engram.Lab.Experiments;

/// <summary>One number of a run's summary.</summary>
/// <param name="Name">The name in files, in snake case: <c>test_accuracy</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">The unit, for instance <c>%</c>; empty for a pure number.</param>
/// <param name="Label">The words for people: <c>test accuracy</c>.</param>
public sealed record SummaryValue(string Name, double Value, string Unit, string Label);
