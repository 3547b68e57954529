namespace Engram.Evolution.Spiking;

/// <summary>
/// A leaky integrate-and-fire neuron with exponential synaptic currents, integrated exactly on a grid (specification section 3). Each step:
/// V ← P22 V + P21 I (unless refractory), I ← P11 I, then I grows by the weights of the spikes that arrive. V is measured from rest.
/// </summary>
/// <param name="Step">h, ms.</param>
/// <param name="Membrane">τm, ms.</param>
/// <param name="Synapse">τs, ms; not τm.</param>
/// <param name="Capacity">C, pF.</param>
public readonly record struct ExponentialNeuron(double Step, double Membrane = 10, double Synapse = 2, double Capacity = 250)
{
    /// <summary>exp(−h/τs): what a step leaves of a current.</summary>
    public double CurrentDecay => Math.Exp(-Step / Synapse);

    /// <summary>exp(−h/τm): what a step leaves of a membrane potential.</summary>
    public double MembraneDecay => Math.Exp(-Step / Membrane);

    /// <summary>P21: the potential, mV, that a current of 1 pA adds in a step.</summary>
    public double Drive => PotentialPerCurrent * (MembraneDecay - CurrentDecay);

    /// <summary>
    /// τm τs / (C (τm − τs)), mV/pA: a spike of weight w leaves behind it the potential w times this times e^(−t/τm) − e^(−t/τs).
    /// </summary>
    public double PotentialPerCurrent => Membrane * Synapse / (Capacity * (Membrane - Synapse));
}
