using System.Numerics;
using Engram.Neurons.Dynamics;
using Engram.Neurons.Learning;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// What has a network learn from targets: how gradients are found differs (<see cref="OnlineLearner{T}"/>, <see cref="WindowLearner{T}"/>);
/// targets, losses, decisions, evaluation and the optimiser are the same.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class Learner<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private LaneMatrix<T> _target;
    private LaneMatrix<T> _summedLoss;
    private LaneMatrix<T> _summedOutputs;

    private protected Learner(Network<T> network, Loss loss, Optimizer optimizer, double beta)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!double.IsFinite(beta))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "The nudging strength must be a finite number.");
        if (!(optimizer.LearningRate >= 0) || !double.IsFinite(optimizer.LearningRate))
            throw new ArgumentOutOfRangeException(nameof(optimizer), optimizer.LearningRate, "The learning rate must be a finite number of at least 0.");
        Network = network;
        Beta = beta;
        LossKernel = LossKernel<T>.For(network.InstructionSet, loss);
        Updater = ParameterUpdater<T>.For(network.InstructionSet, optimizer, network.Layers);
        _target = new LaneMatrix<T>(network.Layers[^1].NeuronCount, network.Lanes);
        _summedLoss = new LaneMatrix<T>(1, network.Lanes);
        _summedOutputs = new LaneMatrix<T>(_target.Rows, network.Lanes);
    }

    /// <summary>The network that learns.</summary>
    public Network<T> Network { get; }

    /// <summary>β, the strength of the nudge.</summary>
    public double Beta { get; }

    /// <summary>The learning rate η now; a schedule may change it between steps.</summary>
    public double LearningRate
    {
        get => Updater.LearningRate;
        set => Updater.LearningRate = value;
    }

    /// <summary>Whether parameters change at all. Off, errors still flow; layers and parameter sets have switches of their own.</summary>
    public bool IsPlastic { get; set; } = true;

    /// <summary>
    /// What the output should be <c>[neuron, lane]</c>: written by the user; see <see cref="SetLabels"/>. After a change of the network's
    /// lanes it is a new table of zeros, as are the sums.
    /// </summary>
    public LaneMatrix<T> Target => Fitted(ref _target);

    /// <summary>The loss of each lane, summed over the steps since <see cref="ClearSums"/>: <c>[1, lane]</c>.</summary>
    public LaneMatrix<T> SummedLoss => Fitted(ref _summedLoss);

    /// <summary>
    /// The returned outputs, summed over the steps since <see cref="ClearSums"/>: <c>[neuron, lane]</c>. Their arg max is the published
    /// decision (trap 11 of the specification).
    /// </summary>
    public LaneMatrix<T> SummedOutputs => Fitted(ref _summedOutputs);

    /// <summary>The mean loss over lanes and over the steps since <see cref="ClearSums"/>; NaN if there were none.</summary>
    public double MeanLoss
    {
        get
        {
            double sum = 0;
            foreach (T loss in SummedLoss.Row(0))
                sum += double.CreateChecked(loss);
            return sum / ((double)SummedSteps * SummedLoss.Lanes);
        }
    }

    /// <summary>How many steps <see cref="SummedLoss"/> and <see cref="SummedOutputs"/> are sums over.</summary>
    public long SummedSteps { get; private protected set; }

    private protected LossKernel<T> LossKernel { get; }

    private protected ParameterUpdater<T> Updater { get; }

    /// <summary>Makes <see cref="Target"/> one-hot.</summary>
    /// <param name="labels">A class for each lane.</param>
    /// <exception cref="ArgumentException">There are not as many labels as lanes, or a label is not the index of an output.</exception>
    public void SetLabels(ReadOnlySpan<int> labels)
    {
        Fit();
        if (labels.Length != Network.Lanes)
            throw new ArgumentException($"There are {labels.Length} labels for {Network.Lanes} lanes.", nameof(labels));
        Target.Clear();
        for (int lane = 0; lane < labels.Length; lane++)
        {
            if ((uint)labels[lane] >= (uint)Target.Rows)
                throw new ArgumentException($"Lane {lane} has label {labels[lane]}, but the outputs are numbered 0 to {Target.Rows - 1}.", nameof(labels));
            Target[labels[lane], lane] = T.One;
        }
    }

    /// <summary>One Euler step with <see cref="Network{T}.Input"/> and <see cref="Target"/>.</summary>
    public virtual void Step() => Present(Network.Input);

    /// <summary>One Euler step, as a control loop calls it.</summary>
    /// <param name="input">Channel by channel the lanes: <c>channels · lanes</c> numbers.</param>
    /// <param name="target">Output by output the lanes: <c>outputs · lanes</c> numbers.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Step(ReadOnlySpan<T> input, ReadOnlySpan<T> target)
    {
        Fit();
        Network.Input.Fill(input);
        Target.Fill(target);
        Step();
    }

    /// <summary>Steps through a whole input sequence with the same target at every step.</summary>
    /// <param name="sequence">Step by step the channels, one row each: <c>[step · channels + channel, lane]</c>.</param>
    public abstract void Present(LaneMatrix<T> sequence);

    /// <summary>
    /// Steps through a sequence, neurons alone, and adds to <see cref="SummedLoss"/> and <see cref="SummedOutputs"/>: evaluation. Errors
    /// are put to rest first, where a long evaluation without target would bring them.
    /// </summary>
    /// <param name="sequence">Step by step the channels, one row each.</param>
    /// <exception cref="InvalidOperationException">Errors move potentials in this network (γ is not 0).</exception>
    public void Evaluate(LaneMatrix<T> sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        if (!Network.ErrorsAreSilent)
            throw new InvalidOperationException("A layer has γ ≠ 0: its potentials depend on errors, so neurons cannot be stepped without them.");
        Fit();
        Network.RestErrors();
        Network.Present(sequence, Plan(StepMode.Forward));
        SummedSteps += sequence.Rows / Network.Description.Inputs;
    }

    /// <summary>Sets <see cref="SummedLoss"/> and <see cref="SummedOutputs"/> to zero.</summary>
    public void ClearSums()
    {
        SummedLoss.Clear();
        SummedOutputs.Clear();
        SummedSteps = 0;
    }

    /// <summary>The class that each lane decided for: the arg max of <see cref="SummedOutputs"/>, the first of equals.</summary>
    /// <param name="decisions">A place for each lane.</param>
    public void Decide(Span<int> decisions)
    {
        for (int lane = 0; lane < decisions.Length; lane++)
        {
            int best = 0;
            for (int row = 1; row < SummedOutputs.Rows; row++)
            {
                if (SummedOutputs[row, lane] > SummedOutputs[best, lane])
                    best = row;
            }

            decisions[lane] = best;
        }
    }

    /// <summary>Saves the optimiser's memory and the learning rate; the network saves itself.</summary>
    public virtual void Save(StateWriter writer, string name = "learner") => Updater.Save(writer, name);

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    /// <exception cref="StateException">It is the state of something else.</exception>
    public virtual void Load(StateReader reader, string name = "learner") => Updater.Load(reader, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the learner holds.</summary>
    /// <param name="disposing">Whether it is asked for, and not found unreachable.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        DisposeTables();
        Updater.Dispose();
    }

    private protected Presentation<T> Plan(StepMode mode) => new()
    {
        Mode = mode,
        Target = Target,
        Loss = LossKernel,
        Beta = T.CreateChecked(Beta),
        SummedLoss = SummedLoss,
        SummedOutputs = SummedOutputs,
        Updater = Updater,
    };

    /// <summary>Is told that the number of lanes has changed, after the tables were made anew.</summary>
    private protected virtual void Refitted()
    {
    }

    private LaneMatrix<T> Fitted(ref LaneMatrix<T> table)
    {
        Fit();
        return table;
    }

    /// <summary>Follows the network when its number of lanes has changed.</summary>
    private protected void Fit()
    {
        if (_target.Lanes == Network.Lanes)
            return;
        int outputs = _target.Rows;
        DisposeTables();
        _target = new LaneMatrix<T>(outputs, Network.Lanes);
        _summedLoss = new LaneMatrix<T>(1, Network.Lanes);
        _summedOutputs = new LaneMatrix<T>(outputs, Network.Lanes);
        SummedSteps = 0;
        Refitted();
    }

    private void DisposeTables()
    {
        _target.Dispose();
        _summedLoss.Dispose();
        _summedOutputs.Dispose();
    }
}
