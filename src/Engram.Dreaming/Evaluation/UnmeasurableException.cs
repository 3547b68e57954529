namespace Engram.Dreaming.Evaluation;

/// <summary>
/// A measure cannot be taken of what there is: images are too few, classes are missing, or latents are no numbers. The message is a sentence for
/// people.
/// </summary>
public sealed class UnmeasurableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and what would be needed.</param>
    public UnmeasurableException(string message)
        : base(message)
    {
    }
}
