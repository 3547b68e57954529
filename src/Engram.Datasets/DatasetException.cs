namespace Engram.Datasets;

/// <summary>
/// A data file is missing, damaged, or not what it was taken for. The message is written for the person who has to mend it: which file,
/// which byte, what was found, what was expected, and what to do.
/// </summary>
public sealed class DatasetException : IOException
{
    /// <summary>
    /// Makes an exception with a general message; prefer <see cref="DatasetException(string, long?, string, string, Exception)"/>.
    /// </summary>
    public DatasetException()
        : this("A data file could not be read.")
    {
    }

    /// <summary>Makes an exception with a message of its own.</summary>
    /// <param name="message">The whole message.</param>
    public DatasetException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message of its own and its cause.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public DatasetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception that points at a place in a file.</summary>
    /// <param name="source">The file or folder, or the name of the stream.</param>
    /// <param name="offset">The byte where the trouble was noticed, counted from 0; none when it concerns the whole file.</param>
    /// <param name="problem">What was found and what was expected, as one or more sentences.</param>
    /// <param name="remedy">What to do about it, as a sentence.</param>
    /// <param name="innerException">What went wrong underneath, if anything.</param>
    public DatasetException(string source, long? offset, string problem, string remedy, Exception? innerException = null)
        : base($"{source}{(offset is { } at ? $", byte {at}" : "")}: {problem} {remedy}", innerException)
    {
        SourceName = source;
        Offset = offset;
    }

    /// <summary>The file or folder, or the name of the stream; none when the message does not concern one.</summary>
    public string? SourceName { get; }

    /// <summary>The byte where the trouble was noticed, counted from 0; none when it concerns the whole file.</summary>
    public long? Offset { get; }
}
