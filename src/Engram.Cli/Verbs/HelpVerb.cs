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
        var names = new Argument<string[]>("VERB") { Description = "the verb to explain", Arity = ArgumentArity.ZeroOrMore };
        var verb = new Verb("help", "Explain the command, or one of its verbs", "engram help run", "engram help data fetch") { names };
        verb.SetAction(parsed =>
        {
            Command command = root;
            foreach (var asked in parsed.GetValue(names) ?? [])
            {
                var verbs = command.Subcommands.Select(static known => known.Name);
                command = command.Subcommands.FirstOrDefault(known => string.Equals(known.Name, asked, StringComparison.OrdinalIgnoreCase))
                    ?? throw new UsageException($"There is no verb '{asked}'.{Nearest.Offer(asked, verbs)} {Verb.Typed(command)} --help lists them.");
            }

            help.Write(command);
            return ExitCode.Done;
        });
        return verb;
    }
}
