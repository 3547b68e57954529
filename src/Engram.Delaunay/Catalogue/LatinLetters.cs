using System.Collections.Frozen;
using System.Text;

namespace Engram.Delaunay.Catalogue;

/// <summary>
/// Composes, takes apart and folds the accented letters of Latin-1 and Latin Extended-A. The runtime's own normalisation needs the data of
/// a culture library, and the command runs without one: there it hands every text back as it was.
/// </summary>
public static class LatinLetters
{
    // Composed letter, base letter, combining mark; a row for each mark.
    private static readonly (char Mark, string Composed, string Bases)[] Marks =
    [
        ('\u0300', "ÀÈÌÒÙàèìòù", "AEIOUaeiou"),
        ('\u0301', "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹź", "AEIOUYaeiouyCcLlNnRrSsZz"),
        ('\u0302', "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ", "AEIOUaeiouCcGgHhJjSsWwYy"),
        ('\u0303', "ÃÑÕãñõĨĩŨũ", "ANOanoIiUu"),
        ('\u0304', "ĀāĒēĪīŌōŪū", "AaEeIiOoUu"),
        ('\u0306', "ĂăĔĕĞğĬĭŎŏŬŭ", "AaEeGgIiOoUu"),
        ('\u0307', "ĊċĖėĠġİŻż", "CcEeGgIZz"),
        ('\u0308', "ÄËÏÖÜäëïöüÿŸ", "AEIOUaeiouyY"),
        ('\u030A', "ÅåŮů", "AaUu"),
        ('\u030B', "ŐőŰű", "OoUu"),
        ('\u030C', "ČčĎďĚěŇňŘřŠšŤťŽž", "CcDdEeNnRrSsTtZz"),
        ('\u0327', "ÇçĢģĶķĻļŅņŖŗŞşŢţ", "CcGgKkLlNnRrSsTt"),
        ('\u0328', "ĄąĘęĮįŲų", "AaEeIiUu"),
    ];

    private static readonly FrozenDictionary<(char, char), char> Pairs = MakePairs();
    private static readonly FrozenDictionary<char, (char Base, char Mark)> Parts = Pairs.ToFrozenDictionary(static pair => pair.Value, static pair => pair.Key);

    /// <summary>The text with every letter and the mark behind it made into one character where there is one (NFC for these letters).</summary>
    /// <param name="text">Any text.</param>
    public static string Compose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var composed = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (composed.Length > 0 && Pairs.TryGetValue((composed[^1], c), out char whole)) composed[^1] = whole;
            else composed.Append(c);
        }

        return composed.ToString();
    }

    /// <summary>The text with every accented letter made into a letter and its mark (NFD for these letters).</summary>
    /// <param name="text">Any text.</param>
    public static string Decompose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new StringBuilder(text.Length + 8);
        foreach (char c in text)
        {
            if (Parts.TryGetValue(c, out var pair)) parts.Append(pair.Base).Append(pair.Mark);
            else parts.Append(c);
        }

        return parts.ToString();
    }

    /// <summary>Lower-case words without accents, parted by single spaces: <c>Olle Bærtling</c> becomes <c>olle baertling</c>.</summary>
    /// <param name="text">Any text.</param>
    public static string Fold(string text)
    {
        var folded = new StringBuilder();
        foreach (char c in Decompose(Compose(text)))
        {
            if (c is >= '\u0300' and <= '\u036F') continue;
            string plain = c switch { 'æ' or 'Æ' => "ae", 'œ' or 'Œ' => "oe", 'ø' or 'Ø' => "o", 'ß' => "ss", 'ł' or 'Ł' => "l", _ => "" };
            if (plain.Length > 0) folded.Append(plain);
            else if (char.IsLetterOrDigit(c)) folded.Append(char.ToLowerInvariant(c));
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }

        return folded.ToString().TrimEnd();
    }

    private static FrozenDictionary<(char, char), char> MakePairs()
    {
        var pairs = new Dictionary<(char, char), char>();
        foreach (var (mark, composed, bases) in Marks)
        {
            for (int i = 0; i < composed.Length; i++) pairs.Add((bases[i], mark), composed[i]);
        }

        return pairs.ToFrozenDictionary();
    }
}
