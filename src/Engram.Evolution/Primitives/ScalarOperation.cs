using System.Numerics;
using Engram.Numerics;

namespace Engram.Evolution.Primitives;

/// <summary>An operation of any number of arguments, given as a function of single numbers and computed in double precision, lane by lane.</summary>
internal sealed class ScalarOperation : Operation
{
    private readonly ScalarFunction _function;

    public ScalarOperation(
        string name, int arity, ScalarFunction function, bool isCommutative = false, OperationCode code = OperationCode.General,
        Notation? notation = null, Derivative? derivative = null)
        : base(name, arity, isCommutative, code, notation, derivative)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(arity, 1);
        _function = function;
    }

    public override double Evaluate(ReadOnlySpan<double> arguments) => _function(arguments);

    internal override OperationKernel<T> CreateKernel<T>(InstructionSet set) => new Kernel<T>(_function, Arity);

    private sealed unsafe class Kernel<T>(ScalarFunction function, int arity) : OperationKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override void Run(T** arguments, T* destination, nint length)
        {
            double* values = stackalloc double[arity];
            for (nint i = 0; i < length; i++)
            {
                for (int k = 0; k < arity; k++)
                    values[k] = double.CreateTruncating(arguments[k][i]);
                destination[i] = T.CreateTruncating(function(new ReadOnlySpan<double>(values, arity)));
            }
        }
    }
}
