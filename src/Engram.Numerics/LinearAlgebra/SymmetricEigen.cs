using System.Runtime.CompilerServices;

namespace Engram.Numerics.LinearAlgebra;

/// <summary>
/// The eigenvalues and eigenvectors of a symmetric matrix: Householder reflections make it tridiagonal, then rotations with Wilkinson's shift
/// make it diagonal (Golub and Van Loan, "Matrix Computations", chapter 8). About 9 n³ operations; the same bits on every machine.
/// </summary>
public sealed class SymmetricEigen
{
    private const double Precision = 2.220446049250313e-16;

    // Two or three turns for each eigenvalue are usual; matrices of numbers that are finite stay far below this.
    private const int MostTurns = 60;

    private readonly double[] _values;
    private readonly double[] _rows;

    private SymmetricEigen(double[] values, double[] rows) => (_values, _rows) = (values, rows);

    /// <summary>The number of rows and columns: n.</summary>
    public int Size => _values.Length;

    /// <summary>The eigenvalues, the greatest first.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The eigenvector of a value: n numbers of length 1, of which the one furthest from 0 (the first of such) is positive.</summary>
    /// <param name="index">Which, 0 … n − 1, in the order of <see cref="Values"/>.</param>
    public ReadOnlySpan<double> Vector(int index) => _rows.AsSpan(index * Size, Size);

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">Row by row, <c>size · size</c> finite numbers; only what is on and below the diagonal is read.</param>
    /// <param name="size">The number of rows and columns; 1 or more.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers, or one is not finite.</exception>
    public static SymmetricEigen Of(ReadOnlySpan<double> matrix, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (matrix.Length != (long)size * size)
            throw new ArgumentException($"{matrix.Length} numbers do not make a matrix of {size} x {size}.", nameof(matrix));
        var work = new double[matrix.Length];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double value = matrix[(row * size) + column];
                if (!double.IsFinite(value))
                    throw new ArgumentException($"Row {row}, column {column} of the matrix is {value}; eigenvalues need finite numbers.", nameof(matrix));
                work[(row * size) + column] = work[(column * size) + row] = value;
            }
        }

        var diagonal = new double[size];
        var beside = new double[size];
        var rows = new double[work.Length];
        Reduce(work, size, diagonal, beside, rows);
        Diagonalize(diagonal, beside, rows, size);
        return Sorted(diagonal, rows, size);
    }

    /// <summary>f(A): the same eigenvectors, with a function of each eigenvalue.</summary>
    /// <param name="function">The function.</param>
    /// <returns>The matrix, row by row.</returns>
    public double[] Apply(Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        int size = Size;
        var result = new double[_rows.Length];
        for (int index = 0; index < size; index++)
        {
            double value = function(_values[index]);
            ReadOnlySpan<double> vector = Vector(index);
            for (int row = 0; row < size; row++)
                AddScaled(result.AsSpan(row * size, size), vector, value * vector[row]);
        }

        return result;
    }

    /// <summary>
    /// A = Q T Qᵀ with Q a product of reflections. Leaves the diagonal of T, what stands beside it, and Qᵀ: its rows become the eigenvectors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reduce(double[] a, int n, double[] diagonal, double[] beside, double[] transposedQ)
    {
        var mirrors = new double[n][];
        var factors = new double[n];
        var pushed = new double[n];
        for (int k = 0; k < n - 2; k++)
        {
            int first = k + 1;
            double squares = 0, greatest = 0;
            for (int i = first; i < n; i++)
                greatest = Math.Max(greatest, Math.Abs(a[(i * n) + k]));
            if (greatest == 0)
                continue;
            for (int i = first; i < n; i++)
            {
                double scaled = a[(i * n) + k] / greatest;
                squares += scaled * scaled;
            }

            double length = greatest * Math.Sqrt(squares);
            double head = a[(first * n) + k];
            double target = head > 0 ? -length : length;
            var mirror = new double[n];
            for (int i = first; i < n; i++)
                mirror[i] = a[(i * n) + k] / greatest;
            mirror[first] -= target / greatest;
            double norm = 0;
            for (int i = first; i < n; i++)
                norm += mirror[i] * mirror[i];
            double factor = 2 / norm;
            (mirrors[k], factors[k], beside[k]) = (mirror, factor, target);

            // A ← H A H on the rest: A − v wᵀ − w vᵀ with p = factor · A v, w = p − (factor / 2)(v · p) v.
            ReadOnlySpan<double> v = mirror.AsSpan(first);
            double along = 0;
            for (int i = first; i < n; i++)
            {
                pushed[i] = factor * Dot(a.AsSpan((i * n) + first, n - first), v);
                along += pushed[i] * mirror[i];
            }

            along *= factor / 2;
            for (int i = first; i < n; i++)
                pushed[i] -= along * mirror[i];
            ReadOnlySpan<double> w = pushed.AsSpan(first, n - first);
            for (int i = first; i < n; i++)
            {
                Span<double> row = a.AsSpan((i * n) + first, n - first);
                AddScaled(row, w, -mirror[i]);
                AddScaled(row, v, -pushed[i]);
            }
        }

        if (n > 1)
            beside[n - 2] = a[((n - 1) * n) + n - 2];
        for (int i = 0; i < n; i++)
        {
            diagonal[i] = a[(i * n) + i];
            transposedQ[(i * n) + i] = 1;
        }

        for (int k = n - 3; k >= 0; k--)
        {
            if (mirrors[k] is not { } mirror)
                continue;
            ReadOnlySpan<double> v = mirror.AsSpan(k + 1);
            for (int i = k + 1; i < n; i++)
            {
                Span<double> row = transposedQ.AsSpan((i * n) + k + 1, n - k - 1);
                AddScaled(row, v, -factors[k] * Dot(row, v));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Diagonalize(double[] diagonal, double[] beside, double[] rows, int n)
    {
        double scale = 0;
        for (int i = 0; i < n; i++)
            scale = Math.Max(scale, Math.Abs(diagonal[i]) + Math.Abs(beside[i]));
        double negligible = Precision * scale;
        int last = n - 1, turns = 0;
        while (last > 0)
        {
            if (Math.Abs(beside[last - 1]) <= negligible)
            {
                beside[--last] = 0;
                turns = 0;
                continue;
            }

            if (turns++ == MostTurns)
                throw new ArithmeticException($"The eigenvalues of a matrix of {n} x {n} did not converge.");
            int first = last - 1;
            while (first > 0 && Math.Abs(beside[first - 1]) > negligible)
                first--;
            Turn(diagonal, beside, rows, n, first, last);
        }
    }

    /// <summary>One implicit step with the eigenvalue of the last two rows that is nearer to the last as shift; rotations push the bulge out.</summary>
    private static void Turn(double[] d, double[] e, double[] rows, int n, int first, int last)
    {
        double half = (d[last - 1] - d[last]) / 2, corner = e[last - 1];
        double root = Math.Sqrt((half * half) + (corner * corner));
        double shift = d[last] - (corner * corner / (half + (half < 0 ? -root : root)));
        double x = d[first] - shift, z = e[first];
        for (int k = first; k < last; k++)
        {
            double length = Math.Sqrt((x * x) + (z * z));
            double cosine = length == 0 ? 1 : x / length, sine = length == 0 ? 0 : z / length;
            if (k > first)
                e[k - 1] = length;
            double above = d[k], below = d[k + 1], between = e[k];
            d[k] = (cosine * cosine * above) + (2 * cosine * sine * between) + (sine * sine * below);
            d[k + 1] = (sine * sine * above) - (2 * cosine * sine * between) + (cosine * cosine * below);
            e[k] = (cosine * sine * (below - above)) + (((cosine * cosine) - (sine * sine)) * between);
            if (k < last - 1)
            {
                z = sine * e[k + 1];
                e[k + 1] *= cosine;
                x = e[k];
            }

            Rotate(rows.AsSpan(k * n, n), rows.AsSpan((k + 1) * n, n), cosine, sine);
        }
    }

    private static SymmetricEigen Sorted(double[] values, double[] rows, int n)
    {
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => values[i])];
        var sorted = new double[n];
        var vectors = new double[rows.Length];
        for (int i = 0; i < n; i++)
        {
            sorted[i] = values[order[i]];
            ReadOnlySpan<double> source = rows.AsSpan(order[i] * n, n);
            int furthest = 0;
            for (int j = 1; j < n; j++)
                furthest = Math.Abs(source[j]) > Math.Abs(source[furthest]) ? j : furthest;
            double sign = source[furthest] < 0 ? -1 : 1;
            for (int j = 0; j < n; j++)
                vectors[(i * n) + j] = sign * source[j];
        }

        return new SymmetricEigen(sorted, vectors);
    }

    private static void Rotate(Span<double> upper, Span<double> lower, double cosine, double sine)
    {
        lower = lower[..upper.Length];
        for (int i = 0; i < upper.Length; i++)
        {
            double above = upper[i], below = lower[i];
            upper[i] = (cosine * above) + (sine * below);
            lower[i] = (cosine * below) - (sine * above);
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void AddScaled(Span<double> sum, ReadOnlySpan<double> values, double factor)
    {
        values = values[..sum.Length];
        for (int i = 0; i < sum.Length; i++)
            sum[i] += factor * values[i];
    }
}
