namespace Engram.Neurons.Dynamics;

/// <summary>How many steps a network has made. Shared by its layers, because it says which of two tables is the present one.</summary>
internal sealed class StepClock
{
    /// <summary>Steps of the neurons: which table of rates is the present one.</summary>
    internal long Step { get; set; }

    /// <summary>Those of them that also made errors: which table of sent errors is the present one. A state that is loaded may begin at either.</summary>
    internal long ErrorStep { get; set; }
}
