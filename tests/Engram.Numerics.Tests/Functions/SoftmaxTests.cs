using System.Numerics;
using System.Runtime.InteropServices;

namespace Engram.Numerics.Tests.Functions;

public class SoftmaxTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 16)]
    [InlineData(10, 100)]
    [InlineData(53, 7)]
    public void Softmax_equals_its_definition_in_double_precision(int rows, int lanes)
    {
        AssertDefinition<float>(rows, lanes, 1e-6);
        AssertDefinition<double>(rows, lanes, 4e-15);
    }

    [Fact]
    public void Every_instruction_set_gives_the_same_bits_padding_included()
    {
        AssertSameBits<float>();
        AssertSameBits<double>();
    }

    [Fact]
    public void Adding_a_number_to_all_logits_of_a_lane_changes_nothing()
    {
        using var logits = Random<float>(10, 20);
        using var plain = new LaneMatrix<float>(10, 20);
        using var shifted = new LaneMatrix<float>(10, 20);

        // Whole eighths, so that the sum is exact.
        foreach (ref float x in logits.Storage())
            x = MathF.Round(x * 8) / 8;
        Softmax.Probabilities(logits, plain);
        foreach (ref float x in logits.Storage())
            x += 512;
        Softmax.Probabilities(logits, shifted);
        Assert.Equal(plain.Storage(), shifted.Storage());
    }

    [Fact]
    public void Logits_far_apart_neither_overflow_nor_lose_the_logarithm()
    {
        using var logits = new LaneMatrix<float>(3, 1);
        using var probabilities = new LaneMatrix<float>(3, 1);
        using var logarithms = new LaneMatrix<float>(3, 1);
        logits[0, 0] = 1e30f;
        logits[1, 0] = 0;
        logits[2, 0] = float.NegativeInfinity;
        Softmax.Both(logits, probabilities, logarithms);
        Assert.Equal([1, 0, 0], new[] { probabilities[0, 0], probabilities[1, 0], probabilities[2, 0] });
        Assert.Equal([0, -1e30f, float.NegativeInfinity], new[] { logarithms[0, 0], logarithms[1, 0], logarithms[2, 0] });
    }

    [Fact]
    public void A_NaN_spoils_its_lane_and_no_other()
    {
        for (int row = 0; row < 4; row++)
        {
            using var logits = Random<float>(4, 3);
            using var probabilities = new LaneMatrix<float>(4, 3);
            logits[row, 1] = float.NaN;
            Softmax.Probabilities(logits, probabilities);
            for (int k = 0; k < 4; k++)
                Assert.Equal([false, true, false], probabilities.Row(k).ToArray().Select(float.IsNaN));
        }
    }

    [Fact]
    public void Results_may_replace_the_logits()
    {
        using var logits = Random<float>(10, 37);
        using var other = Random<float>(10, 37);
        using var probabilities = new LaneMatrix<float>(10, 37);
        using var logarithms = new LaneMatrix<float>(10, 37);
        Softmax.Both(logits, probabilities, logarithms);
        Softmax.Both(logits, logits, other);
        Assert.Equal(probabilities.Storage(), logits.Storage());
        Assert.Equal(logarithms.Storage(), other.Storage());

        using var again = Random<float>(10, 37);
        Softmax.Both(again, other, again);
        Assert.Equal(probabilities.Storage(), other.Storage());
        Assert.Equal(logarithms.Storage(), again.Storage());
        using var third = Random<float>(10, 37);
        Softmax.LogProbabilities(third, third);
        Assert.Equal(logarithms.Storage(), third.Storage());
    }

    [Fact]
    public void Tables_that_do_not_fit_are_refused()
    {
        using var logits = new LaneMatrix<float>(4, 3);
        using var wrong = new LaneMatrix<float>(4, 4);
        using var right = new LaneMatrix<float>(4, 3);
        using var empty = new LaneMatrix<float>(0, 3);
        Assert.Throws<ArgumentException>(() => Softmax.Probabilities(logits, wrong));
        Assert.Throws<ArgumentException>(() => Softmax.Both(logits, right, right));
        Assert.Throws<ArgumentException>(() => Softmax.Probabilities(empty, empty));
    }

    private static void AssertDefinition<T>(int rows, int lanes, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var logits = Random<T>(rows, lanes);
        using var probabilities = new LaneMatrix<T>(rows, lanes);
        using var logarithms = new LaneMatrix<T>(rows, lanes);
        Softmax.Both(logits, probabilities, logarithms);
        for (int lane = 0; lane < lanes; lane++)
        {
            double[] x = [.. Enumerable.Range(0, rows).Select(row => double.CreateTruncating(logits[row, lane]))];
            double normalizer = x.Max() + Math.Log(x.Sum(value => Math.Exp(value - x.Max())));
            for (int row = 0; row < rows; row++)
            {
                double expected = Math.Exp(x[row] - normalizer);
                Assert.Equal(1, double.CreateTruncating(probabilities[row, lane]) / expected, tolerance);
                double logarithm = x[row] - normalizer;
                Assert.Equal(logarithm, double.CreateTruncating(logarithms[row, lane]), tolerance * Math.Max(1, Math.Abs(logarithm)));
            }
        }
    }

    private static void AssertSameBits<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var logits = Random<T>(10, 37);
        using var probabilities = new LaneMatrix<T>(10, 37);
        using var logarithms = new LaneMatrix<T>(10, 37);
        Softmax.Both(logits, probabilities, logarithms, InstructionSet.Scalar);
        foreach (var set in InstructionSets.Available)
        {
            using var p = new LaneMatrix<T>(10, 37);
            using var log = new LaneMatrix<T>(10, 37);
            Softmax.Both(logits, p, log, set);
            Assert.True(MemoryMarshal.AsBytes(p.Storage()).SequenceEqual(MemoryMarshal.AsBytes(probabilities.Storage())));
            Assert.True(MemoryMarshal.AsBytes(log.Storage()).SequenceEqual(MemoryMarshal.AsBytes(logarithms.Storage())));
        }
    }

    private static LaneMatrix<T> Random<T>(int rows, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(5);
        var table = new LaneMatrix<T>(rows, lanes);
        for (int row = 0; row < rows; row++)
        {
            foreach (ref T x in table.Row(row))
                x = T.CreateTruncating((random.NextDouble() * 10) - 5);
        }

        return table;
    }
}
