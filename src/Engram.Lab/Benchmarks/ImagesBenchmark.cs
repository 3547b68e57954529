using System.Diagnostics;
using Engram.Delaunay.Imaging;
using Engram.Numerics;

namespace Engram.Lab.Benchmarks;

/// <summary>
/// What a picture costs before a network sees it, on one thread: decoding a one-megapixel JPEG, resizing and cropping it, and reading it again
/// from a cache. Times are those of this process's processor time, the best of some stretches, so other work on the machine disturbs little.
/// </summary>
public sealed class ImagesBenchmark : IBenchmark
{
    private const int Stretches = 7;
    private const int Side = 1024;
    private const int Square = 256;

    /// <inheritdoc/>
    public string Name => "images";

    /// <inheritdoc/>
    public string Summary => "a picture: decoding, resizing, cropping, reading from a cache; µs on one core, bytes allocated";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        double seconds = (options.Quick ? 0.3 : 2) / Stretches;
        var image = Picture();
        foreach ((string name, string what, Action work) in Works(image))
        {
            stop.ThrowIfCancellationRequested();
            (double micros, double bytes) = Time(work, seconds);
            yield return new BenchmarkResult(
                name, 1, 1, micros, double.NaN, double.NaN, bytes, double.NaN, $"{1e6 / micros:N0} images/s; {what}");
        }
    }

    private static IEnumerable<(string Name, string What, Action Work)> Works(RgbImage image)
    {
        byte[] jpeg = ImageEncoder.Jpeg(image, 85);
        var small = ImageResize.To(image, Square, Square);
        byte[] png = ImageEncoder.Png(small);
        var reduced = new DecodeOptions { ReducedSide = Square };
        string size = $"{Side} × {Side} pixels, {jpeg.Length / 1000} kB";
        yield return ("decode, resize, crop", size, () => Crop(ImageDecoder.Decode(jpeg).Image));
        yield return ("decode reduced, resize, crop", size + ", decoded at half its size", () => Crop(ImageDecoder.Decode(jpeg, reduced).Image));
        yield return ("decode", size, () => ImageDecoder.Decode(jpeg));
        yield return ("resize, crop", $"{Side} to {Square} pixels", () => Crop(image));
        yield return ("decode PNG", $"{Square} × {Square} pixels, {png.Length / 1000} kB", () => ImageDecoder.Decode(png));
        var values = new float[3 * Square * Square];
        yield return ("square to values", $"{Square} × {Square} pixels", () => PixelNormalisation.Delaunay.Apply(small.Pixels, values));
        var crop = new RandomResizedCropStep(224);
        var random = new RandomStreams(1).Named("benchmark");
        yield return ("random resized crop", $"{Square} to 224 pixels", () => crop.Apply(small, random));
    }

    private static void Crop(RgbImage image) => ImageCrop.Centre(ImageResize.ShorterSide(image, Square), Square);

    /// <summary>Soft shapes with some grain: as hard to decode as a photograph of a painting.</summary>
    private static RgbImage Picture()
    {
        var random = new RandomStreams(1).Named("benchmark");
        var coarse = new RgbImage(48, 48);
        foreach (ref byte value in coarse.Pixels) value = (byte)random.NextBounded(256);
        var image = ImageResize.To(coarse, Side, Side);
        foreach (ref byte value in image.Pixels) value = (byte)Math.Clamp(value + random.NextBounded(9) - 4, 0, 255);
        return image;
    }

    private static (double Micros, double Bytes) Time(Action work, double seconds)
    {
        const int Calls = 3;
        for (int i = 0; i < 3 * Calls; i++)
            work();
        double best = double.PositiveInfinity;
        long allocated = GC.GetAllocatedBytesForCurrentThread(), all = 0;
        for (int stretch = 0; stretch < Stretches; stretch++)
        {
            long clock = Stopwatch.GetTimestamp();
            TimeSpan begin = Environment.CpuUsage.TotalTime;
            long calls = 0;
            do
            {
                for (int i = 0; i < Calls; i++)
                    work();
                calls += Calls;
            }
            while (Stopwatch.GetElapsedTime(clock).TotalSeconds < seconds);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - begin).TotalMicroseconds / calls);
            all += calls;
        }

        return (best, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / all);
    }
}
