using Engram.Evolution.Genomes;
using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Search;

/// <summary>
/// A (μ + λ) search for rules by Cartesian genetic programming (specification 1.6). Everything random depends on the seed, the generation
/// and the individual, so the result is the same on any number of threads, with or without a cache, and after resuming from a checkpoint.
/// </summary>
/// <example>
/// <code>
/// var shape = new GenomeShape(inputs: 1, PrimitiveSet.Arithmetic);
/// using var search = new EvolutionSearch(shape, Objective.Of("error", rule => -Math.Abs(rule.Evaluate([3.0]) - 10)), new(), seed: 1);
/// search.Run();
/// </code>
/// </example>
public sealed partial class EvolutionSearch : IDisposable
{
    private const double FitnessTolerance = 1e-10; // specification 1.6

    private readonly GenomeShape[] _shapes;
    private readonly Objective[] _objectives;
    private readonly Action<int, IReadOnlyList<Genome>>? _initialise;
    private readonly List<Individual> _parents = [];
    private readonly List<Individual> _spare = [];
    private readonly List<Individual> _combined = [];
    private readonly List<Individual> _copies = [];
    private readonly Individual _best;
    private readonly Evaluator _evaluator;
    private readonly Reordering _reordering = new();
    private readonly bool[] _active;
    private readonly int[] _order;
    private readonly CountedStream _initialisation, _tournaments, _mutations, _reorderings;
    private LocalSearchContext[] _contexts = [];
    private long _nextId;

    /// <summary>A search for individuals of one genome and one objective.</summary>
    /// <param name="shape">The genome's layout.</param>
    /// <param name="objective">The fitness.</param>
    /// <param name="settings">How the search goes.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="initialise">Is given the number and the random genomes of each initial parent, and may change them.</param>
    public EvolutionSearch(
        GenomeShape shape, Objective objective, EvolutionSettings settings, ulong seed, Action<int, IReadOnlyList<Genome>>? initialise = null)
        : this([shape], [objective], settings, seed, initialise)
    {
    }

    /// <summary>A search for individuals of several genomes, or with several objectives.</summary>
    /// <param name="shapes">The layout of each genome; 1 or more.</param>
    /// <param name="objectives">The objectives, cheap ones first where there are hurdles; 1 or more.</param>
    /// <param name="settings">How the search goes.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="initialise">Is given the number and the random genomes of each initial parent, and may change them.</param>
    /// <exception cref="ArgumentException">A setting is not possible, or shapes or objectives are missing.</exception>
    public EvolutionSearch(
        IReadOnlyList<GenomeShape> shapes, IReadOnlyList<Objective> objectives, EvolutionSettings settings, ulong seed,
        Action<int, IReadOnlyList<Genome>>? initialise = null)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        ArgumentNullException.ThrowIfNull(objectives);
        ArgumentNullException.ThrowIfNull(settings);
        if (shapes.Count == 0 || objectives.Count == 0)
            throw new ArgumentException("An individual needs at least one genome and one objective.");
        settings.Validate(objectives.Count);
        _shapes = [.. shapes];
        _objectives = [.. objectives];
        if (settings.Reorder && Array.Find(_shapes, s => !Reordering.IsPossible(s)) is { } fixedShape)
        {
            throw new ArgumentException(
                $"Only genomes with one row and without a limit on levels back can be reordered; one has {fixedShape.Rows} rows and {fixedShape.LevelsBack} of {fixedShape.Columns} levels.");
        }

        Settings = settings;
        Seed = seed;
        _initialise = initialise;
        _evaluator = new Evaluator(_objectives, settings, _shapes.Length);
        _active = new bool[_shapes.Max(s => s.Regions)];
        _order = new int[settings.Parents];
        _best = Create();
        (_initialisation, _tournaments) = (new CountedStream(seed, "initial genomes"), new CountedStream(seed, "tournaments"));
        (_mutations, _reorderings) = (new CountedStream(seed, "mutations"), new CountedStream(seed, "reorderings"));
    }

    /// <summary>How the search goes.</summary>
    public EvolutionSettings Settings { get; }

    /// <summary>The layout of each genome.</summary>
    public IReadOnlyList<GenomeShape> Shapes => _shapes;

    /// <summary>The objectives.</summary>
    public IReadOnlyList<Objective> Objectives => _objectives;

    /// <summary>What all random numbers come from.</summary>
    public ulong Seed { get; }

    /// <summary>How many generations have been made after the initial one.</summary>
    public long Generation { get; private set; }

    /// <summary>How many individuals of unknown fitness were evaluated, be it from memory (specification 1.6).</summary>
    public long ObjectiveCalls => _evaluator.Calls;

    /// <summary>How often a fitness function was truly called.</summary>
    public long Evaluations => _evaluator.Evaluations;

    /// <summary>How often a rule's value was remembered instead.</summary>
    public long CacheHits => _evaluator.Cache.Hits;

    /// <summary>Whether the initial parents are there.</summary>
    public bool IsInitialised => _parents.Count > 0;

    /// <summary>Why the search ended, if it has.</summary>
    public EndReason EndReason { get; private set; }

    /// <summary>The parents, best first from generation 1 on; none before the first step. They change with the next generation.</summary>
    public IReadOnlyList<Individual> Parents => _parents;

    /// <summary>The first of the fittest parents.</summary>
    /// <exception cref="InvalidOperationException">There are none yet.</exception>
    public Individual Champion
    {
        get
        {
            if (_parents.Count == 0)
                throw new InvalidOperationException("There is no champion before the first step.");
            var champion = _parents[0];
            foreach (var parent in _parents)
            {
                if (parent.Fitness > champion.Fitness)
                    champion = parent;
            }

            return champion;
        }
    }

    /// <summary>The fittest of all times: the champion, unless survival lets good ones die.</summary>
    public Individual Best => _best;

    /// <summary>Makes the initial parents, or one generation; nothing if the search has ended.</summary>
    /// <returns>Whether there is more to do.</returns>
    /// <exception cref="EvaluationException">A fitness function failed.</exception>
    public bool Step()
    {
        if (EndReason != EndReason.None)
            return false;
        if (_parents.Count == 0)
            Initialise();
        else
            Advance();
        if (Generation > 0 && Champion.Fitness + FitnessTolerance >= Settings.TerminationFitness)
            EndReason = EndReason.Fitness;
        else if (Generation >= Settings.GenerationLimit - 1)
            EndReason = EndReason.Generations;
        else if (ObjectiveCalls >= (Settings.MaximumObjectiveCalls ?? long.MaxValue))
            EndReason = EndReason.ObjectiveCalls;
        return EndReason == EndReason.None;
    }

    /// <summary>Goes on to the end.</summary>
    /// <param name="record">Called after the initial parents and after each generation.</param>
    /// <param name="cancellation">Ends the search between generations.</param>
    /// <exception cref="EvaluationException">A fitness function failed.</exception>
    public void Run(Action<EvolutionSearch>? record = null, CancellationToken cancellation = default)
    {
        while (EndReason == EndReason.None)
        {
            cancellation.ThrowIfCancellationRequested();
            Step();
            record?.Invoke(this);
        }
    }

    /// <summary>The champion's rule or rules, ready to run.</summary>
    public Phenotype CreateChampionPhenotype() => Phenotype.Of(Champion.Genomes);

    /// <inheritdoc/>
    public void Dispose()
    {
        _evaluator.Dispose();
        foreach (var context in _contexts)
            context.Dispose();
    }

    private Individual Create() => new(_shapes, _objectives.Length);

    private void Initialise()
    {
        for (int i = 0; i < Settings.Parents; i++)
        {
            var parent = Create();
            var random = _initialisation.At(0, i);
            foreach (var genome in parent.Genomes)
                genome.Randomize(random);
            _initialise?.Invoke(i, parent.Genomes);
            parent.Id = _nextId++;
            _parents.Add(parent);
        }

        _evaluator.Evaluate(_parents, 0, parents: null);
        if (Settings.Survival == Survival.Pareto)
            Ranking.FindFronts(_parents);
        _best.CopyFrom(Champion);
    }

    private void Advance()
    {
        long generation = Generation + 1;
        if (Settings.Reorder)
            ReorderParents(generation);
        Breed(generation);
        _combined.AddRange(_parents); // after the offspring: these win where fitness is equal, and neutral drift goes on
        _evaluator.Evaluate(_combined, generation, _parents);
        Sort();
        if (Settings.LocalSearch is not null)
        {
            SearchLocally(generation);
            Sort();
        }

        if (Settings.Survival == Survival.Youngest)
            Ranking.Sort(_combined, Ranking.YoungestFirst);
        _parents.Clear();
        for (int i = 0; i < _combined.Count; i++)
            (i < Settings.Parents ? _parents : _spare).Add(_combined[i]);
        _combined.Clear();
        Generation = generation;
        var champion = Champion;
        if (champion.Fitness >= _best.Fitness)
            _best.CopyFrom(champion);
    }

    private void ReorderParents(long generation)
    {
        for (int i = 0; i < _parents.Count; i++)
        {
            var random = _reorderings.At(generation, i);
            foreach (var genome in _parents[i].Genomes)
                _reordering.Apply(genome, random);
        }
    }

    private void Breed(long generation)
    {
        _combined.Clear();
        for (int i = 0; i < Settings.Offspring; i++)
        {
            var parent = Compete(_tournaments.At(generation, i));
            Individual offspring;
            if (_spare.Count > 0)
            {
                offspring = _spare[^1];
                _spare.RemoveAt(_spare.Count - 1);
            }
            else
            {
                offspring = Create();
            }

            offspring.CopyFrom(parent);
            bool isSilent = true;
            var random = _mutations.At(generation, i);
            foreach (var genome in offspring.Genomes)
                isSilent &= Settings.Mutation.Apply(genome, _active, random).IsSilent;
            if (!isSilent)
                offspring.Forget();
            (offspring.ParentId, offspring.Id, offspring.Born) = (parent.Id, _nextId++, generation);
            _combined.Add(offspring);
        }
    }

    // The first k of a random permutation; of equals the earliest.
    private Individual Compete(RandomStream random)
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        Individual? best = null;
        for (int i = 0; i < Settings.Tournament; i++)
        {
            int chosen = i + random.NextBounded(_order.Length - i);
            (_order[i], _order[chosen]) = (_order[chosen], _order[i]);
            var candidate = _parents[_order[i]];
            if (best is null || Compare(candidate, best) > 0)
                best = candidate;
        }

        return best!;
    }

    private int Compare(Individual a, Individual b) =>
        Settings.Survival == Survival.Pareto ? Ranking.CompareFronts(a, b) : Ranking.CompareFitness(a, b);

    private void Sort()
    {
        if (Settings.Survival == Survival.Pareto)
        {
            Ranking.FindFronts(_combined);
            Ranking.Sort(_combined, Ranking.BestFrontFirst);
        }
        else
        {
            Ranking.Sort(_combined, Ranking.FittestFirst);
        }
    }

    // Copies of the best are improved; each is kept if it is fitter than its original (specification 1.11).
    private void SearchLocally(long generation)
    {
        int count = Math.Min(Settings.LocalSearchCount ?? _combined.Count, _combined.Count);
        while (_copies.Count < count)
            _copies.Add(Create());
        if (_contexts.Length == 0)
            _contexts = [.. Enumerable.Range(0, _evaluator.Pool.Threads).Select(t => new LocalSearchContext(_evaluator, _objectives, Seed, t))];
        _evaluator.Pool.Run(count, (i, thread) =>
        {
            _copies[i].CopyFrom(_combined[i]);
            Settings.LocalSearch!.Improve(_copies[i], _contexts[thread]);
        });
        var changed = new List<Individual>();
        for (int i = 0; i < count; i++)
        {
            if (!SameParameters(_copies[i], _combined[i]))
            {
                _copies[i].Forget();
                changed.Add(_copies[i]);
            }
        }

        _evaluator.Evaluate(changed, generation, parents: null);
        for (int i = 0; i < count; i++)
        {
            if (Ranking.CompareFitness(_copies[i], _combined[i]) > 0)
                _combined[i].CopyFrom(_copies[i]);
        }
    }

    private static bool SameParameters(Individual a, Individual b)
    {
        for (int i = 0; i < a.Genomes.Count; i++)
        {
            if (!a.Genomes[i].Parameters.SequenceEqual(b.Genomes[i].Parameters))
                return false;
        }

        return true;
    }
}
