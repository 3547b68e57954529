using System.Globalization;
using System.Text;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Engram.Lab.Settings;

/// <summary>Settings in TOML files.</summary>
internal static class TomlSettings
{
    private const int LargestFile = 1 << 20;

    public static void ApplyFile(object settings, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string text;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.Length > LargestFile)
                throw new UsageException($"{path} has {stream.Length} bytes, and a settings file has at most {LargestFile}: is it another file?");
            using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
            text = reader.ReadToEnd();
        }
        catch (DecoderFallbackException exception)
        {
            throw new UsageException($"{path} is not UTF-8 text, which a TOML file must be.", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no settings file {path}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The settings file {path} cannot be read: {exception.Message}", exception);
        }

        Apply(settings, text, path);
    }

    public static void Apply(object settings, string text, string source)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(text);
        DocumentSyntax document = Parse(text, source);
        foreach (DiagnosticMessage diagnostic in document.Diagnostics)
        {
            if (diagnostic.Kind == DiagnosticMessageKind.Error)
                throw new UsageException($"{Where(source, diagnostic.Span)}: this is not TOML: {diagnostic.Message.TrimEnd('.')}.");
        }

        var schema = SettingsSchema.Of(settings);
        foreach (KeyValueSyntax item in document.KeyValues)
            ApplyItem(settings, schema, "", item, source);
        foreach (TableSyntaxBase table in document.Tables)
        {
            string group = Key(table.Name!);
            if (table is TableArraySyntax)
                throw new UsageException($"{Where(source, table.Name!.Span)}: [[{group}]] is an array of tables, and settings have none. Write [{group}].");
            CheckGroup(schema, group, Where(source, table.Name!.Span));
            foreach (KeyValueSyntax item in table.Items)
                ApplyItem(settings, schema, group + ".", item, source);
        }
    }

    public static string Write(object settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var schema = SettingsSchema.Of(settings);
        var text = new StringBuilder();
        foreach (string group in schema.Groups.Prepend(""))
        {
            List<Setting> members = [.. schema.Settings.Where(setting => string.Equals(setting.Group, group, StringComparison.Ordinal))];
            if (members.Count == 0)
                continue;
            if (group.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? "\n" : "")}[{group}]\n");
            foreach (Setting member in members)
            {
                string name = member.Key[(group.Length == 0 ? 0 : group.Length + 1)..];
                string[] notes = [member.Attribute.Unit, member.Value.RangeWords, member.Attribute.Description.ReplaceLineEndings(" ")];
                string comment = string.Join("; ", notes.Where(note => note.Length > 0));
                text.Append(CultureInfo.InvariantCulture, $"{name} = {Literal(member, member.Format(settings))}{(comment.Length > 0 ? $"  # {comment}" : "")}\n");
            }
        }

        return text.ToString();
    }

    private static DocumentSyntax Parse(string text, string source)
    {
        try
        {
            return SyntaxParser.Parse(text, source, validate: true);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Tomlyn 2.10 throws from its own error message on a backslash before the end of the file or half a character; whatever it
            // throws, the text was none that it could read.
            throw new UsageException($"{source}: this is not TOML: {exception.Message}", exception);
        }
    }

    private static string Literal(Setting setting, string value)
    {
        bool auto = value is SettingValue.Auto && !setting.Value.IsText;
        if (setting.Value.IsText || auto || value.Length == 0)
            return Quote(value);
        if (setting.Value.IsList)
            return value is "[]" ? value : $"[{value.Replace(",", ", ", StringComparison.Ordinal)}]";
        // A TOML integer has 63 bits; a seed has 64.
        return ulong.TryParse(value, CultureInfo.InvariantCulture, out ulong natural) && natural > long.MaxValue ? Quote(value) : value;
    }

    private static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (char c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (char.IsControl(c))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                text.Append(c);
        }

        return text.Append('"').ToString();
    }

    private static void ApplyItem(object settings, SettingsSchema schema, string prefix, KeyValueSyntax item, string source)
    {
        string key = prefix + Key(item.Key!);
        string where = Where(source, item.Key!.Span);
        if (item.Value is InlineTableSyntax inline)
        {
            CheckGroup(schema, key, where);
            foreach (InlineTableItemSyntax member in inline.Items)
                ApplyItem(settings, schema, key + ".", member.KeyValue!, source);
            return;
        }

        Setting setting = schema.Find(key, where);
        where = Where(source, item.Value!.Span);
        setting.Set(settings, Text(setting, item.Value, where), where);
    }

    private static void CheckGroup(SettingsSchema schema, string group, string where)
    {
        if (schema.Groups.Contains(group, StringComparer.Ordinal))
            return;
        bool setting = schema.Settings.Any(member => string.Equals(member.Key, group, StringComparison.Ordinal));
        throw new UsageException(setting
            ? $"{where}: {group} is a setting, not a group of settings. Expected {schema.Find(group, where).Value.Expectation}."
            : $"{where}: there is no group of settings \"{group}\".{Suggestion.Question(group, schema.Groups.Concat(schema.Settings.Select(member => member.Key)))}");
    }

    private static string Text(Setting setting, ValueSyntax value, string where)
    {
        string raw = value.ToString()?.Trim() ?? "";
        switch (value)
        {
            case StringValueSyntax text:
                return text.Value ?? "";
            case IntegerValueSyntax or FloatValueSyntax or BooleanValueSyntax when setting.Value.IsText:
                throw setting.Fault(raw, "is not a text: put it in quotes.", where);
            case IntegerValueSyntax whole:
                return whole.Value.ToString(CultureInfo.InvariantCulture);
            case FloatValueSyntax number:
                return number.Value.ToString("R", CultureInfo.InvariantCulture);
            case BooleanValueSyntax truth:
                return truth.Value ? "true" : "false";
            case ArraySyntax array when setting.Value.IsList:
                return string.Join(',', array.Items.Select(item => item.Value is ArraySyntax or InlineTableSyntax or StringValueSyntax
                    ? throw setting.Fault(raw, "does not do: a list holds numbers only.", where)
                    : Text(setting, item.Value!, where)));
            default:
                throw setting.Fault(raw, value is ArraySyntax ? "is a list." : "is not of its kind.", where);
        }
    }

    private static string Key(KeySyntax key) =>
        string.Join('.', key.DotKeys.Select(item => Name(item.Key!)).Prepend(Name(key.Key!)));

    private static string Name(BareKeyOrStringValueSyntax key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax text => text.Value ?? "",
        _ => key.ToString()?.Trim() ?? "",
    };

    private static string Where(string source, SourceSpan span) => $"{source}, line {span.Start.Line + 1}, column {span.Start.Column + 1}";
}
