using Engram.Evolution.Programs;
using Engram.Evolution.Rules;

namespace Engram.Evolution.Search;

/// <summary>Finds the fitness of those whose fitness is unknown: decodes, remembers, shares out, holds hurdles (specification 1.9, 1.12, 1.13).</summary>
internal sealed class Evaluator : IDisposable
{
    private readonly IReadOnlyList<Objective> _objectives;
    private readonly EvolutionSettings _settings;
    private readonly int _genomes;
    private readonly object?[][] _scratch; // [thread][objective]
    private readonly List<Phenotype> _phenotypes = [];
    private readonly List<Individual> _race = [];
    private readonly List<Phenotype> _rules = [];
    private readonly List<int> _leader = [];   // who in the race has the same rule and comes first
    private readonly List<int> _pending = [];
    private readonly Dictionary<GraphKey, int> _first = [];
    private readonly Action<int, int> _evaluatePending;
    private double[] _results = [];
    private double[] _sorted = [];
    private int _objective;
    private long _generation;

    public Evaluator(IReadOnlyList<Objective> objectives, EvolutionSettings settings, int genomes)
    {
        _objectives = objectives;
        _settings = settings;
        _genomes = genomes;
        Pool = new EvaluationPool(settings.Threads ?? Environment.ProcessorCount);
        _scratch = [.. Enumerable.Range(0, Pool.Threads).Select(_ => new object?[objectives.Count])];
        Cache = new EvaluationCache(settings.CacheCapacity);
        _evaluatePending = EvaluatePending;
    }

    public EvaluationPool Pool { get; }

    public EvaluationCache Cache { get; }

    /// <summary>How many individuals of unknown fitness there were.</summary>
    public long Calls { get; set; }

    /// <summary>How often a fitness function was called.</summary>
    public long Evaluations { get; set; }

    /// <summary>Evaluates those whose fitness is unknown.</summary>
    /// <param name="population">Everyone.</param>
    /// <param name="generation">For messages.</param>
    /// <param name="parents">Whose best values are the champion's in hurdles; null to ignore hurdles.</param>
    public void Evaluate(List<Individual> population, long generation, IReadOnlyList<Individual>? parents)
    {
        _generation = generation;
        _race.Clear();
        _rules.Clear();
        foreach (var individual in population)
        {
            if (individual.IsKnown)
                continue;
            individual.Forget();
            var phenotype = Rent(_race.Count);
            phenotype.Decode(individual.Genomes);
            individual.Complexity = phenotype.Complexity;
            _race.Add(individual);
            _rules.Add(phenotype);
        }

        Calls += _race.Count;
        for (int objective = 0; objective < _objectives.Count && _race.Count > 0; objective++)
        {
            EvaluateObjective(objective);
            if (parents is not null && objective < _objectives.Count - 1 && _settings.Hurdles.Count > 0)
                Sieve(objective, parents);
        }

        foreach (var individual in population)
            individual.IsKnown = true;
    }

    /// <summary>The fitness of one individual, all objectives without hurdles, on a thread of the pool.</summary>
    public double Measure(Individual individual, Phenotype phenotype, int thread)
    {
        phenotype.Decode(individual.Genomes);
        double sum = 0;
        for (int objective = 0; objective < _objectives.Count; objective++)
        {
            double value = Call(objective, phenotype, thread);
            sum += objective == _objectives.Count - 1 ? Penalised(value, phenotype.Complexity) : value;
        }

        return double.IsFinite(sum) ? sum : double.NegativeInfinity;
    }

    public Phenotype CreatePhenotype() => new(_genomes);

    public void Dispose()
    {
        Pool.Dispose();
        foreach (var phenotype in _phenotypes)
            phenotype.Dispose();
        foreach (object?[] scratch in _scratch)
        {
            foreach (object? item in scratch)
                (item as IDisposable)?.Dispose();
        }
    }

    private void EvaluateObjective(int objective)
    {
        _objective = objective;
        _pending.Clear();
        _leader.Clear();
        _first.Clear();
        if (_results.Length < _race.Count)
            _results = new double[_race.Count];
        for (int i = 0; i < _race.Count; i++)
        {
            var key = _rules[i].Key;
            if (_settings.CacheCapacity > 0 && _first.TryGetValue(key, out int first))
            {
                _leader.Add(first);
                continue;
            }

            _leader.Add(i);
            _first.TryAdd(key, i);
            if (Cache.TryGet(key, objective, out double known))
                _results[i] = known;
            else
                _pending.Add(i);
        }

        Evaluations += _pending.Count;
        Pool.Run(_pending.Count, _evaluatePending);
        foreach (int i in _pending)
            Cache.Add(_rules[i].Key, objective, _results[i]);
        for (int i = 0; i < _race.Count; i++)
        {
            double value = _results[_leader[i]];
            _race[i].MutableValues[objective] = objective == _objectives.Count - 1 ? Penalised(value, _race[i].Complexity) : value;
        }
    }

    private void EvaluatePending(int piece, int thread)
    {
        int i = _pending[piece];
        _results[i] = Call(_objective, _rules[i], thread);
    }

    private double Call(int objective, Phenotype phenotype, int thread)
    {
        try
        {
            object? scratch = _scratch[thread][objective] ??= _objectives[objective].CreateScratch();
            double value = _objectives[objective].Evaluate(phenotype, scratch);
            return double.IsFinite(value) ? value : double.NegativeInfinity;
        }
        catch (Exception failure)
        {
            string rule = string.Join(" and ", Enumerable.Range(0, phenotype.Count).Select(i => RuleText.Short(phenotype.Graph(i))));
            throw new EvaluationException(
                $"The fitness \"{_objectives[objective].Name}\" failed in generation {_generation} for the rule {rule}: {failure.Message}", failure);
        }
    }

    private double Penalised(double value, int complexity) => value - (_settings.ComplexityPenalty * complexity);

    // Those below the hurdle leave the race; the order of the others stays.
    private void Sieve(int objective, IReadOnlyList<Individual> parents)
    {
        var hurdle = _settings.Hurdles[objective];
        if (hurdle == Hurdle.None)
            return;
        if (_sorted.Length < _race.Count)
            _sorted = new double[_race.Count];
        double champion = double.NaN;
        foreach (var parent in parents)
        {
            double value = parent.Values[objective];
            if (!double.IsNaN(value) && !(value <= champion))
                champion = value;
        }

        for (int i = 0; i < _race.Count; i++)
            _sorted[i] = _race[i].Values[objective];
        double threshold = hurdle.Threshold(_sorted.AsSpan(0, _race.Count), champion);
        int kept = 0;
        for (int i = 0; i < _race.Count; i++)
        {
            if (!(_race[i].Values[objective] >= threshold))
                continue;

            _race[kept] = _race[i];
            // Exchanged, not overwritten: everyone keeps a phenotype to be used again.
            (_rules[kept], _rules[i]) = (_rules[i], _rules[kept]);
            kept++;
        }

        _race.RemoveRange(kept, _race.Count - kept);
        _rules.RemoveRange(kept, _rules.Count - kept);
    }

    private Phenotype Rent(int index)
    {
        if (index == _phenotypes.Count)
            _phenotypes.Add(CreatePhenotype());
        return _phenotypes[index];
    }
}
