namespace Engram.Lab.Benchmarks;

/// <summary>One measurement. What a benchmark does not measure is <see cref="double.NaN"/>, and is shown as a dash.</summary>
/// <param name="Name">What ran, for instance <c>gle-mnist1d training step</c>.</param>
/// <param name="Lanes">The batch: how many samples a step advances together.</param>
/// <param name="Threads">Threads used.</param>
/// <param name="MicrosPerStep">Wall time of one step, µs (median).</param>
/// <param name="Gflops">Arithmetic done, 10^9 floating-point operations a second; a multiply-add counts as two.</param>
/// <param name="ShareOfPeak"><paramref name="Gflops"/> as a share of what the same threads reach in a loop of multiply-adds, 0 to 1.</param>
/// <param name="BytesPerStep">Managed memory allocated in one step, bytes.</param>
/// <param name="TimesRealTime">Simulated time over wall time; above 1 the network keeps up with the world.</param>
/// <param name="Note">What a reader must know to judge the number; may be empty.</param>
public sealed record BenchmarkResult(
    string Name,
    int Lanes,
    int Threads,
    double MicrosPerStep,
    double Gflops,
    double ShareOfPeak,
    double BytesPerStep,
    double TimesRealTime,
    string Note = "")
{
    /// <summary>What the same threads reach in a loop of multiply-adds, 10^9 operations a second, measured right before.</summary>
    public double PeakGflops { get; init; } = double.NaN;
}
