namespace Engram.Datasets;

/// <summary>How patient fetching is, and where it fetches from.</summary>
public sealed record FetchOptions
{
    /// <summary>An address to fetch from instead of the official ones; file names are put behind it.</summary>
    public Uri? From { get; init; }

    /// <summary>How long a server may stay silent before it is asked anew.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often in a row an address may fail without sending anything new before the next one is tried; 1 or more.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The pause after a first failure; it doubles with each one after it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock that pauses and stalls are told by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>Watches files being fetched. Calls come one at a time, but from any thread.</summary>
public interface IFetchObserver
{
    /// <summary>A file is being fetched.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="done">How many bytes are there.</param>
    /// <param name="total">How many there will be; none where that is not known.</param>
    /// <param name="resumed">How many of them were there before this call of the fetcher.</param>
    void Progressed(string file, long done, long? total, long resumed);

    /// <summary>Something happened that the person should know: a failure that is got over, a change of address.</summary>
    /// <param name="message">One line.</param>
    void Noted(string message);
}

/// <summary>A file of a data set after fetching.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="WasThere">Whether it had been there before.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="Words">How it is known to be sound.</param>
public sealed record FetchedFile(string Path, bool WasThere, long Bytes, string Words)
{
    /// <summary>The date that the server sent with it; none where it sent none, or the file had been there.</summary>
    public DateTimeOffset? ServerDate { get; init; }

    /// <summary>The server's tag for this version of it; none likewise.</summary>
    public string? EntityTag { get; init; }
}

/// <summary>
/// A file could not be fetched. The message says which, what every address answered, and what to do; what has come of it is kept.
/// </summary>
public sealed class FetchException : IOException
{
    /// <summary>Makes an exception with a general message.</summary>
    public FetchException()
        : this("A file could not be fetched.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">The whole message.</param>
    public FetchException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with its cause.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public FetchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
