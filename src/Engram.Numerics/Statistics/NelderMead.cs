namespace Engram.Numerics;

/// <summary>Minimises a function of a few numbers without derivatives: the downhill simplex of Nelder and Mead (1965).</summary>
public static class NelderMead
{
    /// <summary>A function to minimise.</summary>
    /// <param name="point">Its arguments.</param>
    /// <returns>Its value; what is not a number counts as worse than anything.</returns>
    public delegate double Objective(ReadOnlySpan<double> point);

    /// <summary>Goes downhill from a start until the simplex's values agree.</summary>
    /// <param name="objective">The function. Bounds are its own affair: it may clamp its arguments, or be infinite outside.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="steps">How far the first simplex reaches along each argument; not zero.</param>
    /// <param name="tolerance">Ends when best and worst value differ by less.</param>
    /// <param name="mostSteps">Ends after so many reflections.</param>
    /// <returns>The best point, and its value.</returns>
    /// <exception cref="ArgumentException">There is no argument, or the lengths differ.</exception>
    public static (double[] Point, double Value) Minimize(
        Objective objective, ReadOnlySpan<double> start, ReadOnlySpan<double> steps, double tolerance = 1e-9, int mostSteps = 600)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (start.Length == 0 || start.Length != steps.Length)
            throw new ArgumentException($"The start has {start.Length} numbers and the steps {steps.Length}.", nameof(steps));
        int n = start.Length;
        var points = new double[n + 1][];
        var values = new double[n + 1];
        for (int i = 0; i <= n; i++)
        {
            points[i] = start.ToArray();
            if (i > 0)
                points[i][i - 1] += steps[i - 1];
            values[i] = Value(points[i]);
        }

        var centre = new double[n];
        for (int step = 0; step < mostSteps; step++)
        {
            Array.Sort(values, points);
            if (values[n] - values[0] <= tolerance && double.IsFinite(values[n]))
                break;
            for (int d = 0; d < n; d++)
            {
                centre[d] = 0;
                for (int i = 0; i < n; i++)
                    centre[d] += points[i][d] / n;
            }

            double[] reflected = Along(-1);
            double value = Value(reflected);
            if (value < values[0])
            {
                double[] further = Along(-2);
                double there = Value(further);
                (points[n], values[n]) = there < value ? (further, there) : (reflected, value);
            }
            else if (value < values[n - 1])
            {
                (points[n], values[n]) = (reflected, value);
            }
            else
            {
                bool isOutside = value < values[n];
                double[] nearer = Along(isOutside ? -0.5 : 0.5);
                double there = Value(nearer);
                if (there < Math.Min(value, values[n]))
                    (points[n], values[n]) = (nearer, there);
                else
                    Shrink();
            }
        }

        Array.Sort(values, points);
        return (points[0], values[0]);

        double Value(double[] point)
        {
            double found = objective(point);
            return double.IsNaN(found) ? double.PositiveInfinity : found;
        }

        // On the line from the centre of the others to the worst point.
        double[] Along(double share)
        {
            var point = new double[n];
            for (int d = 0; d < n; d++)
                point[d] = centre[d] + (share * (points[n][d] - centre[d]));
            return point;
        }

        void Shrink()
        {
            for (int i = 1; i <= n; i++)
            {
                for (int d = 0; d < n; d++)
                    points[i][d] = 0.5 * (points[i][d] + points[0][d]);
                values[i] = Value(points[i]);
            }
        }
    }
}
