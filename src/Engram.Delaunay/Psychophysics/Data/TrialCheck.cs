using System.Globalization;

namespace Engram.Delaunay.Psychophysics;

/// <summary>What no cell alone can say: ids that come twice, times that cannot be, answers that contradict each other, trials that are missing.</summary>
internal static class TrialCheck
{
    /// <summary>A frame or two more than the protocol allows, for slow screens.</summary>
    private const double Tolerance = 100;

    private const double LatestElsewhere = 60_000;
    private const double LongestVisit = 24 * 3_600_000.0;

    /// <summary>Checks rows.</summary>
    /// <param name="trials">The rows.</param>
    /// <param name="faults">Takes what is wrong; thrown at the end.</param>
    /// <returns>What is incomplete.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<TrialRecord> trials, FaultList faults)
    {
        var remarks = new List<string>();
        foreach (TrialRecord trial in trials)
            CheckRow(trial, faults);
        foreach (var visit in trials.GroupBy(static trial => (trial.Subject, trial.AgentSeed, trial.Session, trial.ListId)))
        {
            string who = $"\"{visit.Key.Subject}\"{(visit.Key.AgentSeed is { } seed ? $" seed {seed}" : "")}, session {visit.Key.Session}";
            CheckVisit([.. visit], who, faults, remarks);
        }

        faults.ThrowIfAny();
        return remarks;
    }

    private static void CheckRow(TrialRecord trial, FaultList faults)
    {
        int line = trial.Line;
        bool isAnswered = trial.Type is TrialType.Main or TrialType.Transfer;
        if (isAnswered && trial.Category is null)
            faults.Add(line, "category", "a trial that is answered has a true category, and this cell is empty.");
        if (isAnswered && trial.Trial is null)
            faults.Add(line, "trial", "a trial that is answered has a number from 1, and this cell is empty.");
        if (trial.AgentType == AgentType.Network && trial.ResponseTime is not null)
            faults.Add(line, "rt_ms", "a network has no response time; the cell must be empty.");
        if (trial.ResponseTime is { } time)
        {
            double latest = Protocol.Find(trial.Protocol)?.LatestResponse + Tolerance ?? LatestElsewhere;
            if (time > latest)
                faults.Add(line, "rt_ms", string.Create(CultureInfo.InvariantCulture, $"{time} ms cannot be: protocol {trial.Protocol} takes responses until {latest - Tolerance} ms after onset."));
            if (isAnswered && trial.Answer is null)
                faults.Add(line, "rt_ms", "there is a response time and no response (object_response is na).");
        }

        if (isAnswered && trial.TimedOut == true && trial.Answer is not null)
            faults.Add(line, "timed_out", "the trial timed out and has a response.");
        if (isAnswered && trial.Category is { } truth && trial.Correct != (trial.Answer == truth))
            faults.Add(line, "correct", $"{(trial.Correct ? 1 : 0)} contradicts category {truth} and object_response {trial.Answer?.ToString(CultureInfo.InvariantCulture) ?? TrialColumn.NoResponse}.");
        if (trial.Onset > LongestVisit)
            faults.Add(line, "onset_ms", "the image came on more than a day after the visit began.");
        if (trial.Scores.Count > 0 && trial.Scores.Count != trial.Alternatives)
            faults.Add(line, "scores", $"there are {trial.Scores.Count} probabilities for {trial.Alternatives} alternatives.");
    }

    private static void CheckVisit(TrialRecord[] visit, string who, FaultList faults, List<string> remarks)
    {
        var numbers = new Dictionary<int, int>();
        var images = new Dictionary<string, int>(StringComparer.Ordinal);
        TrialRecord? before = null;
        foreach (TrialRecord trial in visit)
        {
            if (before is { Onset: { } earlier } && trial.Onset is { } now && now <= earlier)
                faults.Add(trial.Line, "onset_ms", string.Create(CultureInfo.InvariantCulture, $"{now} ms is not after the trial before it ({earlier} ms, line {before.Line}): a clock does not run backwards."));
            if (trial.Onset is not null)
                before = trial;
            if (trial.Type is not (TrialType.Main or TrialType.Transfer))
                continue;
            if (trial.Trial is { } number && !numbers.TryAdd(number, trial.Line))
                faults.Add(trial.Line, "trial", $"trial {number} of {who} stands in line {numbers[number]} too.");
            if (trial.ImageId.Length > 0 && !images.TryAdd(trial.ImageId, trial.Line))
                faults.Add(trial.Line, "image_id", $"image {trial.ImageId} of {who} was shown in line {images[trial.ImageId]} too; every trial has a new image.");
        }

        if (visit.Select(static trial => trial.Alternatives).Distinct().Count() > 1)
            faults.Add(visit[0].Line, "W", $"the trials of {who} do not agree on the number of alternatives.");
        if (numbers.Count > 0)
        {
            int[] missing = [.. Enumerable.Range(1, numbers.Keys.Max()).Where(number => !numbers.ContainsKey(number))];
            if (missing.Length > 0)
                remarks.Add($"{who} lacks {missing.Length} of {numbers.Keys.Max()} trials: {string.Join(", ", missing.Take(8))}{(missing.Length > 8 ? ", ..." : "")}.");
        }
    }
}
