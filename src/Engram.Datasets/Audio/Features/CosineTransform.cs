using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Datasets;

/// <summary>
/// The first K coefficients of the orthonormal cosine transform (DCT-II), which makes cepstra of log-mel energies:
/// c[k] = s_k Σₘ x[m] cos(π k (m + ½) / M), s₀ = √(1 / M), else s_k = √(2 / M).
/// </summary>
internal sealed class CosineTransform
{
    private readonly float[] _weights;
    private readonly float[] _input;

    internal CosineTransform(int coefficients, int length)
    {
        (Coefficients, Length) = (coefficients, length);
        _input = new float[ChainedDot.Padded(length)];
        _weights = new float[coefficients * _input.Length];
        for (var k = 0; k < coefficients; k++)
        {
            var scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / length);
            for (var m = 0; m < length; m++)
                _weights[(k * _input.Length) + m] = (float)(scale * Math.Cos(Math.PI * k * (m + 0.5) / length));
        }
    }

    internal int Coefficients { get; }

    internal int Length { get; }

    internal unsafe void Apply(ReadOnlySpan<float> values, Span<float> coefficients)
    {
        values.CopyTo(_input);
        fixed (float* input = _input, weights = _weights, output = coefficients)
        {
            var kernel = new Kernel(input, weights, output, _input.Length, Coefficients);
            VectorKernel.Run<Kernel, float>(ref kernel);
        }
    }

    private readonly unsafe struct Kernel(float* input, float* weights, float* output, int rowLength, int rows) : IVectorKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, float>
            where TVector : unmanaged
        {
            var sums = stackalloc float[ChainedDot.Chains];
            for (var row = 0; row < rows; row++)
                output[row] = ChainedDot.Of<TSimd, TVector>(weights + (row * rowLength), input, rowLength, sums);
        }
    }
}
