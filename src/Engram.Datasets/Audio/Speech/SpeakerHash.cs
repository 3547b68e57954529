using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Engram.Datasets;

/// <summary>
/// Divides recordings by a hash of their speaker's name, so that nobody is heard in two parts, and a recording stays in its part when others
/// are added.
/// </summary>
/// <remarks>
/// Of a file's name without its folder, what stands before <c>_nohash_</c> goes through SHA-1, and that is read as one whole number h. With
/// p = (h mod 2²⁷) · 100 / (2²⁷ − 1), recordings with p &lt; 10 are for validation, those with p &lt; 20 for testing, all others for training.
/// Generalized Latent Equilibrium, specification §3.6.
/// </remarks>
public static class SpeakerHash
{
    private const string Mark = "_nohash_";
    private const uint Most = (1 << 27) - 1;
    private const double ValidationPercentage = 10;
    private const double TestingPercentage = 10;

    /// <summary>The part that a recording belongs to.</summary>
    /// <param name="fileName">Its name, with or without folders before it.</param>
    public static SpeechPart PartOf(string fileName) => Percentage(Speaker(fileName)) switch
    {
        < ValidationPercentage => SpeechPart.Validation,
        < ValidationPercentage + TestingPercentage => SpeechPart.Testing,
        _ => SpeechPart.Training,
    };

    /// <summary>What stands in a file's name before <c>_nohash_</c>; all of the name where that is not in it.</summary>
    /// <param name="fileName">The name, with or without folders before it.</param>
    public static string Speaker(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        var end = name.IndexOf(Mark, StringComparison.Ordinal);
        return end < 0 ? name : name[..end];
    }

    /// <summary>The percentage p of a speaker, 0 … 100.</summary>
    /// <param name="speaker">The speaker's name.</param>
    public static double Percentage(string speaker)
    {
        ArgumentNullException.ThrowIfNull(speaker);
        // It spreads speakers evenly; nothing is kept safe by it. The number's lowest bits are the last ones of the hash.
        var hash = CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(speaker));
        return (BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash.Length - sizeof(uint))) & Most) * 100.0 / Most;
    }
}
