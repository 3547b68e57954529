using System.Numerics;

namespace Engram.Numerics.Tests.Functions;

/// <summary>Arguments that leave no part of a function's domain untried.</summary>
internal static class Samples
{
    /// <summary>Infinities, zeros, NaN of either sign, the ends of the denormal and normal ranges, and where functions change their ways.</summary>
    public static IEnumerable<T> Special<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        double[] numbers =
        [
            0, 1, 0.5, 2, 9, 8.2, 22, 89, 104, 87.33654, 88.72284, 103.97208, 709.782712893384, 745.1332191019412, 746, 710,
            1e-3, 1e-10, 1e-30, double.PositiveInfinity, double.NaN,
            single ? float.Epsilon : double.Epsilon,
            single ? float.MaxValue : double.MaxValue,
            single ? 1.17549435e-38 : 2.2250738585072014e-308,
            single ? 1.17549421e-38 : 2.2250738585072009e-308,
            Math.Sqrt(2), Math.Sqrt(0.5), Math.Log(2), Math.Log(2) / 2,
        ];
        foreach (double number in numbers)
        {
            yield return T.CreateTruncating(number);
            yield return -T.CreateTruncating(number);
        }
    }

    /// <summary>Numbers of both signs from every binade, denormals included.</summary>
    public static IEnumerable<T> OfEveryExponent<T>(int perExponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(11);
        (int lowest, int highest) = typeof(T) == typeof(float) ? (-149, 127) : (-1074, 1023);
        for (int exponent = lowest; exponent <= highest; exponent++)
        {
            for (int i = 0; i < perExponent; i++)
            {
                var mantissa = T.CreateTruncating(i == 0 ? 1 : 1 + random.NextDouble());
                var number = T.ScaleB(mantissa, exponent);
                yield return number;
                yield return -number;
            }
        }
    }

    /// <summary>Numbers spread evenly between two bounds.</summary>
    public static IEnumerable<T> Between<T>(double lowest, double highest, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(12);
        for (int i = 0; i < count; i++)
            yield return T.CreateTruncating(lowest + ((highest - lowest) * random.NextDouble()));
    }

    /// <summary>Any bits at all, NaN with all its payloads included.</summary>
    public static IEnumerable<T> OfAnyBits<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(13);
        for (int i = 0; i < count; i++)
        {
            yield return typeof(T) == typeof(float)
                ? (T)(object)BitConverter.Int32BitsToSingle((int)random.NextInt64())
                : (T)(object)BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        }
    }
}
