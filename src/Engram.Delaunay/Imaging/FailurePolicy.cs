namespace Engram.Delaunay.Imaging;

/// <summary>What a loader does with a picture that cannot be had.</summary>
public enum FailurePolicy
{
    /// <summary>Stop with its error.</summary>
    Throw,

    /// <summary>Tell of it and leave it out.</summary>
    SkipAndLog,

    /// <summary>Tell of it and give the next picture by number in its place.</summary>
    SubstituteNext,
}
