using System.Text;

namespace Engram.Delaunay.Catalogue;

/// <summary>How the name of a folder was understood.</summary>
/// <param name="Folder">The name as it is on the disk or in the archive.</param>
/// <param name="Name">The artist's name; empty if it is none of the 53.</param>
/// <param name="Index">The label, -1 if it is none of the 53.</param>
/// <param name="Repair">What was wrong with it, empty if nothing: <c>decomposed</c>, or the encodings that had been mixed up.</param>
public sealed record RepairedName(string Folder, string Name, int Index, string Repair);

/// <summary>
/// Finds the artist that the name of a folder means: composed or decomposed, or read in another encoding than it was written in. Only an
/// exact match with one of the 53 names counts; nothing is guessed.
/// </summary>
public static class NameRepair
{
    private static readonly (string Words, Encoding Encoding)[] Encodings = MakeEncodings();

    /// <summary>The artist that a folder's name means.</summary>
    /// <param name="folder">The name.</param>
    public static RepairedName Of(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (ArtistNames.IndexOf(folder) is >= 0 and var exact) return new RepairedName(folder, folder, exact, "");
        string composed = LatinLetters.Compose(folder);
        if (ArtistNames.IndexOf(composed) is >= 0 and var index) return new RepairedName(folder, composed, index, "decomposed");
        foreach (var (readAs, from) in Encodings)
        {
            if (Bytes(from, folder) is not { } bytes) continue;
            foreach (var (writtenIn, to) in Encodings)
            {
                if (ReferenceEquals(from, to) || Text(to, bytes) is not { } text) continue;
                composed = LatinLetters.Compose(text);
                if (ArtistNames.IndexOf(composed) is >= 0 and var found) return new RepairedName(folder, composed, found, $"{writtenIn} read as {readAs}");
            }
        }

        return new RepairedName(folder, "", -1, "");
    }

    private static byte[]? Bytes(Encoding encoding, string text)
    {
        try
        {
            return encoding.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    private static string? Text(Encoding encoding, byte[] bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static (string, Encoding)[] MakeEncodings()
    {
        var pages = CodePagesEncodingProvider.Instance;
        Encoding Strict(int page) => pages.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            ?? Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        return [("UTF-8", new UTF8Encoding(false, true)), ("code page 437", Strict(437)), ("Windows-1252", Strict(1252)), ("Latin-1", Strict(28591))];
    }
}
