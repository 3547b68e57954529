using System.Collections.Concurrent;
using System.Reflection;

namespace Engram.Lab.Settings;

/// <summary>The settings that a type declares, in their order.</summary>
internal sealed class SettingsSchema
{
    private const int DeepestGroup = 8;

    private static readonly ConcurrentDictionary<Type, SettingsSchema> Known = new();

    private readonly Dictionary<string, Setting> _byKey;

    private SettingsSchema(Type type)
    {
        var settings = new List<Setting>();
        Collect(type, "", [], settings);
        Settings = settings;
        _byKey = settings.ToDictionary(setting => setting.Key, StringComparer.Ordinal);
        Groups = [.. settings.SelectMany(setting => Ancestors(setting.Group)).Distinct(StringComparer.Ordinal)];
    }

    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>The keys of the groups.</summary>
    public IReadOnlyList<string> Groups { get; }

    public static SettingsSchema Of(object settings) => Of(settings.GetType());

    public static SettingsSchema Of(Type type) => Known.GetOrAdd(type, static type => new SettingsSchema(type));

    /// <summary>Finds a setting.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="where">Where the key was typed, for the message.</param>
    /// <exception cref="UsageException">There is none; the message suggests the nearest key.</exception>
    public Setting Find(string key, string where)
    {
        if (_byKey.TryGetValue(key, out Setting? setting))
            return setting;
        if (Groups.Contains(key, StringComparer.Ordinal))
        {
            string members = string.Join(", ", Settings.Select(member => member.Key).Where(member => member.StartsWith(key + ".", StringComparison.Ordinal)));
            throw new UsageException($"{where}: {key} is a group of settings, not a setting. Its settings are {members}.");
        }

        string question = Suggestion.Question(key, Settings.Select(member => member.Key));
        throw new UsageException(
            $"{where}: there is no setting \"{key}\".{question}{(question.Length == 0 ? $" The settings are {string.Join(", ", Settings.Select(member => member.Key))}." : "")}");
    }

    private static IEnumerable<string> Ancestors(string group)
    {
        if (group.Length == 0)
            return [];
        int dot = group.LastIndexOf('.');
        return dot < 0 ? [group] : Ancestors(group[..dot]).Append(group);
    }

    private static void Collect(Type type, string prefix, PropertyInfo[] path, List<Setting> settings)
    {
        if (path.Length > DeepestGroup)
            throw new InvalidOperationException($"The settings type {type} holds itself, or groups deeper than {DeepestGroup}.");
        var nullability = new NullabilityInfoContext();
        foreach (PropertyInfo property in InOrder(type))
        {
            string key = prefix + KebabCase.From(property.Name);
            PropertyInfo[] way = [.. path, property];
            if (property.GetCustomAttribute<SettingAttribute>() is { } attribute)
            {
                if (property.SetMethod is null)
                    throw new InvalidOperationException($"The setting {type}.{property.Name} cannot be set.");
                Type value = property.PropertyType;
                bool allowsAuto = Nullable.GetUnderlyingType(value) is not null
                    || (value.IsArray && nullability.Create(property).WriteState == NullabilityState.Nullable);
                settings.Add(new Setting(key, way, attribute, new SettingValue(value, allowsAuto, attribute, $"{type}.{property.Name}")));
            }
            else if (property.PropertyType is { IsClass: true, IsArray: false } group && group != typeof(string) && group != type)
            {
                Collect(group, key + ".", way, settings);
            }
        }
    }

    // Reflection gives no order by contract; the metadata has that of the source, a base class before what derives from it.
    private static IEnumerable<PropertyInfo> InOrder(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is not null && property.GetIndexParameters().Length == 0)
            .OrderBy(property => Depth(property.DeclaringType!))
            .ThenBy(property => property.MetadataToken);

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;
}
