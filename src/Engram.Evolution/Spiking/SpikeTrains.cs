using Engram.Numerics;

namespace Engram.Evolution.Spiking;

/// <summary>A spike that reaches a synapse.</summary>
/// <param name="Step">The step of the grid.</param>
/// <param name="Synapse">Which synapse, or lane.</param>
internal readonly record struct Arrival(int Step, int Synapse);

/// <summary>Spikes of Poisson processes on a grid.</summary>
internal static class SpikeTrains
{
    /// <summary>The steps in which a Poisson process fires, in order; several spikes may share a step.</summary>
    /// <param name="stream">Where the numbers come from.</param>
    /// <param name="rate">Hz.</param>
    /// <param name="from">Where the process begins, ms.</param>
    /// <param name="until">Where it ends, ms.</param>
    /// <param name="step">The grid, ms.</param>
    public static IEnumerable<int> Poisson(RandomStream stream, double rate, double from, double until, double step)
    {
        double time = from;
        while ((time += Wait(stream, rate)) < until)
            yield return (int)Math.Ceiling(time / step);
    }

    /// <summary>An exponentially distributed wait, ms.</summary>
    public static double Wait(RandomStream stream, double rate) => -Math.Log(1 - stream.NextDouble()) * 1000 / rate;

    /// <summary>Puts arrivals in the order in which they come; those of one step stay in the order of synapses.</summary>
    public static Arrival[] InOrder(List<Arrival> arrivals)
    {
        Arrival[] sorted = [.. arrivals];
        Array.Sort(sorted, static (a, b) => a.Step != b.Step ? a.Step.CompareTo(b.Step) : a.Synapse.CompareTo(b.Synapse));
        return sorted;
    }
}
