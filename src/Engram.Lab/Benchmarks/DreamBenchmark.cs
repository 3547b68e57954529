using System.Diagnostics;
using Engram.Datasets;
using Engram.Datasets.Procedural;
using Engram.Dreaming;
using Engram.Dreaming.Pathways;
using Engram.Dreaming.Phases;
using Engram.Dreaming.Views;
using Engram.Numerics;
using Engram.Numerics.Connections;
using Engram.Numerics.Products;

namespace Engram.Lab.Benchmarks;

/// <summary>
/// A cycle of the published dreaming cortex at batch 64 (PAD specification 3, 4 and 13): each phase, the whole cycle, contrastive dreaming, and
/// the steps of the optimisers alone, beside the peak of the cores that they run on. What is drawn and painted (images brought into their
/// batch, noise, masks, views) is measured apart: its share stands in the notes.
/// </summary>
public sealed class DreamBenchmark : IBenchmark
{
    private const int Lanes = 64;
    private const int KernelPlaces = 16;
    private const int Pictures = 512;

    /// <inheritdoc/>
    public string Name => "dream";

    /// <inheritdoc/>
    public string Summary => "one cycle of the dreaming cortex, phase by phase: µs, share of the core's peak, bytes allocated, share of data and chance";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        int most = options.Threads ?? Math.Min(2, Environment.ProcessorCount);
        Wake wake = new();
        Nrem nrem = new();
        Rem rem = new();
        (string Name, Phase[] Phases)[] works =
        [
            ("wake", [wake]),
            ("nrem", [nrem]),
            ("rem", [rem]),
            ("cycle: wake, nrem, rem", [wake, nrem, rem]),
            ("contrastive nrem", [new ContrastiveNrem()]),
            ("contrastive nrem, images unchanged", [new ContrastiveNrem { Transforms = DreamTransforms.None }]),
        ];
        for (int threads = 1; threads <= most; threads = threads == most ? most + 1 : Math.Min(2 * threads, most))
        {
            foreach ((string name, Phase[] phases) in works)
            {
                stop.ThrowIfCancellationRequested();
                yield return Live(name, phases, threads, options.Quick);
            }

            yield return Steps(threads, options.Quick);
        }
    }

    private static BenchmarkResult Live(string name, Phase[] phases, int threads, bool isQuick)
    {
        using WorkerTeam? team = threads > 1 ? new WorkerTeam(threads) : null;
        using Cortex<float> cortex = Description.Build<float>(Lanes, seed: 1, team);
        var chance = new TimedChance(new StreamChance<float>(new RandomStreams(1)));
        using var dreamer = new Dreamer<float>(cortex, phases, chance);
        ImageSet pictures = Paint();
        var order = new RandomStreams(2).Named("benchmark");
        var chosen = new int[Lanes];
        long data = 0;
        Remember(cortex);
        double flops = phases.Sum(phase => MultiplyAdds(phase, cortex)) * 2 * Lanes;
        return Time(name, threads, flops, isQuick, () =>
        {
            long start = Stopwatch.GetTimestamp();
            foreach (ref int index in chosen.AsSpan())
                index = order.NextBounded(pictures.Count);
            pictures.FillLanes(chosen, dreamer.Images, 2f / 255);
            foreach (ref float value in dreamer.Images.Storage())
                value -= 1;
            data += Stopwatch.GetTimestamp() - start;
            dreamer.Live(isFirstOfEpoch: false);
        },
        forget: () => data = chance.Ticks = 0,
        share: elapsed => $"data and chance {(double)(data + chance.Ticks) / elapsed:P1} of the time");
    }

    /// <summary>The steps of Adam that a cycle makes: three of the encoder, two of the generator.</summary>
    private static BenchmarkResult Steps(int threads, bool isQuick)
    {
        using WorkerTeam? team = threads > 1 ? new WorkerTeam(threads) : null;
        using Cortex<float> cortex = Description.Build<float>(Lanes, seed: 1, team);
        using var dreamer = new Dreamer<float>(cortex, [new Wake()], new StreamChance<float>(new RandomStreams(1)));
        FillWithNoise(dreamer.Images);
        dreamer.Live(isFirstOfEpoch: true);
        return Time("optimisers of a cycle", threads, double.NaN, isQuick, () =>
        {
            for (int step = 0; step < 3; step++)
            {
                dreamer.EncoderOptimizer.Step(cortex.Crew);
                if (step < 2)
                    dreamer.GeneratorOptimizer.Step(cortex.Crew);
            }
        },
        forget: static () => { },
        share: static _ => "");
    }

    private static CortexDescription Description => new() { Projections = 128 };

    private static BenchmarkResult Time(string name, int threads, double flops, bool isQuick, Action work, Action forget, Func<long, string> share)
    {
        // The peak is measured again for each result, because a shared machine changes its pace.
        double peak = PeakMeter.Measure<float>(seconds: isQuick ? 0.02 : 0.1) * threads;
        // Until the runtime has compiled everything in its final form.
        work();
        work();
        forget();
        int most = isQuick ? 2 : 12;
        var samples = new List<double>(capacity: most);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long begin = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            work();
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        while (samples.Count < most);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        // On a machine that others load too, the processor time of a thread alone is the better number; a team's includes its waiting.
        double own = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / samples.Count;
        string words = share(Stopwatch.GetTimestamp() - begin);
        samples.Sort();
        double micros = samples[samples.Count / 2], gflops = flops / micros * 1e-3;
        string[] notes =
        [
            double.IsNaN(flops) ? "" : $"{flops * 1e-9:F1} GFLOP",
            $"fastest {samples[0] * 1e-3:F1} ms",
            threads > 1 ? "" : $"processor time {own * 1e-3:F1} ms{(double.IsNaN(flops) ? "" : $" ({flops / own * 1e-3 / peak:P0} of the peak)")}",
            words,
            $"peak {peak:F0} GFLOP/s",
        ];
        return new BenchmarkResult(
            name,
            Lanes,
            threads,
            micros,
            gflops,
            gflops / peak,
            (double)allocated / samples.Count,
            double.NaN,
            string.Join("; ", notes.Where(static note => note.Length > 0)))
        {
            PeakGflops = peak,
        };
    }

    /// <summary>
    /// The multiply-adds of a phase for one image, as the specification counts them (13.1): every weight at every place, what falls outside of
    /// the image included; one merged backward pass; nothing for what no phase needs.
    /// </summary>
    internal static double MultiplyAdds(Phase phase, Cortex<float> cortex)
    {
        double trunk = Of(cortex.Trunk), latents = Of(cortex.LatentHead), judgement = Of(cortex.JudgementHead), generator = Of(cortex.Generator);
        double lowest = Of(cortex.Trunk.Stages[0].Connection), seed = Of(cortex.Generator.Stages[0].Connection);
        // Back through the trunk: gradients of all areas, errors to all but the image.
        double back = (2 * trunk) - lowest;
        return phase switch
        {
            Wake => trunk + latents + judgement + generator + (2 * generator) + (2 * (latents + judgement)) + back,
            Nrem => generator + trunk + latents + (2 * latents) + back,
            Rem => generator + trunk + judgement + (2 * judgement) + (2 * trunk) + (2 * generator) - seed,
            ContrastiveNrem => 2 * (generator + trunk + latents + (2 * latents) + back + (cortex.Projection is { } head ? 3 * Of(head) : 0)),
            _ => throw new ArgumentException($"The arithmetic of {phase.GetType().Name} has not been counted.", nameof(phase)),
        };
    }

    private static double Of(Pathway<float> pathway) => pathway.Stages.Sum(static stage => Of(stage.Connection));

    private static double Of(Connection<float> connection) => connection switch
    {
        ConvolutionConnection<float> => (double)connection.Above.Count * connection.Below.Channels * KernelPlaces,
        TransposedConvolutionConnection<float> => (double)connection.Below.Count * connection.Above.Channels * KernelPlaces,
        _ => (double)connection.Below.Count * connection.Above.Count,
    };

    /// <summary>Memories as they are once latents are regularised, so that phases of sleep can be measured without Wake.</summary>
    private static void Remember(Cortex<float> cortex)
    {
        FillWithNoise(cortex.Hippocampus.Recent);
        FillWithNoise(cortex.Hippocampus.Older);
    }

    private static void FillWithNoise(LaneMatrix<float> table)
    {
        RandomStream random = new RandomStreams(3).Named("benchmark");
        for (int row = 0; row < table.Rows; row++)
            random.FillGaussian(table.Row(row));
    }

    private static ImageSet Paint()
    {
        int size = Description.ImageSize, values = 3 * size * size;
        var pixels = new byte[Pictures * values];
        var labels = new int[Pictures];
        RandomStream random = new RandomStreams(4).Named("benchmark");
        for (int i = 0; i < Pictures; i++)
        {
            labels[i] = i % ColouredShapes.Classes;
            ColouredShapes.Paint(ShapeFactors.Draw(labels[i], random), size, pixels.AsSpan(i * values, values));
        }

        return new ImageSet(pixels, labels, new ImageShape(3, size, size), ColouredShapes.ClassNames, "coloured shapes");
    }

    /// <summary>Chance, and how long drawing it took. What each thread draws for its own views is not in it.</summary>
    private sealed class TimedChance(IDreamChance<float> chance) : IDreamChance<float>
    {
        internal long Ticks { get; set; }

        public void FillNoise(string purpose, long iteration, LaneMatrix<float> noise)
        {
            long start = Stopwatch.GetTimestamp();
            chance.FillNoise(purpose, iteration, noise);
            Ticks += Stopwatch.GetTimestamp() - start;
        }

        public void DrawMask(long iteration, int size, Span<bool> isBlank)
        {
            long start = Stopwatch.GetTimestamp();
            chance.DrawMask(iteration, size, isBlank);
            Ticks += Stopwatch.GetTimestamp() - start;
        }

        public RandomStreamState ViewOf(long iteration, int view, int lane) => chance.ViewOf(iteration, view, lane);
    }
}
