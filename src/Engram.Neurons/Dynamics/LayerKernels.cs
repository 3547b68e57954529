using System.Numerics;
using System.Runtime.Intrinsics;
using Engram.Neurons.Activations;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Dynamics;

/// <summary>Chooses the compiled kernel for a layer. A new activation is registered here.</summary>
internal static class LayerKernels
{
    internal static LayerKernel<T> For<T>(InstructionSet set, Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => activation switch
        {
            Activation.Linear => For<T, LinearActivation>(set),
            Activation.Tanh => For<T, TanhActivation>(set),
            Activation.Softplus => For<T, SoftplusActivation>(set),
            Activation.Sigmoid => For<T, SigmoidActivation>(set),
            Activation.RectifiedLinear => For<T, RectifiedLinearActivation>(set),
            _ => throw new ArgumentOutOfRangeException(nameof(activation)),
        };

    private static LayerKernel<T> For<T, TActivation>(InstructionSet set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TActivation : struct, IActivation => set switch
        {
            InstructionSet.Vector512 => new DenseKernel<Simd512<T>, Vector512<T>, T, TActivation>(),
            InstructionSet.Vector256 => new DenseKernel<Simd256<T>, Vector256<T>, T, TActivation>(),
            InstructionSet.Vector128 => new DenseKernel<Simd128<T>, Vector128<T>, T, TActivation>(),
            _ => new DenseKernel<SimdScalar<T>, T, T, TActivation>(),
        };
}
