namespace Engram.Evolution.Plasticity;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations.</summary>
internal sealed class SymmetricEigen
{
    private SymmetricEigen(double[] values, double[,] vectors) => (Values, Vectors) = (values, vectors);

    /// <summary>The eigenvalues, largest first.</summary>
    public double[] Values { get; }

    /// <summary>Column k is the unit eigenvector of value k; its sign is arbitrary.</summary>
    public double[,] Vectors { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">Symmetric; not changed.</param>
    public static SymmetricEigen Of(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var v = new double[n, n];
        for (int i = 0; i < n; i++)
            v[i, i] = 1;
        // Converges quadratically: after some six sweeps nothing is left off the diagonal.
        const int MostSweeps = 60;
        for (int sweep = 0; sweep < MostSweeps && OffDiagonal(a) > 0; sweep++)
        {
            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++)
                    Rotate(a, v, p, q);
            }
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i, i])];
        var vectors = new double[n, n];
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
                vectors[i, k] = v[i, order[k]];
        }

        return new SymmetricEigen([.. order.Select(i => a[i, i])], vectors);
    }

    private static double OffDiagonal(double[,] a)
    {
        double sum = 0;
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < i; j++)
                sum += Math.Abs(a[i, j]);
        }

        return sum;
    }

    private static void Rotate(double[,] a, double[,] v, int p, int q)
    {
        double apq = a[p, q];
        if (apq == 0)
            return;
        if (Math.Abs(apq) < 1e-17 * Math.Min(Math.Abs(a[p, p]), Math.Abs(a[q, q])))
        {
            a[p, q] = a[q, p] = 0;
            return;
        }

        double theta = (a[q, q] - a[p, p]) / (2 * apq);
        double t = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1);
        double s = t * c;
        for (int k = 0; k < a.GetLength(0); k++)
        {
            (double akp, double akq) = (a[k, p], a[k, q]);
            a[k, p] = (c * akp) - (s * akq);
            a[k, q] = (s * akp) + (c * akq);
        }

        for (int k = 0; k < a.GetLength(0); k++)
        {
            (double apk, double aqk) = (a[p, k], a[q, k]);
            a[p, k] = (c * apk) - (s * aqk);
            a[q, k] = (s * apk) + (c * aqk);
            (double vkp, double vkq) = (v[k, p], v[k, q]);
            v[k, p] = (c * vkp) - (s * vkq);
            v[k, q] = (s * vkp) + (c * vkq);
        }

        a[p, q] = a[q, p] = 0;
    }
}
