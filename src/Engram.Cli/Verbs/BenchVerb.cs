using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Lab;
using Engram.Lab.Benchmarks;

namespace Engram.Cli.Verbs;

/// <summary><c>engram bench</c>: how fast this machine is at it.</summary>
internal static class BenchVerb
{
    private const string Unmeasured = "-";

    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var name = new Argument<string?>("NAME") { Description = "one benchmark (default: all of them)", Arity = ArgumentArity.ZeroOrOne };
        var quick = Choices.Quick();
        var threads = Choices.Threads();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "bench",
            "Measure the speed of the engine on this machine",
            "engram bench",
            "engram bench --quick --json") { name, quick, threads, json, quiet };
        verb.SetAction(parsed =>
        {
            var chosen = Find(session.Benchmarks, parsed.GetValue(name));
            var options = new BenchmarkOptions { Quick = parsed.GetValue(quick), Threads = parsed.GetValue(threads) };
            var showProgress = !parsed.GetValue(quiet) && (session.Terminal.ErrorIsInteractive || !parsed.GetValue(json));
            if (parsed.GetValue(json)) WriteJson(session.Terminal, chosen.SelectMany(benchmark => Measure(session, benchmark, options, showProgress)).ToList());
            else WriteText(session, chosen, options, showProgress);
            return ExitCode.Done;
        });
        return verb;
    }

    private static IReadOnlyList<IBenchmark> Find(IReadOnlyList<IBenchmark> all, string? name)
    {
        if (name is null) return all;
        var found = all.FirstOrDefault(benchmark => string.Equals(benchmark.Name, name, StringComparison.OrdinalIgnoreCase));
        if (found is not null) return [found];
        var names = all.Select(static benchmark => benchmark.Name).ToArray();
        throw new UsageException($"There is no benchmark '{name}'.{Nearest.Offer(name, names)} {(names.Length > 0 ? $" There are: {string.Join(", ", names)}." : "")}");
    }

    private static IEnumerable<BenchmarkResult> Measure(Session session, IBenchmark benchmark, BenchmarkOptions options, bool showProgress)
    {
        session.Stop.ThrowIfCancellationRequested();
        if (showProgress) session.Terminal.Say($"measuring {benchmark.Name}: {benchmark.Summary}");
        foreach (var result in benchmark.Measure(options, session.Stop))
        {
            session.Stop.ThrowIfCancellationRequested();
            yield return result;
        }
    }

    private static void WriteText(Session session, IReadOnlyList<IBenchmark> benchmarks, BenchmarkOptions options, bool showProgress)
    {
        foreach (var benchmark in benchmarks)
        {
            var table = new TextTable("work", ">lanes", ">threads", ">µs/step", ">GFLOP/s", ">of peak", ">bytes/step", ">x real time", "note");
            foreach (var result in Measure(session, benchmark, options, showProgress))
            {
                table.Add(
                    result.Name,
                    result.Lanes.ToString(),
                    result.Threads.ToString(),
                    Figure(result.MicrosPerStep),
                    Figure(result.Gflops),
                    double.IsFinite(result.ShareOfPeak) ? $"{result.ShareOfPeak * 100:0} %" : Unmeasured,
                    double.IsFinite(result.BytesPerStep) ? result.BytesPerStep.ToString("0") : Unmeasured,
                    Figure(result.TimesRealTime),
                    result.Note);
            }

            session.Terminal.Output.WriteLine(session.Terminal.Bold(benchmark.Name));
            table.Write(session.Terminal);
            session.Terminal.Output.WriteLine();
            session.Terminal.Output.Flush();
        }
    }

    private static string Figure(double value) => !double.IsFinite(value) ? Unmeasured : value switch
    {
        >= 100 => value.ToString("0"),
        >= 10 => value.ToString("0.0"),
        _ => value.ToString("0.00"),
    };

    private static void WriteJson(Terminal terminal, IReadOnlyList<BenchmarkResult> results) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartArray();
        foreach (var result in results)
        {
            writer.WriteStartObject();
            writer.WriteString("name", result.Name);
            writer.WriteNumber("lanes", result.Lanes);
            writer.WriteNumber("threads", result.Threads);
            writer.Number("micros_per_step", result.MicrosPerStep);
            writer.Number("gflops", result.Gflops);
            writer.Number("share_of_peak", result.ShareOfPeak);
            writer.Number("bytes_per_step", result.BytesPerStep);
            writer.Number("times_real_time", result.TimesRealTime);
            if (double.IsFinite(result.PeakGflops)) writer.Number("peak_gflops", result.PeakGflops);
            if (result.Note.Length > 0) writer.WriteString("note", result.Note);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
