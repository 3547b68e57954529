using Engram.Lab;
using Engram.Lab.Benchmarks;

namespace Engram.Cli;

/// <summary>What a verb works with. The laboratory is built when first asked for: help and mistakes need none.</summary>
/// <param name="terminal">Where to write.</param>
/// <param name="laboratory">Builds the laboratory.</param>
/// <param name="benchmarks">Lists the benchmarks.</param>
internal sealed class Session(Terminal terminal, Func<ILaboratory> laboratory, Func<IReadOnlyList<IBenchmark>> benchmarks)
{
    private readonly Lazy<ILaboratory> _laboratory = new(laboratory);

    /// <summary>Where to write.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>The laboratory.</summary>
    public ILaboratory Laboratory => _laboratory.Value;

    /// <summary>The benchmarks.</summary>
    public IReadOnlyList<IBenchmark> Benchmarks => benchmarks();

    /// <summary>Which command this is.</summary>
    public Tool Tool => Terminal.Tool;

    /// <summary>Asked for by Ctrl-C.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The clock that progress is told by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
