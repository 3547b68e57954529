using Engram.Cli.CommandLine;
using Engram.Cli.Printing;

namespace Engram.Cli.Verbs;

/// <summary><c>engram list</c>: the experiments there are.</summary>
internal static class ListVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var json = Choices.Json();
        var verb = new Verb("list", "The experiments there are", "engram list", "engram list --json | jq -r '.[].name'") { json };
        verb.SetAction(parsed => Do(session, parsed.GetValue(json)));
        return verb;
    }

    private static int Do(Session session, bool json)
    {
        var experiments = session.Laboratory.Experiments;
        if (json)
        {
            Json.Write(session.Terminal.Output, writer =>
            {
                writer.WriteStartArray();
                foreach (var experiment in experiments)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", experiment.Name);
                    writer.WriteString("paper", experiment.Paper);
                    writer.WriteString("summary", experiment.Summary);
                    writer.Texts("presets", experiment.Presets);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            return ExitCode.Done;
        }

        var table = new TextTable("experiment", "paper", "what is learned");
        foreach (var experiment in experiments) table.Add(experiment.Name, experiment.Paper, experiment.Summary);
        table.Write(session.Terminal, indent: 0);
        if (session.Terminal.OutputIsInteractive)
        {
            session.Terminal.Output.WriteLine();
            session.Terminal.Output.WriteLine($"{session.Tool.Name} show NAME says more; {session.Tool.Name} run NAME --preset quick gives a taste in under a minute.");
        }

        return ExitCode.Done;
    }
}
