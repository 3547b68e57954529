namespace Engram.Evolution.Primitives;

/// <summary>The operations that interpreters and symbolic reports know by themselves; all others are <see cref="General"/>.</summary>
internal enum OperationCode
{
    General = 0,
    Add = 1,
    Subtract = 2,
    Multiply = 3,
    Divide = 4,
    IfElse = 5,
    Negate = 6,
    Power = 7,
}
