namespace Engram.Evolution.Primitives;

/// <summary>A number that each node of a primitive has for itself, inherited and tuned by local search.</summary>
/// <param name="Name">Its name in expressions.</param>
/// <param name="Initial">Its value in a new node; finite.</param>
public readonly record struct PrimitiveParameter(string Name, double Initial = 1);
