using System.Text;
using Engram.Cli;
using Engram.Lab;

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (OperatingSystem.IsWindows()) Console.OutputEncoding = utf8;
using var output = new StreamWriter(Console.OpenStandardOutput(), utf8);
using var error = new StreamWriter(Console.OpenStandardError(), utf8);

var plain = Environment.GetEnvironmentVariable("TERM") is "dumb";
var outputIsInteractive = !Console.IsOutputRedirected;
var terminal = new Terminal(output, error)
{
    OutputIsInteractive = outputIsInteractive,
    ErrorIsInteractive = !Console.IsErrorRedirected && !plain,
    OutputHasStyles = outputIsInteractive && !plain && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    Columns = static () => Console.WindowWidth is > 0 and var columns ? columns : 80,
};

using var interruption = new Interruption(terminal.Say, Environment.Exit);
interruption.Listen();

return Application.Run(args, new Session(terminal, static () => new Laboratory(Catalogue.Experiments), static () => Catalogue.Benchmarks)
{
    Stop = interruption.Stop,
});
