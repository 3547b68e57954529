using System.Buffers.Binary;

namespace Engram.Datasets;

/// <summary>
/// Reads NumPy's NPY files, format 1.0, 2.0 and 3.0: little-endian <c>f4</c>, <c>f8</c>, <c>i4</c>, <c>i8</c> and <c>u1</c>, row by row.
/// </summary>
/// <remarks>
/// A file is not trusted: its length must be exactly what its header announces, and that is checked before memory is taken.
/// Format: NumPy manual, "numpy.lib.format".
/// </remarks>
public static class NpyReader
{
    // NumPy itself writes headers of 54 to 118 bytes and warns beyond 10 000.
    private const int LongestHeader = 65_535;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The most bytes that the values may take; 1 GiB unless told otherwise.</param>
    /// <exception cref="DatasetException">The file is missing, unreadable, damaged, too large, or of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive or beyond the longest array.</exception>
    public static NumericArray Read(string path, long maximumBytes = DatasetFile.DefaultMaximumBytes) =>
        DatasetFile.Read(path, file => Read(file, path, maximumBytes));

    /// <summary>Reads from the present position of a stream to its end.</summary>
    /// <param name="stream">A stream that knows its length.</param>
    /// <param name="name">What to call the stream in messages.</param>
    /// <param name="maximumBytes">The most bytes that the values may take; 1 GiB unless told otherwise.</param>
    /// <exception cref="DatasetException">The content is damaged, too large, or of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive or beyond the longest array.</exception>
    public static NumericArray Read(Stream stream, string name, long maximumBytes = DatasetFile.DefaultMaximumBytes)
    {
        DatasetFile.CheckLimit(maximumBytes);
        var available = DatasetFile.BytesLeft(stream, name);

        var (headerAt, headerLength) = ReadPrefix(stream, name, available);
        var text = new byte[headerLength];
        stream.ReadExactly(text);
        var header = NpyHeader.Parse(text, name, headerAt);

        var valuesAt = headerAt + headerLength;
        var shape = NumericTypes.ShapeText(header.Shape);
        if (NumericTypes.ByteCount(header.Type, header.Shape, maximumBytes) is not { } needed)
        {
            throw new DatasetException(
                name,
                headerAt,
                $"The shape {shape} needs more than the limit of {maximumBytes} bytes.",
                "Raise the limit or split the array.");
        }

        if (available - valuesAt != needed)
        {
            throw new DatasetException(
                name,
                valuesAt,
                $"{available - valuesAt} bytes of values follow the header; its shape {shape} of {header.Type} needs {needed}.",
                available - valuesAt < needed
                    ? "The file is cut short: copy or download it again."
                    : "The file has foreign bytes at its end: copy or save it again.");
        }

        var values = new byte[needed];
        stream.ReadExactly(values);
        return new NumericArray(header.Type, header.Shape, values);
    }

    /// <summary>Reads magic, version and header length.</summary>
    private static (int HeaderAt, int HeaderLength) ReadPrefix(Stream stream, string name, long available)
    {
        Span<byte> prefix = stackalloc byte[12];
        if (available < 10)
            throw NotNpy(name, available, $"The file has only {available} bytes, less than the shortest head.");
        stream.ReadExactly(prefix[..10]);
        if (!prefix.StartsWith(NpyHeader.Magic))
            throw NotNpy(name, 0, "The file does not start with the mark \\x93NUMPY.");

        var (major, minor) = (prefix[6], prefix[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw NotNpy(name, 6, $"The file has format version {major}.{minor}; 1.0, 2.0 or 3.0 was expected.");

        long length = BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]);
        var headerAt = 10;
        if (major > 1)
        {
            if (available < 12)
                throw NotNpy(name, available, "The file ends within the length of its header.");
            stream.ReadExactly(prefix[10..12]);
            length = BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
            headerAt = 12;
        }

        if (length > LongestHeader)
            throw NotNpy(name, 8, $"The header is said to have {length} bytes; at most {LongestHeader} were expected.");
        if (length > available - headerAt)
            throw NotNpy(name, 8, $"The header is said to have {length} bytes, but only {available - headerAt} follow.");
        return (headerAt, (int)length);
    }

    private static DatasetException NotNpy(string name, long offset, string problem) =>
        new(name, offset, problem, "The file is damaged or not an NPY file: save the array again with numpy.save.");
}
