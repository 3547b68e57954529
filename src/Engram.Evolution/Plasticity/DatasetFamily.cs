namespace Engram.Evolution.Plasticity;

/// <summary>
/// Where the first principal component of a dataset may point (specification 2.3). What a family has in common is what an evolved rule can
/// lean on.
/// </summary>
public enum DatasetFamily
{
    /// <summary>Anywhere on the sphere, all directions alike: nothing to lean on.</summary>
    Iso,

    /// <summary>The authors' random covariances: mostly near the first axis, either sign of the other components (section 2.2).</summary>
    Spd,

    /// <summary>(1, …, 1)/√n: all inputs alike and positively correlated.</summary>
    Equal,

    /// <summary>(1, −1, 1, …)/√n: neighbours negatively correlated.</summary>
    Anti,

    /// <summary>In the positive orthant.</summary>
    Pos,

    /// <summary>Along one axis, chosen at random: one dominant input.</summary>
    Axis,

    /// <summary>As <see cref="Spd"/>, with a mean of 5 in every input: the direction of most power is not that of most variance.</summary>
    Mean5,
}
