namespace Engram.Lab.Benchmarks;

/// <summary>A piece of work whose speed <c>engram bench</c> measures.</summary>
public interface IBenchmark
{
    /// <summary>The name typed at the command, in kebab case.</summary>
    string Name { get; }

    /// <summary>One line: what is measured.</summary>
    string Summary { get; }

    /// <summary>Measures, one result at a time, so that each can be shown as soon as it is known.</summary>
    /// <param name="options">How long, and on how many threads.</param>
    /// <param name="stop">Asks to stop: throw <see cref="OperationCanceledException"/> soon.</param>
    /// <returns>The results, in the order in which they are to be shown.</returns>
    IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop);
}
