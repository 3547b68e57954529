using Engram.Lab.Experiments;
using Engram.Numerics;
using Engram.Vision.Training;

namespace Engram.Vision.Analysis;

/// <summary>A row for each class (specification 2.8.1).</summary>
internal static class ArtistTable
{
    private static readonly string[] Columns =
        ["artist", "train", "test", "accuracy_percent", "wilson_low_percent", "wilson_high_percent", "precision_percent", "recall_percent", "f1_percent", "top5_percent", "most_frequent_wrong_answer"];

    /// <summary>Writes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">What the labels mean.</param>
    /// <param name="training">Training pictures of each class.</param>
    /// <param name="answers">Answers to the test pictures.</param>
    public static void Write(string path, IReadOnlyList<string> classes, IReadOnlyList<int> training, Answers answers)
    {
        int[] predicted = answers.Predicted();
        var confusion = new Confusion(classes.Count, answers.Labels, predicted);
        TableFile.Write(path, Columns, Enumerable.Range(0, classes.Count).Select(label => Row(classes, training, answers, confusion, label)));
    }

    private static IReadOnlyList<object> Row(IReadOnlyList<string> classes, IReadOnlyList<int> training, Answers answers, Confusion confusion, int label)
    {
        int all = confusion.RowSums[label], right = confusion[label, label], answered = confusion.Answered(label), wrong = confusion.MostFrequentWrong(label);
        BinomialInterval interval = BinomialInterval.Wilson(right, all);
        double recall = (double)right / all, precision = (double)right / answered;
        double harmonic = right == 0 ? 0 : 2 * precision * recall / (precision + recall);
        int amongFive = Enumerable.Range(0, answers.Count).Count(i => answers.Labels[i] == label && answers.IsAmongTop(i, 5));
        return
        [
            classes[label], training[label], all, Percent(recall), Percent(interval.Lower), Percent(interval.Upper), Percent(precision), Percent(recall), Percent(harmonic),
            Percent((double)amongFive / all), wrong < 0 ? "" : classes[wrong],
        ];
    }

    private static object Percent(double share) => TableFile.Number(100 * share);
}
