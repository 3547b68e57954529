using System.Numerics;
using System.Runtime.InteropServices;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Tests.Functions;

public class FunctionLawTests
{
    [Fact]
    public void Every_instruction_set_gives_the_same_bits()
    {
        AssertSameBits<Tanh, float>();
        AssertSameBits<Tanh, double>();
        AssertSameBits<Exp, float>();
        AssertSameBits<Exp, double>();
        AssertSameBits<Log, float>();
        AssertSameBits<Log, double>();
        AssertSameBits<Sigmoid, float>();
        AssertSameBits<Sigmoid, double>();
        AssertSameBits<Softplus, float>();
        AssertSameBits<Softplus, double>();
    }

    [Fact]
    public void Tanh_is_odd_bit_for_bit_and_never_beyond_one()
    {
        AssertOddAndBounded<float>();
        AssertOddAndBounded<double>();
    }

    [Fact]
    public void Tanh_of_a_tiny_number_is_that_number_down_to_the_last_denormal()
    {
        foreach (float x in Samples.OfEveryExponent<float>(50).Where(static x => Math.Abs(x) < 1e-5f))
            Assert.Equal(BitConverter.SingleToInt32Bits(x), BitConverter.SingleToInt32Bits(Of<Tanh, float>([x])[0]));
        foreach (double x in Samples.OfEveryExponent<double>(5).Where(static x => Math.Abs(x) < 1e-17))
            Assert.Equal(BitConverter.DoubleToInt64Bits(x), BitConverter.DoubleToInt64Bits(Of<Tanh, double>([x])[0]));
    }

    [Fact]
    public void Infinities_and_zeros_go_to_the_limits()
    {
        AssertLimits<float>();
        AssertLimits<double>();
    }

    [Fact]
    public void NaN_stays_NaN()
    {
        Assert.True(float.IsNaN(Of<Tanh, float>([float.NaN])[0]));
        Assert.True(float.IsNaN(Of<Exp, float>([float.NaN])[0]));
        Assert.True(float.IsNaN(Of<Log, float>([float.NaN])[0]));
        Assert.True(float.IsNaN(Of<Sigmoid, float>([float.NaN])[0]));
        Assert.True(float.IsNaN(Of<Softplus, float>([float.NaN])[0]));
        Assert.True(double.IsNaN(Of<Tanh, double>([double.NaN])[0]));
        Assert.True(double.IsNaN(Of<Exp, double>([double.NaN])[0]));
        Assert.True(double.IsNaN(Of<Log, double>([double.NaN])[0]));
        Assert.True(double.IsNaN(Of<Sigmoid, double>([double.NaN])[0]));
        Assert.True(double.IsNaN(Of<Softplus, double>([double.NaN])[0]));
    }

    [Fact]
    public void Softplus_of_a_large_number_is_that_number()
    {
        Assert.Equal([30f, 1e10f, float.MaxValue], Of<Softplus, float>([30f, 1e10f, float.MaxValue]));
        Assert.Equal([60.0, 1e100, double.MaxValue], Of<Softplus, double>([60.0, 1e100, double.MaxValue]));
    }

    private static void AssertLimits<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = [T.NegativeInfinity, T.NegativeZero, T.Zero, T.PositiveInfinity];
        Assert.Equal([-T.One, T.NegativeZero, T.Zero, T.One], Of<Tanh, T>(x));
        Assert.Equal([T.Zero, T.One, T.One, T.PositiveInfinity], Of<Exp, T>(x));
        Assert.Equal([T.NaN, T.NegativeInfinity, T.NegativeInfinity, T.PositiveInfinity], Of<Log, T>(x));
        Assert.Equal([T.Zero, T.CreateTruncating(0.5), T.CreateTruncating(0.5), T.One], Of<Sigmoid, T>(x));
        var logarithm = T.CreateTruncating(Math.Log(2));
        Assert.Equal([T.Zero, logarithm, logarithm, T.PositiveInfinity], Of<Softplus, T>(x));
    }

    private static void AssertOddAndBounded<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = [.. Samples.Special<T>().Where(static x => !T.IsNaN(x)), .. Samples.OfEveryExponent<T>(20), .. Samples.Between<T>(-25, 25, 20_000)];
        var plus = Of<Tanh, T>(x);
        var minus = Of<Tanh, T>([.. x.Select(static x => -x)]);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.True(plus[i] == -minus[i] && T.IsNegative(plus[i]) == T.IsNegative(x[i]), $"tanh {x[i]} is {plus[i]} but tanh {-x[i]} is {minus[i]}");
            Assert.True(T.Abs(plus[i]) <= T.One, $"tanh {x[i]} is {plus[i]}");
        }
    }

    private static void AssertSameBits<TFunction, T>()
        where TFunction : struct, IFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = [.. Samples.Special<T>(), .. Samples.OfEveryExponent<T>(10), .. Samples.Between<T>(-110, 110, 20_000), .. Samples.OfAnyBits<T>(20_000)];
        var expected = Of<TFunction, T>(x, InstructionSet.Scalar);
        foreach (var set in InstructionSets.Available)
        {
            var actual = Of<TFunction, T>(x, set);
            if (MemoryMarshal.AsBytes<T>(expected).SequenceEqual(MemoryMarshal.AsBytes<T>(actual)))
                continue;
            int at = Enumerable.Range(0, x.Length).First(i =>
                !MemoryMarshal.AsBytes(expected.AsSpan(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan(i, 1))));
            Assert.Fail($"{typeof(TFunction).Name}({x[at]:g17}) in {typeof(T).Name} is {actual[at]:g17} with {set}, {expected[at]:g17} one at a time");
        }
    }

    private static T[] Of<TFunction, T>(T[] x, InstructionSet? set = null)
        where TFunction : struct, IFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new T[x.Length];
        Elementwise.Apply<TFunction, T>(x, result, set);
        return result;
    }
}
