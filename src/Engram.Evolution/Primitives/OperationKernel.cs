namespace Engram.Evolution.Primitives;

/// <summary>An operation over lanes, for one width of vectors and one kind of number.</summary>
internal abstract unsafe class OperationKernel<T>
    where T : unmanaged
{
    /// <summary>destination[i] = f(arguments[0][i], arguments[1][i], ...).</summary>
    /// <param name="arguments">A pointer for each argument; one may be the destination itself.</param>
    /// <param name="destination">Where the results go.</param>
    /// <param name="length">A multiple of the widest vector's count.</param>
    public abstract void Run(T** arguments, T* destination, nint length);
}
