using System.Security.Cryptography;
using CsCheck;

namespace Engram.Numerics.Tests.State;

public sealed class StateArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram-state-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_saved_is_read_back_bit_for_bit()
    {
        Gen.Select(Gen.Float.Array, Gen.Double.Array, Gen.Int.Array, Gen.UInt.Array, Gen.Long.Array, Gen.ULong.Array, Gen.Byte.Array)
            .Sample((floats, doubles, ints, uints, longs, ulongs, bytes) =>
            {
                var reader = Load(Bytes(writer =>
                {
                    writer.Add<float>("a", floats);
                    writer.Add<double>("b/c", doubles);
                    writer.Add<int>("d", ints);
                    writer.Add<uint>("e", uints);
                    writer.Add<long>("f", longs);
                    writer.Add<ulong>("g", ulongs);
                    writer.Add<byte>("naïve τ", bytes);
                    writer.Add("one", 2.5f);
                }));
                Assert.Equal(floats.Select(BitConverter.SingleToInt32Bits), reader.ReadArray<float>("a").Select(BitConverter.SingleToInt32Bits));
                Assert.Equal(doubles.Select(BitConverter.DoubleToInt64Bits), reader.ReadArray<double>("b/c").Select(BitConverter.DoubleToInt64Bits));
                Assert.Equal(ints, reader.ReadArray<int>("d"));
                Assert.Equal(uints, reader.ReadArray<uint>("e"));
                Assert.Equal(longs, reader.ReadArray<long>("f"));
                var exact = new ulong[ulongs.Length];
                reader.Read<ulong>("g", exact);
                Assert.Equal(ulongs, exact);
                Assert.Equal(bytes, reader.ReadArray<byte>("naïve τ"));
                Assert.Equal(2.5f, reader.ReadValue<float>("one"));
                Assert.True(reader.Contains("one"));
                Assert.False(reader.Contains("two"));
            }, iter: 30);
    }

    [Fact]
    public void Any_flipped_bit_is_refused()
    {
        byte[] good = Sample();
        Gen.Int[0, (good.Length * 8) - 1].Sample(bit =>
        {
            var bad = (byte[])good.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<StateException>(() => Load(bad));
        }, iter: 2000);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] good = Sample();
        for (int length = 0; length < good.Length; length++)
            Assert.Throws<StateException>(() => Load(good[..length]));
    }

    [Fact]
    public void Any_extension_is_refused() =>
        Gen.Byte.Array[1, 200].Sample(more => Assert.Throws<StateException>(() => Load([.. Sample(), .. more])), iter: 200);

    [Fact]
    public void Random_bytes_are_refused() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Assert.Throws<StateException>(() => Load(bytes)), iter: 1000);

    [Fact]
    public void Random_bytes_behind_a_true_beginning_and_a_true_checksum_are_refused_or_read_in_bounded_memory()
    {
        // A hostile writer can compute checksums: the parser behind them must stand on its own.
        byte[] good = Sample();
        Gen.Select(Gen.Int[24, good.Length - 33], Gen.Byte).Array[1, 6].Sample(changes =>
        {
            var bad = (byte[])good.Clone();
            foreach (var (at, value) in changes)
                bad[at] = value;
            Seal(bad);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Load(bad);
            }
            catch (StateException)
            {
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public void A_length_beyond_the_file_takes_no_memory()
    {
        byte[] bad = Bytes(writer => writer.Add("x", 1L));
        int count = bad.Length - 32 - 8 - 8;
        BitConverter.TryWriteBytes(bad.AsSpan(count), long.MaxValue / 8);
        Seal(bad);
        Assert.Contains("damaged", Assert.Throws<StateException>(() => Load(bad)).Message);
    }

    [Fact]
    public void Each_fault_has_its_own_words()
    {
        byte[] good = Sample();
        byte[] newer = (byte[])good.Clone();
        newer[8] = 9;
        byte[] flipped = (byte[])good.Clone();
        flipped[^40] ^= 1;
        string[] messages =
        [
            Message("this is no state file at all, only text"u8.ToArray()),
            Message(good[..^1]),
            Message(flipped),
            Message(newer),
            Assert.Throws<StateException>(() => StateArchive.Load(new MemoryStream(good), "other", 3)).Message,
            Assert.Throws<StateException>(() => StateArchive.Load(new MemoryStream(good), "test", 2)).Message,
        ];
        Assert.Contains("not an Engram state file", messages[0]);
        Assert.Contains("cut short", messages[1]);
        Assert.Contains("checksum", messages[2]);
        Assert.Contains("container version 9", messages[3]);
        Assert.Contains("\"test\", and that of \"other\"", messages[4]);
        Assert.Contains("format version 3", messages[5]);
        Assert.Contains("newer", messages[5]);
    }

    [Fact]
    public void Arrays_of_another_name_type_or_length_are_refused()
    {
        var reader = Load(Bytes(writer => writer.Add<float>("w", [1, 2, 3])));
        Assert.Contains("no array \"v\"", Assert.Throws<StateException>(() => reader.ReadArray<float>("v")).Message);
        Assert.Contains("Double", Assert.Throws<StateException>(() => reader.ReadArray<double>("w")).Message);
        Assert.Contains("3 numbers where 2", Assert.Throws<StateException>(() => reader.Read("w", new float[2].AsSpan())).Message);
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        Assert.Throws<ArgumentException>(() => Bytes(writer =>
        {
            writer.Add("x", 1);
            writer.Add("x", 2);
        }));
        Assert.Throws<ArgumentException>(() => Bytes(writer => writer.Add("x", 'c')));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_nothing_else()
    {
        string path = Path.Combine(_folder, "a.state");
        StateArchive.Save(path, "test", 3, writer => writer.Add("x", 1));
        Assert.Throws<InvalidOperationException>(() => StateArchive.Save(path, "test", 3, writer =>
        {
            writer.Add("x", 2);
            throw new InvalidOperationException("no");
        }));
        Assert.Equal(1, StateArchive.Load(path, "test", 3).ReadValue<int>("x"));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_save_replaces_the_old_file_and_leaves_nothing_else()
    {
        string path = Path.Combine(_folder, "a.state");
        StateArchive.Save(path, "test", 3, writer => writer.Add<int>("x", new int[1000]));
        StateArchive.Save(path, "test", 3, writer => writer.Add("x", 2));
        Assert.Equal(2, StateArchive.Load(path, "test", 3).ReadValue<int>("x"));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("none.state", Assert.Throws<StateException>(() => StateArchive.Load(Path.Combine(_folder, "none.state"), "test", 3)).Message);

    private static byte[] Sample() => Bytes(writer =>
    {
        writer.Add<float>("layer/weights", [1.5f, -2, float.NaN]);
        writer.Add("step", 42L);
        writer.Add<byte>("empty", []);
    });

    private static byte[] Bytes(Action<StateWriter> save)
    {
        var stream = new MemoryStream();
        StateArchive.Save(stream, "test", 3, save);
        return stream.ToArray();
    }

    private static StateReader Load(byte[] bytes) => StateArchive.Load(new MemoryStream(bytes), "test", 3);

    private static string Message(byte[] bytes) => Assert.Throws<StateException>(() => Load(bytes)).Message;

    private static void Seal(byte[] bytes)
    {
        const int header = 32 + 4;
        SHA256.HashData([.. bytes[header..^32], .. bytes[..header]]).CopyTo(bytes, bytes.Length - 32);
    }
}
