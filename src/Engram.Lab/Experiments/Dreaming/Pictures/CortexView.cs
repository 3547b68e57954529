using Engram.Datasets;
using Engram.Dreaming;
using Engram.Dreaming.Pathways;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming.Pictures;

/// <summary>
/// Looks into a cortex without changing it: what it makes of images, what it dreams from latents. Neither its memory nor its weights nor the
/// chance of its learning is touched; only its crew works. Any number of images is passed in batches.
/// </summary>
public sealed class CortexView : IDisposable
{
    private const int MostLanes = 64;

    private readonly Cortex<float> _cortex;
    private readonly LaneMatrix<float> _images;
    private readonly LaneMatrix<float> _latents;
    private readonly Activity<float> _trunk;
    private readonly Activity<float> _latentHead;
    private readonly Activity<float> _judgementHead;
    private readonly Activity<float> _generator;

    /// <summary>Makes room for looking.</summary>
    /// <param name="cortex">The cortex, which stays its owner's; it must not learn while it is looked into.</param>
    public CortexView(Cortex<float> cortex)
    {
        ArgumentNullException.ThrowIfNull(cortex);
        _cortex = cortex;
        _images = new LaneMatrix<float>(cortex.Image.Count, MostLanes);
        _latents = new LaneMatrix<float>(cortex.Description.Latents, MostLanes);
        _trunk = cortex.Trunk.NewActivity(MostLanes);
        _latentHead = cortex.LatentHead.NewActivity(MostLanes);
        _judgementHead = cortex.JudgementHead.NewActivity(MostLanes);
        _generator = cortex.Generator.NewActivity(MostLanes);
    }

    /// <summary>The cortex.</summary>
    public Cortex<float> Cortex => _cortex;

    /// <summary>Images as a cortex sees them: bytes of a set brought to [−1, 1] (PAD specification 2).</summary>
    /// <param name="images">The set.</param>
    /// <param name="indices">Which of them; one or more.</param>
    /// <returns>A new table <c>[channel · place, lane]</c>, the caller's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image, or none was asked for.</exception>
    public static LaneMatrix<float> Load(ImageSet images, ReadOnlySpan<int> indices)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfZero(indices.Length);
        var table = new LaneMatrix<float>(images.Shape.Values, indices.Length);
        images.FillLanes(indices, table, 2f / 255);
        for (int row = 0; row < table.Rows; row++)
        {
            foreach (ref float value in table.Row(row))
                value -= 1;
        }

        return table;
    }

    /// <summary>E_z: the latents of images.</summary>
    /// <param name="images">The images <c>[channel · place, lane]</c>.</param>
    /// <returns>A new table <c>[latent, lane]</c>, the caller's.</returns>
    /// <exception cref="ArgumentException">The images do not fit the cortex.</exception>
    public LaneMatrix<float> Encode(LaneMatrix<float> images)
    {
        CheckRows(images, _cortex.Image.Count, "an image of this cortex has");
        return InBatches(images, _images, _latents.Rows, () =>
            _cortex.LatentHead.Forward(_cortex.Crew, _cortex.Trunk.Forward(_cortex.Crew, _images, _trunk), _latentHead));
    }

    /// <summary>G: the images that latents evoke, within (−1, 1).</summary>
    /// <param name="latents">The latents <c>[latent, lane]</c>.</param>
    /// <returns>A new table <c>[channel · place, lane]</c>, the caller's.</returns>
    /// <exception cref="ArgumentException">The latents do not fit the cortex.</exception>
    public LaneMatrix<float> Generate(LaneMatrix<float> latents)
    {
        CheckRows(latents, _latents.Rows, "a latent of this cortex has");
        return InBatches(latents, _latents, _images.Rows, () => _cortex.Generator.Forward(_cortex.Crew, _latents, _generator));
    }

    /// <summary>G(E_z(x)): what is left of images once they were encoded and evoked again.</summary>
    /// <param name="images">The images <c>[channel · place, lane]</c>.</param>
    /// <returns>A new table of the same shape, the caller's.</returns>
    public LaneMatrix<float> Reconstruct(LaneMatrix<float> images)
    {
        using LaneMatrix<float> latents = Encode(images);
        return Generate(latents);
    }

    /// <summary>The mean judgement d = E_d(x), "this comes from outside", 0 to 1.</summary>
    /// <param name="images">The images <c>[channel · place, lane]</c>.</param>
    public double Judge(LaneMatrix<float> images)
    {
        CheckRows(images, _cortex.Image.Count, "an image of this cortex has");
        using LaneMatrix<float> logits = InBatches(images, _images, 1, () =>
            _cortex.JudgementHead.Forward(_cortex.Crew, _cortex.Trunk.Forward(_cortex.Crew, _images, _trunk), _judgementHead));
        double sum = 0;
        foreach (float logit in logits.Row(0))
            sum += 1 / (1 + Math.Exp(-logit));
        return sum / logits.Lanes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.Dispose();
        _latents.Dispose();
        foreach (Activity<float> activity in new[] { _trunk, _latentHead, _judgementHead, _generator })
            activity.Dispose();
    }

    private static LaneMatrix<float> InBatches(LaneMatrix<float> source, LaneMatrix<float> room, int rows, Func<LaneMatrix<float>> pass)
    {
        var result = new LaneMatrix<float>(rows, source.Lanes);
        for (int start = 0; start < source.Lanes; start += room.Lanes)
        {
            int count = Math.Min(room.Lanes, source.Lanes - start);
            room.Clear();
            for (int row = 0; row < source.Rows; row++)
                source.Row(row).Slice(start, count).CopyTo(room.Row(row));
            LaneMatrix<float> passed = pass();
            for (int row = 0; row < rows; row++)
                passed.Row(row)[..count].CopyTo(result.Row(row)[start..]);
        }

        return result;
    }

    private static void CheckRows(LaneMatrix<float> table, int rows, string what)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Rows != rows)
            throw new ArgumentException($"The table has {table.Rows} rows; {what} {rows} values.");
    }
}
