using System.Text;

namespace Engram.Lab.Runs;

/// <summary>A setting that a sweep varies, with its values.</summary>
/// <param name="Key">The key.</param>
/// <param name="Values">The values as typed, without the quotes around them.</param>
/// <param name="Where">Where it was typed, for messages.</param>
internal sealed record Variation(string Key, IReadOnlyList<string> Values, string Where)
{
    private const string Example = "Write the key, an equals sign and the values with commas between them, as in --over neurons.tau=0.5,1,2.";

    /// <summary>
    /// Reads <c>key=value,value,...</c>. Commas part values, except in a value that begins with a quote or a bracket: that one goes on to
    /// the quote or bracket that ends it. Quotes are taken off, brackets stay.
    /// </summary>
    /// <exception cref="UsageException">It is not of this form, or has no value, or an empty one.</exception>
    public static Variation Parse(string text)
    {
        string where = $"--over {text}";
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || text[..equals].Trim().Length == 0)
            throw new UsageException($"{where}: this does not say what to vary. {Example}");
        string key = text[..equals].Trim();
        string rest = text[(equals + 1)..];
        if (rest.Trim().Length == 0)
            throw new UsageException($"{where}: {key} has no values to go through. {Example}");

        var values = new List<string>();
        int at = 0;
        while (true)
        {
            values.Add(Value(rest, ref at, key, where));
            if (at == rest.Length)
                return new Variation(key, values, where);
            at++;
        }
    }

    // Ends at the comma behind the value, or at the end of the text.
    private static string Value(string text, ref int at, string key, string where)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
        char first = at < text.Length ? text[at] : ',';
        if (first is '"' or '\'' or '[')
        {
            char last = first is '[' ? ']' : first;
            int end = text.IndexOf(last, at + 1);
            if (end < 0)
                throw new UsageException($"{where}: a value of {key} begins with {first} and has no {last} that ends it.");
            string inside = text[(at + 1)..end];
            at = end + 1;
            while (at < text.Length && text[at] == ' ')
                at++;
            if (at < text.Length && text[at] != ',')
                throw new UsageException($"{where}: behind {first}{inside}{last} there is \"{text[at..]}\". Expected a comma and the next value of {key}.");
            return first is '[' ? $"[{inside}]" : inside;
        }

        int comma = text.IndexOf(',', at);
        string value = (comma < 0 ? text[at..] : text[at..comma]).Trim();
        at = comma < 0 ? text.Length : comma;
        return value.Length > 0
            ? value
            : throw new UsageException($"{where}: a value of {key} is empty. Leave out the comma too many; an empty text is written \"\" in quotes.");
    }
}

/// <summary>A condition of a sweep before it has runs.</summary>
/// <param name="Label">What sets it apart, for people: <c>tau=0.5, beta=0.1</c>; empty without a sweep.</param>
/// <param name="Varied">The settings that vary, in full, with their values.</param>
/// <param name="Settings">The resolved settings.</param>
/// <param name="Seeds">The seeds.</param>
internal sealed record PlannedCondition(string Label, IReadOnlyList<KeyValuePair<string, string>> Varied, object Settings, IReadOnlyList<ulong> Seeds)
{
    private const int LongestName = 60;

    /// <summary>Names for the conditions that folders can have, each different; empty without a sweep.</summary>
    public static IReadOnlyList<string> FolderNames(IReadOnlyList<PlannedCondition> conditions)
    {
        if (conditions is [{ Varied.Count: 0 }])
            return [""];
        List<string> names = [.. conditions.Select(condition => Plain(condition.Label))];
        bool areGood = names.TrueForAll(name => name.Length is > 0 and <= LongestName) && names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Count;
        return areGood ? names : [.. conditions.Select((_, index) => $"condition{index + 1}")];
    }

    private static string Plain(string label)
    {
        var text = new StringBuilder();
        foreach (char letter in label.Replace(", ", "_", StringComparison.Ordinal))
            text.Append(char.IsAsciiLetterOrDigit(letter) || letter is '.' or '=' or '-' or '+' or '_' ? letter : '-');
        return text.ToString();
    }
}
