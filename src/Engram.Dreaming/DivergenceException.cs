namespace Engram.Dreaming;

/// <summary>A cortex has come to numbers that are none: it says in which cycle and phase, and nothing has been learned from them.</summary>
public sealed class DivergenceException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DivergenceException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public DivergenceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="inner">What caused it.</param>
    public DivergenceException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="cycle">How many cycles had been completed.</param>
    /// <param name="phase">The name of the phase.</param>
    /// <param name="loss">The symbol of the loss.</param>
    /// <param name="value">What it came to.</param>
    internal DivergenceException(long cycle, string phase, string loss, double value)
        : base($"The cortex diverged in cycle {cycle + 1}, phase {phase}: {loss} is {value}. A smaller learning rate is the usual cure.") =>
        (Cycle, Phase) = (cycle, phase);

    /// <summary>How many cycles had been completed.</summary>
    public long Cycle { get; }

    /// <summary>The phase, by the name of its type.</summary>
    public string Phase { get; } = "";
}
