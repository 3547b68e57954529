using System.Numerics;
using Engram.Evolution.Primitives;
using Engram.Numerics;

namespace Engram.Evolution.Programs;

/// <summary>The kernels of the operations that interpreters do not know by themselves, made once each.</summary>
internal sealed class KernelCache<T>(InstructionSet set)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Operation, OperationKernel<T>> _kernels = new(ReferenceEqualityComparer.Instance);

    public OperationKernel<T> Of(Operation operation)
    {
        if (!_kernels.TryGetValue(operation, out var kernel))
            _kernels.Add(operation, kernel = operation.CreateKernel<T>(set));
        return kernel;
    }
}
