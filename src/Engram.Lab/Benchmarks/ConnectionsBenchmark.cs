using System.Diagnostics;
using Engram.Numerics;
using Engram.Numerics.Connections;
using Engram.Numerics.Products;

namespace Engram.Lab.Benchmarks;

/// <summary>
/// Drive, transport and gradient of the convolutions of the CIFAR-10 network of Latent Equilibrium and of dreaming, on one thread, each beside
/// the peak of the core, measured in the same process right before. A product is timed in stretches of units, each shorter than a time slice of
/// the system, and the medians of the stretches are added: so other programs disturb single stretches and not the number.
/// </summary>
public sealed class ConnectionsBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "connections";

    /// <inheritdoc/>
    public string Summary => "drive, transport and gradient of convolutions and dense connections: µs, share of the core's peak";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        (string Name, int Lanes, Func<Connection<float>> Build)[] shapes =
        [
            ("3x32x32 -> 20 k5", 128, static () => new ConvolutionConnection<float>(new SignalShape(3, 32, 32), 20, 5)),
            ("20x14x14 -> 50 k5", 128, static () => new ConvolutionConnection<float>(new SignalShape(20, 14, 14), 50, 5)),
            ("1250 -> 500 dense", 128, static () => new DenseConnection<float>(new SignalShape(50, 5, 5), 500)),
            ("64x16x16 -> 128 k4 s2 p1", 64, static () => new ConvolutionConnection<float>(new SignalShape(64, 16, 16), 128, 4, 2, 1)),
            ("128x8x8 -> 64 k4 s2 p1 transposed", 64, static () => new TransposedConvolutionConnection<float>(new SignalShape(128, 8, 8), 64, 4, 2, 1)),
            ("128x8x8 -> 256 k4 s2 p1", 64, static () => new ConvolutionConnection<float>(new SignalShape(128, 8, 8), 256, 4, 2, 1)),
            ("64x16x16 -> 3 k4 s2 p1 transposed", 64, static () => new TransposedConvolutionConnection<float>(new SignalShape(64, 16, 16), 3, 4, 2, 1)),
        ];
        foreach ((string name, int lanes, Func<Connection<float>> build) in shapes)
        {
            using Connection<float> connection = build();
            using var tables = new Tables(connection, lanes);
            foreach ((string product, int units, Action<int, int> run) in tables.Products())
            {
                stop.ThrowIfCancellationRequested();
                yield return Result($"{name}, {product}", lanes, tables.Flops, units, run, options.Quick);
            }
        }
    }

    private static BenchmarkResult Result(string name, int lanes, double flops, int units, Action<int, int> run, bool isQuick)
    {
        // The peak is measured again for each result, because a shared machine changes its pace.
        double peak = PeakMeter.Measure<float>(seconds: isQuick ? 0.02 : 0.1);
        run(0, units);
        int stretches = Math.Min(units, 24);
        var samples = new List<double>[stretches];
        for (int stretch = 0; stretch < stretches; stretch++)
            samples[stretch] = new List<double>(capacity: 10_000);
        int turns = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long begin = Stopwatch.GetTimestamp();
        do
        {
            for (int stretch = 0; stretch < stretches; stretch++)
            {
                int first = stretch * units / stretches;
                long start = Stopwatch.GetTimestamp();
                run(first, ((stretch + 1) * units / stretches) - first);
                samples[stretch].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }

            turns++;
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < (isQuick ? 0.1 : 0.7));
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        foreach (List<double> stretch in samples)
            stretch.Sort();
        double micros = samples.Sum(static stretch => stretch[stretch.Count / 2]);
        double fastest = samples.Sum(static stretch => stretch[0]);
        double gflops = flops / micros * 1e-3;
        return new BenchmarkResult(
            name,
            lanes,
            Threads: 1,
            micros,
            gflops,
            gflops / peak,
            (double)allocated / turns,
            double.NaN,
            $"fastest {fastest:F0} µs ({flops / fastest * 1e-3 / peak:P0}); peak {peak:F0} GFLOP/s")
        {
            PeakGflops = peak,
        };
    }

    /// <summary>A connection with tables of random numbers around it.</summary>
    private sealed class Tables : IDisposable
    {
        private readonly Connection<float> _connection;
        private readonly LaneMatrix<float> _rates;
        private readonly LaneMatrix<float> _errors;
        private readonly LaneMatrix<float> _drive;
        private readonly LaneMatrix<float> _sent;
        private readonly LaneMatrix<float> _gradient;
        private readonly AlignedBuffer<float> _scratch;
        private readonly int _lanes;

        internal Tables(Connection<float> connection, int lanes)
        {
            _connection = connection;
            _lanes = lanes;
            RandomStream noise = new RandomStreams(1).Named("benchmark");
            foreach (ref float weight in connection.Parameters.Storage())
                weight = (float)noise.NextUniform(-1, 1);
            _rates = Random(connection.Below.Count, noise);
            _errors = Random(connection.Above.Count, noise);
            _drive = new LaneMatrix<float>(connection.Above.Count, lanes);
            _sent = new LaneMatrix<float>(connection.Below.Count, lanes);
            _gradient = new LaneMatrix<float>(connection.Parameters.Rows, connection.Parameters.Lanes);
            _scratch = new AlignedBuffer<float>(connection.ScratchLength(lanes));
            Flops = FlopsOf(connection, lanes);
        }

        /// <summary>Two operations for each weight, place and lane; what falls outside of the image is not counted.</summary>
        internal double Flops { get; }

        internal (string Name, int Units, Action<int, int> Run)[] Products() =>
        [
            ("drive", _connection.DriveUnits, (first, count) => _connection.Drive(_rates, _drive, first, count, _scratch)),
            ("transport", _connection.TransportUnits, (first, count) => _connection.Transport(_errors, _sent, first, count, _scratch)),
            (
                "gradient",
                _connection.GradientUnits,
                (first, count) => _connection.Gradient(_errors, _rates, -1f / _lanes, _gradient, first, count, _scratch)
            ),
        ];

        public void Dispose()
        {
            foreach (LaneMatrix<float> table in new[] { _rates, _errors, _drive, _sent, _gradient })
                table.Dispose();
            _scratch.Dispose();
        }

        private static double FlopsOf(Connection<float> connection, int lanes)
        {
            (SignalShape image, SignalShape map, int kernel, int stride, int padding) = connection switch
            {
                ConvolutionConnection<float> convolution =>
                    (connection.Below, connection.Above, convolution.Kernel, convolution.Stride, convolution.Padding),
                TransposedConvolutionConnection<float> transposed =>
                    (connection.Above, connection.Below, transposed.Kernel, transposed.Stride, transposed.Padding),
                _ => (new SignalShape(connection.Below.Count), new SignalShape(connection.Above.Count), 1, 1, 0),
            };
            double taps = (double)Meetings(image.Height, map.Height, kernel, stride, padding) * Meetings(image.Width, map.Width, kernel, stride, padding);
            return 2 * taps * image.Channels * map.Channels * lanes;
        }

        private static int Meetings(int image, int map, int kernel, int stride, int padding)
        {
            int count = 0;
            for (int place = 0; place < map; place++)
            {
                for (int tap = 0; tap < kernel; tap++)
                {
                    int met = (place * stride) + tap - padding;
                    count += met >= 0 && met < image ? 1 : 0;
                }
            }

            return count;
        }

        private LaneMatrix<float> Random(int rows, RandomStream noise)
        {
            var table = new LaneMatrix<float>(rows, _lanes);
            foreach (ref float value in table.Storage())
                value = (float)noise.NextUniform(-1, 1);
            return table;
        }
    }
}
