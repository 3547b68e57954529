using System.Numerics;
using Engram.Delaunay.Imaging;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>
/// Takes the structure out of a picture and leaves its power spectrum and its colours (specification 3.8): phases move by a share w of one
/// random field that all three channels have in common, so that their relation stays.
/// </summary>
public static class PhaseScramble
{
    /// <summary>Scrambles a picture.</summary>
    /// <param name="picture">The picture; width and height are powers of two.</param>
    /// <param name="share">w: 0 is the original, 1 the same power without structure.</param>
    /// <param name="random">Draws the field.</param>
    /// <exception cref="ArgumentException">A side is no power of two.</exception>
    public static RgbImage Apply(RgbImage picture, double share, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(random);
        int width = picture.Width, height = picture.Height;
        double[] phases = Field(width, height, share, random);
        var result = new RgbImage(width, height);
        for (int channel = 0; channel < 3; channel++)
        {
            double[] values = Channel(picture, channel, phases);
            for (int i = 0; i < values.Length; i++)
                result.Pixels[(i * 3) + channel] = (byte)Math.Clamp(Math.Round(values[i]), 0, 255);
        }

        return result;
    }

    /// <summary>The luminance of a picture in all three channels.</summary>
    /// <param name="picture">The picture.</param>
    public static RgbImage Grey(RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var grey = new RgbImage(picture.Width, picture.Height);
        for (int i = 0; i < picture.Pixels.Length; i += 3)
        {
            double luminance = (0.2126 * picture.Pixels[i]) + (0.7152 * picture.Pixels[i + 1]) + (0.0722 * picture.Pixels[i + 2]);
            grey.Pixels.Slice(i, 3).Fill((byte)Math.Round(luminance));
        }

        return grey;
    }

    /// <summary>A channel with its phases moved, scaled back to its former mean and deviation, before it is clipped to bytes.</summary>
    internal static double[] Channel(RgbImage picture, int channel, double[] phases)
    {
        int count = picture.Width * picture.Height;
        var field = new Complex[count];
        for (int i = 0; i < count; i++)
            field[i] = picture.Pixels[(i * 3) + channel];
        var (mean, deviation) = Moments([.. field.Select(static value => value.Real)]);
        Transform(field, picture.Width, picture.Height, isInverse: false);
        for (int i = 0; i < count; i++)
            field[i] *= Complex.FromPolarCoordinates(1, phases[i]);
        Transform(field, picture.Width, picture.Height, isInverse: true);
        double[] values = [.. field.Select(value => value.Real / count)];
        var (nowMean, nowDeviation) = Moments(values);
        double scale = nowDeviation > 0 ? deviation / nowDeviation : 0;
        for (int i = 0; i < count; i++)
            values[i] = mean + ((values[i] - nowMean) * scale);
        return values;
    }

    /// <summary>Random phases times w, odd under reflection, so that the picture stays real; the frequencies that are their own mirror keep theirs.</summary>
    internal static double[] Field(int width, int height, double share, RandomStream random)
    {
        var phases = new double[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double phase = share * random.NextUniform(-Math.PI, Math.PI);
                int here = (y * width) + x, mirror = ((height - y) % height * width) + ((width - x) % width);
                if (mirror > here)
                    (phases[here], phases[mirror]) = (phase, -phase);
            }
        }

        return phases;
    }

    /// <summary>The discrete Fourier transform of rows, then of columns, in place and without a factor.</summary>
    internal static void Transform(Complex[] field, int width, int height, bool isInverse)
    {
        if (!BitOperations.IsPow2(width) || !BitOperations.IsPow2(height))
            throw new ArgumentException($"A picture of {width} × {height} cannot be transformed: sides are powers of two.");
        for (int y = 0; y < height; y++)
            Transform(field.AsSpan(y * width, width), isInverse);
        var column = new Complex[height];
        for (int x = 0; x < width; x++)
        {
            for (int y = 0; y < height; y++)
                column[y] = field[(y * width) + x];
            Transform(column, isInverse);
            for (int y = 0; y < height; y++)
                field[(y * width) + x] = column[y];
        }
    }

    // Cooley and Tukey 1965: bits reversed, then butterflies of growing size.
    private static void Transform(Span<Complex> line, bool isInverse)
    {
        for (int i = 1, j = 0; i < line.Length; i++)
        {
            int bit = line.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
                j ^= bit;
            j ^= bit;
            if (i < j)
                (line[i], line[j]) = (line[j], line[i]);
        }

        for (int size = 2; size <= line.Length; size <<= 1)
        {
            int half = size / 2;
            for (int k = 0; k < half; k++)
            {
                Complex turn = Complex.FromPolarCoordinates(1, (isInverse ? 2 : -2) * Math.PI * k / size);
                for (int begin = 0; begin < line.Length; begin += size)
                {
                    Complex even = line[begin + k], odd = line[begin + k + half] * turn;
                    (line[begin + k], line[begin + k + half]) = (even + odd, even - odd);
                }
            }
        }
    }

    private static (double Mean, double Deviation) Moments(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
