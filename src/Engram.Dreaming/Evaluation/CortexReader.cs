using Engram.Datasets;
using Engram.Dreaming.Pathways;
using Engram.Numerics;
using Engram.Numerics.Products;

namespace Engram.Dreaming.Evaluation;

/// <summary>
/// Shows pictures to a cortex that learns nothing, batch by batch, and reads what its areas make of them: latents, judgements, projections. Its
/// threads are the cortex's crew; batches change no bit.
/// </summary>
public sealed class CortexReader : IDisposable
{
    private readonly LaneMatrix<float> _pictures;
    private readonly Activity<float> _trunk;
    private readonly Activity<float> _latents;
    private readonly Activity<float> _judgements;
    private readonly Activity<float> _images;
    private readonly Activity<float>? _projections;

    /// <summary>Reads a cortex, which stays its owner's.</summary>
    /// <param name="cortex">The cortex.</param>
    /// <param name="lanes">How many pictures at once; results do not depend on it.</param>
    public CortexReader(Cortex<float> cortex, int lanes = 64)
    {
        ArgumentNullException.ThrowIfNull(cortex);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        (Cortex, Lanes) = (cortex, lanes);
        _pictures = new LaneMatrix<float>(cortex.Image.Count, lanes);
        _trunk = cortex.Trunk.NewActivity(lanes);
        _latents = cortex.LatentHead.NewActivity(lanes);
        _judgements = cortex.JudgementHead.NewActivity(lanes);
        _images = cortex.Generator.NewActivity(lanes);
        _projections = cortex.Projection?.NewActivity(lanes);
    }

    /// <summary>The cortex.</summary>
    public Cortex<float> Cortex { get; }

    /// <summary>How many pictures it looks at at once.</summary>
    public int Lanes { get; }

    /// <summary>z of every image of a set, with the images' classes.</summary>
    /// <param name="images">The images.</param>
    /// <param name="view">What is done to them before they are seen; null for nothing.</param>
    /// <param name="report">Told the share that is done, 0 to 1.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="ArgumentException">The images do not fit the cortex.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public LatentSet Encode(ImageSet images, PictureView? view = null, Action<double>? report = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new LatentSet(Read(new SeenPictures(images), view, Latent, report, stop), images.Labels.ToArray(), Cortex.Description.Latents, images.ClassCount);
    }

    /// <summary>z of every picture; all of class 0.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="view">What is done to them before they are seen; null for nothing.</param>
    /// <param name="report">Told the share that is done, 0 to 1.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="ArgumentException">The pictures do not fit the cortex.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public LatentSet Encode(IPictures pictures, PictureView? view = null, Action<double>? report = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return Unlabelled(Read(pictures, view, Latent, report, stop), Cortex.Description.Latents);
    }

    /// <summary>The projections of every picture, as they are before they are normalised.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="view">What is done to them before they are seen; null for nothing.</param>
    /// <param name="report">Told the share that is done, 0 to 1.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="InvalidOperationException">The cortex has no projection head.</exception>
    /// <exception cref="ArgumentException">The pictures do not fit the cortex.</exception>
    public LatentSet Project(IPictures pictures, PictureView? view = null, Action<double>? report = null, CancellationToken stop = default)
    {
        if (Cortex.Projection is not { } projection)
            throw new InvalidOperationException("This cortex has no projection head.");
        return Unlabelled(
            Read(pictures, view, () => projection.Forward(Cortex.Crew, Latent(), _projections!), report, stop), Cortex.Description.Projections);
    }

    /// <summary>The logit of the judgement d = σ(a), "this comes from outside", of every picture.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="report">Told the share that is done, 0 to 1.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="ArgumentException">The pictures do not fit the cortex.</exception>
    public float[] Judge(IPictures pictures, Action<double>? report = null, CancellationToken stop = default) =>
        Read(pictures, null, () => Cortex.JudgementHead.Forward(Cortex.Crew, Cortex.Trunk.Forward(Cortex.Crew, _pictures, _trunk), _judgements), report, stop);

    /// <summary>The images that latents evoke: G(z).</summary>
    /// <param name="latents">z <c>[latent, lane]</c>, with <see cref="Lanes"/> lanes.</param>
    /// <returns>The images <c>[channel · place, lane]</c>; the next call overwrites them.</returns>
    public LaneMatrix<float> Generate(LaneMatrix<float> latents) => Cortex.Generator.Forward(Cortex.Crew, latents, _images);

    /// <summary>z of some pictures side by side, as a table that the next call overwrites.</summary>
    internal LaneMatrix<float> Encode(IPictures pictures, int first, int count)
    {
        _pictures.Clear();
        pictures.Show(first, count, _pictures);
        return Latent();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pictures.Dispose();
        foreach (Activity<float>? activity in new[] { _trunk, _latents, _judgements, _images, _projections })
            activity?.Dispose();
    }

    private LaneMatrix<float> Latent() => Cortex.LatentHead.Forward(Cortex.Crew, Cortex.Trunk.Forward(Cortex.Crew, _pictures, _trunk), _latents);

    private float[] Read(IPictures pictures, PictureView? view, Func<LaneMatrix<float>> see, Action<double>? report, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Shape != Cortex.Image)
            throw new ArgumentException($"The cortex sees images of {Cortex.Image}; these are of {pictures.Shape}.", nameof(pictures));
        return LaneReading.Rows(pictures, view, _pictures, see, report, stop);
    }

    private static LatentSet Unlabelled(float[] values, int dimensions) => new(values, new int[values.Length / dimensions], dimensions, 1);
}

/// <summary>Shows pictures batch by batch and keeps what a network answers, item by item.</summary>
internal static unsafe class LaneReading
{
    internal static float[] Rows(
        IPictures pictures, PictureView? view, LaneMatrix<float> shown, Func<LaneMatrix<float>> see, Action<double>? report, CancellationToken stop)
    {
        float[] rows = [];
        // What stands in lanes without a picture is computed with; it shall be finite.
        shown.Clear();
        for (int first = 0; first < pictures.Count; first += shown.Lanes)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(shown.Lanes, pictures.Count - first);
            pictures.Show(first, count, shown);
            view?.Change(first, count, pictures.Shape, shown);
            LaneMatrix<float> seen = see();
            if (rows.Length == 0)
                rows = new float[checked(pictures.Count * seen.Rows)];
            fixed (float* target = rows)
                Transposition.Run(seen.Pointer, seen.Stride, seen.Rows, count, target + ((nint)first * seen.Rows), seen.Rows);
            report?.Invoke((double)(first + count) / pictures.Count);
        }

        return rows;
    }
}
