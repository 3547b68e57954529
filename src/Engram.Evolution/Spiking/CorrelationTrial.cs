using Engram.Numerics;

namespace Engram.Evolution.Spiking;

/// <summary>Everything of one correlation-driven trial that does not depend on the rules.</summary>
internal sealed class CorrelationTrial
{
    // Both kinds of inputs fire at 2.4 Hz on average: what pattern neurons spend in the pattern, 2 Hz, they save outside of it.
    private const double PatternRate = 2;
    private const double MeanRate = 2.4;

    public CorrelationTrial(CorrelationTaskOptions options, RandomStreams streams, int index)
    {
        RandomStream stream = streams.Named("correlation/trial", index);
        FirstPotential = 10 * stream.NextGaussian();
        double drive = options.Inputs * options.Rate * 1e-3;
        double threshold = CorrelationTask.Threshold / ((drive - (2 * Math.Sqrt(drive * 1e-3))) * CorrelationTask.MembraneTime);
        double noise = options.WeightSpread * stream.NextGaussian();
        FirstWeight = Math.Clamp(options.FirstWeight ?? (threshold + noise), 0, 1);
        var pattern = new double?[options.Inputs];
        for (int input = 0; input < options.Inputs; input++)
        {
            double first = SpikeTrains.Wait(stream, options.Rate);
            pattern[input] = first < options.PatternDuration ? first : null;
        }

        Learning = Draw(options, pattern, stream, options.Duration);
        Test = Draw(options, pattern, stream, options.TestDuration);
    }

    /// <summary>mV.</summary>
    public double FirstPotential { get; }

    /// <summary>mV.</summary>
    public double FirstWeight { get; }

    /// <summary>The spikes at the synapses while weights learn.</summary>
    public Arrival[] Learning { get; }

    /// <summary>The spikes of the test.</summary>
    public Arrival[] Test { get; }

    private static Arrival[] Draw(CorrelationTaskOptions options, double?[] pattern, RandomStream stream, double duration)
    {
        var arrivals = new List<Arrival>();
        for (int input = 0; input < pattern.Length; input++)
        {
            double kept = pattern[input] is null ? 1 : 1 - (PatternRate / MeanRate);
            foreach (int step in SpikeTrains.Poisson(stream, options.Rate, 0, duration, options.Step))
            {
                bool isKept = kept >= 1 || stream.NextDouble() < kept;
                if (isKept && !IsInPattern(options, step * options.Step))
                    arrivals.Add(new Arrival(step, input));
            }

            if (pattern[input] is not { } offset)
                continue;
            for (double onset = options.FirstOnset; onset + offset < duration; onset += options.PatternInterval)
                arrivals.Add(new Arrival((int)Math.Round((onset + offset) / options.Step), input));
        }

        return SpikeTrains.InOrder(arrivals);
    }

    private static bool IsInPattern(CorrelationTaskOptions options, double time) =>
        time >= options.FirstOnset && (time - options.FirstOnset) % options.PatternInterval < options.PatternDuration;
}
