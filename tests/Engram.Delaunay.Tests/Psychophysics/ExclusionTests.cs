using Engram.Delaunay.Psychophysics;

namespace Engram.Delaunay.Tests.Psychophysics;

public class ExclusionTests
{
    private static readonly IReadOnlyList<TrialRecord> Honest = Studies.Play(Studies.Person("honest"));

    public static TheoryData<string> Reasons => [.. Exclusions.ParticipantReasons];

    [Fact]
    public void V44_An_honest_participant_stays_and_so_does_one_who_learns_nothing()
    {
        Exclusions left = Exclusions.Apply([.. Honest, .. Studies.Play(SimulatedParticipant.Guesser("guesser"))], [Studies.Record("honest"), Studies.Record("guesser")], new ExclusionRules());
        Assert.All(left.Participants, person => Assert.Null(person.Value));
        Assert.All(left.ParticipantCounts.Concat(left.TrialCounts), count => Assert.Equal((0, 0), (count.Count, count.Affected)));
        Assert.Equal(left.All.Count, left.Kept.Count);
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void V44_Each_criterion_is_met_by_its_own_participant_and_by_nobody_else(string reason)
    {
        var (trials, person) = Crafted(reason);
        Exclusions left = Exclusions.Apply([.. Honest, .. trials], [Studies.Record("honest"), person], new ExclusionRules());
        Assert.Equal([new("crafted", reason), new("honest", null)], left.Participants);
        Assert.All(left.ParticipantCounts, count => Assert.Equal(count.Reason == reason ? (1, 1) : (0, 0), (count.Count, count.Affected)));
        Assert.DoesNotContain(left.Kept, trial => trial.Subject == "crafted");
        Assert.All(left.All.Where(trial => trial.Subject == "crafted"), trial => Assert.Equal(reason, trial.ExclusionReason));
    }

    [Fact]
    public void V44_The_first_criterion_in_order_is_the_one_that_counts()
    {
        ParticipantRecord person = Studies.Record("honest") with { QuizPassed = false, TechnicalFailure = true };
        Exclusions left = Exclusions.Apply(Honest, [person], new ExclusionRules());
        Assert.Equal("quiz failed", left.Participants[0].Value);
        Assert.Equal([0, 1], left.ParticipantCounts.Where(count => count.Reason is "quiz failed" or "technical failure reported").Select(count => count.Count).Order());
        Assert.Equal(2, left.ParticipantCounts.Sum(count => count.Affected));
    }

    [Fact]
    public void V44_Trials_are_left_out_one_by_one_each_for_its_reason()
    {
        TrialRecord[] rapid = [.. Studies.Play(Studies.Person("p"), TrialListMaker.Make(Studies.Request() with { Protocol = Protocol.Rapid })[0])];
        TrialRecord[] main = [.. rapid.Where(trial => trial.Type == TrialType.Main)];
        main[3].ResponseTime = 150;
        main[50].ActualStimulus = 0;
        main[70].ActualStimulus = 250;
        PsychEvent[] events = [new("p", main[100].Onset!.Value - 1, "hidden"), new("p", main[100].Onset!.Value + 1, "visible")];
        Exclusions left = Exclusions.Apply(rapid, [Studies.Record("p")], new ExclusionRules(), events);
        Assert.All(left.TrialCounts, count => Assert.Equal(1, count.Count));
        Assert.Equal(rapid.Length - 4, left.Kept.Count);
        Assert.Equal("duration off", left.All.First(trial => trial.Trial == main[70].Trial && trial.Type == TrialType.Main).ExclusionReason);
    }

    [Fact]
    public void Networks_are_never_left_out()
    {
        var network = NetworkReplay.Play(Studies.List, new NetworkParticipant("N0", static (_, _) => new GuessingLearner()), 1, Studies.Template);
        Assert.Equal(network.Count, Exclusions.Apply(network, [], new ExclusionRules()).Kept.Count);
    }

    private static (IReadOnlyList<TrialRecord> Trials, ParticipantRecord Person) Crafted(string reason)
    {
        TrialRecord[] trials = [.. Studies.Play(Studies.Person("crafted"))];
        TrialRecord[] main = [.. trials.Where(trial => trial.Type == TrialType.Main)];
        ParticipantRecord person = Studies.Record("crafted");
        switch (reason)
        {
            case "no consent or withdrew":
                person = person with { Withdrew = true };
                break;
            case "quiz failed":
                person = person with { QuizPassed = false };
                break;
            case "too few trials":
                trials = [.. trials.Where(trial => trial.Trial is not > 143)];
                break;
            case "catch trials failed":
                foreach (TrialRecord check in trials.Where(trial => trial.Type == TrialType.Catch).Take(2))
                    check.Correct = false;
                break;
            case "too many without response":
                for (int i = 0; i < 25; i++)
                    (main[i * 6].Answer, main[i * 6].Response, main[i * 6].Correct, main[i * 6].ResponseTime) = (null, "", false, null);
                break;
            case "too many too fast":
                for (int i = 0; i < 17; i++)
                    main[i * 9].ResponseTime = 190;
                break;
            case "one key too often or too long":
                for (int i = 20; i < 33; i++)
                    main[i].Response = "d";
                break;
            case "focus lost or hidden":
                person = person with { FocusLosses = 6 };
                break;
            case "refresh too slow":
                person = person with { MedianRefresh = 48 };
                break;
            case "technical failure reported":
                person = person with { TechnicalFailure = true };
                break;
            default:
                Assert.Fail($"nobody is crafted for \"{reason}\"");
                break;
        }

        return (trials, person);
    }
}
