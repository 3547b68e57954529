namespace Engram.Evolution.Primitives;

/// <summary>The partial derivatives of an operation.</summary>
/// <param name="arguments">Where.</param>
/// <param name="value">The operation's value there.</param>
/// <param name="partials">To be filled: one for each argument.</param>
public delegate void Derivative(ReadOnlySpan<double> arguments, double value, Span<double> partials);

/// <summary>A function of single numbers.</summary>
/// <param name="arguments">As many as its arity.</param>
public delegate double ScalarFunction(ReadOnlySpan<double> arguments);
