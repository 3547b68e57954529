using System.Numerics;

namespace Engram.Delaunay.Catalogue;

/// <summary>The radially averaged power spectrum of the central 256 × 256 greys.</summary>
internal static class PowerSpectrum
{
    private const int Side = GreyImage.PreviewSide;
    private const int Least = 4;
    private const int Greatest = 100;

    private static readonly double[] Window = [.. Enumerable.Range(0, Side).Select(static i => 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / Side))];
    private static readonly Complex[] Twiddles = [.. Enumerable.Range(0, Side / 2).Select(static i => Complex.FromPolarCoordinates(1, -2 * Math.PI * i / Side))];

    /// <summary>
    /// The least-squares slope of log power against log frequency over 4 to 100 cycles a picture: mean removed, Hann window, power averaged
    /// over rings one cycle wide. None where a ring has no power: a constant picture, or one without fine detail at all.
    /// </summary>
    public static double? Slope(GreyImage grey)
    {
        if (grey.Width < Side || grey.Height < Side) return null;
        var (power, count) = Rings(grey);
        double x = 0, y = 0, xx = 0, xy = 0;
        int n = 0;
        for (int radius = Least; radius <= Greatest; radius++)
        {
            if (!(power[radius] > 0)) return null;
            double logRadius = Math.Log(radius), logPower = Math.Log(power[radius] / count[radius]);
            n++;
            x += logRadius;
            y += logPower;
            xx += logRadius * logRadius;
            xy += logRadius * logPower;
        }

        return (n * xy - x * y) / (n * xx - x * x);
    }

    private static (double[] Power, int[] Count) Rings(GreyImage grey)
    {
        int left = (grey.Width - Side) / 2, top = (grey.Height - Side) / 2;
        var field = new Complex[Side * Side];
        double mean = 0;
        for (int y = 0; y < Side; y++)
        {
            foreach (byte level in grey.Row(top + y).Slice(left, Side)) mean += level;
        }

        mean /= Side * Side;
        for (int y = 0; y < Side; y++)
        {
            var row = grey.Row(top + y).Slice(left, Side);
            for (int x = 0; x < Side; x++) field[y * Side + x] = (row[x] - mean) * Window[x] * Window[y];
        }

        Span<Complex> line = stackalloc Complex[Side];
        for (int y = 0; y < Side; y++) Transform(field.AsSpan(y * Side, Side));
        var power = new double[Side];
        var count = new int[Side];
        // Half of the columns: the other half mirrors them.
        for (int x = 0; x <= Side / 2; x++)
        {
            for (int y = 0; y < Side; y++) line[y] = field[y * Side + x];
            Transform(line);
            int weight = x is 0 or Side / 2 ? 1 : 2;
            for (int y = 0; y < Side; y++)
            {
                int across = x, down = y < Side / 2 ? y : y - Side;
                int radius = (int)Math.Round(Math.Sqrt(across * across + down * down));
                if (radius >= Side) continue;
                power[radius] += weight * (line[y].Real * line[y].Real + line[y].Imaginary * line[y].Imaginary);
                count[radius] += weight;
            }
        }

        return (power, count);
    }

    /// <summary>The discrete Fourier transform of 256 values in place: decimation in time (Cooley and Tukey 1965).</summary>
    private static void Transform(Span<Complex> values)
    {
        for (int i = 0, j = 0; i < Side; i++)
        {
            if (i < j) (values[i], values[j]) = (values[j], values[i]);
            int bit = Side >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
        }

        for (int half = 1; half < Side; half <<= 1)
        {
            int stride = Side / (2 * half);
            for (int start = 0; start < Side; start += 2 * half)
            {
                for (int k = 0; k < half; k++)
                {
                    var (a, b, w) = (values[start + k], values[start + k + half], Twiddles[k * stride]);
                    double real = b.Real * w.Real - b.Imaginary * w.Imaginary, imaginary = b.Real * w.Imaginary + b.Imaginary * w.Real;
                    values[start + k] = new Complex(a.Real + real, a.Imaginary + imaginary);
                    values[start + k + half] = new Complex(a.Real - real, a.Imaginary - imaginary);
                }
            }
        }
    }
}
