using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming.Pictures;

/// <summary>The two directions in which vectors vary most: the first two principal components.</summary>
internal sealed class PlanarProjection
{
    private const int Turns = 300;

    private readonly double[] _mean;
    private readonly double[] _first;
    private readonly double[] _second;

    private PlanarProjection(double[] mean, double[] first, double[] second) => (_mean, _first, _second) = (mean, first, second);

    /// <summary>Finds the directions; each is turned so that its largest component is positive.</summary>
    /// <param name="tables">The vectors, one in each lane of each table; two or more in all.</param>
    internal static PlanarProjection Of(params ReadOnlySpan<LaneMatrix<float>> tables)
    {
        int size = tables[0].Rows, count = 0;
        var mean = new double[size];
        foreach (LaneMatrix<float> table in tables)
        {
            count += table.Lanes;
            for (int row = 0; row < size; row++)
            {
                foreach (float value in table.Row(row))
                    mean[row] += value;
            }
        }

        for (int row = 0; row < size; row++)
            mean[row] /= count;
        var covariance = new double[size, size];
        foreach (LaneMatrix<float> table in tables)
        {
            for (int a = 0; a < size; a++)
            {
                ReadOnlySpan<float> left = table.Row(a);
                for (int b = 0; b <= a; b++)
                {
                    ReadOnlySpan<float> right = table.Row(b);
                    double sum = 0;
                    for (int lane = 0; lane < left.Length; lane++)
                        sum += (left[lane] - mean[a]) * (right[lane] - mean[b]);
                    covariance[a, b] += sum;
                    covariance[b, a] = covariance[a, b];
                }
            }
        }

        double[] first = Start(size, 0), second = Start(size, 1);
        for (int turn = 0; turn < Turns; turn++)
        {
            first = Times(covariance, first);
            Normalize(first);
            second = Times(covariance, second);
            Remove(first, second);
            Normalize(second);
        }

        return new PlanarProjection(mean, Turned(first), Turned(second));
    }

    /// <summary>The places of vectors.</summary>
    internal (double X, double Y)[] Places(LaneMatrix<float> table)
    {
        var places = new (double X, double Y)[table.Lanes];
        for (int row = 0; row < table.Rows; row++)
        {
            ReadOnlySpan<float> values = table.Row(row);
            for (int lane = 0; lane < values.Length; lane++)
                places[lane] = (places[lane].X + ((values[lane] - _mean[row]) * _first[row]), places[lane].Y + ((values[lane] - _mean[row]) * _second[row]));
        }

        return places;
    }

    // Any start that is not at right angles to the components will do.
    private static double[] Start(int size, int which) => [.. Enumerable.Range(0, size).Select(i => Math.Cos((i + 1) * (which + 1) * 0.7) + 0.1)];

    private static double[] Times(double[,] matrix, double[] vector)
    {
        var product = new double[vector.Length];
        for (int row = 0; row < vector.Length; row++)
        {
            double sum = 0;
            for (int column = 0; column < vector.Length; column++)
                sum += matrix[row, column] * vector[column];
            product[row] = sum;
        }

        return product;
    }

    private static void Remove(double[] direction, double[] vector)
    {
        double dot = 0;
        for (int i = 0; i < vector.Length; i++)
            dot += direction[i] * vector[i];
        for (int i = 0; i < vector.Length; i++)
            vector[i] -= dot * direction[i];
    }

    private static void Normalize(double[] vector)
    {
        double length = Math.Sqrt(vector.Sum(static value => value * value));
        // Vectors that do not vary have no direction: everything is then at 0.
        for (int i = 0; i < vector.Length; i++)
            vector[i] = length > 0 ? vector[i] / length : 0;
    }

    private static double[] Turned(double[] direction) =>
        direction.MaxBy(Math.Abs) < 0 ? [.. direction.Select(static value => -value)] : direction;
}
