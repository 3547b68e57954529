using Engram.Dreaming.Pathways;
using Engram.Numerics;
using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Dreaming.Evaluation;

/// <summary>What near means.</summary>
public enum Nearness
{
    /// <summary>A small angle: contrastive specification 7.4.</summary>
    Cosine,

    /// <summary>A small Euclidean distance.</summary>
    Euclidean,
}

/// <summary>How often the neighbours of a latent say its class.</summary>
/// <param name="Nearness">What near means.</param>
/// <param name="Neighbours">k: how many vote.</param>
/// <param name="Accuracy">The share of test items whose class the vote says, 0 to 1.</param>
public readonly record struct NeighbourResult(Nearness Nearness, int Neighbours, double Accuracy);

/// <summary>
/// Classes by majority vote of the nearest training latents; nothing is learned. Of training items that are equally near the earlier counts as
/// nearer, and of classes with equally many votes the one whose nearest voter is nearer wins. Contrastive specification 7.4.
/// </summary>
public static unsafe class NearestNeighbours
{
    private const int Queries = 64;
    private const int Rows = 128;

    /// <summary>The accuracies of several numbers of neighbours.</summary>
    /// <param name="train">Who may vote.</param>
    /// <param name="test">Whose class is asked.</param>
    /// <param name="nearness">What near means.</param>
    /// <param name="neighbours">The numbers of neighbours; each 1 to the number of training items.</param>
    /// <param name="crew">Who works; results do not depend on it.</param>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null. Results do not depend on it.</param>
    /// <exception cref="ArgumentException">The sets do not fit, or there are fewer training items than neighbours.</exception>
    public static IReadOnlyList<NeighbourResult> Measure(
        LatentSet train, LatentSet test, Nearness nearness, IReadOnlyList<int> neighbours, Crew<float> crew, InstructionSet? set = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(neighbours);
        ArgumentNullException.ThrowIfNull(crew);
        if (train.Dimensions != test.Dimensions || train.ClassCount != test.ClassCount || test.Count == 0)
            throw new ArgumentException($"Training latents have {train.Dimensions} numbers and {train.ClassCount} classes, the {test.Count} test latents {test.Dimensions} and {test.ClassCount}.", nameof(test));
        if (neighbours.Count == 0 || neighbours.Min() < 1 || neighbours.Max() > train.Count)
            throw new ArgumentException($"Between 1 and {train.Count} neighbours can vote, not {string.Join(", ", neighbours)}.", nameof(neighbours));
        var work = new Search(
            nearness == Nearness.Cosine ? train.Normalized() : train, nearness == Nearness.Cosine ? test.Normalized() : test, nearness, [.. neighbours], set);
        crew.Reserve(work.Room);
        crew.Run(work);
        return [.. neighbours.Select((k, i) => new NeighbourResult(nearness, k, (double)work.RightOf(i) / test.Count))];
    }

    /// <summary>Blocks of test items are the units; each finds its neighbours and holds its votes alone.</summary>
    private sealed class Search : IUnits<float>
    {
        private readonly LatentSet _train;
        private readonly LatentSet _test;
        private readonly int[] _neighbours;
        private readonly int _most;
        private readonly float[] _offsets;
        private readonly int[][] _right;
        private readonly InstructionSet? _set;

        internal Search(LatentSet train, LatentSet test, Nearness nearness, int[] neighbours, InstructionSet? set)
        {
            (_train, _test, _neighbours, _set) = (train, test, neighbours, set);
            _most = neighbours.Max();
            _right = new int[Units][];
            _offsets = new float[train.Count];
            if (nearness == Nearness.Cosine)
                return;
            // The nearest in distance has the greatest x·y − ‖y‖²/2: ‖x‖² is the same for all.
            for (int item = 0; item < train.Count; item++)
            {
                double squares = 0;
                foreach (float value in train[item])
                    squares += (double)value * value;
                _offsets[item] = (float)(-squares / 2);
            }
        }

        public int Units => ((_test.Count - 1) / Queries) + 1;

        /// <summary>Test items side by side, and what their products with a block of training items are.</summary>
        internal nint Room => (nint)Queries * (_test.Dimensions + Rows);

        internal int RightOf(int choice) => _right.Sum(unit => unit[choice]);

        public void Work(int first, int count, AlignedBuffer<float> scratch)
        {
            var votes = new int[_train.ClassCount];
            var nearest = new Candidates[Queries];
            for (int lane = 0; lane < Queries; lane++)
                nearest[lane] = new Candidates(_most);
            for (int unit = first; unit < first + count; unit++)
                _right[unit] = Count(unit * Queries, nearest, votes, scratch);
        }

        private int[] Count(int first, Candidates[] nearest, int[] votes, AlignedBuffer<float> scratch)
        {
            int lanes = Math.Min(Queries, _test.Count - first), dimensions = _test.Dimensions;
            float* queries = scratch.Pointer;
            float* products = queries + ((nint)Queries * dimensions);
            new Span<float>(queries, Queries * dimensions).Clear();
            for (int lane = 0; lane < lanes; lane++)
            {
                ReadOnlySpan<float> latent = _test[first + lane];
                for (int i = 0; i < dimensions; i++)
                    queries[((nint)i * Queries) + lane] = latent[i];
                nearest[lane].Clear();
            }

            float* least = stackalloc float[Queries];
            new Span<float>(least, Queries).Fill(float.NegativeInfinity);
            fixed (float* train = _train.Values, offsets = _offsets)
            {
                for (int start = 0; start < _train.Count; start += Rows)
                {
                    int rows = Math.Min(Rows, _train.Count - start);
                    var kernel = new ProductOf(train + ((nint)start * dimensions), queries, products, rows, dimensions);
                    VectorKernel.Run<ProductOf, float>(ref kernel, _set);
                    for (int row = 0; row < rows; row++)
                    {
                        float* similarity = products + ((nint)row * Queries);
                        float offset = offsets[start + row];
                        for (int lane = 0; lane < lanes; lane++)
                        {
                            float value = similarity[lane] + offset;
                            if (value > least[lane])
                                least[lane] = nearest[lane].Add(value, start + row);
                        }
                    }
                }
            }

            var right = new int[_neighbours.Length];
            for (int lane = 0; lane < lanes; lane++)
            {
                for (int choice = 0; choice < right.Length; choice++)
                    right[choice] += Vote(nearest[lane].Items(_neighbours[choice]), votes) == _test.Labels[first + lane] ? 1 : 0;
            }

            return right;
        }

        private int Vote(ReadOnlySpan<int> voters, int[] votes)
        {
            Array.Clear(votes);
            foreach (int voter in voters)
                votes[_train.Labels[voter]]++;
            int most = votes.Max();
            foreach (int voter in voters)
            {
                if (votes[_train.Labels[voter]] == most)
                    return _train.Labels[voter];
            }

            return -1;
        }
    }

    /// <summary>The nearest so far, the nearest first.</summary>
    private sealed class Candidates(int most)
    {
        private readonly float[] _values = new float[most];
        private readonly int[] _items = new int[most];
        private int _count;

        internal ReadOnlySpan<int> Items(int count) => _items.AsSpan(0, Math.Min(count, _count));

        internal void Clear() => _count = 0;

        /// <summary>Takes one in.</summary>
        /// <returns>What the next must exceed.</returns>
        internal float Add(float value, int item)
        {
            // Behind all that are as near: they came earlier.
            int place = _count == _values.Length ? _count - 1 : _count++;
            while (place > 0 && _values[place - 1] < value)
            {
                (_values[place], _items[place]) = (_values[place - 1], _items[place - 1]);
                place--;
            }

            (_values[place], _items[place]) = (value, item);
            return _count == _values.Length ? _values[_count - 1] : float.NegativeInfinity;
        }
    }

    private readonly struct ProductOf(float* train, float* queries, float* products, int rows, int dimensions) : IVectorKernel<float>
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, float>
            where TVector : unmanaged =>
            DenseProducts<TSimd, TVector, float>.Drive(train, dimensions, null, queries, Queries, products, Queries, rows, Queries, dimensions);
    }
}
