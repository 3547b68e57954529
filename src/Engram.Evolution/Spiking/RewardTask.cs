using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Spiking;

/// <summary>
/// The reward-driven task of Jordan et al. 2021 (Fig. 3, eqs. 1–6 and 21–23; specification 3.1): a spiking neuron learns which of 30 frozen
/// patterns to answer with a spike. After each trial every synapse changes by η f(R, E, …), E being its eligibility.
/// </summary>
/// <remarks>
/// The fitness is the reward summed over an experiment's trials, averaged over experiments: the printed numbers are of this kind, although
/// the paper's text says mean reward. All rules meet the same experiments. One task belongs to one thread.
/// </remarks>
public sealed unsafe class RewardTask : IDisposable
{
    private readonly RandomStreams _streams;
    private readonly RewardExperiment[] _experiments;
    private readonly RewardTrial _trial;
    private readonly StepMachine<double> _machine;
    private readonly int _room;

    /// <summary>Draws the experiments.</summary>
    /// <param name="options">The constants.</param>
    /// <param name="streams">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of range.</exception>
    public RewardTask(RewardTaskOptions options, RandomStreams streams)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        _streams = streams;
        _experiments = [.. Enumerable.Range(0, options.Experiments).Select(index => new RewardExperiment(options, streams, index))];
        _trial = new RewardTrial(options);
        _room = LaneMatrix<double>.PaddedLanes(options.Inputs);
        _machine = new StepMachine<double>(InputsOf(options.Signals), options.Inputs);
    }

    /// <summary>The constants.</summary>
    public RewardTaskOptions Options { get; }

    /// <summary>How many inputs a rule has.</summary>
    /// <param name="signals">What it is told.</param>
    public static int InputsOf(RewardSignals signals) => signals switch
    {
        RewardSignals.Plain => 2,
        RewardSignals.Expected => 3,
        _ => 4,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _trial.Dispose();
        _machine.Dispose();
    }

    /// <summary>The reward that a rule earns in an experiment, summed over its trials and averaged over the experiments.</summary>
    /// <param name="rule">f(R, E, …): a program of <see cref="InputsOf"/> inputs.</param>
    /// <returns>At most the number of trials; −∞ if a weight became infinite or no number.</returns>
    /// <exception cref="ArgumentException">The program has another number of inputs.</exception>
    public double Evaluate(Program rule)
    {
        double sum = 0;
        for (int index = 0; index < _experiments.Length && double.IsFinite(sum); index++)
            sum += Run(index, rule);
        return double.IsFinite(sum) ? sum / _experiments.Length : double.NegativeInfinity;
    }

    /// <summary>Runs one experiment.</summary>
    /// <param name="index">Which.</param>
    /// <param name="rule">The rule; null for no learning.</param>
    /// <param name="rewards">Written, if given: the reward of each trial.</param>
    /// <returns>The summed reward; −∞ if a weight became infinite or no number.</returns>
    public double Run(int index, Program? rule, Span<double> rewards = default)
    {
        RewardExperiment experiment = _experiments[index];
        if (rule is not null)
            _machine.Load(rule);
        var weights = new double[_room];
        experiment.Weights.CopyTo(weights, 0);
        var eligibility = new double[_room];
        (double expected, double feared, double last, double sum) = (0, 0, 0, 0);
        for (int trial = 0; trial < experiment.Order.Length; trial++)
        {
            int pattern = experiment.Order[trial];
            RandomStream escape = _streams.Named("reward/escape", ((long)index * Options.Trials) + trial);
            int spikes = _trial.Run(experiment.Patterns[pattern], weights, escape, eligibility);
            double reward = (spikes > 0 ? 1 : -1) == experiment.Classes[pattern] ? 1 : -1;
            sum += reward;
            if (trial < rewards.Length)
                rewards[trial] = reward;
            // The expectation of this trial knows of the trials before it (eqs. 5 and 6): it starts from nothing.
            expected = (expected * (1 - (1 / Options.Memory))) + (Math.Max(0, last) / Options.Memory);
            feared = (feared * (1 - (1 / Options.Memory))) + (Math.Min(0, last) / Options.Memory);
            last = reward;
            if (rule is not null && !Learn(reward, expected, feared, eligibility, weights, experiment.Synapses))
                return double.NegativeInfinity;
        }

        return sum;
    }

    private bool Learn(double reward, double expected, double feared, double[] eligibility, double[] weights, int synapses)
    {
        Row(0).Fill(reward);
        eligibility.CopyTo(Row(1));
        if (Options.Signals == RewardSignals.Expected)
        {
            Row(2).Fill(expected + feared);
        }
        else if (Options.Signals == RewardSignals.Split)
        {
            Row(2).Fill(expected);
            Row(3).Fill(feared);
        }

        _machine.Step();
        double* change = _machine.Output();
        for (int j = 0; j < synapses; j++)
        {
            weights[j] += Options.LearningRate * change[j];
            if (!(Math.Abs(weights[j]) <= Plasticity.RuleEvaluator.GreatestWeight))
                return false;
        }

        return true;
    }

    private Span<double> Row(int input) => new(_machine.Input(input), _room);
}
