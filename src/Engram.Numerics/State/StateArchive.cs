using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Engram.Numerics;

/// <summary>
/// Saved state as a file: named arrays under a kind and a format version, closed by a checksum. A file is read as it was written, bit for
/// bit, or refused.
/// </summary>
/// <remarks>
/// Little-endian: magic (8 bytes), container version (4), format version (4), length of the whole file (8), number of sections (4), length
/// of the kind (4), kind (UTF-8); for each section the length of its name (4), name (UTF-8), kind of number (1), how many (8), the numbers;
/// last the SHA-256 (32) of the sections followed by everything before them.
/// </remarks>
public static class StateArchive
{
    /// <summary>The layout that this version writes and reads.</summary>
    public const int ContainerVersion = 1;

    /// <summary>The longest kind or section name, in bytes of UTF-8.</summary>
    public const int MaximumNameLength = 1024;

    internal const int FixedHeaderLength = 32;
    internal const int ChecksumLength = SHA256.HashSizeInBytes;

    // The first byte is no text, the last ones break when a transfer "repairs" line ends.
    internal static ReadOnlySpan<byte> Magic => [0xE6, (byte)'E', (byte)'N', (byte)'G', (byte)'R', (byte)'A', (byte)'\r', (byte)'\n'];

    internal static Encoding StrictText { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Saves to a file: written aside, flushed, renamed; a failure leaves the file that was there.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="kind">What the state is of, for instance an experiment's name; up to <see cref="MaximumNameLength"/> bytes.</param>
    /// <param name="formatVersion">The version of the sections' meaning, not negative.</param>
    /// <param name="save">Adds the sections. They go to the disk as they come: nothing is held in memory twice.</param>
    /// <exception cref="ArgumentException">A name is taken, empty or too long, or an array is not of a supported number.</exception>
    /// <exception cref="IOException">The disk is full or failing.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Save(string path, string kind, int formatVersion, Action<StateWriter> save) =>
        AtomicFile.Write(path, stream => Save(stream, kind, formatVersion, save));

    /// <summary>Saves to a stream, from its position 0.</summary>
    /// <param name="stream">A stream that can seek, empty.</param>
    /// <param name="kind">What the state is of.</param>
    /// <param name="formatVersion">The version of the sections' meaning, not negative.</param>
    /// <param name="save">Adds the sections.</param>
    /// <exception cref="ArgumentException">A name is taken, empty or too long, or an array is not of a supported number.</exception>
    public static void Save(Stream stream, string kind, int formatVersion, Action<StateWriter> save)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(save);
        ArgumentOutOfRangeException.ThrowIfNegative(formatVersion);
        RequireLittleEndian();
        byte[] kindBytes = NameBytes(kind, nameof(kind));
        var header = new byte[FixedHeaderLength + kindBytes.Length];
        kindBytes.CopyTo(header, FixedHeaderLength);
        stream.Position = 0;
        stream.Write(header);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var writer = new StateArchiveWriter(stream, hash);
        save(writer);
        long length = stream.Position + ChecksumLength;

        // The header knows the length and the number of sections only now; hashing it last keeps one pass over the numbers.
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), ContainerVersion);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), formatVersion);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), writer.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), kindBytes.Length);
        hash.AppendData(header);
        stream.Write(hash.GetHashAndReset());
        stream.Position = 0;
        stream.Write(header);
        stream.Position = length;
    }

    /// <summary>Loads a file, having checked all of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The kind it must be of.</param>
    /// <param name="formatVersion">The format version it must have.</param>
    /// <returns>The sections, in memory.</returns>
    /// <exception cref="StateException">
    /// The file is missing, no state file, cut short, damaged, of another version or another kind; the message says which.
    /// </exception>
    /// <exception cref="IOException">The disk is failing.</exception>
    public static StateReader Load(string path, string kind, int formatVersion)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StateException($"There is no file {path}.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new StateException($"The file {path} may not be read: it is a folder, or its permissions forbid it.");
        }

        using (stream)
            return StateArchiveLoader.Load(stream, path, kind, formatVersion);
    }

    /// <summary>Loads from a stream that can seek, having checked all of it.</summary>
    /// <param name="stream">The stream; read from position 0 to its end.</param>
    /// <param name="kind">The kind it must be of.</param>
    /// <param name="formatVersion">The format version it must have.</param>
    /// <exception cref="StateException">The content cannot be used; the message says why.</exception>
    public static StateReader Load(Stream stream, string kind, int formatVersion)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return StateArchiveLoader.Load(stream, "the stream", kind, formatVersion);
    }

    internal static byte[] NameBytes(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        byte[] bytes = StrictText.GetBytes(name);
        return bytes.Length <= MaximumNameLength
            ? bytes
            : throw new ArgumentException($"A name has at most {MaximumNameLength} bytes of UTF-8; this one has {bytes.Length}.", parameter);
    }

    internal static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("State archives are written and read on little-endian machines only.");
    }
}
