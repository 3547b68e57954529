using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Evolution.Primitives;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Programs;

/// <summary>The loop over the steps of a program on a few vectors: one jump for each step, and no loop over vectors where there are at most four.</summary>
internal static unsafe class StepInterpreter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TSimd, TVector, T>(StepInstruction<T>* code, int length, int stride, OperationKernel<T>[] kernels)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (stride / TSimd.Count)
        {
            case 1:
                Run<TSimd, TVector, T, OneVector>(code, code + length, stride, kernels);
                break;
            case 2:
                Run<TSimd, TVector, T, TwoVectors>(code, code + length, stride, kernels);
                break;
            case 3:
                Run<TSimd, TVector, T, ThreeVectors>(code, code + length, stride, kernels);
                break;
            case 4:
                Run<TSimd, TVector, T, FourVectors>(code, code + length, stride, kernels);
                break;
            default:
                Run<TSimd, TVector, T, ManyVectors>(code, code + length, stride, kernels);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TSimd, TVector, T, TWidth>(StepInstruction<T>* code, StepInstruction<T>* end, int stride, OperationKernel<T>[] kernels)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWidth : struct, IWidth
    {
        for (; code != end; code++)
        {
            T* d = code->Destination, a = code->A, b = code->B;
            switch (code->Code)
            {
                case OperationCode.General:
                    kernels[code->Kernel].Run(code->Arguments, d, stride);
                    break;
                case OperationCode.Add:
                    Binary<Sum, TSimd, TVector, T, TWidth>(d, a, b, stride);
                    break;
                case OperationCode.Subtract:
                    Binary<Difference, TSimd, TVector, T, TWidth>(d, a, b, stride);
                    break;
                case OperationCode.Multiply:
                    Binary<Product, TSimd, TVector, T, TWidth>(d, a, b, stride);
                    break;
                case OperationCode.Divide:
                    Binary<Quotient, TSimd, TVector, T, TWidth>(d, a, b, stride);
                    break;
                case OperationCode.IfElse:
                    T* c = code->C;
                    for (nint i = 0; i < stride; i += TSimd.Count)
                        TSimd.Store(Choice.Invoke<TSimd, TVector, T>(TSimd.Load(a + i), TSimd.Load(b + i), TSimd.Load(c + i)), d + i);
                    break;
                case OperationCode.Negate:
                    for (nint i = 0; i < stride; i += TSimd.Count)
                        TSimd.Store(Minus.Invoke<TSimd, TVector, T>(TSimd.Load(a + i)), d + i);
                    break;
                default:
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Binary<TFunction, TSimd, TVector, T, TWidth>(T* d, T* a, T* b, nint stride)
        where TFunction : struct, IBinaryFunction
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWidth : struct, IWidth
    {
        if (TWidth.Vectors == 0)
        {
            for (nint i = 0; i < stride; i += TSimd.Count)
                Invoke<TFunction, TSimd, TVector, T>(d, a, b, i);
            return;
        }

        Invoke<TFunction, TSimd, TVector, T>(d, a, b, 0);
        if (TWidth.Vectors > 1)
            Invoke<TFunction, TSimd, TVector, T>(d, a, b, TSimd.Count);
        if (TWidth.Vectors > 2)
            Invoke<TFunction, TSimd, TVector, T>(d, a, b, 2 * TSimd.Count);
        if (TWidth.Vectors > 3)
            Invoke<TFunction, TSimd, TVector, T>(d, a, b, 3 * TSimd.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Invoke<TFunction, TSimd, TVector, T>(T* d, T* a, T* b, nint i)
        where TFunction : struct, IBinaryFunction
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TSimd.Store(TFunction.Invoke<TSimd, TVector, T>(TSimd.Load(a + i), TSimd.Load(b + i)), d + i);

    /// <summary>How many vectors a place has; 0 for any number.</summary>
    private interface IWidth
    {
        static abstract int Vectors { get; }
    }

    private readonly struct OneVector : IWidth
    {
        public static int Vectors => 1;
    }

    private readonly struct TwoVectors : IWidth
    {
        public static int Vectors => 2;
    }

    private readonly struct ThreeVectors : IWidth
    {
        public static int Vectors => 3;
    }

    private readonly struct FourVectors : IWidth
    {
        public static int Vectors => 4;
    }

    private readonly struct ManyVectors : IWidth
    {
        public static int Vectors => 0;
    }
}
