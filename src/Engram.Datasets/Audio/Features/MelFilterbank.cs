using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Datasets;

/// <summary>
/// Triangular filters, evenly spaced on the mel scale, that sum the power of neighbouring frequencies the way pitch is heard.
/// </summary>
/// <remarks>
/// <para>
/// mel(f) = 2595 log₁₀(1 + f / 700) (HTK's). M filters have M + 2 corners f₀ … f_{M+1}, evenly spaced in mel from the lowest to the highest
/// frequency. Filter m rises in a straight line over frequency from 0 at f_{m−1} to 1 at f_m and falls to 0 at f_{m+1}; it is not scaled by its area, so
/// between the first and the last centre all filters add up to 1. Generalized Latent Equilibrium, specification §3.6.
/// </para>
/// <para>Immutable. The result is the same bits at every vector width.</para>
/// </remarks>
public sealed class MelFilterbank
{
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly int[] _offsets;
    private readonly float[] _weights;

    /// <summary>Makes the filters.</summary>
    /// <param name="filters">M; 1 or more.</param>
    /// <param name="fftLength">The length of the transform whose power is filtered; even.</param>
    /// <param name="sampleRate">Samples a second (Hz).</param>
    /// <param name="low">Where the first filter begins to rise (Hz); 0 or more.</param>
    /// <param name="high">Where the last filter ends (Hz); above <paramref name="low"/>, at most half of the sample rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <exception cref="ArgumentException">A filter is so narrow that it would lie between two frequencies and hear nothing.</exception>
    public MelFilterbank(int filters, int fftLength, int sampleRate, double low, double high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(fftLength, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        if (!(low >= 0) || !(high <= sampleRate / 2.0) || !(low < high))
            throw new ArgumentOutOfRangeException(nameof(high), high, $"Filters from {low} to {high} Hz must lie in 0 … {sampleRate / 2.0} Hz, the lower end first.");

        Bins = (fftLength / 2) + 1;
        _corners = new double[filters + 2];
        for (var i = 0; i < _corners.Length; i++)
            _corners[i] = ToHertz(ToMel(low) + ((ToMel(high) - ToMel(low)) * i / (filters + 1)));

        (_starts, _lengths, _offsets) = (new int[filters], new int[filters], new int[filters]);
        List<float> weights = [];
        for (var filter = 0; filter < filters; filter++)
        {
            var spacing = (double)sampleRate / fftLength;
            var first = Enumerable.Range(0, Bins).FirstOrDefault(bin => Triangle(filter, bin * spacing) > 0, -1);
            if (first < 0)
            {
                throw new ArgumentException(
                    $"Filter {filter + 1} of {filters} ({_corners[filter]:0.#} … {_corners[filter + 2]:0.#} Hz) lies between two of the frequencies, which are {spacing:0.##} Hz apart: take fewer filters or a longer transform.");
            }

            (_starts[filter], _offsets[filter]) = (first, weights.Count);
            for (var bin = first; bin < Bins && Triangle(filter, bin * spacing) is var weight && weight > 0; bin++)
                weights.Add((float)weight);
            while ((weights.Count - _offsets[filter]) % ChainedDot.Chains != 0)
                weights.Add(0);
            _lengths[filter] = weights.Count - _offsets[filter];
        }

        _weights = [.. weights];
    }

    private readonly double[] _corners;

    /// <summary>M: how many filters there are.</summary>
    public int Filters => _starts.Length;

    /// <summary>How many frequencies they filter: half the length of the transform, and one.</summary>
    public int Bins { get; }

    /// <summary>How long a span of powers must be for <see cref="Apply"/>: the frequencies, and zeros behind them.</summary>
    public int PaddedBins => ChainedDot.Padded(Bins) + ChainedDot.Chains;

    /// <summary>The corners f₀ … f_{M+1} of the triangles (Hz).</summary>
    public ReadOnlySpan<double> Corners => _corners;

    /// <summary>2595 log₁₀(1 + f / 700).</summary>
    /// <param name="hertz">The frequency (Hz); 0 or more.</param>
    public static double ToMel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    /// <summary>700 (10^(m / 2595) − 1).</summary>
    /// <param name="mel">The pitch in mel; 0 or more.</param>
    public static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    /// <summary>How much of a frequency a filter lets through, 0 … 1.</summary>
    /// <param name="filter">The filter, 0 … M − 1.</param>
    /// <param name="bin">The frequency, 0 … <see cref="Bins"/> − 1.</param>
    public float Weight(int filter, int bin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, Bins);
        var at = bin - _starts[filter];
        return at >= 0 && at < _lengths[filter] ? _weights[_offsets[filter] + at] : 0;
    }

    /// <summary>destination[m] = Σₖ weight[m, k] · power[k].</summary>
    /// <param name="power">The power of every frequency, followed by zeros: <see cref="PaddedBins"/> finite numbers.</param>
    /// <param name="destination">Takes M numbers.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public unsafe void Apply(ReadOnlySpan<float> power, Span<float> destination)
    {
        if (power.Length != PaddedBins || destination.Length != Filters)
        {
            throw new ArgumentException(
                $"{PaddedBins} powers give {Filters} numbers; there are {power.Length}, with room for {destination.Length}.");
        }

        fixed (float* pp = power, pw = _weights, pd = destination)
        {
            fixed (int* starts = _starts, lengths = _lengths, offsets = _offsets)
            {
                var kernel = new Kernel(pp, pw, pd, starts, lengths, offsets, Filters);
                VectorKernel.Run<Kernel, float>(ref kernel);
            }
        }
    }

    private double Triangle(int filter, double hertz) => Math.Min(
        (hertz - _corners[filter]) / (_corners[filter + 1] - _corners[filter]),
        (_corners[filter + 2] - hertz) / (_corners[filter + 2] - _corners[filter + 1]));

    private readonly unsafe struct Kernel(float* power, float* weights, float* destination, int* starts, int* lengths, int* offsets, int filters)
        : IVectorKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, float>
            where TVector : unmanaged
        {
            var sums = stackalloc float[ChainedDot.Chains];
            for (var m = 0; m < filters; m++)
                destination[m] = ChainedDot.Of<TSimd, TVector>(weights + offsets[m], power + starts[m], lengths[m], sums);
        }
    }
}
