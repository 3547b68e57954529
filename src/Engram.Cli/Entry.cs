using System.Text;

namespace Engram.Cli;

/// <summary>Runs a command in this process: its streams, its terminal, its Ctrl-C.</summary>
internal static class Entry
{
    /// <summary>Does what the arguments say.</summary>
    /// <param name="tool">Which command this is.</param>
    /// <param name="arguments">What was typed behind its name.</param>
    /// <param name="open">Makes the session on a terminal.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(Tool tool, IReadOnlyList<string> arguments, Func<Terminal, CancellationToken, Session> open)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = utf8;
        using var output = new StreamWriter(Console.OpenStandardOutput(), utf8);
        using var error = new StreamWriter(Console.OpenStandardError(), utf8);

        var plain = Environment.GetEnvironmentVariable("TERM") is "dumb";
        var outputIsInteractive = !Console.IsOutputRedirected;
        var terminal = new Terminal(output, error)
        {
            Tool = tool,
            OutputIsInteractive = outputIsInteractive,
            ErrorIsInteractive = !Console.IsErrorRedirected && !plain,
            OutputHasStyles = outputIsInteractive && !plain && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Columns = static () => Console.WindowWidth is > 0 and var columns ? columns : 80,
        };

        using var interruption = new Interruption(terminal.Say, Environment.Exit, tool.Name);
        interruption.Listen();
        return Application.Run(arguments, open(terminal, interruption.Stop));
    }
}
