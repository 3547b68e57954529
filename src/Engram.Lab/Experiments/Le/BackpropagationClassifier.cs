using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>An ordinary network, taught by backpropagation and gradient descent: what Latent Equilibrium is compared with.</summary>
internal sealed class BackpropagationClassifier(BackpropagationNetwork<float> network, float threshold) : IClassifier
{
    public int Lanes => network.Lanes;

    public float Threshold => threshold;

    public WorkerTeam? Team
    {
        set => network.Team = value;
    }

    public void Learn(LaneMatrix<float> input, LaneMatrix<float> target) => network.Learn(input, target);

    public LaneMatrix<float> Evaluate(LaneMatrix<float> input)
    {
        network.Evaluate(input);
        return network.Output;
    }

    public void Save(StateWriter writer) => network.Save(writer);

    public void Load(StateReader reader) => network.Load(reader);

    public void Dispose() => network.Dispose();
}
