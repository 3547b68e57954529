using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Engram.Lab;
using Engram.Vision.Networks;
using Engram.Vision.Training;
using Engram.Vision.Weights;

namespace Engram.Vision.Tests;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram-vision-").FullName;

    private string File => Path.Combine(_folder, "weights.safetensors");

    [Fact]
    public void What_is_written_is_read_and_begins_as_the_format_says()
    {
        SafeTensors.Write(File, [new("a", "F32", [2], [1, 2, 3, 4, 5, 6, 7, 8]), new("b", "U8", [], [9])], new Dictionary<string, string>(StringComparer.Ordinal) { ["note"] = "ä" });
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0UL, length % 8);
        Assert.StartsWith("{\"__metadata__\":{\"note\":", Encoding.UTF8.GetString(bytes, 8, (int)length), StringComparison.Ordinal);
        Assert.Equal(8 + (int)length + 9, bytes.Length);
        IReadOnlyDictionary<string, SafeTensor> read = SafeTensors.Read(File);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], read["a"].Data);
        Assert.Equal([2L], read["a"].Shape);
        Assert.Equal([9], read["b"].Data);
    }

    [Fact]
    public void A_network_that_is_read_back_is_the_same_and_another_is_refused()
    {
        using VisionNetwork one = NetworkCatalogue.Build("small", 5, 1), other = NetworkCatalogue.Build("small", 5, 2), wider = NetworkCatalogue.Build("small", 6, 2);
        NetworkWeights.Write(File, one, new Dictionary<string, string>(StringComparer.Ordinal));
        NetworkWeights.Read(File, other);
        Assert.Equal(
            TensorState.All(one).Select(static each => (each.Name, Convert.ToHexString(each.Tensor.bytes))).ToArray(),
            TensorState.All(other).Select(static each => (each.Name, Convert.ToHexString(each.Tensor.bytes))).ToArray());
        Assert.Contains("fc.weight", Assert.Throws<UsageException>(() => NetworkWeights.Read(File, wider)).Message);
        NetworkWeights.Read(File, wider, withHead: false);
        using var residual = new ResNet(18, 5);
        Assert.Contains("conv1.weight", Assert.Throws<UsageException>(() => NetworkWeights.Read(File, residual)).Message);
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 7, "cut short")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 9, "end at byte 8")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8, "needs 12 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "F99")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8, "side of -2")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,8],\"data_offsets\":[0,8]}}", 8, "side of")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12, "begins at byte 4")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}", 6, "begins at byte 2")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, "lacks")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1e3],\"data_offsets\":[0,8.5]}}", 8, "lacks")]
    [InlineData("[1]", 0, "no JSON object")]
    [InlineData("{\"a\":", 0, "no JSON")]
    public void What_is_wrong_with_a_file_is_said(string header, int data, string words)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), file = new byte[8 + text.Length + data];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, 8);
        System.IO.File.WriteAllBytes(File, file);
        string message = Assert.Throws<UsageException>(() => SafeTensors.Read(File)).Message;
        Assert.Contains(words, message);
        Assert.Contains(File, message);
    }

    [Fact]
    public void A_file_that_is_missing_empty_or_claims_a_huge_header_is_refused()
    {
        Assert.Contains("no file", Assert.Throws<UsageException>(() => SafeTensors.Read(File)).Message);
        System.IO.File.WriteAllBytes(File, [1, 2]);
        Assert.Throws<UsageException>(() => SafeTensors.Read(File));
        System.IO.File.WriteAllBytes(File, [255, 255, 255, 255, 255, 255, 255, 255, 0]);
        Assert.Throws<UsageException>(() => SafeTensors.Read(File));
    }

    [Fact]
    public void Damage_anywhere_is_refused_or_changes_numbers_alone()
    {
        SafeTensors.Write(File, [new("a", "F32", [2, 2], new byte[16]), new("b", "I64", [1], new byte[8])]);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Sample(
            (place, value, length) =>
            {
                byte[] damaged = [.. whole];
                damaged[place] = value;
                System.IO.File.WriteAllBytes(File, damaged[..Math.Max(length, place)]);
                try
                {
                    _ = SafeTensors.Read(File);
                }
                catch (UsageException)
                {
                }
            },
            iter: 300, threads: 1);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
