using System.Buffers.Binary;

namespace Engram.Datasets;

/// <summary>What kind of numbers an array of a MAT file has.</summary>
public enum MatClass
{
    /// <summary>Double precision.</summary>
    Double = 6,

    /// <summary>Single precision.</summary>
    Single = 7,

    /// <summary>Signed bytes.</summary>
    Int8 = 8,

    /// <summary>Unsigned bytes.</summary>
    UInt8 = 9,

    /// <summary>Signed 16-bit whole numbers.</summary>
    Int16 = 10,

    /// <summary>Unsigned 16-bit whole numbers.</summary>
    UInt16 = 11,

    /// <summary>Signed 32-bit whole numbers.</summary>
    Int32 = 12,

    /// <summary>Unsigned 32-bit whole numbers.</summary>
    UInt32 = 13,

    /// <summary>Signed 64-bit whole numbers.</summary>
    Int64 = 14,

    /// <summary>Unsigned 64-bit whole numbers.</summary>
    UInt64 = 15,
}

/// <summary>A numeric array of a MAT file: a name, a shape, and the values column by column (the <em>first</em> axis fastest).</summary>
public sealed class MatArray
{
    private readonly int[] _shape;
    private readonly MatType _stored;
    private readonly bool _isLittleEndian;
    private readonly byte[] _bytes;

    internal MatArray(string name, MatClass kind, int[] shape, MatType stored, bool isLittleEndian, byte[] bytes)
    {
        (Name, Class, _shape) = (name, kind, shape);
        (_stored, _isLittleEndian, _bytes) = (stored, isLittleEndian, bytes);
        Count = bytes.Length / stored.Size();
    }

    /// <summary>The name of the variable.</summary>
    public string Name { get; }

    /// <summary>What kind of numbers it has. In the file they may be stored in a narrower type that holds them all.</summary>
    public MatClass Class { get; }

    /// <summary>The length of every axis, the first fastest; two or more.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>How many numbers there are: the product of the shape.</summary>
    public int Count { get; }

    /// <summary>The shape as MATLAB writes it, such as <c>32x32x3x55</c>.</summary>
    public string ShapeText => string.Join('x', _shape);

    /// <summary>The values, column by column. Exact for all classes but 64-bit whole numbers beyond 2^53.</summary>
    /// <returns>A new array of <see cref="Count"/> values.</returns>
    public double[] ToDoubles()
    {
        var values = new double[Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(_bytes.AsSpan(i * _stored.Size()));
        return values;
    }

    /// <summary>The bytes themselves, which the caller may change and keep, where they are stored as unsigned bytes; null otherwise.</summary>
    internal byte[]? TakeBytes() => _stored == MatType.UInt8 ? _bytes : null;

    private double Value(ReadOnlySpan<byte> at) => (_stored, _isLittleEndian) switch
    {
        (MatType.Int8, _) => (sbyte)at[0],
        (MatType.UInt8, _) => at[0],
        (MatType.Int16, true) => BinaryPrimitives.ReadInt16LittleEndian(at),
        (MatType.Int16, _) => BinaryPrimitives.ReadInt16BigEndian(at),
        (MatType.UInt16, true) => BinaryPrimitives.ReadUInt16LittleEndian(at),
        (MatType.UInt16, _) => BinaryPrimitives.ReadUInt16BigEndian(at),
        (MatType.Int32, true) => BinaryPrimitives.ReadInt32LittleEndian(at),
        (MatType.Int32, _) => BinaryPrimitives.ReadInt32BigEndian(at),
        (MatType.UInt32, true) => BinaryPrimitives.ReadUInt32LittleEndian(at),
        (MatType.UInt32, _) => BinaryPrimitives.ReadUInt32BigEndian(at),
        (MatType.Int64, true) => BinaryPrimitives.ReadInt64LittleEndian(at),
        (MatType.Int64, _) => BinaryPrimitives.ReadInt64BigEndian(at),
        (MatType.UInt64, true) => BinaryPrimitives.ReadUInt64LittleEndian(at),
        (MatType.UInt64, _) => BinaryPrimitives.ReadUInt64BigEndian(at),
        (MatType.Single, true) => BinaryPrimitives.ReadSingleLittleEndian(at),
        (MatType.Single, _) => BinaryPrimitives.ReadSingleBigEndian(at),
        (_, true) => BinaryPrimitives.ReadDoubleLittleEndian(at),
        _ => BinaryPrimitives.ReadDoubleBigEndian(at),
    };
}
