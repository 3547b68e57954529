using System.Collections.Concurrent;
using Engram.Delaunay.Imaging;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>
/// The latents of the stand-in: what everything informative in a picture is a function of, hence an upper bound. For scrambled families the
/// latents of structure (elements, sizes, straightness, orientation and its concentration, centredness, grain, opacity: 7 to 13, 15, 16)
/// are mixed with noise of the same seed, z ← (1 − w) z + w ε; those of colour, contrast and softness, which a scramble of phases keeps, stay.
/// </summary>
public sealed class LatentFeatures : IStimulusFeatures
{
    /// <summary>The latents of structure, counted from 0.</summary>
    private static readonly int[] Structure = [6, 7, 8, 9, 10, 11, 12, 14, 15];

    private readonly Dictionary<string, double[]> _latents;
    private readonly RandomStreams _streams;
    private readonly ConcurrentDictionary<(string ImageId, double Share), double[]> _mixed = new();

    /// <summary>Takes the latents of a pool's images.</summary>
    /// <param name="pool">Images with latents.</param>
    /// <param name="seed">The seed of the noise that scrambles.</param>
    /// <exception cref="ArgumentException">An image has no latents.</exception>
    public LatentFeatures(StimulusPool pool, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Length = pool.Stimuli.Count == 0 ? 0 : pool.Stimuli[0].Latents.Count;
        if (Length == 0 || pool.Stimuli.Any(stimulus => stimulus.Latents.Count != Length))
            throw new ArgumentException("Only synthetic images have latents.", nameof(pool));
        _latents = pool.Stimuli.ToDictionary(static stimulus => stimulus.ImageId, static stimulus => stimulus.Latents.ToArray(), StringComparer.Ordinal);
        _streams = new RandomStreams(seed);
    }

    /// <inheritdoc/>
    public string Name => "latents";

    /// <inheritdoc/>
    public int Length { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Of(PresentedStimulus shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        double share = StimulusFamily.Scramble(shown.Condition.Length > 0 ? shown.Condition : shown.Family) ?? 0;
        return share == 0 ? _latents[shown.ImageId] : _mixed.GetOrAdd((shown.ImageId, share), Mix);
    }

    private double[] Mix((string ImageId, double Share) key)
    {
        double[] mixed = [.. _latents[key.ImageId]];
        RandomStream noise = _streams.Named("scramble " + key.ImageId);
        foreach (int d in Structure.Where(d => d < mixed.Length))
            mixed[d] = ((1 - key.Share) * mixed[d]) + (key.Share * noise.NextGaussian());
        return mixed;
    }
}

/// <summary>Shared by features of pictures: each picture is looked at once.</summary>
/// <param name="pictures">Makes or reads the picture that a participant sees.</param>
/// <param name="length">How many numbers.</param>
public abstract class PictureFeatures(Func<PresentedStimulus, RgbImage> pictures, int length) : IStimulusFeatures
{
    private readonly ConcurrentDictionary<PresentedStimulus, double[]> _known = new();

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public int Length => length;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Of(PresentedStimulus shown) => _known.GetOrAdd(shown, key =>
    {
        var features = new double[length];
        Fill(pictures(key), features);
        return features;
    });

    /// <summary>Takes the numbers from a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="features">Zeros, to be filled.</param>
    protected abstract void Fill(RgbImage picture, Span<double> features);
}

/// <summary>Pixels: means of the three channels over a grid of 8 × 8 fields, centred at middle grey (0 to 1 minus ½).</summary>
/// <param name="pictures">Makes or reads the picture that a participant sees.</param>
public sealed class PixelFeatures(Func<PresentedStimulus, RgbImage> pictures) : PictureFeatures(pictures, Grid * Grid * 3)
{
    private const int Grid = 8;

    /// <inheritdoc/>
    public override string Name => "pixels";

    /// <inheritdoc/>
    protected override void Fill(RgbImage picture, Span<double> features)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Span<int> counts = stackalloc int[Grid * Grid];
        for (int y = 0; y < picture.Height; y++)
        {
            ReadOnlySpan<byte> row = picture.Row(y);
            for (int x = 0; x < picture.Width; x++)
            {
                int field = (y * Grid / picture.Height * Grid) + (x * Grid / picture.Width);
                counts[field]++;
                for (int c = 0; c < 3; c++)
                    features[(field * 3) + c] += row[(x * 3) + c] / 255.0;
            }
        }

        for (int field = 0; field < counts.Length; field++)
        {
            for (int c = 0; c < 3; c++)
                features[(field * 3) + c] = counts[field] == 0 ? 0 : (features[(field * 3) + c] / counts[field]) - 0.5;
        }
    }
}

/// <summary>The colour histogram: square roots of the shares of 4 × 4 × 4 boxes of RGB, so that the cosine is Bhattacharyya's coefficient.</summary>
/// <param name="pictures">Makes or reads the picture that a participant sees.</param>
public sealed class ColourHistogramFeatures(Func<PresentedStimulus, RgbImage> pictures) : PictureFeatures(pictures, 64)
{
    /// <inheritdoc/>
    public override string Name => "colour-hist";

    /// <inheritdoc/>
    protected override void Fill(RgbImage picture, Span<double> features)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ReadOnlySpan<byte> pixels = picture.Pixels;
        double share = 1.0 / (picture.Width * (double)picture.Height);
        for (int i = 0; i < pixels.Length; i += 3)
            features[((pixels[i] >> 6) * 16) + ((pixels[i + 1] >> 6) * 4) + (pixels[i + 2] >> 6)] += share;
        for (int i = 0; i < features.Length; i++)
            features[i] = Math.Sqrt(features[i]);
    }
}
