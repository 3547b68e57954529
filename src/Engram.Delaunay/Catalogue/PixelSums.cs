using System.Runtime.CompilerServices;

namespace Engram.Delaunay.Catalogue;

/// <summary>Sums over pixels from which means, deviations, colourfulness and entropy follow. Channels are whole numbers, so their sums are exact.</summary>
internal sealed class PixelSums
{
    private const int Steps = 1 << 12;

    // sRGB (IEC 61966-2-1): the linear light of each level times the weights of Rec. 709, scaled so that white is Steps, and the way back.
    private static readonly float[] Red = Linear(0.2126);
    private static readonly float[] Green = Linear(0.7152);
    private static readonly float[] Blue = Linear(0.0722);
    private static readonly float[] Gamma = MakeGamma();

    private readonly long[] _greys = new long[256];
    private readonly long[] _sums = new long[3];
    private readonly long[] _products = new long[6];
    private long _count;
    private long _spread;
    private double _luminance;
    private double _luminanceSquares;

    public double Spread => (double)_spread / _count;

    public double LuminanceMean => _luminance / _count;

    public double LuminanceDeviation => Math.Sqrt(Math.Max(0, _luminanceSquares / _count - LuminanceMean * LuminanceMean));

    /// <summary><c>M = √(σ²rg + σ²yb) + 0.3·√(μ²rg + μ²yb)</c> with <c>rg = R − G</c> and <c>yb = (R + G)/2 − B</c>.</summary>
    public double Colourfulness
    {
        get
        {
            double redGreen = Mean(0) - Mean(1);
            double yellowBlue = (Mean(0) + Mean(1)) / 2 - Mean(2);
            double ofRedGreen = Covariance(0, 0) + Covariance(1, 1) - 2 * Covariance(0, 1);
            double ofYellowBlue = (Covariance(0, 0) + Covariance(1, 1)) / 4 + Covariance(2, 2) + Covariance(0, 1) / 2 - Covariance(0, 2) - Covariance(1, 2);
            return Math.Sqrt(Math.Max(0, ofRedGreen + ofYellowBlue)) + 0.3 * Math.Sqrt(redGreen * redGreen + yellowBlue * yellowBlue);
        }
    }

    public double EntropyBits
    {
        get
        {
            double bits = 0;
            foreach (long count in _greys)
            {
                if (count > 0) bits -= (double)count / _count * Math.Log2((double)count / _count);
            }

            return bits;
        }
    }

    public double Mean(int channel) => (double)_sums[channel] / _count;

    /// <summary>The covariance of two channels (÷N), in squared levels; the second is not before the first.</summary>
    public double Covariance(int first, int second)
    {
        int at = first == 0 ? second : first == 1 ? 2 + second : 5;
        // Exact in 128 bits: a constant picture has a deviation of zero, not of a rounding error.
        Int128 exact = (Int128)_products[at] * _count - (Int128)_sums[first] * _sums[second];
        return (double)exact / ((double)_count * _count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> row)
    {
        long r1 = 0, g1 = 0, b1 = 0, rr = 0, rg = 0, rb = 0, gg = 0, gb = 0, bb = 0, spread = 0;
        double luminance = 0, squares = 0;
        var greys = _greys;
        for (int i = 0; i + 2 < row.Length; i += 3)
        {
            int r = row[i], g = row[i + 1], b = row[i + 2];
            r1 += r;
            g1 += g;
            b1 += b;
            rr += r * r;
            rg += r * g;
            rb += r * b;
            gg += g * g;
            gb += g * b;
            bb += b * b;
            spread += Math.Max(r, Math.Max(g, b)) - Math.Min(r, Math.Min(g, b));
            greys[GreyImage.Luma(r, g, b)]++;
            // Between the steps of the table the curve is followed by a line; below its knee it is one.
            float linear = Red[r] + Green[g] + Blue[b];
            int step = Math.Min((int)linear, Steps - 1);
            float gamma = Gamma[step] + (linear - step) * (Gamma[step + 1] - Gamma[step]);
            luminance += gamma;
            squares += (double)gamma * gamma;
        }

        _sums[0] += r1;
        _sums[1] += g1;
        _sums[2] += b1;
        _products[0] += rr;
        _products[1] += rg;
        _products[2] += rb;
        _products[3] += gg;
        _products[4] += gb;
        _products[5] += bb;
        _spread += spread;
        _luminance += luminance;
        _luminanceSquares += squares;
        _count += row.Length / 3;
    }

    private static float[] Linear(double weight)
    {
        var table = new float[256];
        for (int i = 0; i < 256; i++)
        {
            double level = i / 255.0;
            table[i] = (float)(Steps * weight * (level <= 0.04045 ? level / 12.92 : Math.Pow((level + 0.055) / 1.055, 2.4)));
        }

        return table;
    }

    private static float[] MakeGamma()
    {
        var table = new float[Steps + 1];
        for (int i = 0; i <= Steps; i++)
        {
            double linear = (double)i / Steps;
            table[i] = (float)(linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055);
        }

        return table;
    }
}
