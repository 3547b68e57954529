using Engram.Vision.Training;

namespace Engram.Vision.Analysis;

/// <summary>Whether a network is as often right as it is sure (specification 2.8.7): fifteen bins of equal width over the greatest probability.</summary>
internal sealed class Calibration
{
    /// <summary>Bins.</summary>
    public const int Bins = 15;

    /// <summary>Measures.</summary>
    public Calibration(Answers answers)
    {
        int[] predicted = answers.Predicted();
        for (int i = 0; i < answers.Count; i++)
        {
            double sure = answers.Probabilities(i)[predicted[i]];
            int bin = Math.Min(Bins - 1, (int)(sure * Bins));
            Counts[bin]++;
            Confidence[bin] += sure;
            Accuracy[bin] += predicted[i] == answers.Labels[i] ? 1 : 0;
        }

        for (int bin = 0; bin < Bins; bin++)
        {
            Confidence[bin] /= Counts[bin];
            Accuracy[bin] /= Counts[bin];
            if (Counts[bin] > 0)
                Error += Math.Abs(Confidence[bin] - Accuracy[bin]) * Counts[bin] / answers.Count;
        }
    }

    /// <summary>The expected calibration error, 0 to 1: the mean distance between how sure and how right, weighed by pictures.</summary>
    public double Error { get; }

    /// <summary>Pictures in each bin.</summary>
    public int[] Counts { get; } = new int[Bins];

    /// <summary>Mean greatest probability in each bin; not a number where there is no picture.</summary>
    public double[] Confidence { get; } = new double[Bins];

    /// <summary>Share of right answers in each bin; not a number where there is no picture.</summary>
    public double[] Accuracy { get; } = new double[Bins];
}
