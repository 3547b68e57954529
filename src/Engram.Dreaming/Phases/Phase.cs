using System.Numerics;

namespace Engram.Dreaming.Phases;

/// <summary>One state of the brain in a wake-sleep cycle: what drives whom, and what is learned. A condition of the papers is a list of phases.</summary>
public abstract record Phase
{
    /// <summary>Whether the phase looks at two views of each memory side by side, for which a dreamer makes room only then.</summary>
    internal virtual bool NeedsTwins => false;

    /// <summary>Lives through the phase with the batch of the cycle.</summary>
    /// <param name="dreamer">The cortex with its optimisers, and the cycle.</param>
    /// <typeparam name="T">The number.</typeparam>
    public abstract void Live<T>(Dreamer<T> dreamer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
