namespace Engram.Lab.Experiments;

/// <summary>Something that a run found and that is no number.</summary>
/// <param name="Name">What it is, in a word or two: <c>rule</c>.</param>
/// <param name="Text">What it is found to be, on one line.</param>
public sealed record Finding(string Name, string Text);
