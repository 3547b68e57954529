using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Engram.Benchmarks;

/// <summary>
/// The processor time of the calling thread, where the system tells it (Linux): other programs that want the same cores then do not count.
/// Elsewhere the wall clock. Both libraries work on the calling thread alone.
/// </summary>
internal static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    internal static string Name => OperatingSystem.IsLinux() ? "processor time of the thread" : "wall-clock time";

    /// <summary>Microseconds since some moment.</summary>
    internal static double Now()
    {
        if (!OperatingSystem.IsLinux())
            return Stopwatch.GetElapsedTime(0).TotalMicroseconds;
        if (ClockGetTime(ThreadProcessorTime, out TimeSpecification time) != 0)
            throw new InvalidOperationException("The system does not tell the processor time of a thread.");
        return (time.Seconds * 1e6) + (time.Nanoseconds * 1e-3);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ClockGetTime(int clock, out TimeSpecification time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
