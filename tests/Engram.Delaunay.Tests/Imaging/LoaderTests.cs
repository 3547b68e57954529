using System.Security.Cryptography;
using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Tests.Imaging;

public class LoaderTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void V22_what_comes_does_not_depend_on_the_workers(int workers)
    {
        Assert.Equal(Digest(1, 32, epoch: 3), Digest(workers, 5, epoch: 3));
        Assert.False(Digest(1, 32, epoch: 3) == Digest(workers, 5, epoch: 4));
    }

    [Fact]
    public void Each_epoch_gives_every_picture_once_in_an_order_of_its_own()
    {
        var loader = new ImageLoader(new Numbers(50), new LoaderOptions());
        Assert.Equal(Enumerable.Range(0, 50), loader.Epoch(0).Select(static image => image.Index).Order());
        Assert.NotEqual(loader.Order(0), loader.Order(1));
        Assert.Equal(Enumerable.Range(0, 50), new ImageLoader(new Numbers(50), new LoaderOptions { Shuffles = false }).Epoch(7).Select(static image => image.Index));
    }

    [Fact]
    public void A_picture_that_cannot_be_had_stops_is_skipped_or_is_replaced_as_asked()
    {
        var source = new Numbers(6, missing: [2, 3]);
        var failures = new List<int>();
        List<LoadedImage> With(FailurePolicy policy) =>
            [.. new ImageLoader(source, new LoaderOptions { Shuffles = false, Workers = 3, OnFailure = policy, Failed = failure => failures.Add(failure.Index) }).Epoch(0)];
        Assert.Equal("picture 2 is gone", Assert.Throws<IOException>(() => With(FailurePolicy.Throw)).Message);
        Assert.Equal([0, 1, 4, 5], With(FailurePolicy.SkipAndLog).Select(static image => image.Index));
        Assert.Equal([2, 3], failures);
        var substituted = With(FailurePolicy.SubstituteNext);
        Assert.Equal([null, null, 4, 4, null, null], substituted.Select(static image => image.SubstitutedBy));
        Assert.Equal(4, substituted[2].Image.Pixels[0]);
    }

    [Fact]
    public void A_loader_makes_no_more_pictures_ahead_than_its_queue_holds()
    {
        var source = new Numbers(100);
        using var pictures = new ImageLoader(source, new LoaderOptions { QueueLength = 4, Workers = 4 }).Epoch(0).GetEnumerator();
        Assert.True(pictures.MoveNext());
        Assert.InRange(source.Asked, 1, 5);
    }

    [Fact]
    public void A_loader_stops_when_asked()
    {
        using var stop = new CancellationTokenSource();
        var pictures = new ImageLoader(new Numbers(100), new LoaderOptions { Workers = 2 }).Epoch(0, stop.Token);
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var _ in pictures) stop.Cancel();
        });
    }

    [Fact]
    public void A_cache_gives_the_squares_that_went_in_and_notices_damage()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var squares = Enumerable.Range(0, 5).Select(at => new CachedSquare(ResizeTests.Grey(4, 4, (x, y) => (byte)(at + x + (8 * y))), at * 3, SHA256.HashData([(byte)at]))).ToArray();
            ImageCache.Write(path, 4, squares);
            using (var cache = ImageCache.Open(path))
            {
                Assert.Equal((5, 4, 9), (cache.Count, cache.Side, cache.Label(3)));
                Assert.True(cache.Square(3).SequenceEqual(squares[3].Image.Pixels));
                Assert.True(cache.SourceHash(2).SequenceEqual(squares[2].SourceHash.Span));
                Assert.True(cache.IsIntact(4));
                Assert.Throws<ArgumentOutOfRangeException>(() => cache.Square(5).Length);
            }

            var bytes = File.ReadAllBytes(path);
            bytes[^1] ^= 1;
            File.WriteAllBytes(path, bytes);
            using (var cache = ImageCache.Open(path)) Assert.False(cache.IsIntact(4));
            bytes[70] ^= 1;
            File.WriteAllBytes(path, bytes);
            Assert.Contains("index is damaged", Assert.Throws<InvalidDataException>(() => ImageCache.Open(path)).Message);
            File.WriteAllBytes(path, bytes[..^7]);
            Assert.Throws<InvalidDataException>(() => ImageCache.Open(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Digest(int workers, int queue, int epoch)
    {
        var options = new LoaderOptions { Seed = 9, Workers = workers, QueueLength = queue, Steps = [new RandomResizedCropStep(8), new HorizontalFlipStep(), new ColourJitterStep(0.2, 0.2, 0.2)] };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in new ImageLoader(new Numbers(40), options).Epoch(epoch))
        {
            hash.AppendData([(byte)image.Index]);
            hash.AppendData(image.Image.Pixels);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed class Numbers(int count, int[]? missing = null) : IImageSource
    {
        private int _asked;

        public int Count => count;

        public int Asked => _asked;

        public RgbImage Load(int index)
        {
            Interlocked.Increment(ref _asked);
            if (missing?.Contains(index) == true) throw new IOException($"picture {index} is gone");
            return ResizeTests.Grey(20, 16, (x, y) => (byte)(index + (x * y)));
        }

        public string NameOf(int index) => $"picture {index}";
    }
}
