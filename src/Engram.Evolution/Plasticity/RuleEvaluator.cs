using Engram.Evolution.Programs;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Plasticity;

/// <summary>
/// A linear neuron y = Σ w x whose synapses all change by the same local rule, w ← w + η f(x, w, y), once for each sample (specification
/// 2.1), and how well that finds the first principal component (2.4). One evaluator belongs to one thread; nothing is allocated while
/// samples are learned.
/// </summary>
public sealed unsafe class RuleEvaluator : IDisposable
{
    /// <summary>A weight beyond this has diverged (specification 1.13).</summary>
    public const double GreatestWeight = 1e100;

    /// <summary>Inputs of a rule: x, the input of the synapse; w, its weight; y, the output of the neuron.</summary>
    public const int RuleInputs = 3;

    // Divergence is looked for between stretches: what it spares is the rest of a hopeless evaluation.
    private const int Stretch = 50;

    private readonly DatasetBatch _data;
    private readonly InstructionSet _set;
    private readonly StepMachine<double> _machine;
    private readonly LaneMatrix<double> _weights;
    private readonly LaneMatrix<double> _last;
    private readonly LaneMatrix<double> _greatest;
    private readonly LaneMatrix<double> _sums;
    private readonly double[] _values;
    private readonly double _penalty;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="data">The datasets; stay their owner's.</param>
    /// <param name="learningRate">η, the same for all rules; evolution scales rules by its own means.</param>
    /// <param name="fitness">What counts; the authors' last version if null.</param>
    /// <param name="set">The vectors' width; results are the same bits with each.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate or the penalty is not a finite number of at least 0.</exception>
    public RuleEvaluator(DatasetBatch data, double learningRate = 0.01, RuleFitness? fitness = null, InstructionSet? set = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(learningRate >= 0) || !double.IsFinite(learningRate))
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "The learning rate must be a finite number of at least 0.");
        _data = data;
        // Sixteen lanes of doubles are two of the widest vectors: their interpretation costs half of that of the narrower ones.
        _set = set ?? InstructionSets.Widest;
        LearningRate = learningRate;
        Fitness = fitness ?? new RuleFitness();
        _penalty = Fitness.LengthPenalty ?? data.Inputs * data.Datasets[0].Options.LargestCovariance;
        if (!(_penalty >= 0) || !double.IsFinite(_penalty))
            throw new ArgumentOutOfRangeException(nameof(fitness), _penalty, "The length penalty must be a finite number of at least 0.");
        int row = data.Inputs * data.Stride;
        _machine = new StepMachine<double>(RuleInputs, row, _set);
        _weights = new LaneMatrix<double>(data.Inputs, data.Count);
        _last = new LaneMatrix<double>(data.Inputs, data.Count);
        _greatest = new LaneMatrix<double>(data.Inputs, data.Count);
        _sums = new LaneMatrix<double>(2, data.Count);
        _values = new double[data.Count];
    }

    /// <summary>η.</summary>
    public double LearningRate { get; }

    /// <summary>What counts.</summary>
    public RuleFitness Fitness { get; }

    /// <summary>The datasets.</summary>
    public DatasetBatch Data => _data;

    /// <summary>Each dataset's share of the last evaluation: angle or variance term minus the penalty; −∞ where weights diverged.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>
    /// The last recorded weights of the last evaluation, those before the last update: <c>[synapse, dataset]</c>. The off-by-one is the
    /// authors' and harmless.
    /// </summary>
    public LaneMatrix<double> FinalWeights => _last;

    /// <summary>The weights after the last update <c>[synapse, dataset]</c>.</summary>
    public LaneMatrix<double> Weights => _weights;

    /// <summary>Whether all weights stayed finite in the last evaluation.</summary>
    public bool IsFinite { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _machine.Dispose();
        _weights.Dispose();
        _last.Dispose();
        _greatest.Dispose();
        _sums.Dispose();
    }

    /// <summary>|cos| of the angle between the last recorded weights of a dataset and its component; 0 for weights of no length.</summary>
    public double FinalCosine(int dataset)
    {
        PlasticityDataset data = _data.Datasets[dataset];
        IReadOnlyList<double> component = data.LaterComponent ?? data.Component;
        (double along, double square) = (0, 0);
        for (int j = 0; j < _data.Inputs; j++)
        {
            double w = _last[j, dataset];
            along = double.FusedMultiplyAdd(w, component[j], along);
            square = double.FusedMultiplyAdd(w, w, square);
        }

        return square > 0 ? Math.Min(1, Math.Abs(along) / Math.Sqrt(square)) : 0;
    }

    /// <summary>|w| of the last recorded weights of a dataset.</summary>
    public double FinalLength(int dataset)
    {
        double square = 0;
        for (int j = 0; j < _data.Inputs; j++)
            square = double.FusedMultiplyAdd(_last[j, dataset], _last[j, dataset], square);
        return Math.Sqrt(square);
    }

    /// <summary>|cos| averaged over the samples, of a dataset.</summary>
    public double MeanCosine(int dataset) => _sums[0, dataset] / _data.SampleCount;

    /// <summary>Lets a rule learn all datasets from their first weights, and says how well it did.</summary>
    /// <param name="rule">f(x, w, y): a program of three inputs and one output.</param>
    /// <returns>The fitness; −∞ if any weight became infinite, no number, or larger than <see cref="GreatestWeight"/>.</returns>
    /// <exception cref="ArgumentException">The program has another number of inputs.</exception>
    public double Evaluate(Program rule)
    {
        Begin(rule);
        int last = _data.SampleCount - 1;
        IsFinite = true;
        for (int t = 0; t < last && IsFinite; t += Stretch)
        {
            Learn(t, Math.Min(Stretch, last - t));
            IsFinite = HaveStayedFinite();
        }

        if (IsFinite)
        {
            _last.CopyFrom(_weights);
            Learn(last, 1);
            IsFinite = HaveStayedFinite();
        }

        if (!IsFinite)
        {
            Array.Fill(_values, double.NegativeInfinity);
            return double.NegativeInfinity;
        }

        for (int dataset = 0; dataset < _data.Count; dataset++)
            _values[dataset] = ValueOf(dataset);
        return Together();
    }

    /// <summary>Lets a rule learn and records the weights before some of the samples.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="every">Before which samples: 0, this, twice this, …</param>
    /// <returns>For each moment the weights <c>[synapse][dataset]</c>; as far as they are finite.</returns>
    public IReadOnlyList<double[]> Follow(Program rule, int every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        Begin(rule);
        var course = new List<double[]>();
        for (int t = 0; t < _data.SampleCount; t += every)
        {
            var now = new double[_data.Inputs * _data.Count];
            for (int j = 0; j < _data.Inputs; j++)
                _weights.Row(j).CopyTo(now.AsSpan(j * _data.Count));
            course.Add(now);
            Learn(t, Math.Min(every, _data.SampleCount - t));
            if (!HaveStayedFinite())
                break;
        }

        return course;
    }

    private void Begin(Program rule)
    {
        _machine.Load(rule);
        _data.InitialWeights.CopyTo(new Span<double>(_machine.Input(1), _machine.Stride));
        _data.InitialWeights.CopyTo(_weights.Storage());
        _greatest.Clear();
        _sums.Clear();
    }

    private void Learn(int from, int count)
    {
        // A stretch must not run over the moment at which the components turn.
        if (from < _data.Turn && from + count > _data.Turn)
        {
            int before = _data.Turn - from;
            Learn(from, before);
            (from, count) = (_data.Turn, count - before);
        }

        var kernel = new PlasticityKernel
        {
            Samples = _data.SampleAt(from),
            Component = _data.ComponentAt(from),
            Weights = _machine.Input(1),
            X = _machine.Input(0),
            Y = _machine.Input(2),
            Cosines = _sums.Pointer,
            LengthErrors = _sums.Pointer + _sums.Stride,
            Greatest = _greatest.Pointer,
            Machine = _machine,
            Result = _machine.Output(),
            LearningRate = LearningRate,
            Inputs = _data.Inputs,
            Stride = _data.Stride,
            Count = count,
        };
        VectorKernel.Run<PlasticityKernel, double>(ref kernel, _set);
        new Span<double>(_machine.Input(1), _machine.Stride).CopyTo(_weights.Storage());
    }

    private bool HaveStayedFinite()
    {
        for (int j = 0; j < _data.Inputs; j++)
        {
            foreach (double greatest in _greatest.Row(j))
            {
                if (!(greatest <= GreatestWeight))
                    return false;
            }
        }

        return true;
    }

    private double ValueOf(int dataset)
    {
        double error = FinalLength(dataset) - 1;
        double lengths = Fitness.LengthTerm == TimeTerm.Final ? error * error : _sums[1, dataset] / _data.SampleCount;
        double praise = Fitness.Mode == FitnessMode.Variance ? OutputVariance(dataset)
            : Fitness.AngleTerm == TimeTerm.Mean ? MeanCosine(dataset)
            : FinalCosine(dataset);
        double value = praise - (_penalty * lengths);
        return double.IsFinite(value) ? value : double.NegativeInfinity;
    }

    private double OutputVariance(int dataset)
    {
        IReadOnlyList<double> x = _data.Datasets[dataset].HeldOut;
        if (_data.HeldOut == 0)
            throw new InvalidOperationException("The variance is taken over samples put aside, and there are none.");
        (double sum, double square) = (0, 0);
        for (int t = 0; t < _data.HeldOut; t++)
        {
            double y = 0;
            for (int j = 0; j < _data.Inputs; j++)
                y += _last[j, dataset] * x[(t * _data.Inputs) + j];
            sum += y;
            square += y * y;
        }

        double mean = sum / _data.HeldOut;
        return (square / _data.HeldOut) - (mean * mean);
    }

    private double Together()
    {
        (double sum, double least) = (0, double.PositiveInfinity);
        foreach (double value in _values)
        {
            sum += value;
            least = Math.Min(least, value);
        }

        double fitness = Fitness.Aggregate switch
        {
            Aggregate.Minimum => least,
            Aggregate.Mean => sum / _values.Length,
            _ => sum,
        };
        return double.IsFinite(fitness) ? fitness : double.NegativeInfinity;
    }
}
