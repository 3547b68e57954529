using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>Everything that section 4.8 of the specification asks of a study's trials.</summary>
public sealed record PsychAnalysis
{
    /// <summary>What was left out and why.</summary>
    public required Exclusions Exclusions { get; init; }

    /// <summary>Each group on each family, people first.</summary>
    public required IReadOnlyList<GroupResult> Groups { get; init; }

    /// <summary>How many times more examples networks need.</summary>
    public required IReadOnlyList<EfficiencyRatio> Ratios { get; init; }

    /// <summary>Pairs of agents on the same list.</summary>
    public required IReadOnlyList<ConsistencyPair> ConsistencyPairs { get; init; }

    /// <summary>The pairs summed up.</summary>
    public required IReadOnlyList<ConsistencySummary> Consistency { get; init; }

    /// <summary>How much networks confuse what people confuse.</summary>
    public required IReadOnlyList<(string Network, string Family, ConfusionAgreement Agreement)> Confusions { get; init; }

    /// <summary>How much people can agree at all, for each family.</summary>
    public required IReadOnlyList<(string Family, double Ceiling)> NoiseCeilings { get; init; }

    /// <summary>Response times of people, for each family.</summary>
    public required IReadOnlyList<(string Family, ResponseTimes Times)> Times { get; init; }

    /// <summary>Whether people hesitate where networks do.</summary>
    public required IReadOnlyList<(string Network, string Family, double Spearman, int Images)> Margins { get; init; }

    /// <summary>The hypothesis, against each network.</summary>
    public required IReadOnlyList<HypothesisTest> Hypotheses { get; init; }

    /// <summary>The share right in transfer trials by group and condition.</summary>
    public required IReadOnlyList<(string Group, string Condition, int Right, int Trials)> Transfers { get; init; }

    /// <summary>What a reader must know, one sentence each.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Whether anything in it is made by formulas.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>What people are called: people, or simulated people.</summary>
    public required string People { get; init; }

    /// <summary>Analyses trials.</summary>
    /// <param name="table">The trials.</param>
    /// <param name="participants">What is known of people.</param>
    /// <param name="events">Changes of state.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told what is done, 0 to 1; null for nobody.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="DatasetException">Nothing is left to analyse.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static PsychAnalysis Of(
        TrialTable table,
        IReadOnlyList<ParticipantRecord> participants,
        IReadOnlyList<PsychEvent> events,
        AnalysisOptions options,
        Action<double, string>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(participants);
        ArgumentNullException.ThrowIfNull(options);
        var streams = new RandomStreams(options.Seed);
        var remarks = new List<string>(table.Remarks);
        Exclusions exclusions = Exclusions.Apply(table.Trials, participants, options.Rules, events);
        IReadOnlyList<AgentRun> runs = AgentRun.From(exclusions.Kept);
        if (runs.Count == 0)
        {
            throw new DatasetException(table.Trials.Count == 0
                ? "There are no trials. Expected rows with trial_type main."
                : $"No main trial is left of {table.Trials.Count} rows: {string.Join(", ", exclusions.ParticipantCounts.Where(static count => count.Count > 0).Select(static count => $"{count.Count} × {count.Reason}"))}. See participants.csv.");
        }

        if (runs.Where(static run => run.Type != AgentType.Network).Select(static run => run.Type).Distinct().Count() > 1)
            remarks.Add("Real and simulated people are in one file; they are counted apart, and consistency pools them. Analyse them separately.");
        var groups = new List<GroupResult>();
        IGrouping<(string Group, string Family, int Alternatives), AgentRun>[] parts = [.. runs.GroupBy(static run => (run.Group, run.Family, run.Alternatives))];
        foreach (var part in parts)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Invoke(0.7 * groups.Count / parts.Length, $"{part.Key.Group}, {part.Key.Family}");
            groups.Add(GroupResult.Of([.. part], options, streams.Named($"bootstrap {part.Key.Group} {part.Key.Family} {part.Key.Alternatives}")));
        }

        string people = groups.FirstOrDefault(static group => group.Type != AgentType.Network)?.Group ?? "people";
        GroupResult[] persons = [.. groups.Where(static group => group.Type != AgentType.Network)];
        GroupResult[] networks = [.. groups.Where(static group => group.Type == AgentType.Network)];
        if (persons.Length == 0)
            remarks.Add("There are no people in the file: comparisons with networks are not available.");
        if (networks.Length == 0)
            remarks.Add("There are no networks in the file: comparisons with people are not available.");
        AddRecognition(persons, participants, remarks);

        progress?.Invoke(0.7, "error consistency");
        IReadOnlyList<ConsistencyPair> pairs = ConsistencySummary.PairsOf(runs, people);
        stop.ThrowIfCancellationRequested();
        IReadOnlyList<ConsistencySummary> consistency = ConsistencySummary.Of(pairs, runs[0].Alternatives, options.BandDraws, streams.Named("independence"));
        if (consistency.Sum(static summary => summary.LeftOut) is > 0 and var leftOut)
            remarks.Add($"Error consistency left out {leftOut} trials (over all pairs) that only one of a pair has.");

        progress?.Invoke(0.8, "confusions");
        var matched = networks.SelectMany(network => persons.Where(person => person.Family == network.Family && person.Alternatives == network.Alternatives && person.Group == people)
            .Select(person => (Network: network, Person: person))).ToArray();
        var agreements = matched.Select(pair => (
            pair.Network.Group,
            pair.Network.Family,
            ConfusionMatrix.Of(pair.Person.Runs, pair.Person.Confusion.Classes).Agreement(
                ConfusionMatrix.Of(pair.Network.Runs, pair.Person.Confusion.Classes), options.Permutations, streams.Named($"permutations {pair.Network.Group} {pair.Network.Family}")))).ToArray();
        stop.ThrowIfCancellationRequested();
        var ceilings = persons.Select(person => (person.Family, ConfusionMatrix.NoiseCeiling(person.Runs, options.Splits, streams.Named("splits " + person.Family)))).ToArray();

        progress?.Invoke(0.9, "hypothesis");
        stop.ThrowIfCancellationRequested();
        AgentRun[] ofPeople = [.. persons.Where(person => person.Group == people).SelectMany(static person => person.Runs)];
        var hypotheses = new List<HypothesisTest>();
        foreach (var network in networks.GroupBy(static network => network.Group, StringComparer.Ordinal))
        {
            if (ofPeople.Length > 0 && HypothesisTest.Of(ofPeople, [.. network.SelectMany(static part => part.Runs)], options.NaturalnessOf, options.Draws, streams.Named("hypothesis " + network.Key)) is { } test)
                hypotheses.Add(test);
        }

        if (hypotheses.Count == 0 && persons.Length > 0 && networks.Length > 0)
            remarks.Add("The hypothesis needs at least two families of different naturalness with people and networks: not available.");
        progress?.Invoke(1, "done");
        return new PsychAnalysis
        {
            Exclusions = exclusions,
            Groups = groups,
            Ratios = [.. matched.Select(pair => Ratio(pair.Person, pair.Network, options.Draws, streams.Named($"ratio {pair.Network.Group} {pair.Network.Family}")))],
            ConsistencyPairs = pairs,
            Consistency = consistency,
            Confusions = agreements,
            NoiseCeilings = ceilings,
            Times = [.. persons.Select(static person => (person.Family, ResponseTimes.Of(person.Runs)))],
            Margins =
            [
                .. matched.Select(static pair =>
                {
                    var (spearman, images) = ResponseTimes.WithMargin(pair.Person.Runs, pair.Network.Runs);
                    return (pair.Network.Group, pair.Network.Family, spearman, images);
                }),
            ],
            Hypotheses = hypotheses,
            Transfers = Transfer(exclusions.Kept),
            Remarks = remarks,
            IsSimulated = table.Trials.Any(static trial => trial.Synthetic || trial.AgentType == AgentType.Simulated),
            People = people,
        };
    }

    private static EfficiencyRatio Ratio(GroupResult person, GroupResult network, int draws, RandomStream random)
    {
        Dictionary<string, AgentRun[]> Lists(GroupResult group) => group.Runs.GroupBy(static run => run.ListId, StringComparer.Ordinal).ToDictionary(static list => list.Key, static list => list.ToArray(), StringComparer.Ordinal);
        Dictionary<string, AgentRun[]> ofPerson = Lists(person), ofNetwork = Lists(network);
        string[] lists = [.. ofPerson.Keys.Intersect(ofNetwork.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        double value = Log(person.Runs, network.Runs);
        if (lists.Length == 0)
            return new EfficiencyRatio(network.Group, network.Family, BootstrapInterval.From(value, []));
        var found = new double[draws];
        for (int draw = 0; draw < draws; draw++)
        {
            string[] drawn = [.. lists.Select(_ => lists[random.NextBounded(lists.Length)])];
            found[draw] = Log([.. drawn.SelectMany(list => ofPerson[list])], [.. drawn.SelectMany(list => ofNetwork[list])]);
        }

        return new EfficiencyRatio(network.Group, network.Family, BootstrapInterval.From(value, found));

        static double Log(IReadOnlyList<AgentRun> people, IReadOnlyList<AgentRun> networks)
        {
            double a = SampleEfficiency.Needed(LearningCurve.Of(people)).Value, b = SampleEfficiency.Needed(LearningCurve.Of(networks)).Value;
            return Math.Log10(Math.Max(b, 0.1) / Math.Max(a, 0.1));
        }
    }

    private static IReadOnlyList<(string Group, string Condition, int Right, int Trials)> Transfer(IReadOnlyList<TrialRecord> trials) =>
    [
        .. trials.Where(static trial => trial.Type == TrialType.Transfer)
            .GroupBy(static trial => (Group: trial.AgentType switch { AgentType.Human => "people", AgentType.Simulated => "simulated people", _ => trial.Subject }, trial.Condition))
            .Select(static part => (part.Key.Group, part.Key.Condition, part.Count(static trial => trial.Correct), part.Count())),
    ];

    // Who recognised works is a covariate: the numbers are given with and without them.
    private static void AddRecognition(GroupResult[] persons, IReadOnlyList<ParticipantRecord> participants, List<string> remarks)
    {
        HashSet<string> recognised = [.. participants.Where(static person => person.Recognised == true).Select(static person => person.Id)];
        foreach (GroupResult person in persons)
        {
            AgentRun[] others = [.. person.Runs.Where(run => !recognised.Contains(run.Subject))];
            if (others.Length == person.Runs.Count)
                continue;
            string without = others.Length == 0 ? "nobody is left without them" : $"without them {100 * others.Sum(static run => run.Accuracy) / others.Length:0.0} %";
            remarks.Add($"{person.Runs.Count - others.Length} of {person.Runs.Count} runs on {person.Family} are of people who recognised works or artists: accuracy {100 * person.Accuracy.Value:0.0} %, {without}.");
        }
    }
}
