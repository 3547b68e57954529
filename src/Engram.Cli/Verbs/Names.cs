using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Lab;
using Engram.Lab.Experiments;

namespace Engram.Cli.Verbs;

/// <summary>Finds what was named, or says what was probably meant.</summary>
internal static class Names
{
    /// <summary>The argument that names an experiment.</summary>
    public static Argument<string> ExperimentArgument(Tool tool) => new("NAME") { Description = $"the experiment; {tool.Name} list shows them" };

    /// <summary>The experiment of that name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static Experiment FindExperiment(Session session, string name)
    {
        var experiments = session.Laboratory.Experiments;
        return experiments.FirstOrDefault(experiment => string.Equals(experiment.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException(
                $"There is no experiment '{name}'.{Nearest.Offer(name, experiments.Select(static experiment => experiment.Name))} {session.Tool.Name} list shows them all.");
    }

    /// <summary>Checks that an experiment has a preset.</summary>
    /// <exception cref="UsageException">It has none of that name.</exception>
    public static string FindPreset(Experiment experiment, string preset) =>
        experiment.Presets.FirstOrDefault(name => string.Equals(name, preset, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException(
            $"{experiment.Name} has no preset '{preset}'.{Nearest.Offer(preset, experiment.Presets)} It has: {string.Join(", ", experiment.Presets)}.");
}
