using System.CommandLine;
using System.CommandLine.Parsing;

namespace Engram.Cli.CommandLine;

/// <summary>Says in one paragraph what is wrong with a command line, and what was probably meant.</summary>
internal static class Misunderstanding
{
    /// <summary>The paragraph, or null when the command line makes sense.</summary>
    public static string? Of(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var typed = Verb.Typed(command);
        var subject = command is RootCommand ? "the command" : typed[(Root.ToolOf(command).Name.Length + 1)..];

        if (UnknownOption(result) is { } unknown)
        {
            var name = unknown.Split('=')[0];
            var options = Options(command).SelectMany(static option => option.Aliases.Prepend(option.Name)).Where(static alias => alias.Length > 2);
            return $"{subject} has no option '{name}'.{Nearest.Offer(name, options)} {typed} --help lists them.";
        }

        if (result.UnmatchedTokens.Count > 0)
        {
            var word = result.UnmatchedTokens[0];
            if (command.Subcommands.Count == 0)
                return $"{subject} does not know what to do with '{word}'. {typed} --help says how it is used.";
            var verbs = command.Subcommands.Where(static verb => !verb.Hidden).Select(static verb => verb.Name);
            return $"There is no verb '{$"{typed} {word}"[(Root.ToolOf(command).Name.Length + 1)..]}'.{Nearest.Offer(word, verbs)} {typed} --help lists them.";
        }

        return result.Errors.Count == 0 ? null : Reworded(result.Errors[0], typed, subject);
    }

    /// <summary>All options that hold for a command.</summary>
    public static IEnumerable<Option> Options(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(static parent => parent.Options).Where(static option => option.Recursive));

    private static string? UnknownOption(ParseResult result)
    {
        static bool LooksLikeOne(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]);

        // An unknown option is taken for an argument as long as one is wanted, so it is looked for there too.
        foreach (var token in result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens))
            if (LooksLikeOne(token.Value))
                return token.Value;
        return result.UnmatchedTokens.FirstOrDefault(LooksLikeOne);
    }

    private static string Reworded(ParseError error, string typed, string subject)
    {
        var option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        if (option is not null)
        {
            if (option.Tokens.Count == 0) return $"{option.Option.Name} needs a value behind it: {option.Option.Name} {option.Option.HelpName}. {typed} --help says more.";
            if (option.IdentifierTokenCount > option.Option.Arity.MaximumNumberOfValues) return $"{option.Option.Name} was given {option.IdentifierTokenCount} times; give it once.";
            return error.Message;
        }

        if (error.SymbolResult is ArgumentResult { Tokens.Count: 0 } argument)
            return $"{subject} needs {argument.Argument.Name}: {argument.Argument.Description}. {typed} --help shows examples.";
        return error.SymbolResult is CommandResult missing && missing.Command.Arguments.Count > 0
            ? $"{subject} needs {missing.Command.Arguments[0].Name}: {missing.Command.Arguments[0].Description}. {typed} --help shows examples."
            : error.Message;
    }
}
