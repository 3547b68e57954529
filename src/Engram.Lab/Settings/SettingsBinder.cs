namespace Engram.Lab.Settings;

/// <summary>
/// Reads and writes a settings object by the keys of its properties: kebab case, groups joined by dots (<c>neurons.tau-slow</c>).
/// Properties marked with <see cref="SettingAttribute"/> are settings; class-typed properties without it are groups. A setting is a
/// <c>double</c>, <c>float</c>, <c>int</c>, <c>long</c>, <c>ulong</c>, <c>bool</c>, <c>string</c> or enum, an array of numbers, or a
/// nullable one of these, whose null is typed <c>auto</c>.
/// </summary>
public static class SettingsBinder
{
    /// <summary>Describes all settings, in the order of the type, with their present values.</summary>
    /// <param name="settings">The settings object.</param>
    public static IReadOnlyList<SettingDescription> Describe(object settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [.. SettingsSchema.Of(settings).Settings.Select(setting => setting.Describe(settings))];
    }

    /// <summary>All settings as key and text, in the order of the type; <see cref="Assign"/> reads them back exactly.</summary>
    /// <param name="settings">The settings object.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Flatten(object settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [.. SettingsSchema.Of(settings).Settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Format(settings)))];
    }

    /// <summary>Sets one setting from text.</summary>
    /// <param name="settings">The settings object, changed in place.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value as typed.</param>
    /// <param name="where">Where it was typed; the message begins with it.</param>
    /// <exception cref="UsageException">There is no such setting (the message suggests the nearest), or the value is not allowed.</exception>
    public static void Assign(object settings, string key, string value, string where)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        SettingsSchema.Of(settings).Find(key, where).Set(settings, value, where);
    }

    /// <summary>Applies an assignment such as <c>neurons.tau=0.5</c>.</summary>
    /// <param name="settings">The settings object, changed in place.</param>
    /// <param name="assignment">The assignment as typed.</param>
    /// <exception cref="UsageException">It is not an assignment, there is no such setting, or the value is not allowed.</exception>
    public static void Apply(object settings, string assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw new UsageException($"--set {assignment}: this is not an assignment. Write the key, an equals sign and the value, as in --set neurons.tau=0.5.");
        Assign(settings, assignment[..equals].Trim(), assignment[(equals + 1)..], $"--set {assignment}");
    }

    /// <summary>Applies a TOML file.</summary>
    /// <param name="settings">The settings object, changed in place.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">
    /// The file cannot be read, is not TOML, or names a setting or a value that is not allowed; the message has file, line and column.
    /// </exception>
    public static void ApplyFile(object settings, string path) => TomlSettings.ApplyFile(settings, path);

    /// <summary>Applies TOML text.</summary>
    /// <param name="settings">The settings object, changed in place.</param>
    /// <param name="text">The text.</param>
    /// <param name="source">What the text is called in messages.</param>
    /// <exception cref="UsageException">As for <see cref="ApplyFile"/>.</exception>
    public static void ApplyToml(object settings, string text, string source) => TomlSettings.Apply(settings, text, source);

    /// <summary>All settings as TOML, each with its unit, range and description as a comment; <see cref="ApplyToml"/> reads it back.</summary>
    /// <param name="settings">The settings object.</param>
    public static string ToToml(object settings) => TomlSettings.Write(settings);
}
