namespace Engram.Evolution.Rules;

/// <summary>Algebra has come to one of its limits; the rule is shown as it is instead. Never leaves the library.</summary>
internal sealed class AlgebraLimitException(string message) : Exception(message);
