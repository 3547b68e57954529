using System.Text.Json;

namespace Engram.Lab.Runs;

/// <summary>
/// What <c>group.json</c> says: runs of one experiment that are summed up together, one for each seed of each condition. A sweep has several
/// conditions; several seeds of the same settings are a group with one. It is written before the first of its runs begins.
/// </summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Preset">The preset.</param>
/// <param name="Started">When.</param>
/// <param name="DataFolder">The folder that holds the datasets, absolute.</param>
/// <param name="Conditions">The conditions, in their order.</param>
internal sealed record RunGroup(
    string Experiment,
    string Preset,
    DateTimeOffset Started,
    string DataFolder,
    IReadOnlyList<GroupCondition> Conditions)
{
    private const int Format = 2;

    public IEnumerable<GroupMember> Members => Conditions.SelectMany(condition => condition.Members);

    public void Write(RunFolder folder) => JsonFile.Write(folder.Group, json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("experiment", Experiment);
        json.WriteString("preset", Preset);
        json.WriteString("started", Started);
        json.WriteString("data", DataFolder);
        json.WriteStartArray("conditions");
        foreach (GroupCondition condition in Conditions)
            condition.Write(json);
        json.WriteEndArray();
    });

    /// <exception cref="UsageException">The file is missing or damaged.</exception>
    public static RunGroup Read(RunFolder folder) => JsonFile.Read(folder.Group, json =>
    {
        int format = json.Member("format").GetInt32();
        if (format != Format)
            throw new UsageException($"{folder.Group} has format {format}, and this Engram reads format {Format}: it was written by another version of Engram.");
        return new RunGroup(
            json.Text("experiment"),
            json.Text("preset"),
            json.Member("started").GetDateTimeOffset(),
            json.Text("data"),
            [.. json.Member("conditions").EnumerateArray().Select(GroupCondition.Read)]);
    });
}

/// <summary>One condition of a group.</summary>
/// <param name="Label">What sets it apart; empty where there is only one.</param>
/// <param name="Varied">The settings that the sweep varies, with the values of this condition.</param>
/// <param name="Settings">The settings in full.</param>
/// <param name="Members">Its runs, in the order of the seeds.</param>
internal sealed record GroupCondition(
    string Label,
    IReadOnlyList<KeyValuePair<string, string>> Varied,
    IReadOnlyList<KeyValuePair<string, string>> Settings,
    IReadOnlyList<GroupMember> Members)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("label", Label);
        json.Pairs("varied", Varied);
        json.WriteStartArray("runs");
        foreach (GroupMember member in Members)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", member.Seed);
            json.WriteString("folder", member.Folder);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Pairs("settings", Settings);
        json.WriteEndObject();
    }

    public static GroupCondition Read(JsonElement json) => new(
        json.Text("label"),
        json.Pairs("varied"),
        json.Pairs("settings"),
        [.. json.Member("runs").EnumerateArray().Select(GroupMember.Read)]);
}

/// <summary>A run of a group.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Folder">The name of its folder, which lies beside the group's; it is made when the run has its turn.</param>
internal sealed record GroupMember(ulong Seed, string Folder)
{
    public static GroupMember Read(JsonElement json)
    {
        string folder = json.Text("folder");
        if (folder.Length == 0 || folder is "." or ".." || folder.AsSpan().ContainsAny('/', '\\'))
            throw new FormatException($"Its run \"{folder}\" is not the name of a folder beside it.");
        return new GroupMember(json.Member("seed").GetUInt64(), folder);
    }
}
