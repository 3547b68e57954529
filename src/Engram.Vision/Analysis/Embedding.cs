using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Engram.Vision.Analysis;

/// <summary>Points in a space of many numbers, and what is near what (specification 2.8). An addition of Engram: the authors' scripts have none.</summary>
/// <param name="Count">Points.</param>
/// <param name="Dimensions">Numbers of each.</param>
/// <param name="Values"><c>[point, number]</c>.</param>
internal sealed record Embedding(int Count, int Dimensions, double[] Values)
{
    /// <summary>Points from features.</summary>
    public static Embedding Of(ReadOnlySpan<float> values, int count)
    {
        var all = new double[values.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = values[i];
        return new Embedding(count, count == 0 ? 0 : all.Length / count, all);
    }

    /// <summary>The numbers of a point.</summary>
    public ReadOnlySpan<double> this[int point] => Values.AsSpan(point * Dimensions, Dimensions);

    /// <summary>All points moved to length 1; one at the origin stays.</summary>
    public Embedding OfUnitLength()
    {
        var values = (double[])Values.Clone();
        for (int point = 0; point < Count; point++)
        {
            Span<double> own = values.AsSpan(point * Dimensions, Dimensions);
            double square = 0;
            foreach (double value in own)
                square += value * value;
            if (square == 0)
                continue;
            double scale = 1 / Math.Sqrt(square);
            for (int i = 0; i < own.Length; i++)
                own[i] *= scale;
        }

        return this with { Values = values };
    }

    /// <summary>The first principal components; the sign is such that the number furthest from 0 of each direction is positive.</summary>
    /// <param name="components">How many, at most; as many as there are numbers or points.</param>
    public Embedding PrincipalComponents(int components)
    {
        components = Math.Min(components, Math.Min(Dimensions, Count));
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        Tensor points = tensor(Values, Count, Dimensions);
        points = points.sub(points.mean([0], keepdim: true));
        (Tensor values, Tensor vectors) = linalg.eigh(points.t().mm(points));
        Tensor directions = vectors.narrow(1, Dimensions - components, components).flip(1);
        Tensor furthest = directions.abs().argmax(0, keepdim: true);
        Tensor signs = directions.gather(0, furthest).sign();
        Tensor projected = points.mm(directions.mul(signs)).contiguous();
        return new Embedding(Count, components, MemoryMarshal.Cast<byte, double>(projected.bytes).ToArray());
    }

    /// <summary>The square of the distance of two points.</summary>
    public double SquareDistance(int one, int other)
    {
        ReadOnlySpan<double> a = this[one], b = this[other];
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>The nearest other points, the nearest first; equal ones in their order.</summary>
    public int[] Nearest(int point, int count)
    {
        double[] distances = [.. Enumerable.Range(0, Count).Select(other => SquareDistance(point, other))];
        return [.. Enumerable.Range(0, Count).Where(other => other != point).OrderBy(other => distances[other]).ThenBy(static other => other).Take(count)];
    }

    /// <summary>The mean share of the ten nearest points that have a point's own label, 0 to 1.</summary>
    public double NeighbourPurity(IReadOnlyList<int> labels, int neighbours = 10)
    {
        int count = Math.Min(neighbours, Count - 1);
        if (count < 1)
            return double.NaN;
        return Enumerable.Range(0, Count).Average(point => Nearest(point, count).Count(other => labels[other] == labels[point]) / (double)count);
    }
}
