using System.Diagnostics;
using Engram.Neurons;
using Engram.Numerics;
using Engram.Numerics.Products;

namespace Engram.Lab.Benchmarks;

/// <summary>
/// One step of microcircuits side by side, learning with Latent Equilibrium as in <c>le-microcircuit-bars</c>, beside the peak of the core
/// that it runs on, measured in the same process right before.
/// </summary>
public sealed class MicrocircuitBenchmark : IBenchmark
{
    private const double TimeStep = 0.1;

    /// <inheritdoc/>
    public string Name => "microcircuit";

    /// <inheritdoc/>
    public string Summary => "one step of dendritic microcircuits side by side, on one core: µs, share of the core's peak, bytes allocated, times real time";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        (int[] Sizes, int Lanes, bool IsPlastic)[] cases =
        [
            ([9, 30, 3], 1, true), ([9, 30, 3], 10, true), ([9, 30, 3], 10, false), ([9, 30, 3], 16, true), ([9, 30, 3], 64, true),
            ([9, 100, 100, 10], 16, true),
        ];
        foreach ((int[] sizes, int lanes, bool isPlastic) in cases)
        {
            stop.ThrowIfCancellationRequested();
            yield return Step<float>(sizes, lanes, isPlastic, options.Quick);
        }

        stop.ThrowIfCancellationRequested();
        yield return Step<double>([9, 30, 3], 10, isPlastic: true, options.Quick);
    }

    private static BenchmarkResult Step<T>(int[] sizes, int lanes, bool isPlastic, bool isQuick)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        const int Steps = 100;
        int layers = sizes.Length - 2;
        using Microcircuit<T> circuits = (Microcircuit.Describe(sizes) with { TimeStep = TimeStep }).Build<T>(lanes);
        for (int lane = 0; lane < lanes; lane++)
            MicrocircuitInitialization.Uniform(circuits, lane, new RandomStreams((ulong)lane).Named("weights"));
        circuits.PredictItself();
        // Rates of 10 ms presentations. Weights onto apical dendrites rest, as published.
        circuits.LearningRates = new MicrocircuitLearningRates
        {
            Up = [.. Enumerable.Repeat(0.05, layers), 0.01],
            ToInterneurons = [.. Enumerable.Repeat(0.02, layers)],
        };
        RandomStream pixels = new RandomStreams(1).Named("benchmark");
        for (int input = 0; input < sizes[0]; input++)
        {
            for (int lane = 0; lane < lanes; lane++)
                circuits.Input[input, lane] = T.CreateChecked(pixels.NextDouble());
        }

        var presentation = new MicrocircuitPresentation(Steps) { IsNudged = true, IsPlastic = isPlastic };
        double seconds = isQuick ? 0.2 : 1.5;
        double peak = PeakMeter.Measure<T>(circuits.InstructionSet, isQuick ? 0.02 : 0.1);
        // Until the runtime has compiled everything in its final form.
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.2)
            circuits.Present(in presentation);
        var samples = new List<double>(capacity: 1_000_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        begin = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            circuits.Present(in presentation);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps);
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        samples.Sort();
        double micros = samples[samples.Count / 2];
        double gflops = 2.0 * lanes * SynapsesOf(sizes, isPlastic) / micros * 1e-3;
        string precision = typeof(T) == typeof(float) ? "" : ", double precision";
        return new BenchmarkResult(
            $"microcircuit step {string.Join('-', sizes)}{precision}{(isPlastic ? "" : ", not learning")}",
            lanes,
            1,
            micros,
            gflops,
            gflops / peak,
            (double)allocated / (samples.Count * Steps),
            TimeStep * 1000 / micros,
            $"{micros / lanes:F3} µs a circuit; fastest {samples[0]:F2} µs; softplus not counted as arithmetic")
        {
            PeakGflops = peak,
        };
    }

    /// <summary>Multiply-adds of a step and lane: each synapse once for its dendrite, and once more if it learns.</summary>
    private static double SynapsesOf(int[] sizes, bool isPlastic)
    {
        double count = 0;
        for (int layer = 1; layer < sizes.Length; layer++)
        {
            int up = sizes[layer] * sizes[layer - 1], across = layer < sizes.Length - 1 ? sizes[layer] * sizes[layer + 1] : 0;
            count += up + (3 * across) + (isPlastic ? up + across : 0);
        }

        return count;
    }
}
