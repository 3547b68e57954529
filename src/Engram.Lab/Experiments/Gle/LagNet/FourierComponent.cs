using System.Numerics;

namespace Engram.Lab.Experiments.Gle.LagNet;

/// <summary>The errors of GLE and of the adjoint method at one frequency of the input, for one neuron (specification 1.7, 3.2).</summary>
/// <param name="Neuron">0 answers at once, 1 is slow.</param>
/// <param name="Frequency">ω, in rad per time unit.</param>
/// <param name="Gle">The amplitude of e, with its phase.</param>
/// <param name="Adjoint">The amplitude of λ, with its phase.</param>
internal sealed record FourierComponent(int Neuron, double Frequency, Complex Gle, Complex Adjoint)
{
    internal static readonly double[] Frequencies = [0.49, 1.07, 1.98];

    /// <summary>|e| / |λ|.</summary>
    internal double Gain => Gle.Magnitude / Adjoint.Magnitude;

    /// <summary>The phase of e less that of λ, in degrees from −180 to 180.</summary>
    internal double PhaseDifference => (Gle / Adjoint).Phase * 180 / Math.PI;

    /// <summary>What <see cref="Gain"/> is by theory: 1/|H|² for each slow layer on the way up, of which the slow neuron has two, the fast one none.</summary>
    internal double TheoreticalGain
    {
        get
        {
            double perLayer = (1 + Square(Frequency * LagNetNetworks.TimeConstant)) / (1 + Square(Frequency * LagNetNetworks.SlowProspective));
            return Neuron == 0 ? 1 : perLayer * perLayer;

            static double Square(double x) => x * x;
        }
    }

    /// <summary>Analyses the steps before learning, all but the last.</summary>
    internal static FourierComponent[] Of(LagNetTrace trace)
    {
        int steps = Math.Min(SmallLagNetSettings.RestSteps - 1, trace.Input.Length);
        return [.. from neuron in Enumerable.Range(0, 2)
                   from frequency in Frequencies
                   select new FourierComponent(
                       neuron, frequency, Project(trace.Gle.Credit[neuron], frequency, steps), Project(trace.Adjoint.Credit[neuron], frequency, steps))];
    }

    /// <summary>2/N Σ x e^−iωt at the nearest frequency that has whole periods in the stretch, as a discrete Fourier transform has it.</summary>
    private static Complex Project(double[] signal, double frequency, int steps)
    {
        double periods = Math.Round(frequency * steps * LagNetNetworks.TimeStep / (2 * Math.PI));
        Complex sum = Complex.Zero;
        for (int step = 0; step < steps; step++)
            sum += signal[step] * Complex.FromPolarCoordinates(1, -2 * Math.PI * periods * step / steps);
        return sum * 2 / steps;
    }
}
