using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>A network that learns batch by batch: by Latent Equilibrium, or by backpropagation for comparison.</summary>
internal interface IClassifier : IDisposable
{
    int Lanes { get; }

    /// <summary>From which value on a single output says 1.</summary>
    float Threshold { get; }

    WorkerTeam? Team { set; }

    /// <summary>Learns from a batch.</summary>
    void Learn(LaneMatrix<float> input, LaneMatrix<float> target);

    /// <summary>What the network says to a batch.</summary>
    LaneMatrix<float> Evaluate(LaneMatrix<float> input);

    void Save(StateWriter writer);

    void Load(StateReader reader);
}

/// <summary>A network of Latent Equilibrium: a batch is a presentation of so many Euler steps.</summary>
internal sealed class EquilibriumClassifier(EquilibriumNetwork<float> network, int steps) : IClassifier
{
    internal EquilibriumNetwork<float> Network => network;

    public int Lanes => network.Lanes;

    public float Threshold => 0.5f;

    public WorkerTeam? Team
    {
        set => network.Team = value;
    }

    public void Learn(LaneMatrix<float> input, LaneMatrix<float> target) => network.Learn(input, target, steps);

    public LaneMatrix<float> Evaluate(LaneMatrix<float> input)
    {
        network.Evaluate(input, steps);
        return network.Output;
    }

    public void Save(StateWriter writer) => network.Save(writer);

    public void Load(StateReader reader) => network.Load(reader);

    public void Dispose() => network.Dispose();
}
