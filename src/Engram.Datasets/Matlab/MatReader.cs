using System.Globalization;
using System.Text;

namespace Engram.Datasets;

/// <summary>
/// Reads numeric arrays from MATLAB's MAT files of level 5 (what MATLAB saves by default and with <c>-v6</c> or <c>-v7</c>), of either byte order,
/// packed or not.
/// </summary>
/// <remarks>
/// A file is not trusted: what it announces is compared with what it can hold before memory is taken, packed data are checked against their
/// checksum. Format: "MAT-File Format", MathWorks; RFC 1950.
/// </remarks>
public static class MatReader
{
    private const int HeadLength = 128;
    private const int VersionAt = 124;
    private const int MostAxes = 32;
    private const int LongestName = 255;
    private const int LastClass = 18;
    private const int ComplexFlag = 0x0800;

    // Two bytes of head, four of checksum, and something between.
    private const int ShortestPacked = 8;

    private static readonly string[] OtherClasses = ["", "a cell array", "a structure", "an object", "text", "a sparse array"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The variables to read; null for all that are numeric arrays. Others are passed over.</param>
    /// <param name="maximumBytes">The most bytes that the values may take in all; 1 GiB unless told otherwise.</param>
    /// <returns>The variables that are there, by name.</returns>
    /// <exception cref="DatasetException">
    /// The file is missing, unreadable, damaged, too large or of another kind, or a variable that was asked for is no real numeric array.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive or beyond the longest array.</exception>
    public static IReadOnlyDictionary<string, MatArray> Read(
        string path, IReadOnlyCollection<string>? names = null, long maximumBytes = DatasetFile.DefaultMaximumBytes) =>
        DatasetFile.Read(path, file => Read(file, path, names, maximumBytes));

    /// <summary>Reads from the present position of a stream to its end.</summary>
    /// <param name="stream">A stream that knows its length.</param>
    /// <param name="name">What to call the stream in messages.</param>
    /// <param name="names">The variables to read; null for all that are numeric arrays.</param>
    /// <param name="maximumBytes">The most bytes that the values may take in all; 1 GiB unless told otherwise.</param>
    /// <inheritdoc cref="Read(string, IReadOnlyCollection{string}?, long)"/>
    public static IReadOnlyDictionary<string, MatArray> Read(
        Stream stream, string name, IReadOnlyCollection<string>? names = null, long maximumBytes = DatasetFile.DefaultMaximumBytes)
    {
        DatasetFile.CheckLimit(maximumBytes);
        var length = DatasetFile.BytesLeft(stream, name);
        var isLittleEndian = ReadHead(stream, name, length);
        using var file = MatContent.Plain(stream, name, HeadLength, length - HeadLength, isLittleEndian);
        var found = new Dictionary<string, MatArray>(StringComparer.Ordinal);
        var left = maximumBytes;
        while (file.MostLeft > 0)
        {
            var at = file.Position;
            var tag = ReadTag(file, "the tag of an element");
            if (tag.IsSmall || tag.Length > file.MostLeft)
                throw new DatasetException(name, at, $"An element announces {tag.Length} bytes; {file.MostLeft} follow.", MatContent.Remedy);
            var end = file.Position + tag.Length;
            if (tag.Type == MatType.Compressed)
                Add(found, ReadPacked(file, at, tag.Length, names, ref left), name, at);
            else if (tag.Type == MatType.Matrix)
                Add(found, ReadArray(file, tag.Length, names, ref left), name, at);
            file.Skip(end - file.Position, "an element");
        }

        return found;
    }

    private static bool ReadHead(Stream stream, string name, long length)
    {
        const string Remedy = "A MAT file of level 5 was expected, as MATLAB saves it with -v6 or -v7.";
        if (length < HeadLength)
            throw new DatasetException(name, length, $"The file has only {length} bytes, less than the head of {HeadLength}.", Remedy);
        Span<byte> head = stackalloc byte[HeadLength];
        stream.ReadExactly(head);
        var isLittleEndian = head[126..].SequenceEqual("IM"u8);
        if (!isLittleEndian && !head[126..].SequenceEqual("MI"u8))
            throw new DatasetException(name, 126, "The head does not end in the mark of the byte order, IM or MI.", Remedy);
        var version = isLittleEndian ? head[VersionAt] | (head[VersionAt + 1] << 8) : head[VersionAt + 1] | (head[VersionAt] << 8);
        if (version == 0x0200)
            throw new DatasetException(name, VersionAt, "The file is of MATLAB 7.3, which is HDF5.", "Save it again in MATLAB with -v7.");
        if (version != 0x0100)
            throw new DatasetException(name, VersionAt, $"The version is {version:x4}; 0100 was expected.", Remedy);
        return isLittleEndian;
    }

    private static void Add(Dictionary<string, MatArray> found, MatArray? array, string name, long at)
    {
        if (array is not null && !found.TryAdd(array.Name, array))
            throw new DatasetException(name, at, $"There are two variables {DatasetFile.Quote(array.Name)}.", MatContent.Remedy);
    }

    private static MatArray? ReadPacked(MatContent file, long at, long length, IReadOnlyCollection<string>? names, ref long left)
    {
        if (length < ShortestPacked)
            throw new DatasetException(file.Name, at, $"A compressed element has {length} bytes; {ShortestPacked} or more were expected.", MatContent.Remedy);
        using var element = new MatPackedStream(file, length);
        using var content = MatContent.Packed(element, file, at);
        var tag = ReadTag(content, "the tag of the element");
        if (tag.IsSmall || tag.Type != MatType.Matrix || tag.Length > content.MostLeft)
            throw new DatasetException(content.Name, 0, "It does not start like an array that the compressed data can hold.", MatContent.Remedy);
        var end = content.Position + tag.Length;
        var array = ReadArray(content, tag.Length, names, ref left);
        // What nobody asked for is not unpacked to its end.
        if (array is null)
            return null;
        content.Skip(end - content.Position, "the end of the array");
        content.ExpectPackedEnd(element);
        return array;
    }

    /// <summary>Reads an array behind its tag; what is not wanted is left where its name was read.</summary>
    private static MatArray? ReadArray(MatContent content, long length, IReadOnlyCollection<string>? names, ref long left)
    {
        var (start, end) = (content.Position, content.Position + length);
        if (length == 0)
            return null;
        Span<byte> flags = stackalloc byte[8];
        Small(content, MatType.UInt32, flags, end, "the flags of an array", isWhole: true);
        var word = content.ToUInt32(flags);
        var kind = (int)(word & 0xFF);
        if (kind is < 1 or > LastClass)
            throw new DatasetException(content.Name, start + 8, $"The class of an array is {kind}; 1 to {LastClass} are known.", MatContent.Remedy);
        if (kind > (int)MatClass.UInt64)
            return null;

        Span<byte> axes = stackalloc byte[4 * MostAxes];
        axes = axes[..Small(content, MatType.Int32, axes, end, "the shape of an array")];
        Span<byte> letters = stackalloc byte[LongestName];
        letters = letters[..Small(content, MatType.Int8, letters, end, "the name of an array")];
        var name = Encoding.UTF8.GetString(letters);
        if (names is not null && !names.Contains(name, StringComparer.Ordinal))
            return null;
        if (kind < (int)MatClass.Double || (word & ComplexFlag) != 0)
        {
            if (names is null)
                return null;
            throw new DatasetException(
                content.Name,
                start,
                $"The variable {DatasetFile.Quote(name)} is {(kind < (int)MatClass.Double ? OtherClasses[kind] : "an array of complex numbers")}; a real numeric array was expected.",
                "Check that it is the right file.");
        }

        var shape = Shape(content, axes, start);
        return ReadValues(content, name, (MatClass)kind, shape, end, ref left);
    }

    private static int[] Shape(MatContent content, ReadOnlySpan<byte> axes, long start)
    {
        var shape = new int[axes.Length / 4];
        for (var axis = 0; axis < shape.Length; axis++)
            shape[axis] = (int)content.ToUInt32(axes[(4 * axis)..]);
        if (shape.Length < 2 || axes.Length % 4 != 0 || Array.Exists(shape, static length => length < 0))
            throw new DatasetException(content.Name, start, "The shape of an array must have two or more axes of length 0 or more.", MatContent.Remedy);
        return shape;
    }

    private static MatArray ReadValues(MatContent content, string name, MatClass kind, int[] shape, long end, ref long left)
    {
        var at = content.Position;
        var tag = ReadTag(content, "the tag of values");
        var size = tag.Type.Size();
        var text = string.Join('x', shape);
        if (size == 0)
            throw new DatasetException(content.Name, at, $"The values of {DatasetFile.Quote(name)} are stored as type {(int)tag.Type}, which is no number.", MatContent.Remedy);
        long needed = size;
        foreach (var length in shape.Order())
        {
            // In rising order a 0 comes first, and the limit of an array keeps both factors below 2^31.
            needed *= length;
            if (needed > left)
            {
                throw new DatasetException(
                    content.Name,
                    at,
                    $"The variable {DatasetFile.Quote(name)} of shape {text} needs more than the {left.ToString(CultureInfo.InvariantCulture)} bytes that are left of the limit.",
                    "Raise the limit or split the array.");
            }
        }

        if (needed != tag.Length || tag.Length > end - content.Position || tag.Length > content.MostLeft)
        {
            throw new DatasetException(
                content.Name,
                at,
                $"{tag.Length} bytes of values are announced and at most {Math.Min(end - content.Position, content.MostLeft)} follow; the shape {text} of {DatasetFile.Quote(name)} needs {needed}.",
                MatContent.Remedy);
        }

        var values = new byte[needed];
        content.Take(values, $"the values of {DatasetFile.Quote(name)}");
        left -= needed;
        if (tag.IsSmall)
            content.Skip(4 - tag.Length, "a small element");
        return new MatArray(name, kind, shape, tag.Type, content.IsLittleEndian, values);
    }

    /// <summary>Reads an element of few bytes and its padding.</summary>
    /// <returns>How many bytes it has.</returns>
    private static int Small(MatContent content, MatType expected, Span<byte> room, long end, string what, bool isWhole = false)
    {
        var at = content.Position;
        var tag = ReadTag(content, what);
        if (tag.Type != expected || tag.Length > room.Length || (isWhole && tag.Length != room.Length))
        {
            throw new DatasetException(
                content.Name,
                at,
                $"{tag.Length} bytes of type {(int)tag.Type} stand in the place of {what}; {(isWhole ? "" : "at most ")}{room.Length} of type {(int)expected} were expected.",
                MatContent.Remedy);
        }

        content.Take(room[..(int)tag.Length], what);
        var unit = tag.IsSmall ? 4 : 8;
        content.Skip((unit - (tag.Length % unit)) % unit, what);
        if (content.Position > end)
            throw new DatasetException(content.Name, at, $"The array ends within {what}.", MatContent.Remedy);
        return (int)tag.Length;
    }

    /// <summary>Type and length of an element. A small one has both in four bytes, and its data in the next four.</summary>
    private static (MatType Type, long Length, bool IsSmall) ReadTag(MatContent content, string what)
    {
        var at = content.Position;
        var first = content.TakeUInt32(what);
        if (first >> 16 == 0)
            return ((MatType)first, content.TakeUInt32(what), false);
        if (first >> 16 > 4)
            throw new DatasetException(content.Name, at, $"A small element announces {first >> 16} bytes; it has at most 4.", MatContent.Remedy);
        return ((MatType)(first & 0xFFFF), first >> 16, true);
    }
}
