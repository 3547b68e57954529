using Engram.Lab.Experiments;
using Engram.Lab.Settings;

namespace Engram.Lab.Runs;

/// <summary>Settings on their way from what the user asked for to what a run uses.</summary>
internal static class ResolvedSettings
{
    public static object Preset(Experiment experiment, string preset)
    {
        if (experiment.Presets.Contains(preset, StringComparer.Ordinal))
            return experiment.Preset(preset);
        throw new UsageException(
            $"{experiment.Name} has no preset \"{preset}\". It has {string.Join(", ", experiment.Presets)}.{Suggestion.Question(preset, experiment.Presets)}");
    }

    /// <summary>Preset, then file, then assignments; what follows from them is not filled in yet.</summary>
    public static object Requested(Experiment experiment, RunRequest request)
    {
        object settings = Preset(experiment, request.Preset);
        if (request.SettingsFile is { } file)
            SettingsBinder.ApplyFile(settings, file);
        foreach (string assignment in request.Assignments)
            SettingsBinder.Apply(settings, assignment);
        return settings;
    }

    /// <summary>
    /// Settings from the record in <c>run.json</c>. Every run takes this way, a fresh one too, so that a run that goes on has the very
    /// settings that it began with.
    /// </summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="preset">The preset; it gives what is no setting.</param>
    /// <param name="recorded">The settings in full.</param>
    /// <param name="source">The file that holds them, for messages.</param>
    /// <exception cref="UsageException">The record is of another version of Engram, or was edited.</exception>
    public static object FromRecord(Experiment experiment, string preset, IReadOnlyList<KeyValuePair<string, string>> recorded, string source)
    {
        object settings = Preset(experiment, preset);
        var missing = SettingsBinder.Flatten(settings).Select(setting => setting.Key).Except(recorded.Select(setting => setting.Key), StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            throw new UsageException($"{source} does not have the setting {missing[0]}: it was written by another version of Engram, or edited.");
        foreach (var (key, value) in recorded)
            SettingsBinder.Assign(settings, key, value, source);
        experiment.Resolve(settings);
        Dictionary<string, string> resolved = new(SettingsBinder.Flatten(settings), StringComparer.Ordinal);
        foreach (var (key, then) in recorded)
        {
            string now = resolved[key];
            if (!string.Equals(now, then, StringComparison.Ordinal))
                throw new UsageException($"{source} has {key} = {then}, which this version of Engram turns into {now}: it was written by another version, or edited.");
        }

        return settings;
    }
}
