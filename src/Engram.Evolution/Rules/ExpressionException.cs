namespace Engram.Evolution.Rules;

/// <summary>An expression cannot be read. The message quotes it and points at the place.</summary>
/// <param name="expression">The expression.</param>
/// <param name="position">Where: the index of the first character that does not fit, or the length at the end.</param>
/// <param name="problem">What is wrong, in words.</param>
public sealed class ExpressionException(string expression, int position, string problem)
    : FormatException($"{problem}\n  {Line(expression)}\n  {new string(' ', position)}^")
{
    /// <summary>The expression.</summary>
    public string Expression { get; } = expression;

    /// <summary>Where: the index of the first character that does not fit, or the length at the end.</summary>
    public int Position { get; } = position;

    // One character for each, so that the mark stands below the right one.
    private static string Line(string expression) => string.Concat(expression.Select(c => char.IsControl(c) ? ' ' : c));
}
