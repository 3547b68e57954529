using CsCheck;

namespace Engram.Numerics.Tests;

public class AlignedBufferTests
{
    [Fact]
    public void Memory_is_zeroed_and_starts_on_a_cache_line_at_every_length() =>
        Gen.Int[0, 5000].Sample(static length =>
        {
            using var buffer = new AlignedBuffer<float>(length);
            Assert.Equal(0, AddressOf(buffer) % AlignedBuffer<float>.Alignment);
            Assert.Equal(length, buffer.Length);
            Assert.Equal(length, buffer.Span.Length);
            Assert.True(buffer.Span.IndexOfAnyExcept(0f) < 0);

            // The next one may get the same memory: it must not find this.
            buffer.Span.Fill(float.NaN);
        });

    [Fact]
    public unsafe void A_whole_vector_may_be_read_at_the_last_element_and_is_zero_there()
    {
        using var buffer = new AlignedBuffer<byte>(3);
        for (int i = 3; i < 2 + AlignedBuffer<byte>.Alignment; i++)
            Assert.Equal(0, buffer.Pointer[i]);
    }

    [Fact]
    public void After_disposal_there_is_an_exception_instead_of_memory()
    {
        var buffer = new AlignedBuffer<double>(10);
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => AddressOf(buffer));
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);

        // A second time does nothing; a double free would end the process.
        buffer.Dispose();
    }

    [Fact]
    public void A_negative_length_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(static () => new AlignedBuffer<int>(-1));

    private static unsafe nint AddressOf<T>(AlignedBuffer<T> buffer)
        where T : unmanaged => (nint)buffer.Pointer;
}
