namespace Engram.Delaunay.Psychophysics;

/// <summary>The trials of one agent on one list, in their order: what all measures are of.</summary>
public sealed class AgentRun
{
    /// <summary>The bins of n(t): 0, 1, 2, 3–4, 5–8, 9–16, 17–32, 33 and more.</summary>
    private static readonly int[] BinEnds = [0, 1, 2, 4, 8, 16, 32, int.MaxValue];

    private readonly int[] _trials = new int[BinEnds.Length];
    private readonly int[] _right = new int[BinEnds.Length];
    private readonly double[] _sums = new double[BinEnds.Length];

    /// <summary>Takes the trials of a run.</summary>
    /// <param name="trials">Main trials of one subject, seed, session and list; at least one.</param>
    public AgentRun(IEnumerable<TrialRecord> trials)
    {
        Trials = [.. trials.OrderBy(static trial => trial.Trial)];
        TrialRecord first = Trials[0];
        Subject = first.Subject;
        Seed = first.AgentSeed;
        Type = first.AgentType;
        ListId = first.ListId;
        Family = first.Family;
        Alternatives = first.Alternatives;
        foreach (TrialRecord trial in Trials)
        {
            int bin = BinOf(trial.SeenTrue ?? 0);
            _trials[bin]++;
            _right[bin] += trial.Correct ? 1 : 0;
            _sums[bin] += trial.SeenTrue ?? 0;
        }
    }

    /// <summary>How many bins of n(t) there are.</summary>
    public static int BinCount => BinEnds.Length;

    /// <summary>The main trials.</summary>
    public IReadOnlyList<TrialRecord> Trials { get; }

    /// <summary>Whose.</summary>
    public string Subject { get; }

    /// <summary>The seed of a network.</summary>
    public int? Seed { get; }

    /// <summary>Who answered.</summary>
    public AgentType Type { get; }

    /// <summary>The list.</summary>
    public string ListId { get; }

    /// <summary>The list without its family: lists of one number have the same images in all families.</summary>
    public string ListKey => ListId.StartsWith(Family + "-", StringComparison.Ordinal) ? ListId[(Family.Length + 1)..] : ListId;

    /// <summary>The family of stimuli.</summary>
    public string Family { get; }

    /// <summary>W.</summary>
    public int Alternatives { get; }

    /// <summary>What the run is counted with: people, simulated people, or a network by its id.</summary>
    public string Group => Type switch { AgentType.Human => "people", AgentType.Simulated => "simulated people", _ => Subject };

    /// <summary>The share of right answers.</summary>
    public double Accuracy => _right.Sum() / (double)_trials.Sum();

    /// <summary>Trials in each bin.</summary>
    public ReadOnlySpan<int> BinTrials => _trials;

    /// <summary>Right answers in each bin.</summary>
    public ReadOnlySpan<int> BinRight => _right;

    /// <summary>The sum of n in each bin.</summary>
    public ReadOnlySpan<double> BinSums => _sums;

    /// <summary>The bin of n.</summary>
    /// <param name="n">Exemplars so far, 0 or more.</param>
    public static int BinOf(int n) => Array.FindIndex(BinEnds, end => n <= end);

    /// <summary>The name of a bin: <c>3–4</c>.</summary>
    /// <param name="bin">From 0.</param>
    public static string NameOf(int bin)
    {
        int begin = bin == 0 ? 0 : BinEnds[bin - 1] + 1;
        return BinEnds[bin] == int.MaxValue ? $"{begin}+" : begin == BinEnds[bin] ? $"{begin}" : $"{begin}–{BinEnds[bin]}";
    }

    /// <summary>Parts trials into runs, ordered by group, family, list and subject. What is not a main trial is left out.</summary>
    /// <param name="trials">Trials of anybody.</param>
    public static IReadOnlyList<AgentRun> From(IEnumerable<TrialRecord> trials) =>
    [
        .. trials.Where(static trial => trial.Type == TrialType.Main)
            .GroupBy(static trial => (trial.Subject, trial.AgentSeed, trial.Session, trial.ListId))
            .Select(static run => new AgentRun(run))
            .OrderBy(static run => run.Type == AgentType.Network).ThenBy(static run => run.Group, StringComparer.Ordinal).ThenBy(static run => run.Family, StringComparer.Ordinal)
            .ThenBy(static run => run.ListId, StringComparer.Ordinal).ThenBy(static run => run.Subject, StringComparer.Ordinal).ThenBy(static run => run.Seed),
    ];
}
