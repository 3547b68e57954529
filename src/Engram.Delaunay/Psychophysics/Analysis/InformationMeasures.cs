namespace Engram.Delaunay.Psychophysics;

/// <summary>Bits: of predictions and of answers (specification 4.8.3).</summary>
public static class InformationMeasures
{
    /// <summary>The prequential code length −Σ log2 p_t(y_t): what it takes to tell the labels to somebody who has the same learner.</summary>
    /// <param name="runs">Runs of agents that give probabilities.</param>
    /// <returns>Bits, bits of a guesser (T log2 W), and the trials; NaN without probabilities.</returns>
    public static (double Bits, double GuessingBits, int Trials) CodeLength(IEnumerable<AgentRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        double bits = 0, guessing = 0;
        int trials = 0;
        foreach (AgentRun run in runs)
        {
            foreach (TrialRecord trial in run.Trials.Where(static trial => trial.Scores.Count > 0))
            {
                // A label's place among the scores is its letter.
                int place = trial.CategoryLabel.Length == 1 ? trial.CategoryLabel[0] - 'A' : -1;
                if (place < 0 || place >= trial.Scores.Count)
                    continue;
                bits -= Math.Log2(Math.Max(trial.Scores[place], 1e-9));
                guessing += Math.Log2(trial.Scores.Count);
                trials++;
            }
        }

        return trials == 0 ? (double.NaN, double.NaN, 0) : (bits, guessing, trials);
    }

    /// <summary>The mutual information of true and answered category in bits.</summary>
    /// <param name="counts">[true, answered], numbers of trials; no response may be a column.</param>
    /// <returns>The plug-in estimate, and it less the bias (W − 1)(R − 1)/(2 N ln 2) of Miller (1955), R the answers that occur; NaN for no trials.</returns>
    public static (double Bits, double Corrected) Mutual(int[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        int rows = counts.GetLength(0), columns = counts.GetLength(1);
        var row = new double[rows];
        var column = new double[columns];
        double total = 0;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                row[i] += counts[i, j];
                column[j] += counts[i, j];
                total += counts[i, j];
            }
        }

        double bits = 0;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                if (counts[i, j] > 0)
                    bits += counts[i, j] / total * Math.Log2(counts[i, j] * total / (row[i] * column[j]));
            }
        }

        int shown = row.Count(static sum => sum > 0), answered = column.Count(static sum => sum > 0);
        return total == 0 ? (double.NaN, double.NaN) : (bits, bits - ((shown - 1) * (answered - 1) / (2 * total * Math.Log(2))));
    }
}
