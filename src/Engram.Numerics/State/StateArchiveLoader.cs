using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Engram.Numerics;

/// <summary>
/// Reads an archive. The checksum is verified before anything is believed, and every length is still held against the file's size before
/// memory is taken: a checksum proves that the file is whole, not that an honest program wrote it.
/// </summary>
internal static class StateArchiveLoader
{
    public static StateReader Load(Stream stream, string source, string kind, int formatVersion)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        StateArchive.RequireLittleEndian();
        try
        {
            return LoadChecked(stream, source, kind, formatVersion);
        }
        catch (EndOfStreamException)
        {
            throw Damaged(source);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged(source);
        }
    }

    private static StateArchiveReader LoadChecked(Stream stream, string source, string kind, int formatVersion)
    {
        long length = stream.Length;
        stream.Position = 0;
        Span<byte> fixedHeader = stackalloc byte[StateArchive.FixedHeaderLength];
        int got = stream.ReadAtLeast(fixedHeader, fixedHeader.Length, throwOnEndOfStream: false);
        int magicGot = Math.Min(got, StateArchive.Magic.Length);
        if (got == 0)
            throw new StateException($"{source} is empty: it is not an Engram state file.");
        if (!fixedHeader[..magicGot].SequenceEqual(StateArchive.Magic[..magicGot]))
            throw new StateException($"{source} is not an Engram state file: its first bytes are not those that one begins with.");
        if (got < fixedHeader.Length)
            throw Truncated(source, length, null);

        int container = BinaryPrimitives.ReadInt32LittleEndian(fixedHeader[8..]);
        if (container != StateArchive.ContainerVersion)
        {
            throw new StateException(
                $"{source} has container version {container}, and this Engram reads version {StateArchive.ContainerVersion}: it was written by another version of Engram, or is damaged.");
        }

        long declared = BinaryPrimitives.ReadInt64LittleEndian(fixedHeader[16..]);
        int kindLength = BinaryPrimitives.ReadInt32LittleEndian(fixedHeader[28..]);
        long headerLength = StateArchive.FixedHeaderLength + (long)kindLength;
        if (kindLength is < 0 or > StateArchive.MaximumNameLength || declared < headerLength + StateArchive.ChecksumLength)
            throw Damaged(source);
        if (length < declared)
            throw Truncated(source, length, declared);
        if (length > declared)
            throw new StateException($"{source} is damaged: it has {length} bytes where it should have {declared}.");

        var header = new byte[headerLength];
        stream.Position = 0;
        stream.ReadExactly(header);
        VerifyChecksum(stream, source, header, declared);

        string foundKind = StateArchive.StrictText.GetString(header, StateArchive.FixedHeaderLength, kindLength);
        if (!string.Equals(foundKind, kind, StringComparison.Ordinal))
            throw new StateException($"{source} holds the state of \"{foundKind}\", and that of \"{kind}\" is needed.");
        int foundVersion = BinaryPrimitives.ReadInt32LittleEndian(fixedHeader[12..]);
        if (foundVersion != formatVersion)
        {
            throw new StateException(
                $"{source} has format version {foundVersion} of \"{kind}\", and version {formatVersion} is needed: it was written by {(foundVersion > formatVersion ? "a newer" : "an older")} version of Engram.");
        }

        stream.Position = headerLength;
        int count = BinaryPrimitives.ReadInt32LittleEndian(fixedHeader[24..]);
        return new StateArchiveReader(source, ReadSections(stream, source, count, declared - StateArchive.ChecksumLength));
    }

    private static void VerifyChecksum(Stream stream, string source, byte[] header, long declared)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (long left = declared - StateArchive.ChecksumLength - header.Length; left > 0;)
        {
            int take = (int)Math.Min(left, buffer.Length);
            stream.ReadExactly(buffer, 0, take);
            hash.AppendData(buffer, 0, take);
            left -= take;
        }

        hash.AppendData(header);
        stream.ReadExactly(buffer, 0, StateArchive.ChecksumLength);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(buffer.AsSpan(0, StateArchive.ChecksumLength)))
            throw Damaged(source);
    }

    private static Dictionary<string, StateSection> ReadSections(Stream stream, string source, int count, long end)
    {
        var sections = new Dictionary<string, StateSection>(StringComparer.Ordinal);
        Span<byte> head = stackalloc byte[9];
        var name = new byte[StateArchive.MaximumNameLength];
        for (int i = 0; i < count; i++)
        {
            stream.ReadExactly(head[..4]);
            int nameLength = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (nameLength is < 1 or > StateArchive.MaximumNameLength)
                throw Damaged(source);
            stream.ReadExactly(name, 0, nameLength);
            stream.ReadExactly(head);
            var element = (StateElement)head[0];
            int size = StateElements.Size(element);
            long numbers = BinaryPrimitives.ReadInt64LittleEndian(head[1..]);
            if (size == 0 || numbers < 0 || numbers > Math.Min(end - stream.Position, Array.MaxLength) / size)
                throw Damaged(source);
            var bytes = new byte[numbers * size];
            stream.ReadExactly(bytes);
            if (!sections.TryAdd(StateArchive.StrictText.GetString(name, 0, nameLength), new StateSection(element, bytes)))
                throw Damaged(source);
        }

        return count >= 0 && stream.Position == end ? sections : throw Damaged(source);
    }

    private static StateException Truncated(string source, long length, long? declared) => new(
        $"{source} is cut short: it has {length} bytes{(declared is { } whole ? $" of {whole}" : "")}. It was probably copied or downloaded only in part.");

    private static StateException Damaged(string source) => new(
        $"{source} is damaged: its content does not match its checksum. Some bytes have changed since it was written.");
}
