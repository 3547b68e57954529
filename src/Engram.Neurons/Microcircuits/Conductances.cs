namespace Engram.Neurons;

/// <summary>
/// How strongly the compartments of a microcircuit's neurons are coupled, in 1/ms (Sacramento et al. 2018; specification 3.1). The defaults
/// are the published ones: every neuron then has an effective time constant of 1/0.19 = 5.26 ms.
/// </summary>
public sealed record Conductances
{
    /// <summary>g_l: the leak of a soma.</summary>
    public double Leak { get; init; } = 0.03;

    /// <summary>g_b: from the basal dendrite of a pyramidal neuron to its soma.</summary>
    public double Basal { get; init; } = 0.1;

    /// <summary>g_d: from the dendrite of an interneuron to its soma.</summary>
    public double Dendritic { get; init; } = 0.1;

    /// <summary>g_a: from the apical dendrite of a pyramidal neuron to its soma.</summary>
    public double Apical { get; init; } = 0.06;

    /// <summary>g_som: by which a teacher holds a soma: the neuron above an interneuron's, the target an output neuron's.</summary>
    public double Somatic { get; init; } = 0.06;

    /// <summary>g_l + g_b + g_a: all that pulls at the soma of a hidden pyramidal neuron.</summary>
    public double PyramidalTotal => Leak + Basal + Apical;

    /// <summary>g_l + g_d + g_som: all that pulls at the soma of an interneuron.</summary>
    public double InterneuronTotal => Leak + Dendritic + Somatic;

    /// <summary>g_l + g_b + g_som: all that pulls at the soma of an output neuron. It counts g_som without a target too (trap T9).</summary>
    public double OutputTotal => Leak + Basal + Somatic;

    internal void Check()
    {
        foreach ((string name, double value) in new[] { ("leak", Leak), ("basal", Basal), ("dendritic", Dendritic), ("apical", Apical), ("somatic", Somatic) })
        {
            if (!(value >= 0) || !double.IsFinite(value))
                throw new ArgumentException($"The {name} conductance is {value}, but must be a finite number of 0 or more.");
        }

        if (Leak + Basal == 0 || Leak + Dendritic == 0)
            throw new ArgumentException("A dendrite and the leak have no conductance: nothing holds the soma.");
    }
}
