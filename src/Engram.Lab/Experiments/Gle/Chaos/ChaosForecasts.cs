namespace Engram.Lab.Experiments.Gle.Chaos;

/// <summary>Simple forecasts of a signal, to hold a network against.</summary>
internal static class ChaosForecasts
{
    /// <summary>How many values a straight line is drawn through.</summary>
    internal const int Taps = 20;

    // Keeps the least squares of nearly equal values solvable.
    private const double Ridge = 1e-8;

    /// <summary>Shifts and scales all signals in place so that the first ones have mean 0 and deviation 1.</summary>
    internal static (double Mean, double Deviation) Standardise(double[][] signals, double[][] others)
    {
        double mean = signals.Average(static signal => signal.Average());
        double deviation = Math.Sqrt(signals.Average(signal => signal.Average(value => (value - mean) * (value - mean))));
        foreach (double[] signal in signals.Concat(others))
        {
            for (int at = 0; at < signal.Length; at++)
                signal[at] = (signal[at] - mean) / deviation;
        }

        return (mean, deviation);
    }

    /// <summary>The root mean square error of forecasting that nothing changes.</summary>
    internal static double Persistence(double[][] signals, int first, int ahead) => Math.Sqrt(signals.Average(signal =>
        Enumerable.Range(first, signal.Length - first - ahead).Average(at => Square(signal[at] - signal[at + ahead]))));

    /// <summary>The root mean square error of the linear forecast from the last values whose weights are the least squares on other signals.</summary>
    internal static double Linear(double[][] from, double[][] signals, int first, int ahead)
    {
        const int Unknown = Taps + 1, MostRows = 20_000;
        var normal = new double[Unknown, Unknown];
        var right = new double[Unknown];
        var row = new double[Unknown];
        int stride = Math.Max(1, from.Sum(static signal => signal.Length) / MostRows);
        foreach (double[] signal in from)
        {
            for (int at = Taps; at + ahead < signal.Length; at += stride)
            {
                Row(signal, at, row);
                for (int i = 0; i < Unknown; i++)
                {
                    right[i] += row[i] * signal[at + ahead];
                    for (int j = 0; j < Unknown; j++)
                        normal[i, j] += row[i] * row[j];
                }
            }
        }

        for (int i = 0; i < Unknown; i++)
            normal[i, i] *= 1 + Ridge;
        double[] weights = Solve(normal, right);
        return Math.Sqrt(signals.Average(signal => Enumerable.Range(first, signal.Length - first - ahead).Average(at =>
        {
            Row(signal, at, row);
            double said = 0;
            for (int i = 0; i < Unknown; i++)
                said += weights[i] * row[i];
            return Square(said - signal[at + ahead]);
        })));
    }

    private static void Row(double[] signal, int at, double[] row)
    {
        for (int tap = 0; tap < Taps; tap++)
            row[tap] = signal[at - tap];
        row[Taps] = 1;
    }

    /// <summary>Gaussian elimination with pivots.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        int n = right.Length;
        for (int column = 0; column < n; column++)
        {
            int pivot = Enumerable.Range(column, n - column).MaxBy(row => Math.Abs(matrix[row, column]));
            for (int j = 0; j < n; j++)
                (matrix[column, j], matrix[pivot, j]) = (matrix[pivot, j], matrix[column, j]);
            (right[column], right[pivot]) = (right[pivot], right[column]);
            for (int row = column + 1; row < n; row++)
            {
                double factor = matrix[row, column] / matrix[column, column];
                for (int j = column; j < n; j++)
                    matrix[row, j] -= factor * matrix[column, j];
                right[row] -= factor * right[column];
            }
        }

        var solution = new double[n];
        for (int row = n - 1; row >= 0; row--)
        {
            double sum = right[row];
            for (int j = row + 1; j < n; j++)
                sum -= matrix[row, j] * solution[j];
            solution[row] = sum / matrix[row, row];
        }

        return solution;
    }

    private static double Square(double value) => value * value;
}
