namespace Engram.Lab;

/// <summary>
/// Something failed that is not the user's doing: the disk is full or failing, a file vanished. The message is one paragraph for a person.
/// The command prints it and ends with exit code 1.
/// </summary>
public sealed class LaboratoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One paragraph for a person.</param>
    /// <param name="innerException">What failed underneath.</param>
    public LaboratoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
