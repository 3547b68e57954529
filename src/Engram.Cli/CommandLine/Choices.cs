using System.CommandLine;
using System.CommandLine.Parsing;

namespace Engram.Cli.CommandLine;

/// <summary>The options that several verbs share, made in one place so that they mean the same everywhere.</summary>
internal static class Choices
{
    /// <summary>The greatest number of threads worth asking for.</summary>
    private const long MostThreads = 1024;

    /// <summary>The greatest number of seeds in one request.</summary>
    private const long MostSeeds = 10_000;

    /// <summary>One document for programs instead of text for people.</summary>
    public static Option<bool> Json() => new("--json") { Description = "print one JSON document instead of text" };

    /// <summary>Nothing but the result.</summary>
    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "no progress, only the final result" };

    /// <summary>The folder of runs.</summary>
    public static Option<string> Runs() => new("--runs")
    {
        Description = "the folder that holds the runs (default: runs)",
        HelpName = "FOLDER",
        DefaultValueFactory = static _ => "runs",
        CustomParser = static result => Text(result, "a folder"),
    };

    /// <summary>The folder of datasets.</summary>
    public static Option<string> Data() => new("--data")
    {
        Description = "the folder that holds the datasets (default: data)",
        HelpName = "FOLDER",
        DefaultValueFactory = static _ => "data",
        CustomParser = static result => Text(result, "a folder"),
    };

    /// <summary>The named set of settings to start from.</summary>
    public static Option<string> Preset() => new("--preset", "-p")
    {
        Description = "the settings to start from: paper (the default) or quick",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "paper",
    };

    /// <summary>Threads to use.</summary>
    public static Option<int?> Threads() => new("--threads", "-t")
    {
        Description = "how many threads to use (default: all cores); results do not depend on it",
        HelpName = "T",
        CustomParser = static result => (int?)Whole(result, 1, MostThreads),
    };

    /// <summary>A file of settings.</summary>
    public static Option<string?> Settings() => new("--settings", "-s")
    {
        Description = "a TOML file of settings, applied over the preset",
        HelpName = "FILE",
        CustomParser = static result => Text(result, "a file"),
    };

    /// <summary>Single settings.</summary>
    public static Option<string[]> Set() => new("--set")
    {
        Description = "change one setting, after the file; may be repeated",
        HelpName = "PATH=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = static _ => [],
        CustomParser = Assignments,
    };

    /// <summary>Settings to sweep over.</summary>
    public static Option<string[]> Over() => new("--over")
    {
        Description = "go through values of a setting; repeated, through every combination. A value with commas stands in quotes or brackets",
        HelpName = "PATH=VALUE,VALUE,...",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = static _ => [],
    };

    /// <summary>A plasticity rule of the user's own.</summary>
    public static Option<string?> Rule() => new("--rule")
    {
        Description = "a plasticity rule as a formula of x, w and y, for experiments that take one: short for --set rule=FORMULA",
        HelpName = "FORMULA",
        CustomParser = static result => Text(result, "a formula"),
    };

    /// <summary>The first seed.</summary>
    public static Option<ulong?> Seed() => new("--seed")
    {
        Description = "the seed, or the first of several (default: the published ones in their order)",
        HelpName = "S",
        CustomParser = static result =>
        {
            if (ulong.TryParse(result.Tokens[0].Value, System.Globalization.NumberStyles.None, null, out var seed)) return seed;
            result.AddError(Rejected(result, "a whole number from 0 to 18446744073709551615"));
            return null;
        },
    };

    /// <summary>How many seeds.</summary>
    public static Option<int> Seeds() => new("--seeds", "-n")
    {
        Description = "how many seeds to run side by side (default: 1)",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
        CustomParser = static result => (int)(Whole(result, 1, MostSeeds) ?? 1),
    };

    /// <summary>Less work.</summary>
    public static Option<bool> Quick() => new("--quick") { Description = "a second for each measurement: to see that it works" };

    /// <summary>An address to fetch from.</summary>
    public static Option<Uri?> From() => new("--from")
    {
        Description = "an address to fetch from instead of the official ones; file names are put behind it",
        HelpName = "URL",
        CustomParser = static result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
                return address;
            result.AddError(Rejected(result, "an address that begins with http:// or https://"));
            return null;
        },
    };

    private static long? Whole(ArgumentResult result, long least, long most)
    {
        if (long.TryParse(result.Tokens[0].Value, System.Globalization.NumberStyles.None, null, out var value) && value >= least && value <= most)
            return value;
        result.AddError(Rejected(result, $"a whole number from {least} to {most}"));
        return null;
    }

    private static string Text(ArgumentResult result, string expected)
    {
        var value = result.Tokens[0].Value;
        if (string.IsNullOrWhiteSpace(value)) result.AddError(Rejected(result, expected));
        return value;
    }

    private static string[] Assignments(ArgumentResult result)
    {
        var assignments = result.Tokens.Select(static token => token.Value).ToArray();
        var wrong = Array.Find(assignments, static assignment => assignment.IndexOf('=', StringComparison.Ordinal) < 1);
        if (wrong is not null)
        {
            result.AddError(
                $"'--set {wrong}' does not say which setting becomes what: write --set PATH=VALUE, for instance --set epochs=5. "
                + $"{ToolOf(result).Name} show NAME lists the settings of an experiment.");
        }

        return assignments;
    }

    private static string Rejected(ArgumentResult result, string expected)
    {
        var option = (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
        return $"{option} takes {expected}, not '{result.Tokens[0].Value}'.";
    }

    private static Tool ToolOf(SymbolResult result) => result is CommandResult command ? Root.ToolOf(command.Command) : ToolOf(result.Parent!);
}
