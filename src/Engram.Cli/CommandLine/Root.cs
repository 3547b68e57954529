using System.CommandLine;

namespace Engram.Cli.CommandLine;

/// <summary>The command itself, which knows what it is called.</summary>
/// <param name="tool">Which command this is.</param>
internal sealed class Root(Tool tool) : RootCommand(tool.Purpose)
{
    /// <summary>Which command this is.</summary>
    public Tool Tool { get; } = tool;

    /// <summary>Which command a verb is of.</summary>
    public static Tool ToolOf(Command command) => command is Root root ? root.Tool : ToolOf(command.Parents.OfType<Command>().First());
}
