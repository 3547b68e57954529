using Engram.Evolution.Programs;
using Engram.Evolution.Rules;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>A rule that people knew before, evaluated beside evolved ones on the same trials.</summary>
/// <param name="Name">A word, for files: <c>lr0</c>.</param>
/// <param name="Label">Words for people.</param>
/// <param name="Texts">The rule, or the two rules, as text.</param>
internal sealed record KnownRule(string Name, string Label, params IReadOnlyList<string> Texts)
{
    /// <summary>The programs.</summary>
    /// <param name="inputs">The names of the inputs.</param>
    public IReadOnlyList<Program> Compile(IReadOnlyList<string> inputs) => [.. Texts.Select(text => new Program(Expression.Parse(text, inputs)))];
}
