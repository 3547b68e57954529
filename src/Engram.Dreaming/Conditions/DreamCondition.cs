using Engram.Dreaming.Phases;

namespace Engram.Dreaming.Conditions;

/// <summary>A condition of the papers: what a cycle consists of. Nothing else sets conditions apart.</summary>
/// <param name="Name">Its name at the command and in figures.</param>
/// <param name="Description">What is different in it, and where it is used.</param>
/// <param name="Phases">The phases of a cycle, in order; none for a network that does not learn.</param>
public sealed record DreamCondition(string Name, string Description, IReadOnlyList<Phase> Phases)
{
    /// <summary>Whether it dreams contrastively.</summary>
    public bool IsContrastive => Phases.Any(phase => phase is ContrastiveNrem);

    /// <summary>Whether something is learned in REM.</summary>
    public bool LearnsInRem => Phases.Any(phase => phase is Rem { IsLearned: true });

    /// <summary>The condition with its contrastive phases changed, the others as they are.</summary>
    /// <param name="change">Gives the new phase for the old one.</param>
    public DreamCondition WithContrast(Func<ContrastiveNrem, ContrastiveNrem> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return this with { Phases = [.. Phases.Select(phase => phase is ContrastiveNrem contrast ? change(contrast) : phase)] };
    }
}
