using Engram.Cli.CommandLine;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay simulate-participants</c>: a front of the experiment <c>delaunay-participants</c>.</summary>
internal static class SimulateParticipantsVerb
{
    private const string Experiment = "delaunay-participants";

    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var choices = new RunChoices();
        var verb = new Verb(
            "simulate-participants",
            "Let simulated people and networks take part in a study on the stand-in, to test and to plan (engram show delaunay-participants)",
            "engram delaunay simulate-participants --preset quick",
            "engram delaunay simulate-participants --set lists=4 --set people.naturalness-slope=0 --seed 7",
            "engram delaunay analyse latest");
        choices.AddTo(verb, readsData: false);
        verb.SetAction(parsed => choices.Run(session, choices.Request(Names.FindExperiment(session, Experiment), parsed), parsed));
        return verb;
    }
}
