using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Primitives;

/// <summary>An operation of one argument, written for vectors of any width.</summary>
internal sealed class UnaryOperation<TFunction>(
    string name, OperationCode code = OperationCode.General, Notation? notation = null, Derivative? derivative = null)
    : Operation(name, 1, isCommutative: false, code, notation, derivative)
    where TFunction : struct, IFunction
{
    public override double Evaluate(ReadOnlySpan<double> arguments) =>
        TFunction.Invoke<SimdScalar<double>, double, double>(arguments[0]);

    internal override OperationKernel<T> CreateKernel<T>(InstructionSet set)
    {
        var maker = new Maker<T>();
        VectorKernel.Run<Maker<T>, T>(ref maker, set);
        return maker.Result!;
    }

    internal override MethodInfo? VectorMethod<TSimd, TVector, T>() =>
        ((Func<TVector, TVector>)TFunction.Invoke<TSimd, TVector, T>).Method;

    private struct Maker<T> : IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public OperationKernel<T>? Result;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Result = new Kernel<TSimd, TVector, T>();
    }

    private sealed unsafe class Kernel<TSimd, TVector, T> : OperationKernel<T>
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(T** arguments, T* destination, nint length)
        {
            T* x = arguments[0];
            for (nint i = 0; i < length; i += TSimd.Count)
                TSimd.Store(TFunction.Invoke<TSimd, TVector, T>(TSimd.Load(x + i)), destination + i);
        }
    }
}

/// <summary>An operation of two arguments, written for vectors of any width.</summary>
internal sealed class BinaryOperation<TFunction>(
    string name, bool isCommutative = false, OperationCode code = OperationCode.General, Notation? notation = null, Derivative? derivative = null)
    : Operation(name, 2, isCommutative, code, notation, derivative)
    where TFunction : struct, IBinaryFunction
{
    public override double Evaluate(ReadOnlySpan<double> arguments) =>
        TFunction.Invoke<SimdScalar<double>, double, double>(arguments[0], arguments[1]);

    internal override OperationKernel<T> CreateKernel<T>(InstructionSet set)
    {
        var maker = new Maker<T>();
        VectorKernel.Run<Maker<T>, T>(ref maker, set);
        return maker.Result!;
    }

    internal override MethodInfo? VectorMethod<TSimd, TVector, T>() =>
        ((Func<TVector, TVector, TVector>)TFunction.Invoke<TSimd, TVector, T>).Method;

    private struct Maker<T> : IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public OperationKernel<T>? Result;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Result = new Kernel<TSimd, TVector, T>();
    }

    private sealed unsafe class Kernel<TSimd, TVector, T> : OperationKernel<T>
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(T** arguments, T* destination, nint length)
        {
            T* x = arguments[0], y = arguments[1];
            for (nint i = 0; i < length; i += TSimd.Count)
                TSimd.Store(TFunction.Invoke<TSimd, TVector, T>(TSimd.Load(x + i), TSimd.Load(y + i)), destination + i);
        }
    }
}

/// <summary>An operation of three arguments, written for vectors of any width.</summary>
internal sealed class TernaryOperation<TFunction>(
    string name, OperationCode code = OperationCode.General, Notation? notation = null, Derivative? derivative = null)
    : Operation(name, 3, isCommutative: false, code, notation, derivative)
    where TFunction : struct, ITernaryFunction
{
    public override double Evaluate(ReadOnlySpan<double> arguments) =>
        TFunction.Invoke<SimdScalar<double>, double, double>(arguments[0], arguments[1], arguments[2]);

    internal override OperationKernel<T> CreateKernel<T>(InstructionSet set)
    {
        var maker = new Maker<T>();
        VectorKernel.Run<Maker<T>, T>(ref maker, set);
        return maker.Result!;
    }

    internal override MethodInfo? VectorMethod<TSimd, TVector, T>() =>
        ((Func<TVector, TVector, TVector, TVector>)TFunction.Invoke<TSimd, TVector, T>).Method;

    private struct Maker<T> : IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public OperationKernel<T>? Result;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Result = new Kernel<TSimd, TVector, T>();
    }

    private sealed unsafe class Kernel<TSimd, TVector, T> : OperationKernel<T>
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(T** arguments, T* destination, nint length)
        {
            T* x = arguments[0], y = arguments[1], z = arguments[2];
            for (nint i = 0; i < length; i += TSimd.Count)
                TSimd.Store(TFunction.Invoke<TSimd, TVector, T>(TSimd.Load(x + i), TSimd.Load(y + i), TSimd.Load(z + i)), destination + i);
        }
    }
}
