using System.Security.Cryptography;

namespace Engram.Datasets;

/// <summary>A published checksum of a file.</summary>
/// <param name="Algorithm">MD5, SHA1 or SHA256: whichever was published. They tell damage, not malice.</param>
/// <param name="Value">The checksum in lower-case hexadecimal digits.</param>
public readonly record struct Checksum(HashAlgorithmName Algorithm, string Value)
{
    private const int BufferLength = 1 << 17;

    /// <summary>An MD5 checksum.</summary>
    /// <param name="value">32 hexadecimal digits.</param>
    public static Checksum Md5(string value) => new(HashAlgorithmName.MD5, value);

    /// <summary>A SHA-1 checksum.</summary>
    /// <param name="value">40 hexadecimal digits.</param>
    public static Checksum Sha1(string value) => new(HashAlgorithmName.SHA1, value);

    /// <summary>A SHA-256 checksum.</summary>
    /// <param name="value">64 hexadecimal digits.</param>
    public static Checksum Sha256(string value) => new(HashAlgorithmName.SHA256, value);

    /// <summary>The checksum with its algorithm, such as <c>sha256 440fcabf…</c>.</summary>
    public override string ToString() => $"{Word} {Value}";

    /// <summary>The name of the algorithm as it is written: <c>md5</c>, <c>sha1</c>, <c>sha256</c>.</summary>
    public string Word => (Algorithm.Name ?? "").ToLowerInvariant();

    /// <summary>The checksum by the same algorithm of all bytes that a stream still has.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="progress">Told how many bytes have been read, if given.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal Checksum Of(Stream stream, Action<long>? progress = null, CancellationToken stop = default)
    {
        using var hash = IncrementalHash.CreateHash(Algorithm);
        var buffer = new byte[BufferLength];
        long done = 0;
        while (stream.Read(buffer) is var count && count > 0)
        {
            stop.ThrowIfCancellationRequested();
            hash.AppendData(buffer.AsSpan(0, count));
            done += count;
            progress?.Invoke(done);
        }

        return new Checksum(Algorithm, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
