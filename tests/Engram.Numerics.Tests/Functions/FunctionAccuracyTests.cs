using System.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Tests.Functions;

/// <summary>
/// Each function against the runtime's own in double precision. The bounds are those of the functions' documentation, for double with
/// the runtime's last digit added.
/// </summary>
public class FunctionAccuracyTests
{
    [Fact]
    public void Tanh_errs_by_less_than_its_documented_bound()
    {
        AssertAccurate<Tanh, float>(Math.Tanh, 3.3e-7, -12, 12);
        AssertAccurate<Tanh, double>(Math.Tanh, 8e-16, -25, 25);
    }

    [Fact]
    public void Exp_errs_by_less_than_its_documented_bound()
    {
        AssertAccurate<Exp, float>(Math.Exp, 1e-7, -105, 90);
        AssertAccurate<Exp, double>(Math.Exp, 4e-16, -750, 711);
    }

    [Fact]
    public void Log_errs_by_less_than_its_documented_bound()
    {
        AssertAccurate<Log, float>(Math.Log, 1e-7, 0.3, 3);
        AssertAccurate<Log, double>(Math.Log, 4e-16, 0.3, 3);
    }

    [Fact]
    public void Sigmoid_errs_by_less_than_its_documented_bound()
    {
        AssertAccurate<Sigmoid, float>(SigmoidOf, 2e-7, -105, 20);
        AssertAccurate<Sigmoid, double>(SigmoidOf, 8e-16, -750, 40);
    }

    [Fact]
    public void Softplus_errs_by_less_than_its_documented_bound()
    {
        AssertAccurate<Softplus, float>(SoftplusOf, 2.5e-7, -105, 20);
        AssertAccurate<Softplus, double>(SoftplusOf, 1e-15, -750, 40);
    }

    [Fact]
    public void Log_is_accurate_relative_to_itself_next_to_one()
    {
        for (int exponent = 1; exponent <= 23; exponent++)
        {
            foreach (float x in new[] { 1 + MathF.ScaleB(1, -exponent), 1 - MathF.ScaleB(1, -exponent - 1) })
            {
                double expected = Math.Log(x);
                Assert.InRange(Of<Log, float>(x), expected - (1e-7 * Math.Abs(expected)), expected + (1e-7 * Math.Abs(expected)));
            }
        }
    }

    private static double SigmoidOf(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    private static double SoftplusOf(double x) => Math.Max(x, 0) + LogOfOnePlus(Math.Exp(-Math.Abs(x)));

    // The error of 1 + t and that of t's replacement in the quotient cancel (Kahan).
    private static double LogOfOnePlus(double t)
    {
        double sum = 1 + t;
        return sum == 1 ? t : Math.Log(sum) * (t / (sum - 1));
    }

    private static T Of<TFunction, T>(T x)
        where TFunction : struct, IFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new T[1];
        Elementwise.Apply<TFunction, T>([x], result);
        return result[0];
    }

    private static void AssertAccurate<TFunction, T>(Func<double, double> reference, double bound, double lowest, double highest)
        where TFunction : struct, IFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        double smallest = single ? 1.17549435e-38 : 2.2250738585072014e-308;
        double grain = single ? float.Epsilon : double.Epsilon;
        T[] x = [.. Samples.Special<T>(), .. Samples.OfEveryExponent<T>(single ? 200 : 40), .. Samples.Between<T>(lowest, highest, 100_000)];
        var y = new T[x.Length];
        Elementwise.Apply<TFunction, T>(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = reference(double.CreateTruncating(x[i]));
            double actual = double.CreateTruncating(y[i]);
            if (!double.IsFinite(expected) || double.IsInfinity(double.CreateTruncating(T.CreateTruncating(expected))))
                Assert.True(actual.Equals(double.CreateTruncating(T.CreateTruncating(expected))), $"f({x[i]}) is {actual}, not {expected}");
            else if (Math.Abs(expected) < smallest)
                Assert.True(Math.Abs(actual - expected) <= grain, $"f({x[i]}) is {actual}, not {expected}, among the denormals");
            else
                Assert.True(Math.Abs(actual - expected) <= bound * Math.Abs(expected), $"f({x[i]}) is {actual}, not {expected}: off by {(actual / expected) - 1:g3}");
        }
    }
}
