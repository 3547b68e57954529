using System.Buffers.Binary;
using System.Text;

namespace Engram.Datasets;

/// <summary>What the head of a RIFF/WAVE file says, checked against what the file is.</summary>
/// <param name="Format">How its samples are stored.</param>
/// <param name="DataOffset">The byte at which they start.</param>
/// <param name="DataLength">How many bytes they have: a whole number of frames, at least one.</param>
/// <param name="Data">The samples themselves where they stood before their format; none where they follow in the stream.</param>
internal sealed record WavHead(AudioFormat Format, long DataOffset, long DataLength, byte[]? Data)
{
    private const int HeadLength = 12;
    private const int ChunkHeadLength = 8;
    private const int ShortestFormat = 16;
    private const int ExtensibleFormat = 40;
    private const int Extensible = 0xFFFE;
    private const int FirstRoom = 1 << 16;
    private const uint NeverFilledIn = uint.MaxValue;
    private const string Remedy = "The file is damaged or was not copied whole: fetch it again.";

    /// <summary>The last 14 bytes of the identifiers of sub-formats, whose first two are a codec's number.</summary>
    private static ReadOnlySpan<byte> SubFormatTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Reads chunk after chunk until both the format and the samples are found.</summary>
    internal static WavHead Read(ContentStream content)
    {
        var end = ReadRiff(content);
        AudioFormat? format = null;
        byte[]? early = null;
        long earlyOffset = 0;
        Span<byte> head = stackalloc byte[ChunkHeadLength];
        while (end - content.Position >= ChunkHeadLength)
        {
            var at = content.Position;
            content.Take(head, "the head of a chunk");
            var name = Letters(head[..4]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (length > end - content.Position)
            {
                throw new DatasetException(
                    content.Name,
                    at + 4,
                    $"Chunk {name} says that it has {length} bytes; {end - content.Position} are left of the file.",
                    length == NeverFilledIn ? "Its writer was stopped before it filled the length in: write the file anew." : Remedy);
            }

            if (head[..4].SequenceEqual("fmt "u8))
            {
                if (format is not null)
                    throw new DatasetException(content.Name, at, "There are two chunks 'fmt '; one was expected.", Remedy);
                format = ReadFormat(content, (int)Math.Min(length, int.MaxValue));
                Skip(content, length - Math.Min(length, ExtensibleFormat), end);
            }
            else if (head[..4].SequenceEqual("data"u8))
            {
                if (early is not null)
                    throw new DatasetException(content.Name, at, "There are two chunks 'data'; one was expected.", Remedy);
                if (format is { } known)
                {
                    CheckData(content.Name, at, length, known);
                    return new WavHead(known, content.Position, length, null);
                }

                (early, earlyOffset) = (ReadEarly(content, at, length), at);
            }
            else
            {
                Skip(content, length, end);
            }

            if (length % 2 == 1)
                Skip(content, 1, end);
            if (early is not null && format is { } late)
            {
                CheckData(content.Name, earlyOffset, early.Length, late);
                return new WavHead(late, earlyOffset + ChunkHeadLength, early.Length, early);
            }
        }

        throw new DatasetException(
            content.Name, content.Position, $"The file ends without a chunk {(format is null ? "'fmt ', which says how samples are stored" : "'data' of samples")}.", Remedy);
    }

    /// <summary>Reads the first twelve bytes.</summary>
    /// <returns>The byte at which the file ends by its own words.</returns>
    private static long ReadRiff(ContentStream content)
    {
        if (!content.IsPacked && content.MostBytesLeft == 0)
            throw new DatasetException(content.Name, 0, "The file is empty; a RIFF/WAVE file was expected.", "Fetch it again.");
        Span<byte> head = stackalloc byte[HeadLength];
        content.Take(head, "the first twelve bytes of a RIFF/WAVE file");
        if (!head[..4].SequenceEqual("RIFF"u8) || !head[8..].SequenceEqual("WAVE"u8))
        {
            var found = Letters(head[..4]) switch
            {
                "'RIFX'" => " (numbers with the most significant byte first)",
                "'RF64'" or "'BW64'" => " (a format for more than 4 GiB)",
                "'FORM'" => " (AIFF)",
                "'fLaC'" => " (FLAC)",
                "'OggS'" => " (Ogg)",
                "'caff'" => " (Core Audio)",
                _ => "",
            };
            throw new DatasetException(
                content.Name,
                0,
                $"It starts with {Letters(head[..4])}{found} and has {Letters(head[8..])} at byte 8; 'RIFF' and 'WAVE' were expected.",
                "Convert it to a RIFF/WAVE file.");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        if (length > content.MostBytesLeft + 4)
        {
            throw new DatasetException(
                content.Name,
                4,
                $"The head says that {length} bytes follow byte 8; {content.MostBytesLeft + 4} do.",
                length == NeverFilledIn ? "Its writer was stopped before it filled the length in: write the file anew." : Remedy);
        }

        return ChunkHeadLength + (long)length;
    }

    private static AudioFormat ReadFormat(ContentStream content, int length)
    {
        var at = content.Position;
        Span<byte> bytes = stackalloc byte[ExtensibleFormat];
        if (length < ShortestFormat)
            throw new DatasetException(content.Name, at - 4, $"Chunk 'fmt ' has {length} bytes; at least {ShortestFormat} were expected.", Remedy);
        bytes = bytes[..Math.Min(length, ExtensibleFormat)];
        content.Take(bytes, "chunk 'fmt '");

        int codec = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        int frame = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]);
        if (codec == Extensible)
            codec = ReadExtension(content.Name, at, bytes, bits);

        if (codec is not (1 or 3))
        {
            throw new DatasetException(
                content.Name,
                at,
                $"Its samples are coded as number {codec} (0x{codec:X4}{CodecName(codec)}); 1 (PCM) and 3 (IEEE float) are read.",
                "Convert it to 16-bit PCM.");
        }

        SampleFormat? samples = (codec, bits) switch
        {
            (1, 8) => SampleFormat.Pcm8,
            (1, 16) => SampleFormat.Pcm16,
            (1, 24) => SampleFormat.Pcm24,
            (1, 32) => SampleFormat.Pcm32,
            (3, 32) => SampleFormat.Float32,
            (3, 64) => SampleFormat.Float64,
            _ => null,
        };
        if (samples is not { } known)
        {
            throw new DatasetException(
                content.Name,
                at + 14,
                $"A sample has {bits} bits; {(codec == 1 ? "8, 16, 24 or 32 of PCM" : "32 or 64 of IEEE float")} were expected.",
                "Convert it to 16-bit PCM.");
        }

        var format = new AudioFormat(known, channels, unchecked((int)rate));
        if (format.Problem is { } problem)
            throw new DatasetException(content.Name, at + (channels is < 1 or > AudioFormat.MostChannels ? 2 : 4), problem, Remedy);
        if (frame != format.BytesPerFrame)
        {
            throw new DatasetException(
                content.Name, at + 12, $"A frame is said to have {frame} bytes; {channels} samples of {bits} bits have {format.BytesPerFrame}.", Remedy);
        }

        return format;
    }

    /// <summary>The codec's number behind WAVE_FORMAT_EXTENSIBLE.</summary>
    private static int ReadExtension(string name, long at, ReadOnlySpan<byte> bytes, int bits)
    {
        if (bytes.Length < ExtensibleFormat)
        {
            throw new DatasetException(
                name, at, $"Its format is extensible (0xFFFE), but chunk 'fmt ' has only {bytes.Length} bytes; {ExtensibleFormat} were expected.", Remedy);
        }

        int valid = BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]);
        if (valid > bits)
            throw new DatasetException(name, at + 18, $"{valid} bits of a sample are said to be used; it has {bits}.", Remedy);
        if (!bytes[26..ExtensibleFormat].SequenceEqual(SubFormatTail))
        {
            throw new DatasetException(
                name, at + 24, $"Its samples are coded as sub-format {Convert.ToHexString(bytes[24..ExtensibleFormat])}, which is not known.", "Convert it to 16-bit PCM.");
        }

        return BinaryPrimitives.ReadUInt16LittleEndian(bytes[24..]);
    }

    private static void CheckData(string name, long at, long length, AudioFormat format)
    {
        if (length == 0)
            throw new DatasetException(name, at + 4, "Chunk 'data' is empty; samples were expected.", "The recording failed, or the file was cut: record or fetch it again.");
        if (length % format.BytesPerFrame != 0)
        {
            throw new DatasetException(
                name, at + 4, $"Chunk 'data' has {length} bytes, which is no whole number of frames of {format.BytesPerFrame} bytes.", Remedy);
        }
    }

    private static byte[] ReadEarly(ContentStream content, long at, long length)
    {
        if (length > DatasetFile.DefaultMaximumBytes)
        {
            throw new DatasetException(
                content.Name, at, $"Its {length} bytes of samples stand before their format; at most {DatasetFile.DefaultMaximumBytes} can be kept so long.", "Write it anew.");
        }

        // How much a packed file holds is not known beforehand, so room is made as it comes.
        var data = new byte[content.IsPacked ? Math.Min(length, FirstRoom) : length];
        content.Take(data, "chunk 'data'");
        while (data.Length < length)
        {
            var held = data.Length;
            Array.Resize(ref data, (int)Math.Min(length, 2L * held));
            content.Take(data.AsSpan(held), "chunk 'data'");
        }

        return data;
    }

    /// <summary>Passes over bytes; the one that pads an odd chunk may be missing at the end of the file.</summary>
    private static void Skip(ContentStream content, long count, long end)
    {
        Span<byte> bytes = stackalloc byte[512];
        for (count = Math.Min(count, end - content.Position); count > 0;)
        {
            var part = (int)Math.Min(count, bytes.Length);
            content.Take(bytes[..part], "a chunk");
            count -= part;
        }
    }

    private static string Letters(ReadOnlySpan<byte> bytes) => DatasetFile.Quote(Encoding.Latin1.GetString(bytes));

    private static string CodecName(int codec) => codec switch
    {
        0x0002 => ", Microsoft ADPCM",
        0x0006 => ", A-law",
        0x0007 => ", µ-law",
        0x0011 => ", IMA ADPCM",
        0x0031 => ", GSM 6.10",
        0x0050 => ", MPEG",
        0x0055 => ", MP3",
        _ => "",
    };
}
