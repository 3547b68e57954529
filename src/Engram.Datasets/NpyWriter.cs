using System.Runtime.InteropServices;

namespace Engram.Datasets;

/// <summary>
/// Writes NumPy's NPY files, format 1.0, little-endian, row by row: what <c>numpy.load</c> reads and <c>numpy.save</c> would have written.
/// </summary>
/// <remarks>
/// A file appears whole or not at all: it is written beside its place under the same name with <c>.partial</c>, flushed to the disk, and
/// renamed. A file that was there is replaced.
/// </remarks>
public static class NpyWriter
{
    /// <summary>Writes single-precision numbers (<c>&lt;f4</c>).</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="values">The values, the last axis fastest.</param>
    /// <param name="shape">The length of every axis, slowest first; their product is the number of values. None at all: one number.</param>
    /// <exception cref="ArgumentException">The shape does not fit the number of values.</exception>
    /// <exception cref="IOException">The file cannot be written; what was at <paramref name="path"/> is still there.</exception>
    public static void Write(string path, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        Write(path, NumericType.Float32, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Writes double-precision numbers (<c>&lt;f8</c>).</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public static void Write(string path, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) =>
        Write(path, NumericType.Float64, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Writes 64-bit whole numbers (<c>&lt;i8</c>).</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public static void Write(string path, ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) =>
        Write(path, NumericType.Int64, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Writes 32-bit whole numbers (<c>&lt;i4</c>).</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public static void Write(string path, ReadOnlySpan<int> values, params ReadOnlySpan<int> shape) =>
        Write(path, NumericType.Int32, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Writes bytes (<c>|u1</c>).</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public static void Write(string path, ReadOnlySpan<byte> values, params ReadOnlySpan<int> shape) =>
        Write(path, NumericType.UInt8, values, shape);

    private static void Write(string path, NumericType type, ReadOnlySpan<byte> values, ReadOnlySpan<int> shape)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (shape.Length > NumericTypes.MaximumAxes)
            throw new ArgumentException(
                $"The shape has {shape.Length} axes; at most {NumericTypes.MaximumAxes} are possible.", nameof(shape));
        foreach (var length in shape)
        {
            if (length < 0)
                throw new ArgumentException($"The shape {NumericTypes.ShapeText(shape)} has an axis of negative length.", nameof(shape));
        }

        if (NumericTypes.ByteCount(type, shape, int.MaxValue) != values.Length)
        {
            throw new ArgumentException(
                $"The shape {NumericTypes.ShapeText(shape)} does not hold the {values.Length / NumericTypes.Size(type)} values given.",
                nameof(shape));
        }

        var partial = path + ".partial";
        var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None);
        try
        {
            using (file)
            {
                file.Write(new NpyHeader(type, shape.ToArray()).ToBytes());
                WriteLittleEndian(file, values, NumericTypes.Size(type));
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private static void WriteLittleEndian(FileStream file, ReadOnlySpan<byte> values, int size)
    {
        if (BitConverter.IsLittleEndian || size == 1)
        {
            file.Write(values);
            return;
        }

        Span<byte> turned = stackalloc byte[8];
        for (var at = 0; at < values.Length; at += size)
        {
            values.Slice(at, size).CopyTo(turned);
            turned[..size].Reverse();
            file.Write(turned[..size]);
        }
    }
}
