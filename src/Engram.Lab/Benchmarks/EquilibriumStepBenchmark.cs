using System.Diagnostics;
using Engram.Neurons;
using Engram.Numerics;
using Engram.Numerics.Connections;
using Engram.Numerics.Products;

namespace Engram.Lab.Benchmarks;

/// <summary>
/// A training step of a published Latent Equilibrium network, as the equations say and with the exact shortcuts, beside the peak of the cores
/// that it runs on. Arithmetic is counted over the work that is really done: a shortcut takes less time, not more operations a second.
/// </summary>
/// <param name="name">The name at the command.</param>
/// <param name="description">The network.</param>
/// <param name="lanes">The published batch.</param>
/// <param name="steps">The published steps of a presentation.</param>
public sealed class EquilibriumStepBenchmark(string name, EquilibriumDescription description, int lanes, int steps) : IBenchmark
{
    /// <summary>784-300-100-10 with the batch and the steps of Fig. 2b (specification 5.3).</summary>
    public static EquilibriumStepBenchmark Mnist { get; } = new(
        "le-mnist",
        EquilibriumDescription.Of(new SignalShape(784), 0.01, 20).Dense(300).Dense(100, factor: 0.2).Dense(10, Activation.Linear, factor: 0.1),
        lanes: 512,
        steps: 100);

    /// <summary>The LeNet-like network of Fig. 2e (specification 5.4).</summary>
    public static EquilibriumStepBenchmark Cifar10 { get; } = new(
        "le-cifar10",
        EquilibriumDescription.Of(new SignalShape(3, 32, 32), 0.1, 10)
            .Convolution(20, 5)
            .Pool()
            .Convolution(50, 5, factor: 0.2)
            .Pool()
            .Dense(500, factor: 0.2)
            .Dense(10, Activation.Linear, factor: 0.1),
        lanes: 128,
        steps: 50);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Summary => $"one training step of the {name} network, plain and with exact shortcuts: µs, share of the core's peak, bytes allocated";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        int most = options.Threads ?? Environment.ProcessorCount;
        foreach (EquilibriumShortcuts shortcuts in (EquilibriumShortcuts[])[EquilibriumShortcuts.All, EquilibriumShortcuts.None])
        {
            for (int threads = 1; threads <= most; threads = threads == most ? most + 1 : Math.Min(2 * threads, most))
            {
                stop.ThrowIfCancellationRequested();
                yield return Step(shortcuts, threads, options.Quick);
            }
        }
    }

    private BenchmarkResult Step(EquilibriumShortcuts shortcuts, int threads, bool isQuick)
    {
        using EquilibriumNetwork<float> network = description.Build<float>(lanes, seed: 1);
        using WorkerTeam? team = threads > 1 ? new WorkerTeam(threads) : null;
        network.Team = team;
        network.Shortcuts = shortcuts;
        network.LearningRate = 1e-3;
        using var input = new LaneMatrix<float>(description.Input.Count, lanes);
        using var target = new LaneMatrix<float>(network.Output.Rows, lanes);
        RandomStream random = new RandomStreams(1).Named("benchmark");
        for (int row = 0; row < input.Rows; row++)
            random.Fill(input.Row(row));
        for (int lane = 0; lane < lanes; lane++)
            target[lane % target.Rows, lane] = 1;

        // The peak is measured again for each result, because a shared machine changes its pace.
        double seconds = isQuick ? 0.3 : 3;
        double peak = PeakMeter.Measure<float>(seconds: isQuick ? 0.02 : 0.1) * threads;
        // Until the runtime has compiled everything in its final form.
        long begin = Stopwatch.GetTimestamp();
        do
            network.Learn(input, target, steps);
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.3);
        var samples = new List<double>(capacity: 100_000);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        begin = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            network.Learn(input, target, steps);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / steps);
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        // On a machine that others load too, the processor time of a thread alone is the better number; a team's includes its waiting.
        double own = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / (samples.Count * steps);
        string alone = threads > 1 ? "" : $"processor time {own:F1} µs; ";

        samples.Sort();
        double micros = samples[samples.Count / 2];
        double gflops = FlopsOf(network) / micros * 1e-3;
        return new BenchmarkResult(
            $"{name} step, {(shortcuts == EquilibriumShortcuts.None ? "plain" : "with shortcuts")}",
            lanes,
            threads,
            micros,
            gflops,
            gflops / peak,
            (double)allocated / (samples.Count * steps),
            description.TimeStep * 1e3 / micros,
            $"{FlopsOf(network) * 1e-9:F2} GFLOP a step; fastest {samples[0]:F1} µs; {alone}peak {peak:F0} GFLOP/s")
        {
            PeakGflops = peak,
        };
    }

    /// <summary>Drive and gradient, and above the first layer transport; through the Gram matrix, what replaces them in the first layer.</summary>
    private double FlopsOf(EquilibriumNetwork<float> network)
    {
        double flops = 0;
        foreach (EquilibriumPopulation<float> layer in network.Layers.Where(layer => layer.HasNeurons))
        {
            double products = 2.0 * lanes * layer.Parameters.Rows * (layer.Parameters.Lanes - 1) * layer.Shape.Positions;
            if (layer.Index > 0)
                flops += 3 * products;
            else if (network.LearnsThroughGram(steps))
                flops += (2.0 * lanes * lanes * layer.Shape.Count) + (((2 * products) + (2.0 * lanes * lanes * description.Input.Count)) / steps);
            else
                flops += 2 * products;
        }

        return flops;
    }
}
