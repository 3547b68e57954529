using System.Text;

namespace Engram.Datasets;

/// <summary>Opens data files so that every failure of the file system becomes a <see cref="DatasetException"/>.</summary>
internal static class DatasetFile
{
    /// <summary>What a reader takes at most when its caller names no limit: 1 GiB.</summary>
    internal const long DefaultMaximumBytes = 1L << 30;

    internal static T Read<T>(string path, Func<Stream, T> read)
    {
        using var file = Open(path);
        return Guarded(path, () => read(file));
    }

    /// <summary>Opens a file for reading, while others may only read it too.</summary>
    internal static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Guarded(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16));
    }

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(path, null, "There is no such file.", "Check the name and the folder.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new DatasetException(
                path, null, "The file may not be read, or it is a folder.", "Name a file that you have the right to read.", failure);
        }
        catch (Exception failure) when (failure is NotSupportedException || (failure is IOException and not DatasetException))
        {
            throw new DatasetException(path, null, $"Reading failed: {failure.Message}", "Check the disk and try again.", failure);
        }
    }

    /// <summary>
    /// The bytes between here and the end of a stream; the stream must know its length, so that nothing is taken on trust.
    /// </summary>
    internal static long BytesLeft(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new DatasetException(name, null, "The stream does not know its length.", "Copy it to a file or into memory first.");
        return stream.Length - stream.Position;
    }

    internal static void CheckLimit(long maximumBytes)
    {
        if (maximumBytes <= 0 || maximumBytes > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximumBytes), maximumBytes, $"The limit must lie in 1 … {Array.MaxLength} bytes.");
        }
    }

    /// <summary>Text from a file, made fit to stand in a message: short, on one line, without control characters.</summary>
    internal static string Quote(ReadOnlySpan<char> text)
    {
        const int longest = 60;
        var shown = new StringBuilder("'");
        foreach (var letter in text[..Math.Min(text.Length, longest)])
            shown.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter);
        return shown.Append(text.Length > longest ? "…'" : "'").ToString();
    }
}
