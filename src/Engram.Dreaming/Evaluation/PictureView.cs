using Engram.Dreaming.Memory;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Evaluation;

/// <summary>Another look at the same pictures: parts are hidden, or there is noise. A picture's change depends on its number, not on its batch.</summary>
public abstract record PictureView
{
    /// <summary>What it is, in a word, for names of results.</summary>
    public abstract string Name { get; }

    /// <summary>Changes pictures in place.</summary>
    /// <param name="first">The number of the picture in the first lane.</param>
    /// <param name="count">How many lanes hold one.</param>
    /// <param name="shape">The shape of each.</param>
    /// <param name="pictures"><c>[channel · place, lane]</c> in [−1, 1]; changed.</param>
    public abstract void Change(int first, int count, SignalShape shape, LaneMatrix<float> pictures);
}

/// <summary>Who has which mask.</summary>
public enum MaskSharing
{
    /// <summary>Each picture has one of its own: the occlusion curve (PAD specification 6.2).</summary>
    EachItsOwn,

    /// <summary>All have the same: distances and components (6.3, 6.4).</summary>
    AllTheSame,
}

/// <summary>Square tiles are blanked, each with the same probability: 0, the middle of the range, is put there (PAD specification 4.4).</summary>
/// <param name="Probability">How likely a tile is blanked, 0 to 1.</param>
/// <param name="Chance">Where masks come from: streams named <c>occlusion</c>.</param>
/// <param name="Tile">The height and width of a tile, in pixels.</param>
/// <param name="Sharing">Who has which mask.</param>
public sealed record Occlusion(double Probability, RandomStreams Chance, int Tile = 4, MaskSharing Sharing = MaskSharing.EachItsOwn) : PictureView
{
    /// <inheritdoc/>
    public override string Name => "occlusion";

    /// <inheritdoc/>
    public override void Change(int first, int count, SignalShape shape, LaneMatrix<float> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (shape.Height != shape.Width)
            throw new ArgumentException($"Tiles are laid over square pictures, not over {shape}.", nameof(shape));
        var isBlank = new bool[shape.Positions];
        if (Sharing == MaskSharing.AllTheSame)
        {
            OcclusionMask.Draw(shape.Height, Tile, Probability, Chance.Named("occlusion"), isBlank);
            for (int row = 0; row < pictures.Rows; row++)
            {
                if (isBlank[row % isBlank.Length])
                    pictures.Row(row)[..count].Clear();
            }

            return;
        }

        // Masks are drawn picture by picture and applied row by row, as the pictures lie.
        var masks = new bool[shape.Positions * count];
        for (int lane = 0; lane < count; lane++)
        {
            OcclusionMask.Draw(shape.Height, Tile, Probability, Chance.Named("occlusion", first + lane), isBlank);
            for (int place = 0; place < isBlank.Length; place++)
                masks[(place * count) + lane] = isBlank[place];
        }

        for (int row = 0; row < pictures.Rows; row++)
        {
            Span<float> values = pictures.Row(row);
            ReadOnlySpan<bool> mask = masks.AsSpan(row % isBlank.Length * count, count);
            for (int lane = 0; lane < count; lane++)
            {
                if (mask[lane])
                    values[lane] = 0;
            }
        }
    }
}

/// <summary>Gaussian noise on every pixel; not clipped (contrastive specification 7.2).</summary>
/// <param name="Deviation">The standard deviation, in the range [−1, 1] of pixels.</param>
/// <param name="Chance">Where noise comes from: streams named <c>pixel-noise</c>.</param>
public sealed record PixelNoise(double Deviation, RandomStreams Chance) : PictureView
{
    /// <inheritdoc/>
    public override string Name => "noise";

    /// <inheritdoc/>
    public override void Change(int first, int count, SignalShape shape, LaneMatrix<float> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var noise = new float[pictures.Rows];
        for (int lane = 0; lane < count; lane++)
        {
            Chance.Named("pixel-noise", first + lane).FillGaussian(noise, 0, Deviation);
            for (int row = 0; row < noise.Length; row++)
                pictures[row, lane] += noise[row];
        }
    }
}
