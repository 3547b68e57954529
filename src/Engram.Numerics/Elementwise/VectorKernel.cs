using System.Numerics;
using System.Runtime.Intrinsics;

namespace Engram.Numerics.Simd;

/// <summary>The one place where an <see cref="InstructionSet"/> becomes vectors.</summary>
public static class VectorKernel
{
    /// <summary>Runs a kernel with the vectors of an instruction set. Results are the same bits with each; what differs is the speed.</summary>
    /// <param name="kernel">The work and its arguments; by reference, so that a kernel may leave results in its fields.</param>
    /// <param name="set">
    /// The width; <see cref="InstructionSets.Default"/> if null. One that the machine does not have still runs, only slowly.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="set"/> is no instruction set.</exception>
    public static void Run<TKernel, T>(ref TKernel kernel, InstructionSet? set = null)
        where TKernel : struct, IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"The kernels work with float and double, not with {typeof(T).Name}.");
        switch (set ?? InstructionSets.Default)
        {
            case InstructionSet.Vector512:
                kernel.Run<Simd512<T>, Vector512<T>>();
                break;
            case InstructionSet.Vector256:
                kernel.Run<Simd256<T>, Vector256<T>>();
                break;
            case InstructionSet.Vector128:
                kernel.Run<Simd128<T>, Vector128<T>>();
                break;
            case InstructionSet.Scalar:
                kernel.Run<SimdScalar<T>, T>();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "There is no such instruction set.");
        }
    }
}
