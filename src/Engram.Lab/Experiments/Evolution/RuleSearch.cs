using System.Diagnostics;
using Engram.Evolution.Rules;
using Engram.Evolution.Search;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>A search as a run of the laboratory: rows, checkpoints, the live line.</summary>
internal sealed class RuleSearch : IDisposable
{
    private const int LongestRule = 48;

    private readonly IRunContext _context;
    private readonly IReadOnlyList<string> _inputs;
    private readonly Stopwatch _clock = new();
    private string _rule = "";
    private long _ruleOf = -1;
    private long _evaluationsBefore;

    /// <summary>Sets a search up, without beginning it.</summary>
    /// <param name="context">The run.</param>
    /// <param name="search">The search; this owns it.</param>
    /// <param name="inputs">The names of a rule's inputs.</param>
    /// <param name="target">The fitness whose first reaching is remembered.</param>
    public RuleSearch(IRunContext context, EvolutionSearch search, IReadOnlyList<string> inputs, double target)
    {
        _context = context;
        Search = search;
        _inputs = inputs;
        Target = target;
    }

    public EvolutionSearch Search { get; }

    /// <summary>The fitness to reach.</summary>
    public double Target { get; }

    /// <summary>The generation in which the champion first reached <see cref="Target"/>; −1 if it never did.</summary>
    public long ReachedAt { get; private set; } = -1;

    /// <summary>Goes on from the checkpoint, if there is one, to the end.</summary>
    public void Run()
    {
        _context.TryRestore(Load);
        _evaluationsBefore = Search.Evaluations;
        _clock.Start();
        long wanted = Search.Settings.MaximumGenerations ?? 1;
        while (Search.EndReason == EndReason.None)
        {
            Search.Step();
            if (ReachedAt < 0 && Search.Best.Fitness + 1e-10 >= Target)
                ReachedAt = Search.Generation;
            _context.Log(
                ("generation", Search.Generation),
                ("fitness", Search.Best.Fitness),
                ("operations", Search.Best.Complexity),
                ("objective_calls", Search.ObjectiveCalls));
            _context.Report(Search.Generation + 1, wanted, Words());
            _context.CheckpointIfDue(Save);
        }

        _context.Checkpoint(Save);
        if (Search.Settings.Survival == Survival.Pareto)
            RuleFront.Write(_context.Folder, _context.Seed, [.. Search.Parents, Search.Best], _inputs, Target);
    }

    public void Dispose() => Search.Dispose();

    /// <summary>What every search sums up to.</summary>
    public IEnumerable<SummaryValue> Summarise()
    {
        yield return new("fitness", Search.Best.Fitness, "", "champion's fitness");
        yield return new("operations", Search.Best.Complexity, "", "operations of the champion");
        yield return new("generations", Search.Generation, "", "generations after the first parents");
        yield return new("evaluations", Search.ObjectiveCalls, "", "evaluations, the remembered ones included");
        yield return new("cache_hits", Search.CacheHits, "", "of these remembered");
    }

    private void Save(StateWriter state)
    {
        Search.Save(state);
        state.Add<long>("reached-at", ReachedAt);
    }

    private void Load(StateReader state)
    {
        Search.Load(state);
        ReachedAt = state.ReadValue<long>("reached-at");
    }

    private string Words()
    {
        if (Search.Best.Id != _ruleOf)
        {
            _ruleOf = Search.Best.Id;
            string text = string.Join("  ", Search.Best.Genomes.Select(genome => RuleText.Write(genome.Decode(), _inputs).ReplaceLineEndings("; ")));
            _rule = text.Length <= LongestRule ? text : text[..LongestRule] + "…";
        }

        double seconds = Math.Max(1e-3, _clock.Elapsed.TotalSeconds);
        double rate = (Search.Evaluations - _evaluationsBefore) / seconds;
        double remembered = 100.0 * Search.CacheHits / Math.Max(1, Search.ObjectiveCalls);
        return $"generation {Search.Generation}  fitness {Search.Best.Fitness:G6}  {rate:N0} evaluations/s  cache {remembered:F0} %  {_rule}";
    }
}
