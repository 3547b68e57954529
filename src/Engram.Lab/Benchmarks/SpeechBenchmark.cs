using System.Diagnostics;
using Engram.Lab.Experiments.Gle.Speech;
using Engram.Neurons;
using Engram.Numerics;
using Engram.Numerics.Products;

namespace Engram.Lab.Benchmarks;

/// <summary>
/// One training step of the <c>gle-speech</c> network (32-750-750-750-12, batch 256), beside the peak of the cores that it runs on, measured in
/// the same process right before, and the hours that 420 epochs of 146 batches of 820 steps would take.
/// </summary>
public sealed class SpeechBenchmark : IBenchmark
{
    private const int Lanes = 256, Channels = 32, Classes = 12, Steps = 4;

    private const double StepsOfRun = 420.0 * 146 * 820;

    // A frame is 25 ms long, and twenty steps.
    private const double MicrosPerStep = 25_000.0 / 20;

    /// <inheritdoc/>
    public string Name => "gle-speech";

    /// <inheritdoc/>
    public string Summary => "one training step of the gle-speech network: ms, share of the core's peak, hours for the whole published run";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        int most = options.Threads ?? Environment.ProcessorCount;
        for (int threads = 1; threads <= most; threads = threads == most ? most + 1 : Math.Min(2 * threads, most))
        {
            stop.ThrowIfCancellationRequested();
            yield return Step(threads, options.Quick);
        }
    }

    private static BenchmarkResult Step(int threads, bool isQuick)
    {
        var settings = new SpokenSettings();
        NetworkDescription description = SpokenExperiment<SpokenSettings>.Describe(settings, Channels, Classes);
        using Network<float> network = description.Build<float>(Lanes, seed: 1);
        using var learner = new OnlineLearner<float>(network, Loss.CrossEntropy, new Adam(settings.Training.LearningRate));
        using WorkerTeam? team = threads > 1 ? new WorkerTeam(threads) : null;
        network.Team = team;
        learner.SetLabels([.. Enumerable.Range(0, Lanes).Select(static lane => lane % Classes)]);
        using var sequence = new LaneMatrix<float>(Steps * Channels, Lanes);
        RandomStream noise = new RandomStreams(1).Named("benchmark");
        for (int row = 0; row < sequence.Rows; row++)
            noise.FillGaussian(sequence.Row(row));

        double peak = PeakMeter.Measure<float>(seconds: isQuick ? 0.02 : 0.1) * threads;
        // Until the runtime has compiled everything in its final form.
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < (isQuick ? 0.2 : 1))
            learner.Present(sequence);
        var samples = new List<double>(capacity: 10_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        begin = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            learner.Present(sequence);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps);
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < (isQuick ? 0.5 : 4));
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        samples.Sort();
        double micros = samples[samples.Count / 2], gflops = Flops(description) / micros * 1e-3;
        return new BenchmarkResult(
            "gle-speech step, 32-750-750-750-12",
            Lanes,
            threads,
            micros,
            gflops,
            gflops / peak,
            (double)allocated / (samples.Count * Steps),
            MicrosPerStep / micros,
            $"{micros * StepsOfRun / 3.6e9:F0} hours for 420 epochs; fastest {samples[0]:F0} µs; peak {peak:F0} GFLOP/s")
        {
            PeakGflops = peak,
        };
    }

    /// <summary>Drive, gradient, and for all but the first layer transport: two operations for each weight and lane.</summary>
    private static double Flops(NetworkDescription description)
    {
        double flops = 0;
        int below = description.Inputs;
        foreach (LayerDescription layer in description.Layers)
        {
            flops += 2.0 * Lanes * layer.Neurons.Count * below * (layer == description.Layers[0] ? 2 : 3);
            below = layer.Neurons.Count;
        }

        return flops;
    }
}
