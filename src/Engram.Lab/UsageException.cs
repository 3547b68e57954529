namespace Engram.Lab;

/// <summary>
/// Something in what the user asked for, or in a file that they gave, is wrong. The message is one paragraph for a person: what was wrong,
/// where, what was expected, what to do. The command prints it and ends with exit code 2.
/// </summary>
public sealed class UsageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One paragraph for a person.</param>
    public UsageException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the failure that led to it.</summary>
    /// <param name="message">One paragraph for a person.</param>
    /// <param name="innerException">What failed underneath; never shown to the user.</param>
    public UsageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
