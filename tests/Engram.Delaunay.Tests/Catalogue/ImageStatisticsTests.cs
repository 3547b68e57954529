using Engram.Delaunay.Catalogue;
using Engram.Delaunay.Imaging;
using Engram.Numerics;

namespace Engram.Delaunay.Tests.Catalogue;

public sealed class ImageStatisticsTests
{
    private static ImageStatistics Of(RgbImage image) => ImageStatistics.Of(image, new GreyImage(GreyImage.Preview(image)));

    [Fact]
    public void V15_A_constant_picture_has_no_deviation_no_edges_no_entropy_and_no_slope()
    {
        var statistics = Of(Pictures.Of(300, 260, static (_, _) => (200, 100, 50)));
        Assert.Equal([200 / 255.0, 100 / 255.0, 50 / 255.0], statistics.MeanRgb);
        Assert.Equal([0.0, 0.0, 0.0], statistics.DeviationRgb);
        double linear = 0.2126 * Light(200) + 0.7152 * Light(100) + 0.0722 * Light(50);
        Assert.Equal(1.055 * Math.Pow(linear, 1 / 2.4) - 0.055, statistics.LuminanceMean, 4);
        Assert.InRange(statistics.LuminanceDeviation, 0, 1e-6);
        // rg = 100 and yb = 100 everywhere.
        Assert.Equal(0.3 * Math.Sqrt(2) * 100, statistics.Colourfulness, 9);
        Assert.Equal(0, statistics.EdgeDensity);
        Assert.Equal(0, statistics.EntropyBits);
        Assert.Null(statistics.SpectralSlope);
        Assert.Equal(150 / 255.0, statistics.ChannelSpread, 9);
        Assert.Equal(1, statistics.Rim);
    }

    [Fact]
    public void V15_A_checkerboard_has_one_bit_and_the_deviations_of_two_equal_halves()
    {
        // Squares of 32 pixels: a Sobel edge is two pixels wide on either side of a border.
        var statistics = Of(Pictures.Grey(256, 256, static (x, y) => ((x / 32) + (y / 32)) % 2 == 0 ? 0 : 255));
        Assert.Equal(1, statistics.EntropyBits, 12);
        Assert.All(statistics.DeviationRgb, static deviation => Assert.Equal(0.5, deviation, 12));
        Assert.Equal(0.5, statistics.LuminanceMean, 6);
        Assert.Equal(0.5, statistics.LuminanceDeviation, 6);
        Assert.Equal(0, statistics.Colourfulness, 12);
        Assert.Equal(0, statistics.ChannelSpread);
        // Seven borders each way, two lines of pixels each, of 254 × 254; crossings cancel at their centre.
        double lines = 14.0 / 254;
        Assert.Equal(2 * lines - lines * lines, statistics.EdgeDensity, 2);
    }

    [Fact]
    public void V15_A_ramp_has_eight_bits_and_the_luminance_of_evenly_spread_levels()
    {
        var statistics = Of(Pictures.Grey(256, 256, static (x, _) => x));
        Assert.Equal(8, statistics.EntropyBits, 12);
        Assert.Equal(0.5, statistics.MeanRgb[0], 12);
        Assert.Equal(Math.Sqrt((256.0 * 256 - 1) / 12) / 255, statistics.DeviationRgb[1], 12);
        // Grey levels are their own luminance in gamma space.
        Assert.Equal(0.5, statistics.LuminanceMean, 3);
        Assert.Equal(0, statistics.EdgeDensity);
    }

    [Fact]
    public void V15_White_noise_has_a_flat_spectrum()
    {
        var random = new RandomStreams(15).Named("white");
        double slope = Of(Pictures.Grey(256, 256, (_, _) => random.NextBounded(256))).SpectralSlope!.Value;
        Assert.InRange(slope, -0.1, 0.1);
    }

    [Fact]
    public void V15_An_amplitude_of_one_over_f_gives_a_slope_of_minus_two_in_power() => Assert.InRange(Of(OneOverFrequency(256)).SpectralSlope!.Value, -2.1, -1.9);

    [Fact]
    public void A_rim_is_as_wide_as_it_was_painted()
    {
        var waves = Pictures.Waves(3, 256, 256);
        var framed = Pictures.Of(256, 256, (x, y) => x < 31 ? (240, 240, 240) : (waves.Row(y)[3 * x], waves.Row(y)[3 * x + 1], waves.Row(y)[3 * x + 2]));
        Assert.Equal(31.0 / 256, Of(framed).Rim, 2);
        Assert.InRange(Of(waves).Rim, 0, 0.02);
    }

    private static double Light(int level) => level / 255.0 <= 0.04045 ? level / 255.0 / 12.92 : Math.Pow((level / 255.0 + 0.055) / 1.055, 2.4);

    /// <summary>A sum of waves of random phase whose amplitude falls with their frequency: rows first, then columns, so that it takes a moment only.</summary>
    private static RgbImage OneOverFrequency(int side)
    {
        var random = new RandomStreams(16).Named("pink");
        var field = new double[side * side];
        const int Most = 127;
        var cosine = new double[side];
        for (int i = 0; i < side; i++) cosine[i] = Math.Cos(2 * Math.PI * i / side);
        for (int u = 0; u <= Most; u++)
        {
            // For one horizontal frequency: the sums over vertical ones, as functions of y.
            var (real, imaginary) = (new double[side], new double[side]);
            for (int v = -Most; v <= Most; v++)
            {
                if (u == 0 && v <= 0) continue;
                double amplitude = 1 / Math.Sqrt(u * u + v * v), phase = random.NextUniform(0, 2 * Math.PI);
                double c = amplitude * Math.Cos(phase), s = amplitude * Math.Sin(phase);
                for (int y = 0; y < side; y++)
                {
                    int at = (v * y % side + side) % side;
                    double cos = cosine[at], sin = cosine[(at + 3 * side / 4) % side];
                    real[y] += c * cos - s * sin;
                    imaginary[y] += c * sin + s * cos;
                }
            }

            for (int y = 0; y < side; y++)
            {
                for (int x = 0; x < side; x++) field[y * side + x] += real[y] * cosine[u * x % side] - imaginary[y] * cosine[(u * x + 3 * side / 4) % side];
            }
        }

        double deviation = Math.Sqrt(field.Average(static value => value * value));
        return Pictures.Grey(side, side, (x, y) => (int)Math.Clamp(Math.Round(128 + 40 * field[y * side + x] / deviation), 0, 255));
    }
}
