using System.Numerics;
using Engram.Neurons.Activations;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Dynamics;

/// <summary>Chooses the compiled kernel for a layer. A new activation is registered here.</summary>
internal static class NeuronKernels
{
    internal static NeuronKernel<T> For<T>(InstructionSet set, Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => activation switch
        {
            Activation.Linear => For<T, LinearActivation>(set),
            Activation.Tanh => For<T, TanhActivation>(set),
            Activation.Softplus => For<T, SoftplusActivation>(set),
            Activation.Sigmoid => For<T, SigmoidActivation>(set),
            Activation.RectifiedLinear => For<T, RectifiedLinearActivation>(set),
            Activation.HardSigmoid => For<T, HardSigmoidActivation>(set),
            _ => throw new ArgumentOutOfRangeException(nameof(activation)),
        };

    private static NeuronKernel<T> For<T, TActivation>(InstructionSet set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TActivation : struct, IActivation
    {
        var factory = new Factory<T, TActivation>();
        VectorKernel.Run<Factory<T, TActivation>, T>(ref factory, set);
        return factory.Kernel;
    }

    private struct Factory<T, TActivation> : IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TActivation : struct, IActivation
    {
        internal NeuronKernel<T> Kernel;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Kernel = new NeuronKernel<TSimd, TVector, T, TActivation>();
    }
}
