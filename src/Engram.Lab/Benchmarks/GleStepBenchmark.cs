using System.Diagnostics;
using Engram.Neurons;
using Engram.Numerics;
using Engram.Numerics.Products;

namespace Engram.Lab.Benchmarks;

/// <summary>
/// One training step (neurons, errors, gradients, Adam) of the <c>gle-mnist1d</c> network, beside the peak of the cores that it runs on,
/// measured in the same process right before.
/// </summary>
public sealed class GleStepBenchmark : IBenchmark
{
    private const double TimeStep = 0.2;

    // A time constant of the model is taken for 10 ms, as a membrane has: a step of 0.2 is then 2 ms long.
    private const double MicrosPerTimeUnit = 10_000;

    /// <inheritdoc/>
    public string Name => "gle-step";

    /// <inheritdoc/>
    public string Summary => "one training step of the gle-mnist1d network: µs, share of the core's peak, bytes allocated, times real time";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        int most = options.Threads ?? Environment.ProcessorCount;
        // The batch sizes at the published width, then wider networks, then the same on more threads.
        (int Slow, int Fast, int Lanes)[] sizes =
            [(36, 17, 1), (36, 17, 16), (36, 17, 100), (36, 17, 256), (60, 30, 100), (200, 100, 100), (500, 250, 100)];
        foreach ((int slow, int fast, int lanes) in sizes)
        {
            for (int threads = 1; threads <= most; threads = threads == most ? most + 1 : Math.Min(2 * threads, most))
            {
                stop.ThrowIfCancellationRequested();
                yield return Step(slow, fast, lanes, threads, options.Quick);
            }
        }
    }

    private static BenchmarkResult Step(int slow, int fast, int lanes, int threads, bool isQuick)
    {
        NetworkDescription description = Network.Describe(1, TimeStep);
        for (int layer = 0; layer < 6; layer++)
        {
            description = description.Dense(
                layer == 0 ? Activation.Linear : Activation.Tanh,
                NeuronGroup.Retrospective(slow / 2, 0.6, TimeStep),
                NeuronGroup.Retrospective(slow / 2, 1.2, TimeStep),
                NeuronGroup.Instantaneous(fast, 1.2));
        }

        description = description.Dense(Activation.Linear, NeuronGroup.Instantaneous(10, 1.2));
        using Network<float> network = description.Build<float>(lanes, seed: 1);
        using var learner = new OnlineLearner<float>(network, Loss.CrossEntropy, new Adam(1e-3));
        using WorkerTeam? team = threads > 1 ? new WorkerTeam(threads) : null;
        network.Team = team;
        learner.SetLabels([.. Enumerable.Range(0, lanes).Select(lane => lane % 10)]);

        const int Steps = 360;
        using var sequence = new LaneMatrix<float>(Steps, lanes);
        RandomStream noise = new RandomStreams(1).Named("benchmark");
        for (int step = 0; step < Steps; step++)
            noise.FillGaussian(sequence.Row(step));

        // The peak is measured again for each result, because a shared machine changes its pace.
        double seconds = isQuick ? 0.2 : 1.5;
        double peak = PeakMeter.Measure<float>(seconds: isQuick ? 0.02 : 0.1) * threads;
        // Until the runtime has compiled everything in its final form.
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.3)
            learner.Present(sequence);
        var samples = new List<double>(capacity: 1_000_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        begin = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            learner.Present(sequence);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps);
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        samples.Sort();
        double micros = samples[samples.Count / 2];
        double gflops = FlopsOf(description, lanes) / micros * 1e-3;
        return new BenchmarkResult(
            $"gle-mnist1d step, width {slow + fast}",
            lanes,
            threads,
            micros,
            gflops,
            gflops / peak,
            (double)allocated / (samples.Count * Steps),
            TimeStep * MicrosPerTimeUnit / micros,
            $"fastest {samples[0]:F1} µs; peak {peak:F0} GFLOP/s")
        {
            PeakGflops = peak,
        };
    }

    /// <summary>Drive, gradient, and for all but the first layer transport: two operations for each weight and lane.</summary>
    private static double FlopsOf(NetworkDescription description, int lanes)
    {
        double flops = 0;
        int below = description.Inputs;
        foreach (LayerDescription layer in description.Layers)
        {
            flops += 2.0 * lanes * layer.Neurons.Count * below * (layer == description.Layers[0] ? 2 : 3);
            below = layer.Neurons.Count;
        }

        return flops;
    }
}
