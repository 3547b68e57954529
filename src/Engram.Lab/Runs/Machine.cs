using System.Reflection;
using System.Runtime.InteropServices;
using Engram.Numerics;

namespace Engram.Lab.Runs;

/// <summary>What this process runs on, in words.</summary>
internal static class Machine
{
    public static IReadOnlyList<KeyValuePair<string, string>> Describe() =>
    [
        new("system", RuntimeInformation.OSDescription),
        new("architecture", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()),
        new("processors", $"{Environment.ProcessorCount}"),
        new("instruction_set", InstructionSets.Default.ToString().ToLowerInvariant()),
        new("runtime", RuntimeInformation.FrameworkDescription),
    ];

    /// <summary>The Engram version with the commit: <c>0.1.0+3cab875...</c>.</summary>
    public static string Version { get; } =
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
