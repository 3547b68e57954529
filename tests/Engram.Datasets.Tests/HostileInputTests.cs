using Engram.Numerics;

namespace Engram.Datasets.Tests;

/// <summary>Whatever the bytes are, a reader either reads them correctly or says what is wrong with them; nothing else happens.</summary>
public sealed class HostileInputTests
{
    private const int Cases = 20_000;

    private static readonly byte[] ValidPickle = PickleProgram.Sample();
    private static readonly byte[] NewerPickle = PickleProgram.Sample(4);

    private static readonly byte[] ValidNpy = WrittenNpy();

    [Fact]
    public void Random_bytes_are_no_array_file() =>
        Survive(
            1, Npy, random => Mutation.Noise(random, random.NextBounded(1) == 0 ? [] : [0x93, .. "NUMPY"u8, (byte)(1 + random.NextBounded(2)), 0]));

    [Fact]
    public void Random_bytes_are_no_pickle() =>
        Survive(2, Pickle, random => Mutation.Noise(random, random.NextBounded(1) == 0 ? [] : [0x80, 3]));

    [Fact]
    public void A_damaged_array_file_is_read_or_refused() =>
        Assert.InRange(Survive(3, Npy, random => Mutation.Damage(random, ValidNpy)), 1, Cases - 1);

    [Fact]
    public void A_damaged_pickle_is_read_or_refused() =>
        Assert.InRange(Survive(4, Pickle, random => Mutation.Damage(random, ValidPickle)), 1, Cases - 1);

    [Fact]
    public void A_damaged_pickle_of_a_newer_protocol_is_read_or_refused() =>
        Assert.InRange(Survive(5, Pickle, random => Mutation.Damage(random, NewerPickle)), 1, Cases - 1);

    [Fact]
    public void Any_order_of_the_allowed_pickle_instructions_is_read_or_refused()
    {
        // Lines of whole instructions reach deeper into the machine than loose bytes do.
        byte[][] instructions =
        [
            [(byte)'('], [(byte)'N'], [0x88], [0x89], [(byte)'K', 1], [(byte)'K', 0], [0x8A, 2, 255, 255],
            [(byte)'X', 1, 0, 0, 0, (byte)'a'],
            [(byte)'C', 1, (byte)'b'], [(byte)'C', 0], [(byte)')'], [0x85], [0x86], [0x87],
            [(byte)'t'], [(byte)'}'], [(byte)'s'], [(byte)'u'],
            [(byte)'q', 0], [(byte)'h', 0], [0x94], [(byte)'R'], [(byte)'b'], [.. "cnumpy\nndarray\n"u8], [.. "cnumpy\ndtype\n"u8],
            [.. "cnumpy.core.multiarray\n_reconstruct\n"u8], [0x95, 0, 0, 0, 0, 0, 0, 0, 0],
        ];
        Survive(6, Pickle, random =>
        {
            List<byte> content = [0x80, 3];
            for (var left = random.NextBounded(40); left > 0; left--)
                content.AddRange(instructions[random.NextBounded(instructions.Length - 1)]);
            return [.. content, (byte)'.'];
        });
    }

    [Fact]
    public void Every_shortened_file_is_refused()
    {
        foreach (var (read, content) in new[] { (Npy, ValidNpy), (Pickle, ValidPickle), (Pickle, NewerPickle) })
        {
            for (var length = 0; length < content.Length; length++)
                Assert.Throws<DatasetException>(() => read(content[..length]).Count());
            Assert.Throws<DatasetException>(() => read([.. content, 0]).Count());
        }
    }

    private static Func<byte[], IEnumerable<NumericArray>> Npy => content => [NpyReader.Read(new MemoryStream(content), "case")];

    private static Func<byte[], IEnumerable<NumericArray>> Pickle => content => PickleReader.Read(new MemoryStream(content), "case").Values;

    /// <summary>Runs the cases of a seed.</summary>
    /// <returns>How many were read.</returns>
    private static int Survive(uint seed, Func<byte[], IEnumerable<NumericArray>> read, Func<MersenneTwister, byte[]> make)
    {
        var random = new MersenneTwister(seed);
        var readable = 0;
        for (var number = 0; number < Cases; number++)
        {
            var content = make(random);
            try
            {
                foreach (var array in read(content))
                {
                    var product = 1L;
                    foreach (var length in array.Shape)
                        product *= length;
                    Assert.Equal(product, array.Count);
                    Assert.Equal(array.Count, array.ToDoubles().Length);
                }

                readable++;
            }
            catch (DatasetException refusal)
            {
                Assert.StartsWith("case", refusal.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(refusal.Message, char.IsControl);
            }
            catch (Exception other) when (other is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"Case {number} of seed {seed} ({Convert.ToHexString(content)}) ended in {other}");
            }
        }

        return readable;
    }

    private static byte[] WrittenNpy()
    {
        using var folder = new TemporaryFolder();
        NpyWriter.Write(folder["valid"], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 2, 3);
        return File.ReadAllBytes(folder["valid"]);
    }
}
