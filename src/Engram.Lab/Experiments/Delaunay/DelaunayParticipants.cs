using System.Globalization;
using System.Numerics;
using Engram.Delaunay.Painting;
using Engram.Delaunay.Psychophysics;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Delaunay;

/// <summary>Simulated people and networks take part in the same trial lists, and are analysed as a real study would be.</summary>
public sealed class DelaunayParticipants : Experiment<DelaunayParticipantsSettings>
{
    private const string Study = "simulated";

    /// <inheritdoc/>
    public override string Name => "delaunay-participants";

    /// <inheritdoc/>
    public override string Paper => "Gontier et al. 2022 (proposed there; no participants' data published)";

    /// <inheritdoc/>
    public override string Summary => "Simulated people and networks learn categories of stand-in paintings from the same trial lists";

    /// <inheritdoc/>
    public override string Description =>
        """
        The dataset of abstract art was made to compare how many examples people and networks need. This rehearses such a study on the
        procedural stand-in: trial lists are drawn, simulated participants (power-law learners with lapses and timeouts) and networks on
        frozen features answer the same images in the same order, and the trials are analysed as real ones would be. The people are
        formulas: what comes out of them was put in by people.* settings, and says nothing about people.

        The run's folder holds trials.csv, participants.csv, list.json, config.json, truth.csv, report.md, analysis.json and figures. engram
        delaunay analyse reads any such folder, also one with real participants. No published numbers are available.
        """;

    /// <inheritdoc/>
    public override string HeadlineMetric => "people_exemplars";

    /// <inheritdoc/>
    protected override DelaunayParticipantsSettings CreatePreset(string preset)
    {
        var settings = new DelaunayParticipantsSettings();
        if (preset == "quick")
        {
            settings.Lists = 3;
            settings.NetworkSeeds = 1;
            settings.Networks = "N0,N1/latents,N2/latents,N1/colour-hist";
            settings.Draws = 400;
            settings.Power.Studies = 0;
        }

        return settings;
    }

    /// <inheritdoc/>
    protected override void Resolve(DelaunayParticipantsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ParticipatingNetworks.Check(settings.NetworkNames());
        if (settings.FamilyNames().Length == 0)
            throw new UsageException("families: there is none. Expected at least one of intact, scramble-0.5, scramble-1.");
        if (settings.FamilyNames().FirstOrDefault(static family => StimulusFamily.Scramble(family) is null || !StimulusFamily.All.Contains(family, StringComparer.Ordinal)) is { } unknown)
            throw new UsageException($"families: \"{unknown}\" cannot be simulated. Expected intact, scramble-0.5 or scramble-1: the stand-in has no natural photographs.");
        if (settings.FamilyNames().Distinct(StringComparer.Ordinal).Count() < settings.FamilyNames().Length)
            throw new UsageException("families: one stands there twice.");
        Protocol protocol = Protocol.Find(settings.Protocol)!;
        if (!protocol.Alternatives.Contains(settings.Alternatives))
            throw new UsageException($"alternatives: protocol {protocol.Letter} is run with {string.Join(", ", protocol.Alternatives.Order())} categories, not {settings.Alternatives}.");
        int needed = settings.Alternatives * Math.Max(1, protocol.Exemplars.Count);
        if (settings.StandIn.Styles < needed)
            throw new UsageException($"stand-in.styles: protocol {protocol.Letter} needs {needed} different categories for a list, and there are {settings.StandIn.Styles} styles. Set stand-in.styles={needed} or more.");
        if (!BitOperations.IsPow2(settings.StandIn.Side))
            throw new UsageException($"stand-in.side: {settings.StandIn.Side} is no power of two, which the scramble of phases needs. Expected 16, 32, 64, 128, 256 or 512.");
        if (settings.People.Asymptote <= 1.0 / settings.Alternatives)
            throw new UsageException("people.asymptote: it must lie above chance, 1/alternatives.");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(DelaunayParticipantsSettings settings, IRunContext context)
    {
        Protocol protocol = Protocol.Find(settings.Protocol)!;
        var stimuli = new StandInStimuli(
            new StyleSettings { Styles = settings.StandIn.Styles, Families = settings.StandIn.Families, Kappa = settings.StandIn.Kappa, Seed = context.Seed }, ImagesPerStyle(protocol, settings));
        IReadOnlyList<TrialList> lists = TrialListMaker.Make(new TrialListRequest
        {
            Protocol = protocol,
            Pool = stimuli.Pool,
            Study = Study,
            Alternatives = settings.Alternatives,
            ImagesPerCategory = settings.ImagesPerCategory,
            Lists = settings.Lists,
            Families = settings.FamilyNames(),
            CategorySet = settings.CategorySet,
            Confusability = stimuli.Similarity,
            Seed = context.Seed,
        });
        StudyConfiguration configuration = Configure(settings, stimuli, context.Seed);
        var template = new TrialRecord { Study = Study, ConfigHash = configuration.Hash, Synthetic = true };
        (string Label, Func<IReadOnlyList<TrialRecord>> Play)[] work = [.. Work(settings, lists, stimuli, template, context.Seed)];

        var trials = new List<TrialRecord>();
        string file = Path.Combine(context.Folder, TrialFile.Name);
        int done = 0;
        context.TryRestore(state =>
        {
            done = state.ReadArray<int>("done")[0];
            int rows = state.ReadArray<int>("rows")[0];
            if (rows > 0)
                trials.AddRange(TrialFile.Read(file).Trials.Take(rows));
        });
        for (; done < work.Length; done++)
        {
            context.CheckpointIfDue(Save);
            IReadOnlyList<TrialRecord> rows = work[done].Play();
            trials.AddRange(rows);
            TrialRecord[] main = [.. rows.Where(static row => row.Type == TrialType.Main)];
            context.Log(("agent", done + 1), ("accuracy", main.Average(static row => row.Correct ? 1.0 : 0.0)), ("late_accuracy", main.TakeLast(40).Average(static row => row.Correct ? 1.0 : 0.0)));
            context.Report(done + 1, work.Length + 1, work[done].Label);
        }

        context.Checkpoint(Save);
        Write(settings, configuration, lists, stimuli, trials, context);
        TrialAnalysisReport report = TrialAnalysis.Of(
            context.Folder,
            new AnalysisOptions { Draws = settings.Draws, Seed = context.Seed },
            (_, status) => context.Report(work.Length, work.Length + 1, "analysis: " + status),
            settings.FamilyNames().Contains(StimulusFamily.Intact, StringComparer.Ordinal) ? stimuli.IdealAccuracy(lists.Where(static list => list.Family == StimulusFamily.Intact)) : null,
            context.Stop);
        return [.. Values(report.Analysis), .. Power(settings, context)];

        void Save(StateWriter state)
        {
            // The rows first: a checkpoint must not promise more than the file holds.
            TrialFile.Write(file, trials);
            state.Add<int>("done", [done]);
            state.Add<int>("rows", [trials.Count]);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Findings(string runFolder) =>
    [
        new("report", Path.Combine(runFolder, TrialAnalysis.ReportName)),
        new("note", "people and pictures are simulated"),
    ];

    private static int ImagesPerStyle(Protocol protocol, DelaunayParticipantsSettings settings) =>
        settings.ImagesPerCategory + (protocol.Exemplars.Count > 0 ? protocol.Exemplars.Max() : 0) + (protocol.Letter == "C" ? 40 : 0) + 10;

    private static StudyConfiguration Configure(DelaunayParticipantsSettings settings, StandInStimuli stimuli, ulong seed) => new()
    {
        Study = Study,
        Protocol = settings.Protocol,
        Alternatives = settings.Alternatives,
        ImagesPerCategory = settings.ImagesPerCategory,
        Lists = settings.Lists,
        ParticipantsPerList = settings.ParticipantsPerList,
        Families = settings.FamilyNames(),
        Seed = seed,
        Source = stimuli.Pool.Source,
        IsSynthetic = true,
    };

    private static SimulatedPopulation Population(DelaunayParticipantsSettings settings) => new()
    {
        Asymptote = settings.People.Asymptote,
        Scale = settings.People.Scale,
        ScaleSpread = settings.People.ScaleSpread,
        Exponent = settings.People.Exponent,
        NaturalnessSlope = settings.People.NaturalnessSlope,
        Lapse = settings.People.Lapse,
        Timeout = settings.People.Timeout,
        ItemSpread = settings.People.ItemSpread,
    };

    private static IEnumerable<SimulatedParticipant> People(DelaunayParticipantsSettings settings, TrialList list, ulong seed)
    {
        var streams = new RandomStreams(seed);
        for (int number = 1; number <= settings.ParticipantsPerList; number++)
        {
            RandomStream random = streams.Named($"person {list.Id}", number);
            string id = string.Create(CultureInfo.InvariantCulture, $"{random.NextUInt64():x16}{random.NextUInt64():x16}");
            yield return SimulatedParticipant.Draw(id, Population(settings), StimulusFamily.Naturalness(list.Family) ?? 1, random);
        }
    }

    private static IEnumerable<(string Label, Func<IReadOnlyList<TrialRecord>> Play)> Work(
        DelaunayParticipantsSettings settings, IReadOnlyList<TrialList> lists, StandInStimuli stimuli, TrialRecord template, ulong seed)
    {
        var streams = new RandomStreams(seed);
        NetworkParticipant[] networks = ParticipatingNetworks.Make(settings, stimuli, seed);
        foreach (TrialList list in lists)
        {
            foreach (SimulatedParticipant person in People(settings, list, seed))
                yield return ($"simulated participant, {list.Id}", () => person.Play(list, streams, template, stimuli.Similarity));
        }

        foreach (TrialList list in lists)
        {
            foreach (NetworkParticipant network in networks)
            {
                for (int s = 1; s <= settings.NetworkSeeds; s++)
                {
                    int networkSeed = s;
                    yield return ($"{network.Id} seed {s}, {list.Id}", () => NetworkReplay.Play(list, network, networkSeed, template));
                }
            }
        }
    }

    private static void Write(
        DelaunayParticipantsSettings settings, StudyConfiguration configuration, IReadOnlyList<TrialList> lists, StandInStimuli stimuli, List<TrialRecord> trials, IRunContext context)
    {
        StudyFile.Write(Path.Combine(context.Folder, StudyFile.Name), Study, isSynthetic: true, lists);
        configuration.Write(Path.Combine(context.Folder, StudyConfiguration.FileName));
        var people = lists.SelectMany(list => People(settings, list, context.Seed).Select(person => (List: list, Person: person))).ToArray();
        ILookup<string, TrialRecord> own = trials.Where(static trial => trial.AgentType == AgentType.Simulated).ToLookup(static trial => trial.Subject, StringComparer.Ordinal);
        ParticipantFile.Write(Path.Combine(context.Folder, ParticipantFile.Name), people.Select(entry => new ParticipantRecord
        {
            Id = entry.Person.Id,
            AgentType = AgentType.Simulated,
            ConsentVersion = "simulated",
            DeviceClass = "simulated",
            CatchScore = own[entry.Person.Id].Any(static trial => trial.Type == TrialType.Catch) ? own[entry.Person.Id].Count(static trial => trial is { Type: TrialType.Catch, Correct: true }) : null,
            FocusLosses = 0,
            HiddenMilliseconds = 0,
            MedianRefresh = 60,
            PlannedTrials = entry.List.Trials.Count(static trial => trial.Type == TrialType.Main),
            Trials = own[entry.Person.Id].Count(static trial => trial.Type == TrialType.Main),
        }));
        EventFile.Write(
            Path.Combine(context.Folder, EventFile.Name),
            people.SelectMany(entry => new PsychEvent[] { new(entry.Person.Id, 0, "start", entry.List.Id), new(entry.Person.Id, own[entry.Person.Id].Max(static trial => trial.Onset) ?? 0, "finish") }));
        TableFile.Write(
            Path.Combine(context.Folder, "truth.csv"),
            ["subj", "list_id", "family", "asymptote", "tau", "beta", "lapse", "timeout", "item_spread"],
            people.Select(static entry => (IReadOnlyList<object>)[entry.Person.Id, entry.List.Id, entry.List.Family, TableFile.Number(entry.Person.Asymptote), TableFile.Number(entry.Person.Scale), entry.Person.Exponent, entry.Person.Lapse, entry.Person.Timeout, entry.Person.ItemSpread]));
    }

    private static IEnumerable<SummaryValue> Values(PsychAnalysis analysis)
    {
        string family = analysis.Groups.Any(static group => group.Family == StimulusFamily.Intact) ? StimulusFamily.Intact : analysis.Groups[0].Family;
        if (analysis.Groups.FirstOrDefault(group => group.Family == family && group.Type != AgentType.Network) is { } people)
        {
            yield return new SummaryValue("people_exemplars", people.Needed.Value, "", $"exemplars to {100 * people.Needed.Threshold:0.#} %, simulated people, {family}");
            yield return new SummaryValue("people_accuracy", 100 * people.Accuracy.Value, "%", $"accuracy, simulated people, {family}");
        }

        foreach (GroupResult network in analysis.Groups.Where(group => group.Family == family && group.Type == AgentType.Network))
        {
            string name = network.Group.Replace('/', '_').Replace('-', '_').ToLowerInvariant();
            yield return new SummaryValue($"{name}_accuracy", 100 * network.Accuracy.Value, "%", $"accuracy, {network.Group}, {family}");
            if (!network.Needed.IsCensored)
                yield return new SummaryValue($"{name}_exemplars", network.Needed.Value, "", $"exemplars to {100 * network.Needed.Threshold:0.#} %, {network.Group}, {family}");
        }

        if (analysis.Consistency.FirstOrDefault(summary => summary.Family == family && summary.Kind == $"{analysis.People} – {analysis.People}") is { } consistency)
            yield return new SummaryValue("people_kappa", consistency.Kappa, "", $"error consistency of simulated people, {family}");
        foreach (HypothesisTest test in analysis.Hypotheses.Where(static test => double.IsFinite(test.OfExemplars.Difference.Value)).Take(1))
        {
            yield return new SummaryValue("slope_difference", test.OfExemplars.Difference.Value, "", $"slope of log10 n on naturalness, people minus {test.Networks}");
            yield return new SummaryValue("slope_probability", test.OfExemplars.Probability, "", "its two-sided probability");
        }
    }

    private static IEnumerable<SummaryValue> Power(DelaunayParticipantsSettings settings, IRunContext context)
    {
        if (settings.Power.Studies == 0 || settings.FamilyNames().Length < 2)
            yield break;
        var plan = new PowerAnalysis
        {
            People = Population(settings),
            Networks = new SimulatedPopulation { Scale = 3 * settings.People.Scale, Asymptote = settings.People.Asymptote, Lapse = 0, Timeout = 0 },
            Families = settings.FamilyNames(),
            ParticipantsPerList = settings.ParticipantsPerList,
            NetworkSeeds = settings.NetworkSeeds,
            Alternatives = settings.Alternatives,
            ImagesPerCategory = settings.ImagesPerCategory,
            Studies = settings.Power.Studies,
            Draws = 200,
        };
        foreach (int lists in settings.Power.Lists)
        {
            context.Stop.ThrowIfCancellationRequested();
            context.Report(1, 1, $"power of {lists} lists");
            StudyPower power = plan.Of(lists, context.Seed);
            yield return new SummaryValue($"power_{lists}_lists", 100 * power.Power, "%", $"power for the slope difference with {lists} lists of each family");
        }
    }
}
