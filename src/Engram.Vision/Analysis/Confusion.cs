namespace Engram.Vision.Analysis;

/// <summary>How often each class was taken for each: rows are true, columns answered.</summary>
internal sealed class Confusion
{
    private readonly int[,] _counts;

    /// <summary>Counts.</summary>
    /// <param name="classes">How many classes.</param>
    /// <param name="labels">What was right.</param>
    /// <param name="predicted">What was answered; an output that is no class counts in the row's sum alone.</param>
    public Confusion(int classes, IReadOnlyList<int> labels, IReadOnlyList<int> predicted)
    {
        _counts = new int[classes, classes];
        RowSums = new int[classes];
        Total = labels.Count;
        for (int i = 0; i < labels.Count; i++)
        {
            RowSums[labels[i]]++;
            if (predicted[i] < classes)
                _counts[labels[i], predicted[i]]++;
        }
    }

    /// <summary>Classes.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>Pictures.</summary>
    public int Total { get; }

    /// <summary>Pictures of each class.</summary>
    public int[] RowSums { get; }

    /// <summary>How often.</summary>
    public int this[int truth, int answer] => _counts[truth, answer];

    /// <summary>How often a class was answered.</summary>
    public int Answered(int label) => Enumerable.Range(0, Classes).Sum(truth => _counts[truth, label]);

    /// <summary>The wrong answer that is the most frequent of all: the first of equal ones, row by row.</summary>
    public (int Truth, int Answer) MostConfused()
    {
        (int Truth, int Answer) found = (0, Math.Min(1, Classes - 1));
        for (int truth = 0; truth < Classes; truth++)
        {
            for (int answer = 0; answer < Classes; answer++)
            {
                if (truth != answer && _counts[truth, answer] > _counts[found.Truth, found.Answer])
                    found = (truth, answer);
            }
        }

        return found;
    }

    /// <summary>The wrong answer that a class got most often, the first of equal ones; −1 for none.</summary>
    public int MostFrequentWrong(int truth)
    {
        int found = -1;
        for (int answer = 0; answer < Classes; answer++)
        {
            if (answer != truth && _counts[truth, answer] > (found < 0 ? 0 : _counts[truth, found]))
                found = answer;
        }

        return found;
    }

    /// <summary>The matrix without its diagonal as shares of all pictures: large classes weigh more.</summary>
    public double[,] OfAll() => Shares(_ => Total);

    /// <summary>The matrix without its diagonal as shares of each row.</summary>
    public double[,] OfRows() => Shares(truth => RowSums[truth]);

    private double[,] Shares(Func<int, int> whole)
    {
        var shares = new double[Classes, Classes];
        for (int truth = 0; truth < Classes; truth++)
        {
            for (int answer = 0; answer < Classes; answer++)
                shares[truth, answer] = truth == answer ? 0 : (double)_counts[truth, answer] / Math.Max(1, whole(truth));
        }

        return shares;
    }
}
