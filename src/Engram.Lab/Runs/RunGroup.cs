namespace Engram.Lab.Runs;

/// <summary>What <c>group.json</c> says: several runs of one experiment with the same settings and different seeds.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Preset">The preset.</param>
/// <param name="Started">When.</param>
/// <param name="Settings">The settings in full.</param>
/// <param name="Members">The names of the runs' folders, which lie beside the group's, in the order of the seeds.</param>
internal sealed record RunGroup(
    string Experiment,
    string Preset,
    DateTimeOffset Started,
    IReadOnlyList<KeyValuePair<string, string>> Settings,
    IReadOnlyList<string> Members)
{
    private const int Format = 1;

    public void Write(RunFolder folder) => JsonFile.Write(folder.Group, json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("experiment", Experiment);
        json.WriteString("preset", Preset);
        json.WriteString("started", Started);
        json.WriteStartArray("members");
        foreach (string member in Members)
            json.WriteStringValue(member);
        json.WriteEndArray();
        json.Pairs("settings", Settings);
    });

    /// <exception cref="UsageException">The file is missing or damaged.</exception>
    public static RunGroup Read(RunFolder folder) => JsonFile.Read(folder.Group, json =>
    {
        int format = json.Member("format").GetInt32();
        if (format != Format)
            throw new UsageException($"{folder.Group} has format {format}, and this Engram reads format {Format}: it was written by another version of Engram.");
        List<string> members = [.. json.Member("members").EnumerateArray().Select(member => member.GetString() ?? "")];
        if (members.Find(member => member.Length == 0 || member is "." or ".." || member.AsSpan().ContainsAny('/', '\\')) is { } odd)
            throw new FormatException($"Its member \"{odd}\" is not the name of a folder beside it.");
        return new RunGroup(
            json.Text("experiment"),
            json.Text("preset"),
            json.Member("started").GetDateTimeOffset(),
            json.Pairs("settings"),
            members);
    });
}
