using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons.Learning;

/// <summary>What a layer did in the steps of a window, as far as going back through them needs it.</summary>
internal sealed class LayerTrajectory<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal LayerTrajectory(DenseLayer<T> layer, int lanes, int window, bool keepsCredit)
    {
        Layer = layer;
        Rates = Tables(window + 1);
        Slopes = Tables(window);
        Credits = Tables(keepsCredit ? window : 0);
        Memory = new LaneMatrix<T>(layer.NeuronCount, lanes);
        Sent = new LaneMatrix<T>(Math.Max(1, layer.PresynapticCount), lanes);
        Coefficients = new LaneMatrix<T>(CreditKernel<T>.CoefficientCount, layer.NeuronCount);
        GradientSum = new LaneMatrix<T>(layer.NeuronCount, layer.PresynapticCount + 1);

        LaneMatrix<T>[] Tables(int count) => [.. Enumerable.Range(0, count).Select(_ => new LaneMatrix<T>(layer.NeuronCount, lanes))];
    }

    internal DenseLayer<T> Layer { get; }

    /// <summary>The rates before the window's first step, then after each: <c>[t]</c> is what step t read and <c>[t + 1]</c> what it left.</summary>
    internal LaneMatrix<T>[] Rates { get; }

    /// <summary>φ′(û) after each step.</summary>
    internal LaneMatrix<T>[] Slopes { get; }

    /// <summary>u before the first step, then after each; only filled where time constants learn.</summary>
    internal LaneMatrix<T>[] Membranes { get; private set; } = [];

    /// <summary>λ of each step, as the last way back found it; empty where nobody asks for it.</summary>
    internal LaneMatrix<T>[] Credits { get; }

    /// <summary>What the way back remembers of the later step.</summary>
    internal LaneMatrix<T> Memory { get; }

    /// <summary>Wᵀ λ, for the layer below.</summary>
    internal LaneMatrix<T> Sent { get; }

    /// <summary>The coefficients of <see cref="CreditKernel{T}"/>, one row each, for each neuron.</summary>
    internal LaneMatrix<T> Coefficients { get; }

    /// <summary>The gradient, summed over the steps gone through so far.</summary>
    internal LaneMatrix<T> GradientSum { get; }

    private bool LearnsTimes => (Layer.Plasticity & Plasticity.TimeConstants) != Plasticity.None;

    /// <summary>Keeps what the layer's state is before the first step.</summary>
    internal void Begin(LaneMatrix<T> rates)
    {
        Rates[0].CopyFrom(rates);
        if (LearnsTimes && Membranes.Length == 0)
            Membranes = [.. Rates.Select(static table => new LaneMatrix<T>(table.Rows, table.Lanes))];
        if (LearnsTimes)
            Membranes[0].CopyFrom(Layer.State.Membrane);
    }

    /// <summary>Keeps what a step left.</summary>
    internal void Keep(int step, LaneMatrix<T> rates)
    {
        Rates[step + 1].CopyFrom(rates);
        Slopes[step].CopyFrom(Layer.State.Slope);
        if (LearnsTimes)
            Membranes[step + 1].CopyFrom(Layer.State.Membrane);
    }

    public void Dispose()
    {
        foreach (LaneMatrix<T> table in Rates.Concat(Slopes).Concat(Membranes).Concat(Credits))
            table.Dispose();
        Memory.Dispose();
        Sent.Dispose();
        Coefficients.Dispose();
        GradientSum.Dispose();
    }
}
