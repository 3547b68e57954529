using Engram.Delaunay.Painting;
using Engram.Delaunay.Psychophysics;
using Engram.Numerics;

namespace Engram.Delaunay.Tests.Psychophysics;

/// <summary>Small studies to test with.</summary>
internal static class Studies
{
    internal static StandInStimuli Styles { get; } = new(new StyleSettings { Styles = 8, Families = 4, Kappa = 0.75, Seed = 5 }, imagesPerStyle: 55);

    internal static StimulusPool Pool => Styles.Pool;

    internal static TrialListRequest Request(ulong seed = 3) => new() { Protocol = Protocol.Learn, Pool = Pool, Study = "test", Lists = 2, Seed = seed };

    internal static TrialList List { get; } = TrialListMaker.Make(Request())[0];

    internal static TrialRecord Template { get; } = new() { Study = "test", ConfigHash = "abc", Synthetic = true };

    internal static IReadOnlyList<TrialRecord> Play(SimulatedParticipant person, TrialList? list = null, ulong seed = 1) =>
        person.Play(list ?? List, new RandomStreams(seed), Template);

    internal static SimulatedParticipant Person(string id, double asymptote = 0.9) => new() { Id = id, Asymptote = asymptote, Scale = 3, Exponent = 1.2 };

    internal static ParticipantRecord Record(string id) => new()
    {
        Id = id,
        AgentType = AgentType.Simulated,
        ConsentVersion = "1",
        MedianRefresh = 60,
        FocusLosses = 0,
        HiddenMilliseconds = 0,
        PlannedTrials = 160,
    };

    /// <summary>A run with known answers: n counts up to the number of trials.</summary>
    internal static AgentRun Run(string subject, IEnumerable<(int N, bool Right)> trials, int ways = 4, string list = "intact-01", string family = "intact", AgentType type = AgentType.Simulated) =>
        new(trials.Select((trial, i) => new TrialRecord
        {
            AgentType = type,
            Subject = subject,
            ListId = list,
            Family = family,
            Alternatives = ways,
            Trial = i + 1,
            ImageId = $"image {i}",
            Category = 0,
            Answer = trial.Right ? 0 : 1,
            SeenTrue = trial.N,
            Correct = trial.Right,
        }));
}

/// <summary>A folder that goes away.</summary>
internal sealed class ScratchFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("engram-psych").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    internal string File(string name) => System.IO.Path.Combine(Path, name);
}
