namespace Engram.Neurons;

/// <summary>How one pattern is presented; the same for all lanes.</summary>
/// <param name="Steps">Euler steps; 1 or more.</param>
public readonly record struct MicrocircuitPresentation(int Steps)
{
    /// <summary>Whether the targets hold the output neurons.</summary>
    public bool IsNudged { get; init; }

    /// <summary>Whether weights learn.</summary>
    public bool IsPlastic { get; init; }

    /// <summary>Steps at the start in which weights rest although <see cref="IsPlastic"/> is set (phased plasticity); 0 as published.</summary>
    public int LearningLag { get; init; }

    /// <summary>Steps at the start that do not count in <see cref="Microcircuit{T}.Readout"/>; below <see cref="Steps"/>.</summary>
    public int ReadoutLag { get; init; }

    internal void Check()
    {
        if (Steps < 1)
            throw new ArgumentException($"A presentation needs at least one step; {Steps} were asked for.");
        if (LearningLag < 0)
            throw new ArgumentException($"The learning lag is {LearningLag} steps, but must be 0 or more.");
        if (ReadoutLag < 0 || ReadoutLag >= Steps)
            throw new ArgumentException($"The readout lag is {ReadoutLag} steps, but must be at least 0 and below the {Steps} steps of the presentation.");
    }
}
