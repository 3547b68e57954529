using System.Diagnostics;
using Engram.Delaunay.Imaging;
using Engram.Lab.Benchmarks;
using Engram.Numerics;
using Engram.Vision.Data;
using Engram.Vision.Networks;
using Engram.Vision.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Engram.Vision.Benchmarks;

/// <summary>
/// Training ResNet-18 at 64 pixels: Engram's loop (pictures from bytes, its optimiser, its counting) against the same network straight on TorchSharp with
/// TorchSharp's Adam on pictures that lie ready, in turns in one process; and how much resident memory grows with each iteration.
/// </summary>
internal sealed class ResNetBenchmark : IBenchmark
{
    private const int Side = 64;
    private const int Batch = 16;
    private const int Classes = 53;
    private const int LongIterations = 2000;

    // Specification 2.2: multiply-adds of a picture; backwards costs twice that.
    private const double Gigaoperations = 0.15 * 2 * 3;

    /// <inheritdoc/>
    public string Name => "resnet";

    /// <inheritdoc/>
    public string Summary => "training ResNet-18 at 64 pixels: Engram's loop and the same network straight on TorchSharp; processor time of a step, growth of memory";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        int threads = options.Threads ?? Environment.ProcessorCount;
        Device device = Torch.Device("cpu", threads);
        PictureSet pictures = Noise(4 * Batch, Side);
        int[] all = [.. Enumerable.Range(0, pictures.Count)];
        using VisionNetwork ours = NetworkCatalogue.Build("resnet18", Classes, seed: 1);
        using var optimizer = new Training.Adam(ours.named_parameters(), 0.003, 0.0025);
        using var training = new ClassifierTraining(
            ours, optimizer, new LearningRateSchedule("constant", 0.003, 1), pictures, all, [], new TrainingPlan { Epochs = 1, Batch = Batch, Threads = threads }, seed: 1, device);
        using VisionNetwork theirs = NetworkCatalogue.Build("resnet18", Classes, seed: 1);
        theirs.train();
        using var straight = optim.Adam(theirs.parameters(), 0.003, weight_decay: 0.0025);
        using Tensor ready = randn(Batch, 3, Side, Side);
        using Tensor labels = randint(0, Classes, [Batch], dtype: ScalarType.Int64);

        int turns = options.Quick ? 4 : 24;
        List<double> ourTimes = [], theirTimes = [];
        double ourGrowth = 0, theirGrowth = 0;
        long allocated = 0;
        for (int turn = -2; turn < turns; turn++)
        {
            stop.ThrowIfCancellationRequested();
            double before = ResidentMegabytes();
            long bytes = GC.GetTotalAllocatedBytes();
            double ourTime = Timed(() => training.Learn(all.AsMemory((turn & 3) * Batch, Batch)));
            allocated += turn >= 0 ? GC.GetTotalAllocatedBytes() - bytes : 0;
            double between = ResidentMegabytes();
            double theirTime = Timed(() => Straight(theirs, straight, ready, labels));
            if (turn < 0)
                continue;
            ourTimes.Add(ourTime);
            theirTimes.Add(theirTime);
            (ourGrowth, theirGrowth) = (ourGrowth + between - before, theirGrowth + ResidentMegabytes() - between);
        }

        double own = Median(ourTimes), other = Median(theirTimes);
        yield return Result("ResNet-18 at 64 px, Engram's loop", own, threads, (double)allocated / turns, $"{other / own:F2} of the throughput of the straight loop; memory {ourGrowth / turns:+0.00;-0.00} MB an iteration");
        yield return Result("ResNet-18 at 64 px, straight on TorchSharp", other, threads, double.NaN, $"memory {theirGrowth / turns:+0.00;-0.00} MB an iteration");
        yield return Memory(options.Quick ? 200 : LongIterations, threads, device, stop);
    }

    /// <summary>Many iterations of a small network, where each is short: what leaks shows.</summary>
    private static BenchmarkResult Memory(int iterations, int threads, Device device, CancellationToken stop)
    {
        PictureSet pictures = Noise(16, 32);
        using VisionNetwork network = NetworkCatalogue.Build("small", Classes, seed: 1);
        using var optimizer = new Training.Adam(network.named_parameters(), 0.003, 0.0025);
        using var training = new ClassifierTraining(
            network, optimizer, new LearningRateSchedule("constant", 0.003, 1), pictures, [.. Enumerable.Range(0, 16)], [], new TrainingPlan { Epochs = 1, Batch = 8, Threads = threads }, seed: 1, device);
        int[] indices = [.. Enumerable.Range(0, 8)];
        int warmUp = iterations / 10;
        double begin = 0;
        var times = new List<double>();
        for (int i = 0; i < iterations; i++)
        {
            stop.ThrowIfCancellationRequested();
            if (i == warmUp)
                begin = ResidentMegabytes();
            times.Add(Timed(() => training.Learn(indices)));
        }

        double end = ResidentMegabytes();
        return new BenchmarkResult(
            "small network at 32 px, memory", 8, threads, Median(times), double.NaN, double.NaN, double.NaN, double.NaN,
            $"resident {begin:F0} MB after {warmUp} iterations, {end:F0} MB after {iterations}: {1000 * (end - begin) / (iterations - warmUp):+0.0;-0.0} kB an iteration");
    }

    private static BenchmarkResult Result(string name, double micros, int threads, double bytes, string note) =>
        new(name, Batch, threads, micros, Gigaoperations * Batch / micros * 1e6, double.NaN, bytes, double.NaN, $"processor time; {note}");

    private static void Straight(VisionNetwork network, optim.Optimizer optimizer, Tensor pictures, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor loss = nn.functional.cross_entropy(network.call(pictures), labels);
        loss.backward();
        optimizer.step();
        _ = loss.item<float>();
    }

    private static double Timed(Action work)
    {
        TimeSpan begin = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - begin).TotalMicroseconds;
    }

    private static double ResidentMegabytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1e6;
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    private static PictureSet Noise(int count, int side)
    {
        RandomStream stream = new RandomStreams(1).Named("benchmark");
        var images = new RgbImage[count];
        for (int i = 0; i < count; i++)
        {
            images[i] = new RgbImage(side, side);
            foreach (ref byte value in images[i].Pixels)
                value = (byte)stream.NextBounded(256);
        }

        return new PictureSet("noise", [.. Enumerable.Range(0, Classes).Select(static label => $"{label}")], images, [.. Enumerable.Range(0, count).Select(static i => i % Classes)], [.. Enumerable.Range(0, count).Select(static i => $"{i}")]);
    }
}
