using CsCheck;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Datasets.Tests.Audio;

public sealed unsafe class ChainedDotTests
{
    [Fact]
    public void Every_vector_width_gives_the_same_bits_and_nearly_the_exact_sum() =>
        Gen.Select(Gen.Float[-1, 1].Array[160], Gen.Float[-1, 1].Array[160], Gen.Int[0, 10]).Sample((a, b, chains) =>
        {
            var length = chains * ChainedDot.Chains;
            var expected = Of(a, b, length, InstructionSet.Scalar);
            Assert.Equal(Enumerable.Range(0, length).Sum(i => (double)a[i] * b[i]), expected, 2e-5);
            foreach (var set in InstructionSets.Available)
                Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(Of(a, b, length, set)));
        }, iter: 200);

    [Fact]
    public void Lengths_are_padded_to_whole_chains() => Assert.Equal([0, 16, 16, 32], new[] { 0, 1, 16, 17 }.Select(ChainedDot.Padded));

    private static float Of(float[] a, float[] b, int length, InstructionSet set)
    {
        fixed (float* pa = a, pb = b)
        {
            var dot = new Dot(pa, pb, length);
            VectorKernel.Run<Dot, float>(ref dot, set);
            return dot.Value;
        }
    }

    private struct Dot(float* a, float* b, int length) : IVectorKernel<float>
    {
        internal float Value;

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, float>
            where TVector : unmanaged
        {
            var sums = stackalloc float[ChainedDot.Chains];
            Value = ChainedDot.Of<TSimd, TVector>(a, b, length, sums);
        }
    }
}
