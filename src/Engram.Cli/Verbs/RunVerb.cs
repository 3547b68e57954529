using Engram.Cli.CommandLine;

namespace Engram.Cli.Verbs;

/// <summary><c>engram run</c>: runs an experiment, with one seed or several.</summary>
internal static class RunVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var name = Names.ExperimentArgument(session.Tool);
        var rule = Choices.Rule();
        var choices = new RunChoices();
        var verb = new Verb(
            "run",
            "Run an experiment, and see what it reaches beside what was published",
            "engram run gle-mnist1d --preset quick",
            "engram run gle-mnist1d --seeds 10",
            "engram run gle-mnist1d --set training.epochs=20 --set neurons.tau=1.5",
            "engram run gle-mnist1d --settings mine.toml --seed 7 --json",
            "engram run rule-neurons --rule \"y*(x - w*y)\"") { name };
        choices.AddTo(verb, afterSet: session.Tool.RunsRules ? rule : null);
        verb.SetAction(parsed =>
        {
            var experiment = Names.FindExperiment(session, parsed.GetRequiredValue(name));
            var request = choices.Request(experiment, parsed);
            if (session.Tool.RunsRules && parsed.GetValue(rule) is { } text) request = request with { Assignments = [.. request.Assignments, $"rule={text}"] };
            return choices.Run(session, request, parsed);
        });
        return verb;
    }
}
