using Engram.Dreaming;
using Engram.Dreaming.Evaluation;
using Engram.Lab.Settings;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>How much is looked at; the defaults are those of the paper or, where it is silent, of the authors' code.</summary>
public sealed record DreamEvaluationPlan
{
    /// <summary>How readouts are trained.</summary>
    public ReadoutTraining Readout { get; init; } = new();

    /// <summary>Pairs of each class for distances.</summary>
    public int PairsPerClass { get; init; } = 1000;

    /// <summary>Images, and dreams of each kind, for the Fréchet distance and the quality of dreams; at most a quarter of the training images.</summary>
    public int Dreams { get; init; } = 10_000;

    /// <summary>The number of dreams of the authors' script: a second Fréchet distance is found from so many; 0 for none.</summary>
    public int FewDreams { get; init; } = 500;

    /// <summary>How many neighbours vote.</summary>
    public IReadOnlyList<int> Neighbours { get; init; } = [20, 200];

    /// <summary>Images of the map of components, and how many classes it shows.</summary>
    public (int Images, int Classes) Map { get; init; } = (1000, 4);

    /// <summary>How the classifier is trained whose features the Fréchet distance is found in.</summary>
    public FeatureClassifierTraining Classifier { get; init; } = new();

    /// <summary>A folder with a network of the user's own for the Fréchet distance (see <see cref="FeatureNetworkFolder"/>); null for the classifier.</summary>
    public string? FeatureNetwork { get; init; }
}

/// <summary>
/// Takes measures of a cortex, which it changes in nothing. Random numbers are drawn from streams of the run's seed whose names begin with what they
/// are for, so that measuring shifts no chance of learning, and the same cortex and seed give the same numbers.
/// </summary>
public sealed class DreamEvaluator : IDisposable
{
    private readonly CortexReader _reader;
    private readonly WorkerTeam? _team;
    private readonly DreamSubject _subject;
    private readonly RandomStreams _chance;
    private readonly DreamEvaluationPlan _plan;
    private FeatureSpace? _space;

    /// <summary>Creates an evaluator. One serves for the whole run: the classifier of the Fréchet distance is trained at most once.</summary>
    /// <param name="cortex">The cortex, which stays its owner's.</param>
    /// <param name="subject">The images.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="team">The cortex's own team; null for the caller alone.</param>
    /// <param name="plan">How much is looked at; the defaults if null.</param>
    public DreamEvaluator(Cortex<float> cortex, DreamSubject subject, ulong seed, WorkerTeam? team = null, DreamEvaluationPlan? plan = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        _reader = new CortexReader(cortex);
        (_subject, _chance, _team, _plan) = (subject, new RandomStreams(seed), team, plan ?? new DreamEvaluationPlan());
    }

    /// <summary>The measures of names in a list with commas.</summary>
    /// <param name="names">Names as typed; <c>all</c> for every one.</param>
    /// <exception cref="UsageException">A name is none, with the nearest that is; or there is no name.</exception>
    public static IReadOnlyList<DreamMeasure> Parse(string names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var wanted = new HashSet<DreamMeasure>();
        foreach (string name in names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (name == "all")
                wanted.UnionWith(DreamMeasure.All);
            else
                wanted.Add(DreamMeasure.Find(name) ?? throw new UsageException(Unknown(name)));
        }

        if (wanted.Count == 0)
            throw new UsageException($"No measure was named. Give one or more of {Listed}, or all, with commas between them.");
        return [.. DreamMeasure.All.Where(wanted.Contains)];
    }

    /// <summary>The accuracy of a readout of clean latents alone: what experiments want after an epoch.</summary>
    /// <param name="report">Told the share that is done.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public ReadoutResult MeasureReadout(Action<double>? report = null, CancellationToken stop = default)
    {
        LatentSet train = _reader.Encode(_subject.Train, report: share => report?.Invoke(0.8 * share), stop: stop);
        LatentSet test = _reader.Encode(_subject.Test, report: share => report?.Invoke(0.8 + (0.1 * share)), stop: stop);
        using var readout = LinearReadout.Train(train, _chance, _plan.Readout, stop: stop);
        ReadoutResult result = readout.Test(train, test);
        report?.Invoke(1);
        return result;
    }

    /// <summary>Takes measures.</summary>
    /// <param name="measures">Which.</param>
    /// <param name="report">Told what is being done, and the share of it that is.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UsageException">The images are too few for a measure, or the network of features cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public DreamEvaluation Evaluate(IReadOnlyCollection<DreamMeasure> measures, Action<string, double>? report = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(measures);
        if (_subject.Train.Count == 0 || _subject.Test.Count == 0)
            throw new UsageException($"{_subject.Data} has no {(_subject.Train.Count == 0 ? "training" : "test")} images: there is nothing to measure with.");
        using var work = new MeasuredCortex(_reader, _subject, _chance, _plan, Space, report, stop);
        try
        {
            foreach (DreamMeasure measure in DreamMeasure.All.Where(measures.Contains))
                work.Take(measure);
        }
        catch (UnmeasurableException problem)
        {
            throw new UsageException($"{_subject.Data} cannot be measured so: {problem.Message}", problem);
        }

        return work.Result();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _space?.Dispose();
    }

    private static string Listed => string.Join(", ", DreamMeasure.All.Select(measure => measure.Name));

    private static string Unknown(string name) =>
        $"There is no measure \"{name}\".{Suggestion.Question(name, DreamMeasure.All.Select(measure => measure.Name))} There are {Listed}, and all.";

    private FeatureSpace Space(Action<double> report, CancellationToken stop)
    {
        if (_space is null && _plan.FeatureNetwork is { } folder)
            _space = FeatureNetworkFolder.Read(folder, _reader.Cortex.Image, _team);
        return _space ??= FeatureClassifier.Train(_subject.Train, _plan.Classifier, _team, report, stop).Space;
    }
}
