using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Catalogue;

/// <summary>What can be counted in a picture's pixels. Values of channels are from 0 to 1 unless said otherwise.</summary>
public sealed record ImageStatistics
{
    /// <summary>Mean red, green and blue.</summary>
    public required double[] MeanRgb { get; init; }

    /// <summary>Standard deviations of red, green and blue over all pixels (÷N).</summary>
    public required double[] DeviationRgb { get; init; }

    /// <summary>Mean luminance in gamma space.</summary>
    public required double LuminanceMean { get; init; }

    /// <summary>Standard deviation of the luminance in gamma space (÷N).</summary>
    public required double LuminanceDeviation { get; init; }

    /// <summary>Colourfulness of Hasler and Süsstrunk (2003), in units of 0 to 255.</summary>
    public required double Colourfulness { get; init; }

    /// <summary>The share of pixels on an edge, at a shorter side of 256.</summary>
    public required double EdgeDensity { get; init; }

    /// <summary>Slope of log power against log frequency; none for a picture without any contrast.</summary>
    public required double? SpectralSlope { get; init; }

    /// <summary>Entropy of the histogram of 256 greys, bits.</summary>
    public required double EntropyBits { get; init; }

    /// <summary>Mean over pixels of the largest less the smallest channel, 0 to 1.</summary>
    public required double ChannelSpread { get; init; }

    /// <summary>The share of rows at the bottom that are one grey, that of an interrupted decoder.</summary>
    public required double GreyBottom { get; init; }

    /// <summary>The widest uniform rim on any of the four sides, as a share of that side.</summary>
    public required double Rim { get; init; }

    /// <summary>Measures a picture.</summary>
    /// <param name="image">The picture as decoded.</param>
    /// <param name="preview">The same at a shorter side of 256, for edges, rims and the spectrum.</param>
    public static ImageStatistics Of(RgbImage image, GreyImage preview)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(preview);
        var sums = new PixelSums();
        for (int y = 0; y < image.Height; y++) sums.Add(image.Row(y));
        return new ImageStatistics
        {
            MeanRgb = [sums.Mean(0) / 255, sums.Mean(1) / 255, sums.Mean(2) / 255],
            DeviationRgb = [Math.Sqrt(sums.Covariance(0, 0)) / 255, Math.Sqrt(sums.Covariance(1, 1)) / 255, Math.Sqrt(sums.Covariance(2, 2)) / 255],
            LuminanceMean = sums.LuminanceMean,
            LuminanceDeviation = sums.LuminanceDeviation,
            Colourfulness = sums.Colourfulness,
            EntropyBits = sums.EntropyBits,
            ChannelSpread = sums.Spread / 255,
            EdgeDensity = EdgeDensityOf(preview),
            SpectralSlope = PowerSpectrum.Slope(preview),
            GreyBottom = GreyBottomOf(image),
            Rim = RimOf(preview),
        };
    }

    /// <summary>The share of pixels whose 3 × 3 Sobel magnitude (kernels ÷ 8, grey 0 to 1) exceeds 0.1; pixels of the border, which lack neighbours, do not count.</summary>
    internal static double EdgeDensityOf(GreyImage grey)
    {
        if (grey.Width < 3 || grey.Height < 3) return 0;
        const float Threshold = 0.1f * 255 * 8;
        long edges = 0;
        for (int y = 1; y < grey.Height - 1; y++)
        {
            var above = grey.Row(y - 1);
            var here = grey.Row(y);
            var below = grey.Row(y + 1);
            for (int x = 1; x < grey.Width - 1; x++)
            {
                float across = above[x + 1] - above[x - 1] + 2 * (here[x + 1] - here[x - 1]) + below[x + 1] - below[x - 1];
                float down = below[x - 1] - above[x - 1] + 2 * (below[x] - above[x]) + below[x + 1] - above[x + 1];
                if (across * across + down * down > Threshold * Threshold) edges++;
            }
        }

        return (double)edges / ((grey.Width - 2) * (grey.Height - 2));
    }

    /// <summary>Rows at the bottom that are one and the same grey between 126 and 130, which is what decoders put where bytes are missing.</summary>
    private static double GreyBottomOf(RgbImage image)
    {
        byte grey = image.Row(image.Height - 1)[0];
        if (grey is < 126 or > 130) return 0;
        int rows = 0;
        while (rows < image.Height && !image.Row(image.Height - 1 - rows).ContainsAnyExcept(grey)) rows++;
        return (double)rows / image.Height;
    }

    private static double RimOf(GreyImage grey)
    {
        int Uniform(int count, Func<int, bool> isUniform)
        {
            int lines = 0;
            while (lines < count && isUniform(lines)) lines++;
            return lines;
        }

        int top = Uniform(grey.Height, y => IsUniform(grey, 0, y, 1, 0, grey.Width));
        int bottom = Uniform(grey.Height, y => IsUniform(grey, 0, grey.Height - 1 - y, 1, 0, grey.Width));
        int left = Uniform(grey.Width, x => IsUniform(grey, x, 0, 0, 1, grey.Height));
        int right = Uniform(grey.Width, x => IsUniform(grey, grey.Width - 1 - x, 0, 0, 1, grey.Height));
        return Math.Max((double)Math.Max(top, bottom) / grey.Height, (double)Math.Max(left, right) / grey.Width);
    }

    /// <summary>Whether the standard deviation along a line is below 3 levels.</summary>
    private static bool IsUniform(GreyImage grey, int x, int y, int stepX, int stepY, int count)
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < count; i++, x += stepX, y += stepY)
        {
            double value = grey.Row(y)[x];
            sum += value;
            squares += value * value;
        }

        double mean = sum / count;
        return squares / count - mean * mean < 3 * 3;
    }
}
