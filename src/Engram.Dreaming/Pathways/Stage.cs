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
    private readonly InstructionSet _set;
    private readonly DriveUnits _drive;
    private readonly TransportUnits _transport;
    private readonly GradientUnits _gradient;
    private readonly ActivationUnits _activate;
    private readonly SlopeUnits _slope;

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
        (_activate, _slope) = (new ActivationUnits(this), new SlopeUnits(this));
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
        if (Activation == StageActivation.Linear)
            return;
        (_activate.Rates, _activate.Errors) = (rates, rates);
        crew.Run(_activate);
    }

    /// <summary>Turns the error of the rates into that of the drive, finds the gradient if wanted, and sends the error down if wanted.</summary>
    internal void Backward(Crew<T> crew, LaneMatrix<T> below, LaneMatrix<T> rates, LaneMatrix<T> errors, LaneMatrix<T>? sent, bool withGradient)
    {
        crew.Reserve(Connection.ScratchLength(rates.Lanes));
        if (Activation != StageActivation.Linear)
        {
            (_slope.Rates, _slope.Errors) = (rates, errors);
            crew.Run(_slope);
        }

        if (withGradient)
        {
            (_gradient.Below, _gradient.Above) = (below, errors);
            crew.Run(_gradient);
            ShareBiases();
            HasGradient = true;
        }

        if (sent is null)
            return;
        (_transport.Below, _transport.Above) = (sent, errors);
        crew.Run(_transport);
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

    private sealed class DriveUnits(Stage<T> stage) : IUnits<T>
    {
        internal LaneMatrix<T> Below = null!, Above = null!;

        public int Units => stage.Connection.DriveUnits;

        public void Work(int first, int count, AlignedBuffer<T> scratch) => stage.Connection.Drive(Below, Above, first, count, scratch);
    }

    private sealed class TransportUnits(Stage<T> stage) : IUnits<T>
    {
        internal LaneMatrix<T> Below = null!, Above = null!;

        public int Units => stage.Connection.TransportUnits;

        public void Work(int first, int count, AlignedBuffer<T> scratch) => stage.Connection.Transport(Above, Below, first, count, scratch);
    }

    private sealed class GradientUnits(Stage<T> stage) : IUnits<T>
    {
        internal LaneMatrix<T> Below = null!, Above = null!;

        public int Units => stage.Connection.GradientUnits;

        public void Work(int first, int count, AlignedBuffer<T> scratch) =>
            stage.Connection.Gradient(Above, Below, T.One, stage.Gradient, first, count, scratch);
    }

    private abstract class RowUnits : IUnits<T>
    {
        internal LaneMatrix<T> Rates = null!, Errors = null!;

        public int Units => Rates.Rows;

        public void Work(int first, int count, AlignedBuffer<T> scratch)
        {
            int start = first * Rates.Stride, length = count * Rates.Stride;
            Pass(Rates.Storage().Slice(start, length), Errors.Storage().Slice(start, length));
        }

        protected abstract void Pass(Span<T> rates, Span<T> errors);
    }

    private sealed class ActivationUnits(Stage<T> stage) : RowUnits
    {
        protected override void Pass(Span<T> rates, Span<T> errors)
        {
            switch (stage.Activation)
            {
                case StageActivation.LeakyRectified:
                    Elementwise.Apply<LeakyRectifiedFunction, T>(rates, rates, stage._set);
                    break;
                case StageActivation.Rectified:
                    Elementwise.Apply<RectifiedFunction, T>(rates, rates, stage._set);
                    break;
                default:
                    Elementwise.Apply<Tanh, T>(rates, rates, stage._set);
                    break;
            }
        }
    }

    private sealed class SlopeUnits(Stage<T> stage) : RowUnits
    {
        protected override void Pass(Span<T> rates, Span<T> errors)
        {
            switch (stage.Activation)
            {
                case StageActivation.LeakyRectified:
                    Elementwise.Apply<LeakyRectifiedSlope, T>(rates, errors, errors, stage._set);
                    break;
                case StageActivation.Rectified:
                    Elementwise.Apply<RectifiedSlope, T>(rates, errors, errors, stage._set);
                    break;
                default:
                    Elementwise.Apply<TanhSlope, T>(rates, errors, errors, stage._set);
                    break;
            }
        }
    }
}
