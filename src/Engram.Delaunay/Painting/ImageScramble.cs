using System.Numerics;
using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Painting;

/// <summary>
/// Takes the structure out of pictures and leaves their spectra: the axis from pictures to noise that experiments with people and networks walk.
/// </summary>
public static class ImageScramble
{
    /// <summary>
    /// Adds <c>weight</c> times one random phase field, common to all channels, to a picture's phases; each channel then has its former mean and
    /// standard deviation, and is clipped. 0 leaves the picture; 1 keeps nothing but power spectra.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="weight">From 0 to 1.</param>
    /// <param name="random">The numbers of the phase field; one a pixel.</param>
    public static RgbImage Apply(RgbImage image, double weight, PaintingRandom random)
    {
        ArgumentNullException.ThrowIfNull(image);
        var channels = Channels(image, weight, random);
        var result = new RgbImage(image.Width, image.Height);
        for (var channel = 0; channel < 3; channel++)
        {
            for (var at = 0; at < channels[channel].Length; at++) result.Pixels[(3 * at) + channel] = (byte)Math.Clamp(Math.Floor(channels[channel][at] + 0.5), 0, 255);
        }

        return result;
    }

    /// <summary>The three channels before they are clipped to bytes, <c>[channel][y · width + x]</c>.</summary>
    /// <inheritdoc cref="Apply"/>
    internal static double[][] Channels(RgbImage image, double weight, PaintingRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(weight is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight of the random phases is a number from 0 to 1.");
        var phases = HermitianPhases(image.Width, image.Height, random);
        return [.. Enumerable.Range(0, 3).Select(channel => Scrambled(image, channel, weight, phases))];
    }

    /// <summary>A field with φ(−f) = −φ(f), so that what comes back is real.</summary>
    private static double[] HermitianPhases(int width, int height, PaintingRandom random)
    {
        var phases = new double[width * height];
        for (var v = 0; v < height; v++)
        {
            for (var u = 0; u < width; u++)
            {
                var drawn = random.NextUniform(-Math.PI, Math.PI);
                var mirrored = ((height - v) % height * width) + ((width - u) % width);
                var at = (v * width) + u;
                if (mirrored == at) phases[at] = 0;
                else if (at < mirrored) (phases[at], phases[mirrored]) = (drawn, -drawn);
            }
        }

        return phases;
    }

    private static double[] Scrambled(RgbImage image, int channel, double weight, double[] phases)
    {
        var pixels = image.Width * image.Height;
        var field = new Complex[pixels];
        double mean = 0, squares = 0;
        for (var at = 0; at < pixels; at++)
        {
            double value = image.Pixels[(3 * at) + channel];
            field[at] = value;
            (mean, squares) = (mean + (value / pixels), squares + (value * value / pixels));
        }

        var deviation = Math.Sqrt(Math.Max(0, squares - (mean * mean)));
        PlaneFourier.Transform(field, image.Width, image.Height, inverse: false);
        for (var at = 0; at < pixels; at++) field[at] *= Complex.FromPolarCoordinates(1, weight * phases[at]);
        PlaneFourier.Transform(field, image.Width, image.Height, inverse: true);
        var after = Array.ConvertAll(field, static value => value.Real);
        var afterMean = after.Average();
        var afterDeviation = Math.Sqrt(after.Average(value => (value - afterMean) * (value - afterMean)));
        var scale = afterDeviation > 1e-9 ? deviation / afterDeviation : 0;
        return Array.ConvertAll(after, value => mean + (scale * (value - afterMean)));
    }
}
