using System.Numerics;
using System.Runtime.CompilerServices;
using CsCheck;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Tests;

public class ElementwiseTests
{
    private static readonly Gen<InstructionSet> GenSet = Gen.Int[0, (int)InstructionSets.Widest].Select(static i => (InstructionSet)i);

    [Fact]
    public void A_value_depends_on_its_argument_alone_not_on_length_position_alignment_or_width() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 20], GenSet).Sample((length, offset, set) =>
        {
            float[] x = [.. Enumerable.Range(0, length + offset).Select(static i => MathF.Sin(i) * 3)];
            var y = new float[length + offset + 3];
            Elementwise.Apply<Tanh, float>(x.AsSpan(offset), y.AsSpan(offset, length), set);
            for (int i = 0; i < y.Length; i++)
            {
                var alone = new float[1];
                if (i >= offset && i < offset + length)
                    Elementwise.Apply<Tanh, float>([x[i]], alone, InstructionSet.Scalar);

                // Outside the span nothing is written.
                Assert.Equal(alone[0], y[i]);
            }
        });

    [Fact]
    public void Functions_of_two_and_three_numbers_take_them_in_order_at_every_length() =>
        Gen.Select(Gen.Int[0, 100], GenSet).Sample((length, set) =>
        {
            double[] x = [.. Enumerable.Range(0, length).Select(static i => i * 0.5)];
            double[] y = [.. x.Select(static v => 1000 + (v * v))];
            double[] z = [.. x.Select(static v => 1e6 - v)];
            var two = new double[length];
            var three = new double[length];
            Elementwise.Apply<Difference, double>(x, y, two, set);
            Elementwise.Apply<ProductLess, double>(x, y, z, three, set);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(x[i] - y[i], two[i]);
                Assert.Equal((x[i] * y[i]) - z[i], three[i]);
            }
        });

    [Fact]
    public void The_destination_may_be_any_one_of_the_sources() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 2], GenSet).Sample((length, which, set) =>
        {
            float[][] sources = [.. Enumerable.Range(1, 3).Select(k => Enumerable.Range(0, length).Select(i => (float)(i * k)).ToArray())];
            float[] expected = [.. Enumerable.Range(0, length).Select(static i => (i * (2f * i)) - (3f * i))];
            Elementwise.Apply<ProductLess, float>(sources[0], sources[1], sources[2], sources[which], set);
            Assert.Equal(expected, sources[which]);
        });

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(16)]
    public void Any_other_overlap_is_refused(int distance)
    {
        var memory = new float[100];
        var other = new float[50];
        int source = 20;
        Assert.Throws<ArgumentException>(() =>
            Elementwise.Apply<Tanh, float>(memory.AsSpan(source, 50), memory.AsSpan(source + distance, 50)));
        Assert.Throws<ArgumentException>(() =>
            Elementwise.Apply<Difference, float>(other, memory.AsSpan(source, 50), memory.AsSpan(source + distance, 50)));
        Assert.Throws<ArgumentException>(() =>
            Elementwise.Apply<ProductLess, float>(other, other, memory.AsSpan(source, 50), memory.AsSpan(source + distance, 50)));
    }

    [Fact]
    public void Neighbours_that_touch_without_overlapping_are_accepted()
    {
        var memory = new float[40];
        memory.AsSpan(0, 20).Fill(100);
        Elementwise.Apply<Tanh, float>(memory.AsSpan(0, 20), memory.AsSpan(20));
        Assert.All(memory.Skip(20), static y => Assert.Equal(1, y));
    }

    [Fact]
    public void Different_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Elementwise.Apply<Tanh, float>(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => Elementwise.Apply<Difference, float>(new float[4], new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => Elementwise.Apply<ProductLess, float>(new float[4], new float[4], new float[5], new float[4]));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var x = new float[37];
        Elementwise.Apply<Tanh, float>(x, x);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            Elementwise.Apply<Tanh, float>(x, x);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_set_or_a_number_that_does_not_exist_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Elementwise.Apply<Tanh, float>(new float[3], new float[3], (InstructionSet)9));
        Assert.Throws<NotSupportedException>(() => Elementwise.Apply<Tanh, Half>(new Half[3], new Half[3]));
    }

    private readonly struct Difference : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Subtract(x, y);
    }

    private readonly struct ProductLess : ITernaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TSimd, TVector, T>(TVector x, TVector y, TVector z)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSimd.Subtract(TSimd.Multiply(x, y), z);
    }
}
