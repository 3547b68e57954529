using Engram.Numerics;

namespace Engram.Evolution.Spiking;

/// <summary>Everything of one reward-driven experiment that does not depend on the rule.</summary>
internal sealed class RewardExperiment
{
    // One millisecond from the generator to the relay, and one from there to the neuron (the published code; the paper names the second).
    private const double Delay = 2;

    public RewardExperiment(RewardTaskOptions options, RandomStreams streams, int index)
    {
        RandomStream stream = streams.Named("reward/experiment", index);
        var connected = new List<int>();
        for (int input = 0; input < options.Inputs; input++)
        {
            if (stream.NextDouble() < options.Connectivity)
                connected.Add(input);
        }

        Synapses = Math.Max(1, connected.Count);
        Weights = new double[Synapses];
        stream.FillGaussian(Weights, 0, options.WeightSpread);
        Patterns = new Arrival[options.Patterns][];
        Classes = new int[options.Patterns];
        int last = (int)Math.Round(options.Duration / options.Step);
        for (int pattern = 0; pattern < options.Patterns; pattern++)
        {
            var arrivals = new List<Arrival>();
            for (int synapse = 0; synapse < Synapses; synapse++)
            {
                foreach (int step in SpikeTrains.Poisson(stream, options.Rate, Delay, options.Duration, options.Step))
                {
                    if (step < last)
                        arrivals.Add(new Arrival(step, synapse));
                }
            }

            Patterns[pattern] = SpikeTrains.InOrder(arrivals);
            Classes[pattern] = stream.NextDouble() < 0.5 ? 1 : -1;
        }

        Order = new int[options.Trials];
        for (int trial = 0; trial < Order.Length; trial++)
            Order[trial] = stream.NextBounded(options.Patterns);
    }

    public int Synapses { get; }

    /// <summary>First weights, pA.</summary>
    public double[] Weights { get; }

    /// <summary>The arrivals of each pattern, in order.</summary>
    public Arrival[][] Patterns { get; }

    /// <summary>+1 or −1 for each pattern.</summary>
    public int[] Classes { get; }

    /// <summary>The pattern of each trial.</summary>
    public int[] Order { get; }
}
