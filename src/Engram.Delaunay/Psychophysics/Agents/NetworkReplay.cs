using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>
/// Plays a list to a network (specification 4.9): for each trial it predicts with the list's categories only, the prediction is written down,
/// and only then is the label told. Ties of the largest probability are broken at random.
/// </summary>
public static class NetworkReplay
{
    /// <summary>Plays a list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="network">The network.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="template">Fields that are the same in all rows: study, hash, whether the stimuli are synthetic.</param>
    public static IReadOnlyList<TrialRecord> Play(TrialList list, NetworkParticipant network, int seed, TrialRecord template)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(network);
        int ways = list.Alternatives;
        var streams = new RandomStreams((ulong)seed);
        RandomStream ties = streams.Named($"ties {network.Id} {list.Id}");
        ulong learnerSeed = streams.Named($"learner {network.Id} {list.Id}").NextUInt64();
        var learner = network.Create(ways, learnerSeed);
        int set = -1;
        var rows = new List<TrialRecord>(list.Trials.Count);
        var probabilities = new double[ways];
        foreach (PlannedTrial planned in list.Trials)
        {
            if (planned.Type is not (TrialType.Main or TrialType.Transfer or TrialType.Study))
                continue;
            if (planned.Slot / ways != set)
            {
                // Another set of categories is another task.
                if (set >= 0)
                    learner = network.Create(ways, learnerSeed);
                set = planned.Slot / ways;
            }

            var shown = new PresentedStimulus(planned.ImageId, list.Family, planned.Type == TrialType.Transfer ? planned.Condition : "");
            int truth = planned.Slot % ways;
            int answer = -1;
            if (planned.Type != TrialType.Study)
            {
                learner.Predict(shown, probabilities);
                answer = Largest(probabilities, ties);
                TrialRecord row = PlannedRows.Of(list, planned, template);
                row.AgentType = AgentType.Network;
                row.Subject = network.Id;
                row.AgentSeed = seed;
                row.Answer = list.Categories[(set * ways) + answer];
                row.Response = list.Labels[answer];
                row.Correct = answer == truth;
                row.Scores = [.. probabilities.Select(static p => Math.Round(p, 9))];
                rows.Add(row);
            }

            if (planned.Feedback)
                learner.Learn(shown, truth, answer);
        }

        return rows;
    }

    private static int Largest(double[] probabilities, RandomStream ties)
    {
        double most = probabilities.Max();
        int[] best = [.. Enumerable.Range(0, probabilities.Length).Where(k => probabilities[k] >= most - 1e-12)];
        return best.Length == 1 ? best[0] : best[ties.NextBounded(best.Length)];
    }
}

/// <summary>The part of a row that the plan says.</summary>
internal static class PlannedRows
{
    internal static TrialRecord Of(TrialList list, PlannedTrial planned, TrialRecord template) => template with
    {
        Protocol = list.Protocol,
        Family = list.Family,
        Condition = planned.Condition,
        ListId = list.Id,
        ListSha256 = list.Sha256,
        CategorySet = list.CategorySet,
        Alternatives = list.Alternatives,
        Block = planned.Block,
        Trial = planned.Trial == 0 ? null : planned.Trial,
        TrialInBlock = planned.TrialInBlock == 0 ? null : planned.TrialInBlock,
        Type = planned.Type,
        ImageId = planned.StimulusId,
        Category = planned.Type == TrialType.Catch ? null : list.Categories[planned.Slot],
        CategoryLabel = list.Labels[planned.Slot % list.Alternatives],
        SeenTrue = planned.Type == TrialType.Catch ? null : planned.SeenTrue,
        SeenMean = planned.Type == TrialType.Catch ? null : planned.SeenMean,
        Feedback = planned.Feedback,
        Blank = planned.BlankMilliseconds,
    };
}
