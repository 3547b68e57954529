using Engram.Numerics;

namespace Engram.Vision.Analysis;

/// <summary>
/// Exact t-SNE (van der Maaten and Hinton 2008) as specification 2.8.4 says: neighbours in the plane are to be those of the space. Distances between groups
/// mean little; report <see cref="Embedding.NeighbourPurity"/> beside the picture.
/// </summary>
internal sealed class TSne
{
    private const int Exaggerated = 250;
    private const double Exaggeration = 12;
    private const double EarlyMomentum = 0.5;
    private const double LateMomentum = 0.8;
    private const double StartDeviation = 1e-4;
    private const double LeastLearningRate = 200;
    private const double LeastGain = 0.01;
    private const int BisectionSteps = 60;

    private readonly int _count;
    private readonly double[] _likeness;
    private readonly double[] _places, _speeds, _gains, _forces, _sums;
    private readonly ParallelOptions _threads;

    private TSne(Embedding points, double perplexity, int threads)
    {
        _count = points.Count;
        _threads = new ParallelOptions { MaxDegreeOfParallelism = threads };
        _likeness = Likeness(points, Math.Min(perplexity, Math.Max(1, (_count - 1) / 3.0)));
        _places = Start(points);
        (_speeds, _gains, _forces, _sums) = (new double[2 * _count], new double[2 * _count], new double[2 * _count], new double[_count]);
        Array.Fill(_gains, 1);
    }

    /// <summary>Places points in the plane. The result does not depend on threads.</summary>
    /// <param name="points">Principal components; the first two are where it begins.</param>
    /// <param name="perplexity">About how many neighbours count.</param>
    /// <param name="iterations">Steps.</param>
    /// <param name="threads">Threads that work.</param>
    /// <param name="stop">Asked for by Ctrl-C.</param>
    public static Embedding Of(Embedding points, double perplexity = 30, int iterations = 1000, int threads = 1, CancellationToken stop = default)
    {
        if (points.Count < 3)
            return new Embedding(points.Count, 2, new double[2 * points.Count]);
        var work = new TSne(points, perplexity, threads);
        double rate = Math.Max(LeastLearningRate, points.Count / Exaggeration);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            stop.ThrowIfCancellationRequested();
            bool isEarly = iteration < Exaggerated;
            work.Step(rate, isEarly ? EarlyMomentum : LateMomentum, isEarly ? Exaggeration : 1);
        }

        return new Embedding(points.Count, 2, work._places);
    }

    /// <summary>How alike two points are: p of specification 2.8.4, symmetric, of sum 1.</summary>
    internal static double[] Likeness(Embedding points, double perplexity)
    {
        int count = points.Count;
        double wanted = Math.Log(perplexity);
        var likeness = new double[count * count];
        var squares = new double[count];
        var row = new double[count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                squares[j] = points.SquareDistance(i, j);
            double low = 0, high = double.PositiveInfinity, precision = 1, nearest = squares.Where((_, j) => j != i).Min();
            for (int step = 0; step < BisectionSteps; step++)
            {
                double sum = 0, weighted = 0;
                for (int j = 0; j < count; j++)
                {
                    row[j] = j == i ? 0 : Math.Exp(-precision * (squares[j] - nearest));
                    sum += row[j];
                    weighted += row[j] * (squares[j] - nearest);
                }

                double entropy = Math.Log(sum) + (precision * weighted / sum);
                for (int j = 0; j < count; j++)
                    row[j] /= sum;
                if (Math.Abs(entropy - wanted) < 1e-6)
                    break;
                (low, high) = entropy > wanted ? (precision, high) : (low, precision);
                precision = double.IsInfinity(high) ? precision * 2 : (low + high) / 2;
            }

            row.CopyTo(likeness, i * count);
        }

        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
                likeness[(i * count) + j] = likeness[(j * count) + i] = (likeness[(i * count) + j] + likeness[(j * count) + i]) / (2.0 * count);
        }

        return likeness;
    }

    /// <summary>The first two components, the first with a deviation of 1e-4.</summary>
    private static double[] Start(Embedding points)
    {
        var places = new double[2 * points.Count];
        double square = 0;
        for (int i = 0; i < points.Count; i++)
            square += points[i][0] * points[i][0];
        double scale = square > 0 ? StartDeviation / Math.Sqrt(square / points.Count) : 0;
        for (int i = 0; i < points.Count; i++)
        {
            places[2 * i] = scale * points[i][0];
            places[(2 * i) + 1] = points.Dimensions > 1 ? scale * points[i][1] : 0;
        }

        // Points that are the same would never part.
        RandomStream stream = new RandomStreams(1).Named("t-sne");
        for (int i = 0; i < places.Length; i++)
            places[i] += 1e-3 * StartDeviation * stream.NextGaussian();
        return places;
    }

    private void Step(double rate, double momentum, double exaggeration)
    {
        Parallel.For(0, _count, _threads, i =>
        {
            double sum = 0, x = _places[2 * i], y = _places[(2 * i) + 1];
            for (int j = 0; j < _count; j++)
            {
                double dx = x - _places[2 * j], dy = y - _places[(2 * j) + 1];
                sum += 1 / (1 + (dx * dx) + (dy * dy));
            }

            _sums[i] = sum - 1;
        });
        double whole = 0;
        foreach (double sum in _sums)
            whole += sum;
        Parallel.For(0, _count, _threads, i =>
        {
            double across = 0, up = 0, x = _places[2 * i], y = _places[(2 * i) + 1];
            for (int j = 0; j < _count; j++)
            {
                double dx = x - _places[2 * j], dy = y - _places[(2 * j) + 1];
                double near = 1 / (1 + (dx * dx) + (dy * dy));
                double pull = ((exaggeration * _likeness[(i * _count) + j]) - (near / whole)) * near;
                across += pull * dx;
                up += pull * dy;
            }

            (_forces[2 * i], _forces[(2 * i) + 1]) = (4 * across, 4 * up);
        });
        for (int i = 0; i < _places.Length; i++)
        {
            // Gains as in the method's own description: faster while the direction holds.
            _gains[i] = Math.Sign(_forces[i]) != Math.Sign(_speeds[i]) ? _gains[i] + 0.2 : Math.Max(LeastGain, _gains[i] * 0.8);
            _speeds[i] = (momentum * _speeds[i]) - (rate * _gains[i] * _forces[i]);
            _places[i] += _speeds[i];
        }

        for (int axis = 0; axis < 2; axis++)
        {
            double mean = 0;
            for (int i = axis; i < _places.Length; i += 2)
                mean += _places[i] / _count;
            for (int i = axis; i < _places.Length; i += 2)
                _places[i] -= mean;
        }
    }
}
