using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Dreaming.Evaluation;

/// <summary>One point of an occlusion curve.</summary>
/// <param name="Probability">How likely each tile was blanked, 0 to 1.</param>
/// <param name="Accuracy">The share of test images whose class the readout said, 0 to 1.</param>
public readonly record struct OcclusionPoint(double Probability, double Accuracy);

/// <summary>
/// How a readout that learned from clean images does when test images are occluded, each by a mask of its own: Deperrois et al. 2022, Fig. 5; PAD
/// specification 6.2.
/// </summary>
/// <param name="Tile">The height and width of a tile, in pixels.</param>
/// <param name="Points">The points, from the least probability to the greatest.</param>
public sealed record OcclusionCurve(int Tile, IReadOnlyList<OcclusionPoint> Points)
{
    /// <summary>The published probabilities: 0, 0.1, …, 1.</summary>
    public static IReadOnlyList<double> PublishedProbabilities { get; } = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    /// <summary>The mean accuracy over the probabilities, 0 to 1: one number for a whole curve.</summary>
    public double MeanAccuracy => Points.Average(point => point.Accuracy);

    /// <summary>Measures a curve.</summary>
    /// <param name="reader">The cortex.</param>
    /// <param name="readout">Trained on clean latents; it is not trained again.</param>
    /// <param name="test">The test images.</param>
    /// <param name="chance">Where masks come from.</param>
    /// <param name="probabilities">How likely tiles are blanked; the published ones if null.</param>
    /// <param name="tile">The height and width of a tile, in pixels.</param>
    /// <param name="report">Told the share that is done.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static OcclusionCurve Measure(
        CortexReader reader,
        LinearReadout readout,
        ImageSet test,
        RandomStreams chance,
        IReadOnlyList<double>? probabilities = null,
        int tile = 4,
        Action<double>? report = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(readout);
        ArgumentNullException.ThrowIfNull(test);
        probabilities ??= PublishedProbabilities;
        var points = new OcclusionPoint[probabilities.Count];
        for (int i = 0; i < points.Length; i++)
        {
            int done = i;
            var view = new Occlusion(probabilities[i], chance, tile);
            LatentSet latents = reader.Encode(test, view, share => report?.Invoke((done + share) / points.Length), stop);
            points[i] = new OcclusionPoint(probabilities[i], readout.Accuracy(latents));
        }

        return new OcclusionCurve(tile, points);
    }
}
