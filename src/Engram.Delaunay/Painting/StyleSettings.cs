namespace Engram.Delaunay.Painting;

/// <summary>How many styles there are, and how alike.</summary>
public sealed record StyleSettings
{
    /// <summary>The root seed of everything.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Styles K, 1 to 1000.</summary>
    public int Styles { get; init; } = 53;

    /// <summary>Families F that styles are spread over, 1 to 1000: styles of a family resemble each other.</summary>
    public int Families { get; init; } = 8;

    /// <summary>The share ρ of a style's variance that it has from its family, 0 to 1.</summary>
    public double FamilyShare { get; init; } = 0.5;

    /// <summary>How much styles differ in their spread: λ, 0 or more.</summary>
    public double SpreadVariation { get; init; } = 0.25;

    /// <summary>The difficulty dial κ, above 0; larger is easier.</summary>
    public double Kappa { get; init; } = 1.5;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Styles, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Styles, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(Families, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Families, 1000);
        if (!(FamilyShare is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(FamilyShare), FamilyShare, "The families' share of the variance is a number from 0 to 1.");
        if (!(SpreadVariation is >= 0 and <= 10)) throw new ArgumentOutOfRangeException(nameof(SpreadVariation), SpreadVariation, "The variation of spreads is a number from 0 to 10.");
        if (!(Kappa is > 0 and <= 1000)) throw new ArgumentOutOfRangeException(nameof(Kappa), Kappa, "The difficulty dial kappa is a number above 0, up to 1000.");
    }
}
