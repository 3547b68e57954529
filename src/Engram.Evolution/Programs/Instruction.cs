using Engram.Evolution.Primitives;

namespace Engram.Evolution.Programs;

/// <summary>
/// One step of a <see cref="Program"/>. Places are numbered: first the inputs, then the constants, then the registers.
/// </summary>
/// <param name="Code">What interpreters know by themselves, or that they do not.</param>
/// <param name="Operation">Which of the program's operations.</param>
/// <param name="Destination">The place of the result: a register.</param>
/// <param name="FirstOperand">Where the places of the arguments begin in the program's list.</param>
internal readonly record struct Instruction(OperationCode Code, int Operation, int Destination, int FirstOperand);
