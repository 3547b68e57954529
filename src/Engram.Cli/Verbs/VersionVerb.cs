using System.CommandLine;
using System.CommandLine.Invocation;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Numerics;

namespace Engram.Cli.Verbs;

/// <summary><c>engram version</c>: which Engram this is, and on what it runs.</summary>
internal static class VersionVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var json = Choices.Json();
        var verb = new Verb("version", "Which Engram this is, and on what it runs", "engram version", "engram version --json") { json };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(json)) WriteJson(session.Terminal);
            else WriteText(session.Terminal);
            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>What <c>engram --version</c> does.</summary>
    public static SynchronousCommandLineAction Action(Session session) => new PrintVersion(session.Terminal);

    private static void WriteText(Terminal terminal)
    {
        terminal.Output.WriteLine($"{terminal.Tool.Name} {BuildVersion.Text}");
        terminal.Output.WriteLine($"{BuildVersion.Machine}, kernels: {InstructionSets.Default}");
    }

    private static void WriteJson(Terminal terminal) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("version", BuildVersion.Number);
        writer.WriteString("commit", BuildVersion.Commit);
        writer.WriteString("machine", BuildVersion.Machine);
        writer.WriteNumber("cores", Environment.ProcessorCount);
        writer.WriteString("kernels", InstructionSets.Default.ToString());
        writer.WriteEndObject();
    });

    private sealed class PrintVersion(Terminal terminal) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            WriteText(terminal);
            return ExitCode.Done;
        }
    }
}
