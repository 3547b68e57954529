using CsCheck;
using Engram.Numerics.LinearAlgebra;

namespace Engram.Numerics.Tests.LinearAlgebra;

public class SymmetricEigenTests
{
    private static readonly Gen<(int Size, double[] Matrix)> Symmetric =
        from size in Gen.Int[1, 14]
        from numbers in Gen.Double[-10, 10].Array[size * size]
        select (size, Symmetrized(numbers, size));

    [Fact]
    public void Any_symmetric_matrix_is_the_sum_of_its_eigenvalues_times_the_squares_of_its_eigenvectors() => Symmetric.Sample(given =>
    {
        var (size, matrix) = given;
        double[] again = SymmetricEigen.Of(matrix, size).Apply(value => value);
        for (var i = 0; i < matrix.Length; i++)
            Assert.Equal(matrix[i], again[i], 1e-11);
    });

    [Fact]
    public void Eigenvectors_are_orthogonal_and_of_length_1_and_values_fall() => Symmetric.Sample(given =>
    {
        var eigen = SymmetricEigen.Of(given.Matrix, given.Size);
        for (var i = 0; i < given.Size; i++)
        {
            Assert.True(i == 0 || eigen.Values[i] <= eigen.Values[i - 1]);
            for (var j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, Dot(eigen.Vector(i), eigen.Vector(j)), 1e-12);
        }
    });

    [Fact]
    public void The_chain_of_springs_has_the_known_eigenvalues()
    {
        const int Size = 60;
        var matrix = new double[Size * Size];
        for (var i = 0; i < Size; i++)
        {
            matrix[(i * Size) + i] = 2;
            if (i > 0) matrix[(i * Size) + i - 1] = matrix[((i - 1) * Size) + i] = -1;
        }

        var eigen = SymmetricEigen.Of(matrix, Size);
        for (var k = 1; k <= Size; k++)
            Assert.Equal(2 - (2 * Math.Cos(k * Math.PI / (Size + 1))), eigen.Values[Size - k], 1e-12);
    }

    [Fact]
    public void The_furthest_number_of_a_vector_is_positive()
    {
        var eigen = SymmetricEigen.Of([2, -1, -1, 2], 2);
        Assert.Equal(3, eigen.Values[0], 1e-14);
        Assert.Equal([Math.Sqrt(0.5), -Math.Sqrt(0.5)], eigen.Vector(0).ToArray(), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(1, eigen.Values[1], 1e-14);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1e150)]
    public void The_size_of_the_numbers_does_not_matter(double scale)
    {
        var eigen = SymmetricEigen.Of([4 * scale, scale, 0, scale, 3 * scale, scale, 0, scale, 2 * scale], 3);
        Assert.Equal(9, (eigen.Values[0] + eigen.Values[1] + eigen.Values[2]) / scale, 1e-12);
        Assert.Equal(18, eigen.Values[0] / scale * (eigen.Values[1] / scale) * (eigen.Values[2] / scale), 1e-11);
    }

    [Fact]
    public void Equal_eigenvalues_and_zeros_are_no_trouble()
    {
        double[] ones = new double[25];
        Array.Fill(ones, 1);
        var eigen = SymmetricEigen.Of(ones, 5);
        Assert.Equal(5, eigen.Values[0], 1e-13);
        for (var i = 1; i < 5; i++)
            Assert.Equal(0, eigen.Values[i], 1e-13);
        Assert.All(SymmetricEigen.Of(new double[16], 4).Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void What_is_no_matrix_of_numbers_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Of([1, 2, 3], 2));
        Assert.Contains("Row 1, column 0", Assert.Throws<ArgumentException>(() => SymmetricEigen.Of([1, 0, double.NaN, 1], 2)).Message, StringComparison.Ordinal);
    }

    private static double[] Symmetrized(double[] numbers, int size)
    {
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < row; column++)
                numbers[(column * size) + row] = numbers[(row * size) + column];
        }

        return numbers;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
