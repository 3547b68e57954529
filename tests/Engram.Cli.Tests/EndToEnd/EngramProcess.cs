using System.Diagnostics;

namespace Engram.Cli.Tests.EndToEnd;

/// <summary>The built command as a process of its own, as a user or a script starts it.</summary>
internal static class EngramProcess
{
    /// <summary>A network that learns in a second or two, with a checkpoint every few batches.</summary>
    public static readonly string[] TinyRun =
    [
        "run", "gle-mnist1d", "--preset", "quick", "--seed", "12", "--threads", "1",
        "--set", "data.samples=200", "--set", "data.steps=60", "--set", "training.batch=20", "--set", "training.epochs=150",
        "--set", "neurons.layers=2", "--set", "neurons.slow=4", "--set", "neurons.fast=2",
    ];

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "engram.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["ENGRAM_CHECKPOINT_SECONDS"] = "0.02";
        return Process.Start(start)!;
    }

    public static Ended Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        return Wait(process);
    }

    public static Ended Wait(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill();
            Assert.Fail("The command did not end within two minutes.");
        }

        return new Ended(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Waits until a run has begun to learn.</summary>
    public static string WaitForRun(string runs, Process process)
    {
        for (int attempt = 0; attempt < 6000; attempt++)
        {
            string? checkpoint = Directory.Exists(runs)
                ? Directory.EnumerateFiles(runs, "latest.state", SearchOption.AllDirectories).FirstOrDefault()
                : null;
            if (checkpoint is not null)
                return Path.GetDirectoryName(Path.GetDirectoryName(checkpoint))!;
            Assert.False(process.HasExited, "The run ended before its first checkpoint.");
            Thread.Sleep(5);
        }

        throw new TimeoutException("No checkpoint appeared.");
    }

    /// <summary>How a process ended, and what it said.</summary>
    /// <param name="ExitCode">The exit code.</param>
    /// <param name="Output">Standard output.</param>
    /// <param name="Error">Standard error.</param>
    internal sealed record Ended(int ExitCode, string Output, string Error)
    {
        /// <summary>The command refused: exit code 2, one paragraph, no stack trace, and the words.</summary>
        public void AssertRefused(params string[] words)
        {
            Assert.True(ExitCode == 2, $"exit code {ExitCode}: {Error}");
            Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
            string complaint = Error.TrimEnd().Split('\n')[^1];
            Assert.StartsWith("engram: ", complaint, StringComparison.Ordinal);
            Assert.All(words, word => Assert.Contains(word, complaint, StringComparison.Ordinal));
        }
    }
}
