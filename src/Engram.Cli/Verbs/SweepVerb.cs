using Engram.Cli.CommandLine;
using Engram.Lab;

namespace Engram.Cli.Verbs;

/// <summary><c>engram sweep</c>: runs an experiment with every combination of some settings' values.</summary>
internal static class SweepVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var name = Names.ExperimentArgument(session.Tool);
        var over = Choices.Over();
        var choices = new RunChoices();
        choices.Seeds.Description = "how many seeds each condition is run with (default: 1)";
        var verb = new Verb(
            "sweep",
            "Run an experiment with every combination of some settings' values, and see how each does",
            "engram sweep gle-mnist1d --over neurons.tau=0.6,1.2,2.4 --seeds 3 --preset quick",
            "engram sweep gle-mnist1d --over neurons.prospective-errors=true,false --over neurons.slow=18,36",
            "engram sweep gle-mnist1d-lagnet --over network.hidden=[53],[53,53]",
            "engram resume latest") { name, over };
        choices.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var experiment = Names.FindExperiment(session, parsed.GetRequiredValue(name));
            var variations = parsed.GetRequiredValue(over);
            if (variations.Length == 0)
            {
                throw new UsageException(
                    $"sweep needs --over PATH=VALUE,VALUE,...: the setting to go through, and its values. {session.Tool.Name} show {experiment.Name} lists the settings.");
            }

            return choices.Run(session, choices.Request(experiment, parsed) with { Variations = variations }, parsed);
        });
        return verb;
    }
}
