using System.Buffers.Binary;
using System.Text.Json;
using Engram.Lab;
using Engram.Numerics;

namespace Engram.Vision.Weights;

/// <summary>
/// Files of named tensors that other programs read too: eight bytes of length (little-endian), that many bytes of JSON (name → type, shape, begin and
/// end in the data), the data. https://huggingface.co/docs/safetensors
/// </summary>
internal static class SafeTensors
{
    /// <summary>The longest header that is believed, as in the format's own reader.</summary>
    public const int LongestHeader = 100_000_000;

    private const int Alignment = 8;

    private static readonly Dictionary<string, int> Widths = new(StringComparer.Ordinal)
    {
        ["BOOL"] = 1,
        ["U8"] = 1,
        ["I8"] = 1,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["I16"] = 2,
        ["U16"] = 2,
        ["F32"] = 4,
        ["I32"] = 4,
        ["U32"] = 4,
        ["F64"] = 8,
        ["I64"] = 8,
        ["U64"] = 8,
    };

    /// <summary>Writes a file, aside first. Tensors lie in the order given.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">The tensors; names are unique.</param>
    /// <param name="remarks">Texts by name, for people.</param>
    public static void Write(string path, IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string>? remarks = null)
    {
        byte[] header = Header(tensors, remarks ?? new Dictionary<string, string>(StringComparer.Ordinal));
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (SafeTensor tensor in tensors)
                stream.Write(tensor.Data);
        });
    }

    /// <summary>Reads a file, having checked all of it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors by name.</returns>
    /// <exception cref="UsageException">It is missing, or is no such file; the message says what is wrong.</exception>
    public static IReadOnlyDictionary<string, SafeTensor> Read(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"There is no file {path}: weights are read from a file in the safetensors format.");
        using FileStream stream = File.OpenRead(path);
        var begin = new byte[sizeof(ulong)];
        if (stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) < begin.Length)
            throw Broken(path, $"it has {stream.Length} bytes, and the length of the header alone takes {sizeof(ulong)}");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(begin);
        if (length is < 2 or > LongestHeader || (long)length > stream.Length - sizeof(ulong))
            throw Broken(path, $"its header would have {length} bytes, and the file has {stream.Length}");
        var header = new byte[length];
        stream.ReadExactly(header);
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            return Tensors(path, document.RootElement, stream, sizeof(ulong) + (long)length);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new UsageException(Words(path, $"its header is no JSON ({exception.Message.ReplaceLineEndings(" ")})"), exception);
        }
    }

    private static byte[] Header(IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string> remarks)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (remarks.Count > 0)
            {
                json.WriteStartObject("__metadata__");
                foreach ((string name, string text) in remarks)
                    json.WriteString(name, text);
                json.WriteEndObject();
            }

            long at = 0;
            foreach (SafeTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type);
                json.WriteStartArray("shape");
                foreach (long side in tensor.Shape)
                    json.WriteNumberValue(side);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                json.WriteNumberValue(at += tensor.Data.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Blanks bring the numbers to places that machines like.
        while (header.Length % Alignment != 0)
            header.WriteByte((byte)' ');
        return header.ToArray();
    }

    private static Dictionary<string, SafeTensor> Tensors(string path, JsonElement header, FileStream stream, long dataBegin)
    {
        if (header.ValueKind != JsonValueKind.Object)
            throw Broken(path, "its header is no JSON object");
        var tensors = new Dictionary<string, SafeTensor>(StringComparer.Ordinal);
        var places = new List<(long Begin, long End, string Name)>();
        long room = stream.Length - dataBegin;
        foreach (JsonProperty property in header.EnumerateObject())
        {
            if (property.NameEquals("__metadata__"))
                continue;
            (string type, long[] shape, long begin, long end) = Entry(path, property);
            long bytes = Widths[type];
            foreach (long side in shape)
            {
                if (side < 0 || (side > 0 && bytes > long.MaxValue / side))
                    throw Broken(path, $"the tensor '{property.Name}' has a side of {side}");
                bytes *= side;
            }

            if (begin < 0 || end < begin || end > room)
                throw Broken(path, $"the tensor '{property.Name}' would lie from byte {begin} to {end} of {room}: the file is cut short or damaged");
            if (end - begin != bytes || bytes > Array.MaxLength)
                throw Broken(path, $"the tensor '{property.Name}' of {string.Join(" x ", shape)} {type} needs {bytes} bytes, and has {end - begin}");
            if (tensors.ContainsKey(property.Name))
                throw Broken(path, $"two tensors are called '{property.Name}'");
            var data = new byte[bytes];
            stream.Position = dataBegin + begin;
            stream.ReadExactly(data);
            tensors.Add(property.Name, new SafeTensor(property.Name, type, shape, data));
            places.Add((begin, end, property.Name));
        }

        // The data are filled without holes and overlaps, so nothing is hidden in them.
        places.Sort();
        long at = 0;
        foreach ((long begin, long end, string name) in places)
        {
            if (begin != at)
                throw Broken(path, $"the tensor '{name}' begins at byte {begin} of the data, and what lies before it ends at {at}");
            at = end;
        }

        return at == room ? tensors : throw Broken(path, $"its tensors end at byte {at} of {room} of the data");
    }

    private static (string Type, long[] Shape, long Begin, long End) Entry(string path, JsonProperty property)
    {
        JsonElement entry = property.Value;
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out JsonElement shape) || !AreWhole(shape)
            || !entry.TryGetProperty("data_offsets", out JsonElement offsets) || !AreWhole(offsets) || offsets.GetArrayLength() != 2)
        {
            throw Broken(path, $"what it says of the tensor '{property.Name}' lacks a type, a shape or its place");
        }

        string kind = type.GetString()!;
        if (!Widths.ContainsKey(kind))
            throw Broken(path, $"the tensor '{property.Name}' is of the type {kind}; known are {string.Join(", ", Widths.Keys)}");
        return (kind, [.. shape.EnumerateArray().Select(static side => side.GetInt64())], offsets[0].GetInt64(), offsets[1].GetInt64());
    }

    private static bool AreWhole(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out _));

    private static UsageException Broken(string path, string what) => new(Words(path, what));

    private static string Words(string path, string what) => $"{path} is no safetensors file that can be read: {what}. Get it anew, or give another.";
}

/// <summary>A tensor of a <see cref="SafeTensors"/> file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The kind of its numbers, such as <c>F32</c>.</param>
/// <param name="Shape">Its sides.</param>
/// <param name="Data">Its numbers, little-endian, the last side together.</param>
internal sealed record SafeTensor(string Name, string Type, IReadOnlyList<long> Shape, byte[] Data);
