namespace Engram.Evolution.Primitives;

/// <summary>
/// How an operation is written. In the patterns <c>{0}</c>, <c>{1}</c>, ... are the arguments; a pattern without an infix symbol encloses them.
/// </summary>
/// <param name="Symbol">An infix (or, with one argument, prefix) symbol; null if the operation is written as a function.</param>
/// <param name="Precedence">How strongly the symbol binds: 1 sums, 2 products, 3 signs, 4 powers.</param>
/// <param name="Text">The pattern of plain text, of a function.</param>
/// <param name="Latex">The pattern in LaTeX, of a function, or of a division.</param>
/// <param name="CSharp">The pattern in C#, of a function.</param>
public sealed record Notation(string? Symbol, int Precedence, string Text, string Latex, string CSharp)
{
    /// <summary>The usual way: <c>name(a, b)</c>.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="latex">Its pattern in LaTeX, if there is a better one.</param>
    /// <param name="csharp">Its pattern in C#, if the name is another there.</param>
    public static Notation Function(string name, string? latex = null, string? csharp = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string latexName = name.Replace("_", "\\_", StringComparison.Ordinal);
        return new Notation(null, 0, name, latex ?? $"\\operatorname{{{latexName}}}", csharp ?? name);
    }

    internal static Notation Infix(string symbol, int precedence, string name, string? latex = null) =>
        new(symbol, precedence, name, latex ?? symbol, name);
}
