using System.Diagnostics;
using Engram.Numerics;
using Engram.Numerics.Products;
using Engram.Numerics.Simd;

namespace Engram.Lab.Benchmarks;

/// <summary>
/// The three products of dense connections on one thread, at the sizes of the networks here, beside the peak of the core, measured in the
/// same process right before. Operands are as warm as a repeated product leaves them; in a step they come from further away.
/// </summary>
public sealed class ProductsBenchmark : IBenchmark
{
    private enum Kind
    {
        Drive,
        Transport,
        Gradient,
    }

    /// <inheritdoc/>
    public string Name => "products";

    /// <inheritdoc/>
    public string Summary => "drive, transport and gradient of dense connections on one thread: µs, share of the core's peak";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Presynaptic and postsynaptic neurons, lanes: gle-mnist1d and wider; the layers of 784-300-100-10 on images; one beyond all caches.
        (int Below, int Above, int Lanes)[] sizes =
            [(53, 53, 100), (300, 300, 100), (750, 750, 100), (784, 300, 512), (300, 100, 512), (512, 300, 512), (1024, 1024, 512)];
        foreach ((int below, int above, int lanes) in sizes)
        {
            foreach (Kind kind in Enum.GetValues<Kind>())
            {
                stop.ThrowIfCancellationRequested();
                yield return Product(kind, below, above, lanes, options.Quick);
            }
        }
    }

    private static BenchmarkResult Product(Kind kind, int below, int above, int lanes, bool isQuick)
    {
        double seconds = isQuick ? 0.05 : 0.5;
        double peak = PeakMeter.Measure<float>(InstructionSets.Default, isQuick ? 0.02 : 0.1);
        using var operands = new Operands(kind, below, above, lanes);
        double flops = 2.0 * below * above * lanes;
        // So many at once that the clock's own time does not count.
        int repetitions = Math.Max(1, (int)(peak * 1e9 * 100e-6 / flops));
        var samples = new List<double>(capacity: 100_000);
        operands.Run(repetitions);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long begin = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            operands.Run(repetitions);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / repetitions);
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        samples.Sort();
        double micros = samples[samples.Count / 2];
        double gflops = flops / micros * 1e-3;
        return new BenchmarkResult(
            $"{Word(kind)}, {below} to {above}",
            lanes,
            Threads: 1,
            micros,
            gflops,
            gflops / peak,
            (double)allocated / (samples.Count * repetitions),
            double.NaN,
            $"fastest {samples[0]:F1} µs, {flops / samples[0] * 1e-3 / peak:P0} of peak; peak {peak:F0} GFLOP/s")
        {
            PeakGflops = peak,
        };
    }

    private static string Word(Kind kind) => kind switch
    {
        Kind.Drive => "drive",
        Kind.Transport => "transport",
        _ => "gradient",
    };

    /// <summary>The tables of one product, and the product.</summary>
    private sealed unsafe class Operands : IDisposable
    {
        private readonly Kind _kind;
        private readonly LaneMatrix<float> _weights;
        private readonly LaneMatrix<float> _rates;
        private readonly LaneMatrix<float> _transposedRates;
        private readonly LaneMatrix<float> _above;

        internal Operands(Kind kind, int below, int above, int lanes)
        {
            _kind = kind;
            _weights = new LaneMatrix<float>(above, below + 1);
            _rates = new LaneMatrix<float>(below, lanes);
            _transposedRates = new LaneMatrix<float>(lanes, below);
            _above = new LaneMatrix<float>(above, lanes);
            RandomStream noise = new RandomStreams(1).Named("benchmark");
            foreach (LaneMatrix<float> table in new[] { _weights, _rates, _transposedRates, _above })
            {
                for (int row = 0; row < table.Rows; row++)
                    noise.FillGaussian(table.Row(row));
            }
        }

        public void Dispose()
        {
            _weights.Dispose();
            _rates.Dispose();
            _transposedRates.Dispose();
            _above.Dispose();
        }

        internal void Run(int repetitions)
        {
            var work = new Work(this, repetitions);
            VectorKernel.Run<Work, float>(ref work, InstructionSets.Default);
        }

        private readonly struct Work(Operands operands, int repetitions) : IVectorKernel<float>
        {
            public void Run<TSimd, TVector>()
                where TSimd : struct, ISimd<TVector, float>
                where TVector : unmanaged
            {
                LaneMatrix<float> weights = operands._weights, rates = operands._rates, transposed = operands._transposedRates, above = operands._above;
                int below = rates.Rows;
                for (int repetition = 0; repetition < repetitions; repetition++)
                {
                    switch (operands._kind)
                    {
                        case Kind.Drive:
                            DenseProducts<TSimd, TVector, float>.Drive(
                                weights.Pointer, weights.Stride, weights.Pointer + below, rates.Pointer, rates.Stride, above.Pointer, above.Stride, above.Rows, above.Lanes, below);
                            break;
                        case Kind.Transport:
                            DenseProducts<TSimd, TVector, float>.Transport(
                                weights.Pointer, weights.Stride, above.Pointer, above.Stride, rates.Pointer, rates.Stride, below, above.Lanes, above.Rows);
                            break;
                        default:
                            DenseProducts<TSimd, TVector, float>.Gradient(
                                above.Pointer, above.Stride, transposed.Pointer, transposed.Stride, weights.Pointer, weights.Stride, above.Rows, below, above.Lanes, -1f / above.Lanes);
                            break;
                    }
                }
            }
        }
    }
}
