using System.Reflection;

namespace Engram.Lab.Settings;

/// <summary>One leaf of a settings type: its key, and the way to its property through the groups.</summary>
internal sealed class Setting(string key, IReadOnlyList<PropertyInfo> path, SettingAttribute attribute, SettingValue value)
{
    public string Key { get; } = key;

    public SettingAttribute Attribute { get; } = attribute;

    public SettingValue Value { get; } = value;

    /// <summary>The key of the group that holds it; empty at the top.</summary>
    public string Group => Key.Contains('.', StringComparison.Ordinal) ? Key[..Key.LastIndexOf('.')] : "";

    public string Format(object settings)
    {
        object? current = settings;
        foreach (PropertyInfo property in path)
            current = current is null ? null : property.GetValue(current);
        return Value.Format(current);
    }

    /// <summary>Sets the value from text.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="text">The value as typed.</param>
    /// <param name="where">Where it was typed, for the message: <c>settings.toml, line 3, column 7</c>.</param>
    /// <exception cref="UsageException">The text is not a value of the setting.</exception>
    public void Set(object settings, string text, string where)
    {
        if (Value.Parse(text, out object? value) is { } complaint)
            throw Fault(text, complaint, where);
        object owner = settings;
        for (int i = 0; i < path.Count - 1; i++)
        {
            object? group = path[i].GetValue(owner);
            if (group is null)
                path[i].SetValue(owner, group = Activator.CreateInstance(path[i].PropertyType));
            owner = group!;
        }

        path[^1].SetValue(owner, value);
    }

    public UsageException Fault(string given, string complaint, string where) =>
        new($"{where}: {Key} was given \"{given}\", which {complaint} Expected {Value.Expectation}.");

    public SettingDescription Describe(object settings) =>
        new(Key, Value.TypeWords, Format(settings), Attribute.Unit, Value.RangeWords, Attribute.Description);
}
