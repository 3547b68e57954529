namespace Engram.Benchmarks;

/// <summary>A way of doing the work of a case.</summary>
/// <param name="Name">What distinguishes it in the table; empty if nothing does.</param>
/// <param name="Run">Does the work.</param>
/// <param name="Difference">How far the results of libtorch are from its results, relative to the largest.</param>
internal sealed record Contender(string Name, Action Run, double Difference);

/// <summary>The same work in Engram, in one way or more, and in libtorch.</summary>
/// <param name="Name">The line of the table.</param>
/// <param name="Units">How many steps or products a run has; times are given for one.</param>
/// <param name="Engram">The ways of Engram.</param>
/// <param name="Libtorch">Does the work with libtorch.</param>
/// <param name="Tolerance">What the differences may be at most.</param>
internal sealed record Comparison(string Name, int Units, IReadOnlyList<Contender> Engram, Action Libtorch, double Tolerance);

/// <summary>What a case consists of: tables of both, which are freed afterwards.</summary>
internal interface IBenchmarkCase : IDisposable
{
    IEnumerable<Comparison> Comparisons();
}
