using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Engram.Datasets.Tests.Matlab;

/// <summary>Makes MAT files of level 5, as MATLAB would.</summary>
internal static class MatFile
{
    internal const int UInt8 = 2;
    internal const int Int32 = 5;
    internal const int Double = 9;

    /// <summary>A whole file.</summary>
    internal static byte[] Of(bool isLittleEndian, params byte[][] elements) => [.. Head(isLittleEndian, 0x0100), .. elements.SelectMany(static bytes => bytes)];

    internal static byte[] Head(bool isLittleEndian, int version)
    {
        var head = new byte[128];
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, made by a test".PadRight(116)).CopyTo(head, 0);
        (head[124], head[125]) = isLittleEndian ? ((byte)version, (byte)(version >> 8)) : ((byte)(version >> 8), (byte)version);
        Encoding.ASCII.GetBytes(isLittleEndian ? "IM" : "MI").CopyTo(head, 126);
        return head;
    }

    /// <summary>An array with its values stored as a type of the format.</summary>
    internal static byte[] Array(bool isLittleEndian, string name, int kind, int[] shape, int stored, double[] values, int flags = 0)
    {
        byte[] content =
        [
            .. Element(isLittleEndian, 6, [.. Number(isLittleEndian, 6, kind | flags), .. Number(isLittleEndian, 6, 0)]),
            .. Element(isLittleEndian, 5, [.. shape.SelectMany(axis => Number(isLittleEndian, 5, axis))]),
            .. Element(isLittleEndian, 1, Encoding.ASCII.GetBytes(name)),
            .. Element(isLittleEndian, stored, [.. values.SelectMany(value => Number(isLittleEndian, stored, value))]),
        ];
        return Element(isLittleEndian, 14, content);
    }

    /// <summary>The element, packed.</summary>
    internal static byte[] Packed(bool isLittleEndian, byte[] element)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(element);
        // Unlike all others, it is not filled up to eight bytes.
        return [.. Number(isLittleEndian, 6, 15), .. Number(isLittleEndian, 6, packed.Length), .. packed.ToArray()];
    }

    internal static byte[] Element(bool isLittleEndian, int type, byte[] data)
    {
        if (data.Length is >= 1 and <= 4 && type != 14)
        {
            byte[] small = [.. Number(isLittleEndian, 6, (data.Length << 16) | type), .. data];
            return [.. small, .. new byte[8 - small.Length]];
        }

        return [.. Number(isLittleEndian, 6, type), .. Number(isLittleEndian, 6, data.Length), .. data, .. new byte[(8 - (data.Length % 8)) % 8]];
    }

    /// <summary>A whole file of digits.</summary>
    internal static byte[] Svhn(bool isLittleEndian, bool isPacked, byte[] columnMajor, int[] digits, int digitType = UInt8)
    {
        byte[][] elements =
        [
            Array(isLittleEndian, "X", 9, [32, 32, 3, digits.Length], UInt8, System.Array.ConvertAll(columnMajor, static value => (double)value)),
            Array(isLittleEndian, "y", digitType == Double ? 6 : 9, [digits.Length, 1], digitType, System.Array.ConvertAll(digits, static digit => (double)digit)),
        ];
        return Of(isLittleEndian, [.. elements.Select(element => isPacked ? Packed(isLittleEndian, element) : element)]);
    }

    private static byte[] Number(bool isLittleEndian, int type, double value)
    {
        var bytes = new byte[type switch { 1 or 2 => 1, 3 or 4 => 2, 5 or 6 or 7 => 4, _ => 8 }];
        switch (type)
        {
            case 1: bytes[0] = (byte)(sbyte)value; break;
            case 2: bytes[0] = (byte)value; break;
            case 3: BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)value); break;
            case 4: BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value); break;
            case 5: BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value); break;
            case 6: BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value); break;
            case 7: BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value); break;
            case 12: BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value); break;
            case 13: BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)value); break;
            default: BinaryPrimitives.WriteDoubleLittleEndian(bytes, value); break;
        }

        if (!isLittleEndian)
            System.Array.Reverse(bytes);
        return bytes;
    }
}
