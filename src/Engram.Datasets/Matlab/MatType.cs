namespace Engram.Datasets;

/// <summary>How the data of an element of a MAT file are stored ("MAT-File Format", MathWorks, table of data types).</summary>
internal enum MatType
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
    Int64 = 12,
    UInt64 = 13,
    Matrix = 14,
    Compressed = 15,
}

/// <summary>Sizes of stored numbers.</summary>
internal static class MatTypes
{
    /// <summary>The bytes of a number; 0 for what is no number.</summary>
    internal static int Size(this MatType type) => type switch
    {
        MatType.Int8 or MatType.UInt8 => 1,
        MatType.Int16 or MatType.UInt16 => 2,
        MatType.Int32 or MatType.UInt32 or MatType.Single => 4,
        MatType.Double or MatType.Int64 or MatType.UInt64 => 8,
        _ => 0,
    };
}
