using Engram.Lab.Experiments;
using Engram.Vision.Training;

namespace Engram.Vision.Analysis;

/// <summary>Whether an artist whose pictures vary is harder to tell (specification 2.8.2): distances of features of length 1, and rank correlations.</summary>
internal sealed class Variability
{
    /// <summary>Measures.</summary>
    /// <param name="classes">How many classes.</param>
    /// <param name="answers">Answers to the test pictures.</param>
    public Variability(int classes, Answers answers)
    {
        Embedding points = Embedding.Of(answers.Features, answers.Count).OfUnitLength();
        int[] all = [.. Enumerable.Range(0, answers.Count)];
        double[][] centroids = [.. Enumerable.Range(0, classes).Select(label => Centroid(points, [.. all.Where(i => answers.Labels[i] == label)]))];
        for (int label = 0; label < classes; label++)
        {
            int[] own = [.. all.Where(i => answers.Labels[i] == label)];
            double sum = 0;
            for (int i = 0; i < own.Length; i++)
            {
                for (int j = 0; j < i; j++)
                    sum += Math.Sqrt(points.SquareDistance(own[i], own[j]));
            }

            Within.Add(own.Length < 2 ? double.NaN : 2 * sum / ((double)own.Length * (own.Length - 1)));
            Nearest.Add(Enumerable.Range(0, classes).Where(other => other != label).Select(other => Distance(centroids[label], centroids[other])).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min());
        }
    }

    /// <summary>The mean distance between two pictures of each class.</summary>
    public List<double> Within { get; } = [];

    /// <summary>The distance from each class's centre to the nearest other one.</summary>
    public List<double> Nearest { get; } = [];

    /// <summary>Writes a row for each class.</summary>
    public void Write(string path, IReadOnlyList<string> classes, IReadOnlyList<double> accuracies) => TableFile.Write(
        path,
        ["artist", "accuracy_percent", "distance_within", "distance_to_nearest_centre"],
        Enumerable.Range(0, classes.Count).Select(label => (IReadOnlyList<object>)
            [classes[label], TableFile.Number(accuracies[label]), TableFile.Number(Within[label]), TableFile.Number(Nearest[label])]));

    /// <summary>Spearman's rank correlation over the pairs that are numbers; equal values share their ranks.</summary>
    public static double RankCorrelation(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        int[] whole = [.. Enumerable.Range(0, one.Count).Where(i => double.IsFinite(one[i]) && double.IsFinite(other[i]))];
        double[] a = Ranks([.. whole.Select(i => one[i])]), b = Ranks([.. whole.Select(i => other[i])]);
        if (whole.Length < 3)
            return double.NaN;
        double mean = (whole.Length + 1) / 2.0, ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
            bb += (b[i] - mean) * (b[i] - mean);
        }

        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : double.NaN;
    }

    private static double[] Ranks(double[] values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other.Equals(value)) + 1) / 2.0))];

    private static double[] Centroid(Embedding points, int[] own)
    {
        var centre = new double[points.Dimensions];
        foreach (int point in own)
        {
            for (int i = 0; i < centre.Length; i++)
                centre[i] += points[point][i] / own.Length;
        }

        if (own.Length == 0)
            Array.Fill(centre, double.NaN);
        return centre;
    }

    private static double Distance(double[] one, double[] other) => Math.Sqrt(one.Zip(other, static (a, b) => (a - b) * (a - b)).Sum());
}
