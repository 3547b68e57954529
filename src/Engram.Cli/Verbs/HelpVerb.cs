using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Lab;

namespace Engram.Cli.Verbs;

/// <summary><c>engram help</c>: the same as <c>--help</c>, for those who type it in that order.</summary>
internal static class HelpVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(HelpText help, RootCommand root)
    {
        var name = new Argument<string?>("VERB") { Description = "the verb to explain", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Verb("help", "Explain the command, or one of its verbs", "engram help run") { name };
        verb.SetAction(parsed =>
        {
            var asked = parsed.GetValue(name);
            var names = root.Subcommands.Select(static command => command.Name);
            var command = asked is null ? root : root.Subcommands.FirstOrDefault(command => string.Equals(command.Name, asked, StringComparison.OrdinalIgnoreCase));
            help.Write(command ?? throw new UsageException($"There is no verb '{asked}'.{Nearest.Offer(asked!, names)} engram --help lists them."));
            return ExitCode.Done;
        });
        return verb;
    }
}
