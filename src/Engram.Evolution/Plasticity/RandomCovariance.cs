namespace Engram.Evolution.Plasticity;

/// <summary>
/// The authors' random covariances (specification 2.2): U (J + diag r) Uᵀ, scaled to a largest entry of v_max, where U holds the singular
/// vectors of MᵀM with M and r uniform in (0, 1), and J is the matrix of ones. That is not the identity plus a diagonal: the ones couple the
/// columns of U, so the outcome depends on their signs.
/// </summary>
internal static class RandomCovariance
{
    /// <summary>
    /// Draws n² + n uniform numbers and makes the matrix of them; for n above 2 as many again decide signs, where LAPACK's have no simple law.
    /// </summary>
    public static double[,] Draw(IDraws draws, int inputs, double largest)
    {
        var m = new double[inputs, inputs];
        for (int i = 0; i < inputs; i++)
        {
            for (int j = 0; j < inputs; j++)
                m[i, j] = draws.NextUniform();
        }

        var r = new double[inputs];
        for (int i = 0; i < inputs; i++)
            r[i] = draws.NextUniform();
        var signs = new double[inputs];
        for (int k = 0; k < inputs; k++)
            signs[k] = k > 0 && inputs > 2 && draws.NextUniform() < 0.5 ? 1 : -1;
        return Make(m, r, signs, largest);
    }

    private static double[,] Make(double[,] m, double[] r, double[] signs, double largest)
    {
        int n = r.Length;
        var square = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < n; k++)
                    square[i, j] += m[k, i] * m[k, j];
            }
        }

        double[,] u = SymmetricEigen.Of(square).Vectors;
        for (int k = 0; k < n; k++)
        {
            // The signs that LAPACK gives where n = 2: the first component of every vector is negative.
            if (u[0, k] * signs[k] >= 0)
                continue;
            for (int i = 0; i < n; i++)
                u[i, k] = -u[i, k];
        }

        // U (J + diag r) Uᵀ = (U 1)(U 1)ᵀ + U diag(r) Uᵀ.
        var covariance = new double[n, n];
        double most = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                (double left, double right, double sum) = (0, 0, 0);
                for (int k = 0; k < n; k++)
                {
                    left += u[i, k];
                    right += u[j, k];
                    sum += u[i, k] * r[k] * u[j, k];
                }

                covariance[i, j] = (left * right) + sum;
                most = Math.Max(most, covariance[i, j]);
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                covariance[i, j] *= largest / most;
        }

        return covariance;
    }
}
