using System.Numerics;
using Engram.Numerics;
using Engram.Numerics.Connections;
using Engram.Numerics.Simd;

namespace Engram.Dreaming.Pathways;

/// <summary>One area of a pathway: a connection from the area before it, what its neurons make of the drive, and the gradient of its weights.</summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Stage<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Half of the second-level cache of most machines.
    private const int PlacesBytes = 256 * 1024;
    private const int RowsAtOnce = 64;

    private readonly InstructionSet _set;
    private readonly DriveUnits _drive;
    private readonly TransportUnits _transport;
    private readonly GradientUnits _gradient;
    private readonly SlopeUnits _slope;
    private readonly bool _isDense;

    /// <summary>Creates an area.</summary>
    /// <param name="name">Its name, for states and messages.</param>
    /// <param name="connection">Its connection, which the stage owns from now on.</param>
    /// <param name="activation">What its neurons do.</param>
    /// <param name="biasSharers">How many neighbouring neurons of a dense connection share one bias: the places of an image channel.</param>
    /// <param name="set">The vector width; null for the machine's own.</param>
    internal Stage(string name, Connection<T> connection, StageActivation activation, int biasSharers = 1, InstructionSet? set = null)
    {
        Name = name;
        Connection = connection;
        Activation = activation;
        BiasSharers = biasSharers;
        _set = set ?? InstructionSets.Default;
        Gradient = new LaneMatrix<T>(connection.Parameters.Rows, connection.Parameters.Lanes);
        (_drive, _transport, _gradient) = (new DriveUnits(this), new TransportUnits(this), new GradientUnits(this));
        _slope = new SlopeUnits(this);
        _isDense = connection is DenseConnection<T>;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The connection with the weights.</summary>
    public Connection<T> Connection { get; }

    /// <summary>What the neurons make of their drive.</summary>
    public StageActivation Activation { get; }

    /// <summary>How many neighbouring neurons share one bias.</summary>
    public int BiasSharers { get; }

    /// <summary>The gradient of the loss by the parameters, as <see cref="Backward"/> left it; in the shape of <see cref="Connection{T}.Parameters"/>.</summary>
    public LaneMatrix<T> Gradient { get; }

    /// <summary>Whether the gradient was written since <see cref="ClearGradient"/>.</summary>
    public bool HasGradient { get; private set; }

    /// <summary>Forgets the gradient.</summary>
    public void ClearGradient() => HasGradient = false;

    /// <inheritdoc/>
    public void Dispose()
    {
        Connection.Dispose();
        Gradient.Dispose();
    }

    /// <summary>Rates from the rates below.</summary>
    internal void Forward(Crew<T> crew, LaneMatrix<T> below, LaneMatrix<T> rates)
    {
        crew.Reserve(Connection.ScratchLength(rates.Lanes));
        (_drive.Below, _drive.Above) = (below, rates);
        crew.Run(_drive);
    }

    /// <summary>Turns the error of the rates into that of the drive.</summary>
    internal void ApplySlope(Crew<T> crew, LaneMatrix<T> rates, LaneMatrix<T> errors)
    {
        if (Activation == StageActivation.Linear)
            return;
        (_slope.Rates, _slope.Errors) = (rates, errors);
        crew.Run(_slope);
    }

    /// <summary>Finds the gradient if wanted, and sends the error down if wanted.</summary>
    /// <param name="crew">Who works.</param>
    /// <param name="below">The rates below.</param>
    /// <param name="errors">The errors of the drive.</param>
    /// <param name="sent">Written: the errors below; null if not wanted.</param>
    /// <param name="lower">The stage below, whose errors of the drive are wanted; null where those of the rates below are.</param>
    /// <param name="withGradient">Whether the gradient is wanted.</param>
    internal void Backward(Crew<T> crew, LaneMatrix<T> below, LaneMatrix<T> errors, LaneMatrix<T>? sent, Stage<T>? lower, bool withGradient)
    {
        crew.Reserve(Connection.ScratchLength(errors.Lanes));
        if (withGradient)
        {
            (_gradient.Below, _gradient.Above) = (below, errors);
            crew.Run(_gradient);
            ShareBiases();
            HasGradient = true;
        }

        if (sent is null)
            return;
        (_transport.Below, _transport.Above, _transport.Rates, _transport.Lower) = (sent, errors, below, _isDense ? null : lower);
        crew.Run(_transport);
        if (_isDense)
            lower?.ApplySlope(crew, below, sent);
    }

    /// <summary>How many places of a table are worked out before their neurons are gone over: they are still in the second-level cache then.</summary>
    private static unsafe int PlacesAtOnce(SignalShape shape, LaneMatrix<T> table) => Math.Max(1, PlacesBytes / (shape.Channels * table.Stride * sizeof(T)));

    /// <summary>Rows of a table that follow each other, padding included.</summary>
    private static Span<T> Rows(LaneMatrix<T> table, int first, int count) => table.Storage().Slice(first * table.Stride, count * table.Stride);

    private void Activate(Span<T> rates)
    {
        switch (Activation)
        {
            case StageActivation.LeakyRectified:
                Elementwise.Apply<LeakyRectifiedFunction, T>(rates, rates, _set);
                break;
            case StageActivation.Rectified:
                Elementwise.Apply<RectifiedFunction, T>(rates, rates, _set);
                break;
            case StageActivation.Tanh:
                Elementwise.Apply<Tanh, T>(rates, rates, _set);
                break;
        }
    }

    private void Slope(Span<T> rates, Span<T> errors)
    {
        switch (Activation)
        {
            case StageActivation.LeakyRectified:
                Elementwise.Apply<LeakyRectifiedSlope, T>(rates, errors, errors, _set);
                break;
            case StageActivation.Rectified:
                Elementwise.Apply<RectifiedSlope, T>(rates, errors, errors, _set);
                break;
            case StageActivation.Tanh:
                Elementwise.Apply<TanhSlope, T>(rates, errors, errors, _set);
                break;
        }
    }

    /// <summary>Neurons that share a bias all get the gradient of the one they share.</summary>
    private void ShareBiases()
    {
        if (BiasSharers == 1)
            return;
        int bias = Gradient.Lanes - 1;
        for (int first = 0; first < Gradient.Rows; first += BiasSharers)
        {
            T sum = T.Zero;
            for (int row = first; row < first + BiasSharers; row++)
                sum += Gradient[row, bias];
            for (int row = first; row < first + BiasSharers; row++)
                Gradient[row, bias] = sum;
        }
    }

    /// <summary>The drive, and what the neurons make of it while it is in cache.</summary>
    private sealed class DriveUnits(Stage<T> stage) : IUnits<T>
    {
        internal LaneMatrix<T> Below = null!, Above = null!;

        public int Units => stage.Connection.DriveUnits;

        public void Work(int first, int count, AlignedBuffer<T> scratch)
        {
            SignalShape shape = stage.Connection.Above;
            // The units of a dense connection are neurons, those of a convolution places, in each of which all channels have a neuron.
            int most = stage._isDense ? RowsAtOnce : PlacesAtOnce(shape, Above);
            for (int done = first; done < first + count; done += most)
            {
                int units = Math.Min(most, first + count - done);
                stage.Connection.Drive(Below, Above, done, units, scratch);
                if (stage.Activation == StageActivation.Linear)
                    continue;
                for (int channel = 0; channel < (stage._isDense ? 1 : shape.Channels); channel++)
                    stage.Activate(Rows(Above, (channel * shape.Positions) + done, units));
            }
        }
    }

    /// <summary>The errors sent down, and their product with the slopes of the neurons there while they are in cache.</summary>
    private sealed class TransportUnits(Stage<T> stage) : IUnits<T>
    {
        internal LaneMatrix<T> Below = null!, Above = null!, Rates = null!;
        internal Stage<T>? Lower;

        public int Units => stage.Connection.TransportUnits;

        public void Work(int first, int count, AlignedBuffer<T> scratch)
        {
            if (Lower is null || Lower.Activation == StageActivation.Linear)
            {
                stage.Connection.Transport(Above, Below, first, count, scratch);
                return;
            }

            SignalShape shape = stage.Connection.Below;
            int most = PlacesAtOnce(shape, Below);
            for (int done = first; done < first + count; done += most)
            {
                int places = Math.Min(most, first + count - done);
                stage.Connection.Transport(Above, Below, done, places, scratch);
                for (int channel = 0; channel < shape.Channels; channel++)
                {
                    int row = (channel * shape.Positions) + done;
                    Lower.Slope(Rows(Rates, row, places), Rows(Below, row, places));
                }
            }
        }
    }

    private sealed class GradientUnits(Stage<T> stage) : IUnits<T>
    {
        internal LaneMatrix<T> Below = null!, Above = null!;

        public int Units => stage.Connection.GradientUnits;

        public void Work(int first, int count, AlignedBuffer<T> scratch) =>
            stage.Connection.Gradient(Above, Below, T.One, stage.Gradient, first, count, scratch);
    }

    private sealed class SlopeUnits(Stage<T> stage) : IUnits<T>
    {
        internal LaneMatrix<T> Rates = null!, Errors = null!;

        public int Units => Rates.Rows;

        public void Work(int first, int count, AlignedBuffer<T> scratch) => stage.Slope(Rows(Rates, first, count), Rows(Errors, first, count));
    }
}
