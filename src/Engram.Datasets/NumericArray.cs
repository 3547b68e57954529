using System.Buffers.Binary;

namespace Engram.Datasets;

/// <summary>The kinds of number that the readers take, all little-endian on disk.</summary>
public enum NumericType
{
    /// <summary>Single precision, NumPy's <c>f4</c>.</summary>
    Float32,

    /// <summary>Double precision, NumPy's <c>f8</c>.</summary>
    Float64,

    /// <summary>Signed 32-bit whole numbers, NumPy's <c>i4</c>.</summary>
    Int32,

    /// <summary>Signed 64-bit whole numbers, NumPy's <c>i8</c>.</summary>
    Int64,

    /// <summary>Unsigned bytes, NumPy's <c>u1</c>.</summary>
    UInt8,
}

/// <summary>
/// A dense array of numbers as it was read from a file: a type, a shape, and the values row by row (the last axis fastest).
/// </summary>
public sealed class NumericArray
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int[] _shape;

    internal NumericArray(NumericType type, int[] shape, ReadOnlyMemory<byte> bytes)
    {
        Type = type;
        _shape = shape;
        _bytes = bytes;
        Count = bytes.Length / NumericTypes.Size(type);
    }

    /// <summary>What kind of number the file holds.</summary>
    public NumericType Type { get; }

    /// <summary>The length of every axis, slowest first. An empty shape is a single number.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>How many numbers there are: the product of the shape.</summary>
    public int Count { get; }

    /// <summary>Whether the numbers are whole.</summary>
    public bool IsInteger => Type is NumericType.Int32 or NumericType.Int64 or NumericType.UInt8;

    /// <summary>The shape as NumPy writes it, such as <c>(4000, 40)</c>.</summary>
    public string ShapeText => NumericTypes.ShapeText(_shape);

    /// <summary>The values in double precision, row by row. Exact for all types but 64-bit whole numbers beyond 2^53.</summary>
    /// <returns>A new array of <see cref="Count"/> values.</returns>
    public double[] ToDoubles()
    {
        var source = _bytes.Span;
        var values = new double[Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Type switch
            {
                NumericType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(source[(4 * i)..]),
                NumericType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(source[(8 * i)..]),
                _ => Integer(source, i),
            };
        }

        return values;
    }

    /// <summary>The values as whole numbers, row by row.</summary>
    /// <returns>A new array of <see cref="Count"/> values.</returns>
    /// <exception cref="InvalidOperationException">The array holds floating-point numbers; see <see cref="IsInteger"/>.</exception>
    public long[] ToInt64s()
    {
        if (!IsInteger)
            throw new InvalidOperationException($"An array of {Type} holds no whole numbers; read it with {nameof(ToDoubles)}.");

        var source = _bytes.Span;
        var values = new long[Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Integer(source, i);
        return values;
    }

    private long Integer(ReadOnlySpan<byte> source, int i) => Type switch
    {
        NumericType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(source[(4 * i)..]),
        NumericType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(source[(8 * i)..]),
        _ => source[i],
    };
}

/// <summary>What the formats have in common: sizes, NumPy's names of types, and the arithmetic of shapes.</summary>
internal static class NumericTypes
{
    /// <summary>The most axes an array may have, NumPy's own limit before version 2.</summary>
    internal const int MaximumAxes = 32;

    internal static int Size(NumericType type) => type switch
    {
        NumericType.Float64 or NumericType.Int64 => 8,
        NumericType.Float32 or NumericType.Int32 => 4,
        _ => 1,
    };

    /// <summary>NumPy's description: byte order ('|' where there is none), kind, size.</summary>
    internal static string Description(NumericType type) => type switch
    {
        NumericType.Float32 => "<f4",
        NumericType.Float64 => "<f8",
        NumericType.Int32 => "<i4",
        NumericType.Int64 => "<i8",
        _ => "|u1",
    };

    internal static NumericType? FromDescription(ReadOnlySpan<char> description) => description switch
    {
        "<f4" => NumericType.Float32,
        "<f8" => NumericType.Float64,
        "<i4" => NumericType.Int32,
        "<i8" => NumericType.Int64,
        "|u1" or "<u1" => NumericType.UInt8,
        _ => null,
    };

    internal static string ShapeText(ReadOnlySpan<int> shape) => shape.Length switch
    {
        0 => "()",
        1 => $"({shape[0]},)",
        _ => $"({string.Join(", ", shape.ToArray())})",
    };

    /// <summary>The bytes an array takes, or none when they are more than <paramref name="maximumBytes"/>. Cannot overflow.</summary>
    internal static long? ByteCount(NumericType type, ReadOnlySpan<int> shape, long maximumBytes)
    {
        if (shape.Contains(0))
            return 0;

        long bytes = Size(type);
        foreach (var length in shape)
        {
            // Both factors are below 2^31 here, since the limit is an array's length: the product fits.
            bytes *= length;
            if (bytes > maximumBytes)
                return null;
        }

        return bytes > maximumBytes ? null : bytes;
    }
}
