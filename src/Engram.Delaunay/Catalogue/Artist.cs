namespace Engram.Delaunay.Catalogue;

/// <summary>An artist of the dataset, who is a class of it.</summary>
/// <param name="Index">The label, 0 to 52.</param>
/// <param name="Name">The name, composed (NFC), as folders are called.</param>
/// <param name="Died">The year of death; two years for class 46, which is two people.</param>
/// <param name="Term">Whether 70 years after death had passed on 1 January 2026.</param>
/// <param name="Objects">How far the artist is known for sculpture or relief, so that photographs of objects are to be expected.</param>
public sealed record Artist(int Index, string Name, string Died, CopyrightTerm Term, ObjectShare Objects);

/// <summary>Whether 70 years after an artist's death had passed on 1 January 2026. General knowledge, to be checked by a person before use.</summary>
public enum CopyrightTerm
{
    /// <summary>They had not.</summary>
    Running,

    /// <summary>They had.</summary>
    Passed,

    /// <summary>For one of the two people, but not for the other.</summary>
    Mixed,
}

/// <summary>How far an artist is known for sculpture or relief.</summary>
public enum ObjectShare
{
    /// <summary>Not known for it.</summary>
    None,

    /// <summary>In part.</summary>
    Partly,

    /// <summary>Mainly.</summary>
    Mainly,
}
