namespace Engram.Benchmarks;

/// <summary>A way of doing the work of a case.</summary>
/// <param name="Name">What distinguishes it in the table; empty if nothing does.</param>
/// <param name="Run">Does the work.</param>
/// <param name="Difference">How far its results are from those of the other library, as <see cref="Tables.Difference"/> says.</param>
internal sealed record Contender(string Name, Action Run, double Difference);

/// <summary>
/// The same work in Engram and in libtorch, in one way or more. Of the ways of libtorch the fastest counts among those that are right. The
/// differences of the ways of Engram hold for the ways of libtorch that are given with a difference of 0.
/// </summary>
/// <param name="Name">The line of the table.</param>
/// <param name="Units">How many steps or products a run has; times are given for one.</param>
/// <param name="Engram">The ways of Engram: a line each.</param>
/// <param name="Libtorch">The ways of libtorch.</param>
/// <param name="Tolerance">What the differences may be at most.</param>
internal sealed record Comparison(string Name, int Units, IReadOnlyList<Contender> Engram, IReadOnlyList<Contender> Libtorch, double Tolerance);

/// <summary>What a case consists of: tables of both, which are freed afterwards.</summary>
internal interface IBenchmarkCase : IDisposable
{
    IEnumerable<Comparison> Comparisons();
}
