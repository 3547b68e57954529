namespace Engram.Evolution.Search;

/// <summary>Improves the tunable numbers of one individual within a generation (specification 1.11). What it finds is inherited.</summary>
public abstract class LocalSearch
{
    /// <summary>Changes an individual's parameters; worse ones are thrown away afterwards.</summary>
    /// <param name="individual">A copy.</param>
    /// <param name="context">How fitness is found.</param>
    internal abstract void Improve(Individual individual, LocalSearchContext context);
}
