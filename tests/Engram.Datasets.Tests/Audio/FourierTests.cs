using CsCheck;
using Engram.Numerics;

namespace Engram.Datasets.Tests.Audio;

public sealed class FourierTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(1024)]
    public void The_fast_transform_is_the_direct_one(int length) => Gen.Float[-1, 1].Array[length].Sample(signal =>
    {
        var transform = new RealFourierTransform(length);
        var (real, imaginary, power) = (new float[transform.Bins], new float[transform.Bins], new float[transform.Bins]);
        transform.Forward(signal, real, imaginary);
        transform.Power(signal, power);
        var scale = Math.Sqrt(signal.Sum(static x => (double)x * x) * length) + 1e-30;
        for (var k = 0; k < transform.Bins; k++)
        {
            double re = 0, im = 0;
            for (var n = 0; n < length; n++)
            {
                var (sine, cosine) = Math.SinCos(-2 * Math.PI * ((long)k * n % length) / length);
                (re, im) = (re + (signal[n] * cosine), im + (signal[n] * sine));
            }

            Assert.InRange(Math.Abs(re - real[k]) / scale, 0, 3e-7);
            Assert.InRange(Math.Abs(im - imaginary[k]) / scale, 0, 3e-7);
            Assert.InRange(Math.Abs((re * re) + (im * im) - power[k]) / (scale * scale), 0, 6e-7);
        }
    }, iter: 4);

    [Fact]
    public void The_power_of_all_frequencies_is_that_of_the_signal() => Gen.Float[-1, 1].Array[256].Sample(signal =>
    {
        var transform = new RealFourierTransform(256);
        var power = new float[transform.Bins];
        transform.Power(signal, power);
        var sum = (power.Sum(static p => 2.0 * p) - power[0] - power[^1]) / 256;
        Assert.Equal(signal.Sum(static x => (double)x * x), sum, 1e-4);
    }, iter: 200);

    [Fact]
    public void A_cosine_at_a_frequency_of_the_transform_is_one_line_of_half_its_length()
    {
        var signal = Enumerable.Range(0, 64).Select(static n => (float)Math.Cos(2 * Math.PI * 5 * n / 64)).ToArray();
        var (real, imaginary) = (new float[33], new float[33]);
        new RealFourierTransform(64).Forward(signal, real, imaginary);
        for (var k = 0; k < 33; k++)
        {
            Assert.Equal(k == 5 ? 32f : 0f, real[k], 2e-5f);
            Assert.Equal(0f, imaginary[k], 2e-5f);
        }
    }

    [Fact]
    public void Every_vector_width_gives_the_same_bits() => Gen.Select(Gen.Int[2, 11], Gen.Float[-1, 1].Array[2048]).Sample((exponent, numbers) =>
    {
        var transform = new RealFourierTransform(1 << exponent);
        var (expected, power) = (new float[transform.Bins], new float[transform.Bins]);
        transform.Power(numbers.AsSpan(0, transform.Length), expected, InstructionSet.Scalar);
        foreach (var set in InstructionSets.Available)
        {
            transform.Power(numbers.AsSpan(0, transform.Length), power, set);
            Assert.Equal(expected, power);
        }
    }, iter: 40);

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.All([0, 1, 2, 3, 6, 1000, -4, 1 << 21], static length => Assert.Throws<ArgumentOutOfRangeException>(() => new RealFourierTransform(length)));
        Assert.Throws<ArgumentException>(() => new RealFourierTransform(8).Power(new float[8], new float[8]));
    }

    [Fact]
    public void Periodic_windows_repeat_and_symmetric_ones_end_as_they_begin()
    {
        foreach (var window in Enum.GetValues<SpectralWindow>())
        {
            var (periodic, symmetric) = (window.Values(8), window.Values(9, isPeriodic: false));
            Assert.Equal(periodic, symmetric[..8]);
            for (var i = 0; i < symmetric.Length; i++)
                Assert.Equal(symmetric[i], symmetric[^(i + 1)], 1e-7f);
        }

        Assert.Equal([0f, 0.5f, 1f, 0.5f], SpectralWindow.Hann.Values(4).Select(static value => MathF.Round(value, 6)));
        Assert.Equal([0.08f, 0.54f, 1f, 0.54f], SpectralWindow.Hamming.Values(4).Select(static value => MathF.Round(value, 6)));
        Assert.Equal([0f, 0.34f, 1f, 0.34f], SpectralWindow.Blackman.Values(4).Select(static value => MathF.Round(value, 6)));
        Assert.Equal(1, SpectralWindow.Rectangular.Values(1)[0]);
    }

    [Fact]
    public void Half_overlapping_periodic_Hann_windows_add_up_to_one()
    {
        var window = SpectralWindow.Hann.Values(1024);
        for (var i = 0; i < 512; i++)
            Assert.Equal(1f, window[i] + window[i + 512], 1e-6f);
    }
}
