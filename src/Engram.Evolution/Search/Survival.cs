namespace Engram.Evolution.Search;

/// <summary>Which of parents and offspring become the next parents.</summary>
public enum Survival
{
    /// <summary>The fittest; an offspring before a parent of equal fitness (specification 1.6).</summary>
    Fittest = 0,

    /// <summary>The youngest: the oldest go, however good (regularised evolution, Real et al. 2019; specification 1.8).</summary>
    Youngest = 1,

    /// <summary>
    /// Those that no other one beats in fitness and in simplicity at once, and of these the ones in sparse places: non-dominated sorting with
    /// crowding distance (Deb et al. 2002). With several objectives each is a direction.
    /// </summary>
    Pareto = 2,
}
