namespace Engram.Neurons.Dynamics;

/// <summary>How many steps a network has made. Shared by its layers, because it says which table of rates is the present one.</summary>
internal sealed class StepClock
{
    internal long Step { get; set; }
}
