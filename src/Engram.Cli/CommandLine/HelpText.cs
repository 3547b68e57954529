using System.CommandLine;
using System.CommandLine.Invocation;
using Engram.Cli.Printing;

namespace Engram.Cli.CommandLine;

/// <summary>What <c>--help</c> prints: the purpose, the usage, the choices, and examples to copy.</summary>
internal sealed class HelpText(Terminal terminal) : SynchronousCommandLineAction
{
    /// <summary>Whoever asks for help gets it, whatever else is wrong on the line.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command);
        return ExitCode.Done;
    }

    /// <summary>Writes the help of the command or of one of its verbs.</summary>
    public void Write(Command command)
    {
        var output = terminal.Output;
        foreach (var line in Paragraph.Wrap(command.Description ?? "", terminal.OutputWidth)) output.WriteLine(line);
        output.WriteLine();
        output.WriteLine(terminal.Bold("usage") + "  " + Usage(command));

        var verbs = new TextTable("", "");
        foreach (var verb in command.Subcommands.Where(static verb => !verb.Hidden)) verbs.Add(verb.Name, verb.Description ?? "");
        WriteSection("verbs", verbs);

        var arguments = new TextTable("", "");
        foreach (var argument in command.Arguments) arguments.Add(argument.Name, argument.Description ?? "");
        WriteSection("arguments", arguments);

        var options = new TextTable("", "");
        foreach (var option in Misunderstanding.Options(command).Where(static option => !option.Hidden)) options.Add(Spelling(option), option.Description ?? "");
        WriteSection("options", options);

        var tool = Root.ToolOf(command);
        var examples = command is not Verb named ? tool.Examples : tool.VerbExamples.GetValueOrDefault(named.Name, named.Examples);
        if (examples.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(terminal.Bold("examples"));
            foreach (var example in examples) output.WriteLine("  " + example);
        }

        if (command.Subcommands.Count == 0) return;
        output.WriteLine();
        output.WriteLine($"{Verb.Typed(command)} VERB --help says more about each verb.");
    }

    private void WriteSection(string title, TextTable table)
    {
        if (table.IsEmpty) return;
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(terminal.Bold(title));
        table.Write(terminal);
    }

    private static string Usage(Command command)
    {
        if (command.Subcommands.Count > 0) return $"{Verb.Typed(command)} VERB [options]";
        var arguments = command.Arguments.Select(static argument => argument.Arity.MinimumNumberOfValues > 0 ? $" {argument.Name}" : $" [{argument.Name}]");
        return $"{Verb.Typed(command)}{string.Concat(arguments)} [options]";
    }

    private static string Spelling(Option option)
    {
        var names = option.Aliases.Where(static alias => alias.Length == 2).Append(option.Name);
        return string.Join(", ", names) + (option.HelpName is { } value ? " " + value : "");
    }
}
