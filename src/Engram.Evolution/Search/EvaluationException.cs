namespace Engram.Evolution.Search;

/// <summary>A fitness function failed. The message says for which rule; the failure itself is inside.</summary>
/// <param name="message">For a person.</param>
/// <param name="failure">What the fitness function threw.</param>
public sealed class EvaluationException(string message, Exception failure) : Exception(message, failure);
