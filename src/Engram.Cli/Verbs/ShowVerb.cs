using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Lab.Experiments;
using Engram.Lab.Settings;

namespace Engram.Cli.Verbs;

/// <summary><c>engram show</c>: one experiment, its settings and the numbers it answers to.</summary>
internal static class ShowVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var name = Names.ExperimentArgument(session.Tool);
        var preset = Choices.Preset();
        var json = Choices.Json();
        var verb = new Verb(
            "show",
            "One experiment: what happens, its settings, the published numbers",
            "engram show gle-mnist1d",
            "engram show gle-mnist1d --preset quick") { name, preset, json };
        verb.SetAction(parsed =>
        {
            var experiment = Names.FindExperiment(session, parsed.GetRequiredValue(name));
            var chosen = Names.FindPreset(experiment, parsed.GetRequiredValue(preset));
            var settings = session.Laboratory.Describe(experiment, chosen);
            var seeds = PublishedSeeds(experiment, chosen);
            if (parsed.GetValue(json)) WriteJson(session.Terminal, experiment, chosen, settings, seeds);
            else WriteText(session.Terminal, experiment, chosen, settings, seeds);
            return ExitCode.Done;
        });
        return verb;
    }

    private static IReadOnlyList<ulong> PublishedSeeds(Experiment experiment, string preset)
    {
        var settings = experiment.Preset(preset);
        experiment.Resolve(settings);
        return experiment.PublishedSeeds(settings);
    }

    private static void WriteText(
        Terminal terminal, Experiment experiment, string preset, IReadOnlyList<SettingDescription> settings, IReadOnlyList<ulong> seeds)
    {
        var output = terminal.Output;
        output.WriteLine($"{terminal.Bold(experiment.Name)}  {experiment.Paper}");
        output.WriteLine();
        foreach (var line in Paragraph.Wrap(experiment.Description, Math.Min(terminal.OutputWidth, 100))) output.WriteLine(line);

        output.WriteLine();
        output.WriteLine($"{terminal.Bold("settings")} of the {preset} preset (presets: {string.Join(", ", experiment.Presets)})");
        var table = new TextTable("key", "value", "unit", "range", "description");
        foreach (var setting in settings) table.Add(setting.Key, setting.Value, setting.Unit, setting.Range, setting.Description);
        table.Write(terminal);

        if (experiment.Published.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(terminal.Bold("published"));
            var published = new TextTable("name", "metric", ">mean ± sd", ">seeds", "source");
            foreach (var result in experiment.Published)
            {
                var source = result.Note.Length > 0 ? $"{result.Source}; {result.Note}" : result.Source;
                published.Add(result.Name, result.Metric, Quantity.Of(result), result.Seeds?.ToString() ?? "", source);
            }

            published.Write(terminal);
        }

        if (seeds.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(terminal.Bold("seeds of the published runs"));
            foreach (var line in Paragraph.Wrap(string.Join(", ", seeds), Math.Min(terminal.OutputWidth, 100) - 2)) output.WriteLine("  " + line);
        }

        output.WriteLine();
        output.WriteLine($"{terminal.Tool.Name} run {experiment.Name}{(preset is "paper" ? "" : $" --preset {preset}")} --set PATH=VALUE runs it with a setting changed.");
    }

    private static void WriteJson(
        Terminal terminal, Experiment experiment, string preset, IReadOnlyList<SettingDescription> settings, IReadOnlyList<ulong> seeds) =>
        Json.Write(terminal.Output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", experiment.Name);
            writer.WriteString("paper", experiment.Paper);
            writer.WriteString("summary", experiment.Summary);
            writer.WriteString("description", experiment.Description);
            writer.Texts("presets", experiment.Presets);
            writer.WriteString("preset", preset);
            writer.WriteStartArray("settings");
            foreach (var setting in settings)
            {
                writer.WriteStartObject();
                writer.WriteString("key", setting.Key);
                writer.WriteString("type", setting.Type);
                writer.WriteString("value", setting.Value);
                writer.WriteString("unit", setting.Unit);
                writer.WriteString("range", setting.Range);
                writer.WriteString("description", setting.Description);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("published");
            foreach (var result in experiment.Published) writer.Published(result);
            writer.WriteEndArray();
            writer.WriteStartArray("seeds");
            foreach (var seed in seeds) writer.WriteNumberValue(seed);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
}
