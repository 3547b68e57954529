using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Datasets;

/// <summary>
/// Makes the features of one frame: window, power spectrum, mel filters, logarithm, and cepstra where they are wanted. It is the one place
/// where that is done, so that a stream gives what a whole sound gives.
/// </summary>
internal sealed class FrameFeatures
{
    private readonly RealFourierTransform _transform;
    private readonly MelFilterbank _filters;
    private readonly CosineTransform? _cosines;
    private readonly float[] _window;
    private readonly float[] _frame;
    private readonly float[] _power;
    private readonly float[] _energies;
    private readonly float[] _floors;

    internal FrameFeatures(FeatureSettings settings)
    {
        settings.Check();
        _transform = new RealFourierTransform(settings.FftLength);
        _filters = new MelFilterbank(settings.Filters, settings.FftLength, settings.SampleRate, settings.LowFrequency, settings.HighFrequency);
        _cosines = settings.Coefficients > 0 ? new CosineTransform(settings.Coefficients, settings.Filters) : null;
        _window = settings.Window.Values(settings.WindowLength);
        _frame = new float[settings.FftLength];
        _power = new float[_filters.PaddedBins];
        _energies = new float[settings.Filters];
        _floors = new float[settings.Filters];
        Array.Fill(_floors, settings.Floor);
    }

    /// <summary>Computes one frame.</summary>
    /// <param name="samples">As many as the window is long; finite.</param>
    /// <param name="features">Takes one number for every channel.</param>
    internal void Compute(ReadOnlySpan<float> samples, Span<float> features)
    {
        Elementwise.Apply<Faded, float>(samples, _window, _frame.AsSpan(0, _window.Length));
        _transform.Power(_frame, _power.AsSpan(0, _transform.Bins));
        _filters.Apply(_power, _energies);

        var logarithms = _cosines is null ? features : _energies;
        Elementwise.Apply<LogarithmAboveFloor, float>(_energies, _floors, logarithms);
        _cosines?.Apply(_energies, features);
    }

    /// <summary>sample · window.</summary>
    private readonly struct Faded : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Multiply(x, y);
    }

    /// <summary>log₂(energy + floor).</summary>
    private readonly struct LogarithmAboveFloor : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TSimd.Multiply(Log.Invoke<TSimd, TVector, T>(TSimd.Add(x, y)), TSimd.Broadcast(T.CreateTruncating(1 / 0.6931471805599453)));
    }
}
