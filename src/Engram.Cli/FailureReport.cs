namespace Engram.Cli;

/// <summary>Keeps what a maintainer needs to know of a failure, so that the user need not read it.</summary>
internal static class FailureReport
{
    /// <summary>Writes the report into the temporary folder.</summary>
    /// <returns>A sentence that says where it is.</returns>
    public static string Write(Exception exception, IReadOnlyList<string> arguments, Tool tool)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{tool.Name}-failure-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}.txt");
        try
        {
            File.WriteAllText(path, $"""
                {tool.Name} {BuildVersion.Text}
                {BuildVersion.Machine}
                arguments: {string.Join(' ', arguments)}
                folder: {Environment.CurrentDirectory}

                {exception}

                """);
            return $"A full report is in {path}.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"A report could not be written to {path}.";
        }
    }
}
