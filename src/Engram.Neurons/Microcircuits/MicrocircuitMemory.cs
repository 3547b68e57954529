using System.Numerics;

namespace Engram.Neurons.Microcircuits;

/// <summary>Where a population's numbers lie: what the kernel walks through. The tables belong to <see cref="MicrocircuitPopulation{T}"/> and never move.</summary>
internal unsafe struct PopulationMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal int Count;
    internal T* Dendrite;
    internal T* Membrane;
    internal T* Prospective;
    internal T* Surprise;
    internal T* EvenRates;
    internal T* OddRates;
    internal SomaCoefficients<T> Soma;

    internal static PopulationMemory<T> Of(MicrocircuitPopulation<T> population, SomaCoefficients<T> soma) => new()
    {
        Count = population.Count,
        Dendrite = population.Dendrite.Pointer,
        Membrane = population.Membrane.Pointer,
        Prospective = population.Prospective.Pointer,
        Surprise = population.Surprise.Pointer,
        EvenRates = population.RatesOf(0).Pointer,
        OddRates = population.RatesOf(1).Pointer,
        Soma = soma,
    };

    internal readonly T* RatesOf(long step) => (step & 1) == 0 ? EvenRates : OddRates;
}

/// <summary>
/// What every soma of the model is: two things pull at it, its driven dendrite and one other (the apical dendrite, the neuron above, the
/// target), beside the leak.
/// </summary>
/// <param name="Drive">The share of the driven dendrite in the steady state.</param>
/// <param name="Pull">The share of the other one.</param>
/// <param name="Step">dt times the total conductance: the way to the steady state that an Euler step goes.</param>
/// <param name="Prediction">The share of the driven dendrite in what it predicts of the soma.</param>
internal readonly record struct SomaCoefficients<T>(T Drive, T Pull, T Step, T Prediction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static SomaCoefficients<T> Of(double driveShare, double pullShare, double step, double prediction) =>
        new(T.CreateChecked(driveShare), T.CreateChecked(pullShare), T.CreateChecked(step), T.CreateChecked(prediction));
}

/// <summary>A hidden layer in memory, with the rates at which its weights learn in one step (η dt).</summary>
internal unsafe struct HiddenMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal PopulationMemory<T> Pyramidal;
    internal PopulationMemory<T> Interneurons;
    internal T* Apical;
    internal T* Up;
    internal T* Down;
    internal T* FromInterneurons;
    internal T* ToInterneurons;
    internal T UpRate;
    internal T FromRate;
    internal T ToRate;
}

/// <summary>The output layer, the stream of inputs and targets, and the readout in memory.</summary>
internal unsafe struct OuterMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal PopulationMemory<T> Output;

    /// <summary>The soma without a target: the steady state forgets g_som, the way to it does not (trap T9).</summary>
    internal SomaCoefficients<T> FreeSoma;

    internal T* Up;
    internal T UpRate;
    internal int Inputs;
    internal T* Input;
    internal T* Stream;
    internal T* Target;
    internal T* TargetStream;
    internal T* HeldTarget;
    internal T* Readout;
    internal T StreamKeep;
    internal T StreamMix;
    internal T HiddenBound;
    internal T OutputBound;
}

/// <summary>Some steps of a presentation in which nothing is switched.</summary>
/// <param name="FirstStep">The number of the first step since the circuits were at rest.</param>
/// <param name="Steps">How many.</param>
/// <param name="IsNudged">Whether the target pulls in these steps.</param>
/// <param name="IsPlastic">Whether weights learn.</param>
/// <param name="FirstRead">How many steps of this presentation are in the readout already; negative if these do not count.</param>
internal readonly record struct MicrocircuitStretch(long FirstStep, int Steps, bool IsNudged, bool IsPlastic, int FirstRead);
