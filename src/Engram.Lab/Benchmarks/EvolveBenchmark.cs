using System.Diagnostics;
using Engram.Evolution.Genomes;
using Engram.Evolution.Plasticity;
using Engram.Evolution.Primitives;
using Engram.Evolution.Programs;
using Engram.Evolution.Rules;
using Engram.Evolution.Search;
using Engram.Evolution.Spiking;
using Engram.Numerics;

namespace Engram.Lab.Benchmarks;

/// <summary>
/// The search for plasticity rules: evaluations of a rule in the standard configuration (10 datasets of 1800 samples, 2 synapses), what the
/// engine costs beside them, and the spiking tasks. Times are those of this process's processor time, so other work on the machine disturbs little.
/// </summary>
public sealed class EvolveBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "evolve";

    /// <inheritdoc/>
    public string Summary => "evaluations of plasticity rules a second, the engine's share, bytes allocated; the spiking tasks";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        double seconds = options.Quick ? 0.3 : 2;
        yield return Rule("Oja's rule", "y*(x - w*y)", 2, 10, seconds, stop);
        int threads = options.Threads ?? Environment.ProcessorCount;
        if (threads > 1)
            yield return RuleSideBySide("Oja's rule, a search on each thread", "y*(x - w*y)", threads, seconds, stop);
        yield return Rule("a rule of 8 operations", "(x - w*y)*(y + y - w*y + x*y - w)", 2, 10, seconds, stop);
        yield return Rule("Oja's rule, 10 inputs", "y*(x - w*y)", 10, 16, seconds, stop);
        yield return Search("search, evaluations included", 100, PlasticityTask, seconds, stop);
        yield return Search("search alone, an offspring of 100 columns", 100, Nothing, seconds, stop);
        yield return Search("search alone, an offspring of 1000 columns", 1000, Nothing, seconds, stop);
        yield return Reward(options.Quick, stop);
        yield return Error(options.Quick, stop);
        yield return Correlation(options.Quick, stop);
    }

    private static BenchmarkResult Rule(string name, string text, int inputs, int datasets, double seconds, CancellationToken stop)
    {
        using DatasetBatch data = Data(inputs, datasets);
        using var evaluator = new RuleEvaluator(data, inputs > 2 ? 0.002 : 0.01);
        var rule = new Program(Expression.Parse(text, OjaBaseline.InputNames));
        evaluator.Evaluate(rule);
        (double micros, double bytes) = Time(() => evaluator.Evaluate(rule), seconds, stop);
        double work = (double)datasets * data.SampleCount * ((inputs * (8.0 + rule.Length)) + 3);
        return new BenchmarkResult(
            name, datasets, 1, micros, work / micros * 1e-3, double.NaN, bytes / data.SampleCount, double.NaN,
            $"{1e6 / micros:N0} evaluations/s; a step is an evaluation, bytes are those of a sample; {micros * 1000 / (data.SampleCount * datasets * inputs):F1} ns a dataset, sample and synapse");
    }

    /// <summary>As seeds are run: each thread has a search, and data, of its own. Here the clock on the wall counts.</summary>
    private static BenchmarkResult RuleSideBySide(string name, string text, int threads, double seconds, CancellationToken stop)
    {
        const int Datasets = 10;
        var counts = new long[threads];
        using var ready = new Barrier(threads);
        long clock = 0;
        double elapsed = 0;
        var workers = new Thread[threads];
        for (int worker = 0; worker < threads; worker++)
        {
            int own = worker;
            workers[worker] = new Thread(() =>
            {
                using DatasetBatch data = Data(2, Datasets);
                using var evaluator = new RuleEvaluator(data, 0.01);
                var rule = new Program(Expression.Parse(text, OjaBaseline.InputNames));
                evaluator.Evaluate(rule);
                ready.SignalAndWait();
                long begin = Stopwatch.GetTimestamp();
                if (own == 0)
                    clock = begin;
                while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds && !stop.IsCancellationRequested)
                {
                    evaluator.Evaluate(rule);
                    counts[own]++;
                }

                ready.SignalAndWait();
                if (own == 0)
                    elapsed = Stopwatch.GetElapsedTime(clock).TotalMicroseconds;
            });
            workers[worker].Start();
        }

        foreach (Thread worker in workers)
            worker.Join();
        stop.ThrowIfCancellationRequested();
        double micros = elapsed / counts.Sum();
        return new BenchmarkResult(
            name, Datasets, threads, micros, double.NaN, double.NaN, double.NaN, double.NaN,
            $"{1e6 / micros:N0} evaluations/s of all threads together, by the clock on the wall");
    }

    private static BenchmarkResult Search(string name, int columns, Func<Objective> task, double seconds, CancellationToken stop)
    {
        const int Offspring = 4;
        Objective objective = task();
        var shape = new GenomeShape(RuleEvaluator.RuleInputs, PrimitiveSet.SubtractMultiply, columns: columns);
        var settings = new EvolutionSettings
        {
            Parents = 1,
            Offspring = Offspring,
            Mutation = Mutation.PerGene(0.05),
            MaximumGenerations = 50_000_000,
            Threads = 1,
        };
        using var search = new EvolutionSearch(shape, objective, settings, seed: 1);
        for (int i = 0; i < 200; i++)
            search.Step();
        long calls = search.ObjectiveCalls, generations = search.Generation;
        (double micros, double bytes) = Time(() => search.Step(), seconds, stop);
        double asked = (double)(search.ObjectiveCalls - calls) / (search.Generation - generations);
        return new BenchmarkResult(
            name, Offspring, 1, micros / Offspring, double.NaN, double.NaN, bytes / Offspring, double.NaN,
            $"a step is an offspring: cloned, mutated, decoded, compared; {asked:F1} of {Offspring} had a new fitness to find");
    }

    private static BenchmarkResult Reward(bool isQuick, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var options = new RewardTaskOptions { Experiments = isQuick ? 1 : 4, Signals = RewardSignals.Plain };
        using var task = new RewardTask(options, new RandomStreams(1));
        var rule = new Program(Expression.Parse("(R - 1)*E", ["R", "E"]));
        double micros = Once(() => task.Evaluate(rule)) / options.Experiments;
        return Spiking("reward-driven experiment", micros, options.Trials * options.Duration, $"{options.Trials} trials of {options.Duration} ms, steps of {options.Step} ms");
    }

    private static BenchmarkResult Error(bool isQuick, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var options = new ErrorTaskOptions { Duration = isQuick ? 2000 : 10_000 };
        using var task = new ErrorTask(options, new RandomStreams(1));
        var rule = new Program(Expression.Parse("s*(v - u)", ["v", "u", "s"]));
        double micros = Once(() => task.Evaluate(rule)) / options.Trials;
        return Spiking("error-driven trial", micros, options.Duration, $"{options.Duration / 1000} s in steps of {options.Step} ms, {options.Trials} trials side by side");
    }

    private static BenchmarkResult Correlation(bool isQuick, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var options = new CorrelationTaskOptions { Trials = isQuick ? 1 : 4 };
        using var task = new CorrelationTask(options, new RandomStreams(1));
        var depression = new Program(Expression.Parse("w*K - w - K", ["w", "K"]));
        var facilitation = new Program(Expression.Parse("K - w", ["w", "K"]));
        double micros = Once(() => task.Evaluate(depression, facilitation)) / options.Trials;
        return Spiking("correlation-driven trial", micros, options.Duration + options.TestDuration, $"{options.Duration / 1000} s of {options.Inputs} inputs, and the test");
    }

    private static BenchmarkResult Spiking(string name, double micros, double milliseconds, string note) =>
        new(name, 1, 1, micros, double.NaN, double.NaN, double.NaN, milliseconds * 1000 / micros, note);

    /// <summary>The processor time of one call, µs, after one to warm up.</summary>
    private static double Once(Action work)
    {
        work();
        TimeSpan begin = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - begin).TotalMicroseconds;
    }

    /// <summary>The processor time of a call, µs, and the bytes that it allocates.</summary>
    private static (double Micros, double Bytes) Time(Action work, double seconds, CancellationToken stop)
    {
        long clock = Stopwatch.GetTimestamp();
        long calls = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan begin = Environment.CpuUsage.TotalTime;
        do
        {
            stop.ThrowIfCancellationRequested();
            for (int i = 0; i < 50; i++)
                work();
            calls += 50;
        }
        while (Stopwatch.GetElapsedTime(clock).TotalSeconds < seconds);
        double micros = (Environment.CpuUsage.TotalTime - begin).TotalMicroseconds / calls;
        return (micros, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / calls);
    }

    private static DatasetBatch Data(int inputs, int datasets) =>
        new(PlasticityDataset.Draw(DatasetFamily.Iso, datasets, new RandomStreams(1), "benchmark", new DatasetOptions { Inputs = inputs }));

    private static PlasticityObjective PlasticityTask() => new(Data(2, 10), origin: "benchmark");

    // Every rule is worth the same, so the search drifts as it does on a plateau.
    private static Objective Nothing() => Objective.Of("nothing", static _ => 0);
}
