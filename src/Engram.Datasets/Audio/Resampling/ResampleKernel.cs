using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Datasets;

/// <summary>Where the next output of a <see cref="Resampler"/> lies: at input <c>Input + Phase / L</c>.</summary>
internal record struct ResamplePlace(long Input, int Phase);

/// <summary>Makes outputs one after the other: each is the inner product of a row of weights with the inputs around its place.</summary>
internal unsafe struct ResampleKernel(float* inputs, float* weights, int rowLength, float* outputs, int count, ResamplePlace place, int up, int down)
    : IVectorKernel<float>
{
    /// <summary>Where the next output lies; its input is counted from the first of those that are held.</summary>
    internal ResamplePlace Place = place;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, float>
        where TVector : unmanaged
    {
        var sums = stackalloc float[ChainedDot.Chains];
        var (input, phase) = Place;
        var (whole, part) = (down / up, down % up);
        for (var i = 0; i < count; i++)
        {
            outputs[i] = ChainedDot.Of<TSimd, TVector>(weights + ((nint)phase * rowLength), inputs + input, rowLength, sums);
            input += whole;
            phase += part;
            if (phase >= up)
            {
                phase -= up;
                input++;
            }
        }

        Place = new ResamplePlace(input, phase);
    }
}
