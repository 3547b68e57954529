using Engram.Numerics;

namespace Engram.Dreaming.Evaluation;

/// <summary>What can be said of dreams without another network.</summary>
/// <param name="NremDiversity">The mean squared pixel distance of two NREM dreams, divided by that of two real images: 1 at best, 0 where all are the same.</param>
/// <param name="RemDiversity">The same of REM dreams.</param>
/// <param name="NremDetection">
/// How well the discriminator neurons tell real images from NREM dreams: the area under the receiver's operating curve of d, 0.5 for not at all, 1
/// for always.
/// </param>
/// <param name="RemDetection">The same for REM dreams.</param>
/// <param name="Reconstruction">The mean squared difference of a pixel in [−1, 1] between test images and their reconstructions: L_img.</param>
/// <param name="Count">How many real images and dreams of each kind there were.</param>
/// <remarks>Contrastive specification 7.8 (diversity) and H13 (detection); PAD specification 9.</remarks>
public sealed record DreamQuality(
    double NremDiversity, double RemDiversity, double NremDetection, double RemDetection, double Reconstruction, int Count)
{
    /// <summary>Measures dreams.</summary>
    /// <param name="reader">The cortex.</param>
    /// <param name="real">Real images.</param>
    /// <param name="nrem">NREM dreams.</param>
    /// <param name="rem">REM dreams.</param>
    /// <param name="seen">Images to be reconstructed.</param>
    /// <param name="report">Told the share that is done.</param>
    /// <param name="stop">Asks to stop.</param>
    public static DreamQuality Measure(
        CortexReader reader, IPictures real, IPictures nrem, IPictures rem, IPictures seen, Action<double>? report = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(nrem);
        ArgumentNullException.ThrowIfNull(rem);
        ArgumentNullException.ThrowIfNull(seen);
        float[] judged = reader.Judge(real, stop: stop);
        double spread = Spread(real, reader.Lanes, stop);
        report?.Invoke(0.2);
        (double nremSpread, double nremDetection) = (Spread(nrem, reader.Lanes, stop), DetectionOf(judged, reader.Judge(nrem, stop: stop)));
        report?.Invoke(0.5);
        (double remSpread, double remDetection) = (Spread(rem, reader.Lanes, stop), DetectionOf(judged, reader.Judge(rem, stop: stop)));
        report?.Invoke(0.9);
        double reconstruction = Difference(seen, new NremDreams(reader, seen), reader.Lanes, stop);
        report?.Invoke(1);
        return new DreamQuality(nremSpread / spread, remSpread / spread, nremDetection, remDetection, reconstruction, real.Count);
    }

    /// <summary>
    /// The probability that a real image is judged more external than a dream, a tie counting half: the area under the receiver's operating curve
    /// (Mann and Whitney's U over the number of pairs).
    /// </summary>
    /// <param name="real">What real images were judged.</param>
    /// <param name="dreamt">What dreams were judged.</param>
    public static double DetectionOf(ReadOnlySpan<float> real, ReadOnlySpan<float> dreamt)
    {
        float[] low = dreamt.ToArray(), high = real.ToArray();
        Array.Sort(low);
        Array.Sort(high);
        // For each real judgement: how many dreams lie below it, and how many are equal.
        double sum = 0;
        int below = 0, upTo = 0;
        foreach (float value in high)
        {
            while (below < low.Length && low[below] < value)
                below++;
            upTo = Math.Max(upTo, below);
            while (upTo < low.Length && low[upTo] <= value)
                upTo++;
            sum += below + (0.5 * (upTo - below));
        }

        return sum / ((double)low.Length * high.Length);
    }

    /// <summary>The mean over all pairs of different pictures of their squared distance: twice the sum of all pixels' variances (divisor n − 1).</summary>
    internal static double Spread(IPictures pictures, int lanes, CancellationToken stop)
    {
        using var shown = new LaneMatrix<float>(pictures.Shape.Count, lanes);
        var sums = new double[shown.Rows];
        var squares = new double[shown.Rows];
        for (int first = 0; first < pictures.Count; first += lanes)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(lanes, pictures.Count - first);
            pictures.Show(first, count, shown);
            for (int row = 0; row < sums.Length; row++)
            {
                foreach (float value in shown.Row(row)[..count])
                {
                    sums[row] += value;
                    squares[row] += (double)value * value;
                }
            }
        }

        double spread = 0, n = pictures.Count;
        for (int row = 0; row < sums.Length; row++)
            spread += squares[row] - (sums[row] * sums[row] / n);
        return 2 * spread / (n - 1);
    }

    /// <summary>The mean squared difference of a number between pictures and others.</summary>
    private static double Difference(IPictures pictures, NremDreams others, int lanes, CancellationToken stop)
    {
        using var shown = new LaneMatrix<float>(pictures.Shape.Count, lanes);
        using var other = new LaneMatrix<float>(pictures.Shape.Count, lanes);
        double sum = 0;
        for (int first = 0; first < pictures.Count; first += lanes)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(lanes, pictures.Count - first);
            pictures.Show(first, count, shown);
            others.Show(first, count, other);
            for (int row = 0; row < shown.Rows; row++)
            {
                ReadOnlySpan<float> a = shown.Row(row)[..count], b = other.Row(row)[..count];
                for (int lane = 0; lane < count; lane++)
                {
                    double difference = a[lane] - b[lane];
                    sum += difference * difference;
                }
            }
        }

        return sum / ((double)pictures.Count * shown.Rows);
    }
}
