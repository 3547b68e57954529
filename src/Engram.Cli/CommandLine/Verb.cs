using System.CommandLine;

namespace Engram.Cli.CommandLine;

/// <summary>A verb of the command, with the examples that its help ends with.</summary>
internal sealed class Verb : Command
{
    /// <summary>Creates a verb.</summary>
    /// <param name="name">The word typed.</param>
    /// <param name="summary">One line.</param>
    /// <param name="examples">Whole command lines, each with a word on what it does, separated by <c>  #</c>.</param>
    public Verb(string name, string summary, params ReadOnlySpan<string> examples)
        : base(name, summary) => Examples = examples.ToArray();

    /// <summary>Whole command lines.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>What is typed for a command, such as <c>engram data verify</c>.</summary>
    public static string Typed(Command command) =>
        command is Root root ? root.Tool.Name : $"{Typed(command.Parents.OfType<Command>().First())} {command.Name}";
}
