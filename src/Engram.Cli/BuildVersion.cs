using System.Reflection;
using System.Runtime.InteropServices;
using Engram.Lab;

namespace Engram.Cli;

/// <summary>Which Engram this is, and on what it runs.</summary>
internal static class BuildVersion
{
    /// <summary>The version with the commit behind a plus sign, for instance <c>0.1.0+1f2e3d</c>: as the laboratory records it with runs.</summary>
    public static string Text { get; } =
        typeof(Laboratory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The version alone.</summary>
    public static string Number => Text.Split('+')[0];

    /// <summary>The commit; empty when it was built outside a repository.</summary>
    public static string Commit => Text.Contains('+', StringComparison.Ordinal) ? Text[(Text.IndexOf('+', StringComparison.Ordinal) + 1)..] : "";

    /// <summary>Runtime, system and processor in one line.</summary>
    public static string Machine =>
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}, "
        + $"{Environment.ProcessorCount} cores";
}
