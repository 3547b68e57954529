using Engram.Evolution.Primitives;

namespace Engram.Evolution.Programs;

/// <summary>One step of a program whose places have addresses.</summary>
internal unsafe struct StepInstruction<T>
    where T : unmanaged
{
    public OperationCode Code;
    public int Kernel;
    public T* Destination;
    public T* A;
    public T* B;
    public T* C;
    public T** Arguments;
}
