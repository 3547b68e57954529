namespace Engram.Datasets;

/// <summary>The only Python names that a pickle may call upon.</summary>
internal enum PickledName
{
    Reconstruct,
    Array,
    Type,
}

/// <summary>The place on the stack where a variable number of items begins.</summary>
internal sealed class PickledMark
{
    internal static readonly PickledMark Instance = new();

    private PickledMark()
    {
    }
}

/// <summary>Python's <c>None</c>.</summary>
internal sealed class PickledNone
{
    internal static readonly PickledNone Instance = new();

    private PickledNone()
    {
    }
}

/// <summary>Bytes, still in the file: where and how many.</summary>
internal sealed record PickledBytes(int Start, int Length);

/// <summary>A tuple; Python's cannot change, and these are never changed either.</summary>
internal sealed record PickledTuple(object[] Items);

/// <summary>A dictionary with texts as keys, in the order of the file; a later value replaces an earlier one, as in Python.</summary>
internal sealed class PickledDictionary
{
    internal OrderedDictionary<string, object> Entries { get; } = new(StringComparer.Ordinal);
}

/// <summary>A NumPy element type: kind and size first (such as <c>f8</c>), the byte order with the state that follows.</summary>
internal sealed class PickledType(string code)
{
    internal string Code { get; } = code;

    internal char? ByteOrder { get; set; }
}

/// <summary>A NumPy array: empty when it is made, filled by the state that follows.</summary>
internal sealed class PickledArray
{
    internal NumericArray? Content { get; set; }
}
