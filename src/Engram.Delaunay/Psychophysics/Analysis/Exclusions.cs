namespace Engram.Delaunay.Psychophysics;

/// <summary>How many a criterion left out.</summary>
/// <param name="Reason">The criterion, as in <c>exclusion_reason</c>.</param>
/// <param name="Count">How many it was the first to leave out.</param>
/// <param name="Affected">How many it would leave out alone.</param>
public sealed record ExclusionCount(string Reason, int Count, int Affected);

/// <summary>What is left after the criteria, and what each of them took.</summary>
/// <param name="Kept">The trials that count, unchanged.</param>
/// <param name="All">All trials, marked.</param>
/// <param name="Participants">Each person with the criterion that left them out, or null.</param>
/// <param name="ParticipantCounts">The criteria for participants, in their order.</param>
/// <param name="TrialCounts">The criteria for trials of participants who stay, in their order.</param>
public sealed record Exclusions(
    IReadOnlyList<TrialRecord> Kept,
    IReadOnlyList<TrialRecord> All,
    IReadOnlyList<KeyValuePair<string, string?>> Participants,
    IReadOnlyList<ExclusionCount> ParticipantCounts,
    IReadOnlyList<ExclusionCount> TrialCounts)
{
    /// <summary>The criteria for participants, in the order in which they apply.</summary>
    public static IReadOnlyList<string> ParticipantReasons { get; } =
    [
        "no consent or withdrew", "quiz failed", "too few trials", "catch trials failed", "too many without response", "too many too fast",
        "one key too often or too long", "focus lost or hidden", "refresh too slow", "technical failure reported",
    ];

    /// <summary>The criteria for trials, in the order in which they apply.</summary>
    public static IReadOnlyList<string> TrialReasons { get; } = ["response too fast", "page hidden at onset", "image not decoded", "duration off"];

    /// <summary>Applies the criteria to people, real and simulated; networks stay. Late accuracy near chance is never a criterion.</summary>
    /// <param name="trials">All trials.</param>
    /// <param name="participants">What is known of people; those who are not in it are judged by their trials alone.</param>
    /// <param name="rules">The criteria.</param>
    /// <param name="events">Changes of state, for pages hidden at onset; may be empty.</param>
    public static Exclusions Apply(
        IReadOnlyList<TrialRecord> trials, IReadOnlyList<ParticipantRecord> participants, ExclusionRules rules, IReadOnlyList<PsychEvent>? events = null)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(participants);
        ArgumentNullException.ThrowIfNull(rules);
        Dictionary<string, ParticipantRecord> known = participants.ToDictionary(static person => person.Id, StringComparer.Ordinal);
        var people = trials.Where(static trial => trial.AgentType != AgentType.Network).ToLookup(static trial => trial.Subject, StringComparer.Ordinal);
        Dictionary<string, int> planned = people.SelectMany(static person => person.GroupBy(static trial => trial.ListId, StringComparer.Ordinal)
                .Select(static list => (list.Key, Count: list.Count(static trial => trial.Type == TrialType.Main))))
            .GroupBy(static entry => entry.Key, StringComparer.Ordinal).ToDictionary(static list => list.Key, static list => list.Max(static entry => entry.Count), StringComparer.Ordinal);
        var first = new int[ParticipantReasons.Count];
        var affected = new int[ParticipantReasons.Count];
        var verdicts = new Dictionary<string, string?>(StringComparer.Ordinal);
        IEnumerable<string> ids = people.Select(static person => person.Key).Union(participants.Select(static person => person.Id), StringComparer.Ordinal);
        foreach (string id in ids.Order(StringComparer.Ordinal))
        {
            TrialRecord[] own = [.. people[id]];
            bool[] broken = Judge(own, known.GetValueOrDefault(id), planned, rules);
            int reason = Array.IndexOf(broken, true);
            verdicts[id] = reason < 0 ? null : ParticipantReasons[reason];
            if (reason >= 0)
                first[reason]++;
            for (int i = 0; i < broken.Length; i++)
                affected[i] += broken[i] ? 1 : 0;
        }

        ILookup<string, (double Begin, double End)> hidden = Hidden(events ?? []);
        var firstTrial = new int[TrialReasons.Count];
        var affectedTrial = new int[TrialReasons.Count];
        var all = new List<TrialRecord>(trials.Count);
        var kept = new List<TrialRecord>(trials.Count);
        foreach (TrialRecord trial in trials)
        {
            string? reason = trial.AgentType == AgentType.Network ? null : verdicts[trial.Subject];
            if (reason is null && trial.AgentType != AgentType.Network)
            {
                bool[] broken = Judge(trial, hidden, rules);
                int index = Array.IndexOf(broken, true);
                if (index >= 0)
                {
                    reason = TrialReasons[index];
                    firstTrial[index]++;
                }

                for (int i = 0; i < broken.Length; i++)
                    affectedTrial[i] += broken[i] ? 1 : 0;
            }

            all.Add(trial with { Excluded = reason is not null, ExclusionReason = reason ?? "" });
            if (reason is null)
                kept.Add(trial);
        }

        return new Exclusions(
            kept,
            all,
            [.. verdicts.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value))],
            [.. ParticipantReasons.Select((name, i) => new ExclusionCount(name, first[i], affected[i]))],
            [.. TrialReasons.Select((name, i) => new ExclusionCount(name, firstTrial[i], affectedTrial[i]))]);
    }

    private static bool[] Judge(TrialRecord[] own, ParticipantRecord? person, Dictionary<string, int> planned, ExclusionRules rules)
    {
        TrialRecord[] main = [.. own.Where(static trial => trial.Type == TrialType.Main)];
        TrialRecord[] answered = [.. main.Where(static trial => trial.Answer is not null)];
        TrialRecord[] checks = [.. own.Where(static trial => trial.Type == TrialType.Catch)];
        int expected = person?.PlannedTrials ?? main.GroupBy(static trial => trial.ListId, StringComparer.Ordinal).Sum(list => planned[list.Key]);
        double score = person?.CatchScore is { } stated && checks.Length == 0 ? stated / 4.0
            : checks.Length == 0 ? 1 : checks.Count(static check => check.Correct) / (double)checks.Length;
        double refresh = person?.MedianRefresh ?? Median([.. own.Where(static trial => trial.Refresh is not null).Select(static trial => trial.Refresh!.Value)]);
        int ways = main.Length == 0 ? 4 : main[0].Alternatives;
        int focus = person?.FocusLosses ?? own.Sum(static trial => trial.BlurEvents ?? 0);
        return
        [
            person is not null && (person.Withdrew || person.ConsentVersion.Length == 0),
            person is { QuizPassed: false },
            main.Length == 0 || main.Length < rules.LeastTrials * expected,
            score < rules.LeastCatch,
            main.Length > 0 && main.Length - answered.Length > rules.MostNoResponse * main.Length,
            answered.Length > 0 && answered.Count(trial => trial.ResponseTime < rules.FastMilliseconds) > rules.MostFast * answered.Length,
            IsMonotonous(answered, ways, main.Length, rules),
            focus > rules.MostFocusLosses || person?.HiddenMilliseconds > rules.MostHiddenMilliseconds,
            refresh < rules.LeastRefresh,
            person is { TechnicalFailure: true },
        ];
    }

    private static bool IsMonotonous(TrialRecord[] answered, int ways, int trials, ExclusionRules rules)
    {
        if (answered.Length == 0)
            return false;
        string[] keys = [.. answered.Select(static trial => trial.Response.Length > 0 ? trial.Response : $"{trial.Answer}")];
        int most = keys.GroupBy(static key => key, StringComparer.Ordinal).Max(static group => group.Count());
        int run = 0, longest = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            run = i > 0 && keys[i] == keys[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        return most > ((1.0 / ways) + rules.KeyExcess) * trials || longest > rules.LongestKeyRun;
    }

    private static bool[] Judge(TrialRecord trial, ILookup<string, (double Begin, double End)> hidden, ExclusionRules rules)
    {
        double frame = 1000 / (trial.Refresh ?? 60);
        bool isRapid = trial.Protocol == Protocol.Rapid.Letter && trial.Type == TrialType.Main;
        return
        [
            trial.ResponseTime < rules.FastMilliseconds,
            trial.Onset is { } onset && hidden[trial.Subject].Any(stretch => onset >= stretch.Begin && onset < stretch.End),
            trial.ActualStimulus == 0 && trial.PlannedStimulus > 0,
            isRapid && trial.ActualStimulus > 0 && Math.Abs(trial.ActualStimulus.Value - (trial.PlannedStimulus ?? Protocol.Rapid.ImageMilliseconds)) > rules.MostFrameError * frame,
        ];
    }

    private static ILookup<string, (double Begin, double End)> Hidden(IReadOnlyList<PsychEvent> events)
    {
        var stretches = new List<(string Subject, double Begin, double End)>();
        foreach (var own in events.GroupBy(static happened => happened.Subject, StringComparer.Ordinal))
        {
            double? since = null;
            foreach (PsychEvent happened in own)
            {
                if (happened.Kind == "hidden")
                {
                    since ??= happened.Milliseconds;
                }
                else if (happened.Kind == "visible" && since is { } begin)
                {
                    stretches.Add((own.Key, begin, happened.Milliseconds));
                    since = null;
                }
            }

            if (since is { } open)
                stretches.Add((own.Key, open, double.PositiveInfinity));
        }

        return stretches.ToLookup(static entry => entry.Subject, static entry => (entry.Begin, entry.End), StringComparer.Ordinal);
    }

    private static double Median(double[] values)
    {
        if (values.Length == 0)
            return double.NaN;
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : 0.5 * (values[(values.Length / 2) - 1] + values[values.Length / 2]);
    }
}
