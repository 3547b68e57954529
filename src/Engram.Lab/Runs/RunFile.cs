using Engram.Lab.Experiments;

namespace Engram.Lab.Runs;

/// <summary>Writes and reads <c>run.json</c>.</summary>
internal static class RunFile
{
    private const int Format = 1;

    public static void Write(RunFolder folder, RunInformation run) => JsonFile.Write(folder.Information, json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("experiment", run.Experiment);
        json.WriteString("preset", run.Preset);
        json.WriteNumber("seed", run.Seed);
        json.WriteString("state", Name(run.State));
        json.WriteString("started", run.Started);
        json.WriteNumber("seconds", Math.Round(run.Seconds, 3));
        json.WriteNumber("progress", Math.Round(run.Progress, 6));
        json.WriteNumber("sittings", run.Sittings);
        json.WriteString("data", run.DataFolder);
        if (run.Group.Length > 0)
            json.WriteString("group", run.Group);
        if (run.Condition.Length > 0)
            json.WriteString("condition", run.Condition);
        json.WriteString("version", run.Version);
        json.Pairs("machine", run.Machine);
        json.Pairs("settings", run.Settings);
        json.Values("summary", run.Summary);
        if (run.Error.Length > 0)
            json.WriteString("error", run.Error);
    });

    /// <summary>Reads a run, and whether a process still holds it.</summary>
    /// <exception cref="UsageException">The file is missing or damaged.</exception>
    public static RunInformation Read(RunFolder folder) => JsonFile.Read(folder.Information, json =>
    {
        int format = json.Member("format").GetInt32();
        if (format != Format)
            throw new UsageException($"{folder.Information} has format {format}, and this Engram reads format {Format}: it was written by another version of Engram.");
        RunState state = State(json.Text("state"));
        return new RunInformation
        {
            Experiment = json.Text("experiment"),
            Preset = json.Text("preset"),
            Seed = json.Member("seed").GetUInt64(),
            State = state,
            IsAbandoned = state == RunState.Running && !RunLock.IsHeld(folder),
            Folder = Path.GetFullPath(folder.Path),
            Started = json.Member("started").GetDateTimeOffset(),
            DataFolder = json.OptionalText("data") is { Length: > 0 } data ? data : Path.GetFullPath(RunRequest.DefaultDataFolder),
            Group = json.OptionalText("group"),
            Condition = json.OptionalText("condition"),
            Seconds = json.Number("seconds"),
            Progress = json.Number("progress"),
            Sittings = json.Member("sittings").GetInt32(),
            Version = json.Text("version"),
            Machine = json.Pairs("machine"),
            Settings = json.Pairs("settings"),
            Summary = [.. json.Member("summary").EnumerateArray()
                .Select(value => new SummaryValue(value.Text("name"), value.Number("value"), value.Text("unit"), value.Text("label")))],
            Error = json.OptionalText("error"),
        };
    });

    private static string Name(RunState state) => state.ToString().ToLowerInvariant();

    private static RunState State(string name)
    {
        foreach (RunState state in Enum.GetValues<RunState>())
        {
            if (string.Equals(Name(state), name, StringComparison.Ordinal))
                return state;
        }

        throw new FormatException($"Its state \"{name}\" is none that a run can be in.");
    }
}
