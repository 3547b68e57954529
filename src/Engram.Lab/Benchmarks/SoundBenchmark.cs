using System.Diagnostics;
using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Lab.Benchmarks;

/// <summary>
/// What a second of sound costs before a network hears it: reading, resampling, features, augmentation, on one thread. Times are those of this
/// process's processor time, the best of some stretches, so other work on the machine disturbs little.
/// </summary>
public sealed class SoundBenchmark : IBenchmark
{
    private const int Rate = 16_000;
    private const int Stretches = 7;

    /// <inheritdoc/>
    public string Name => "sound";

    /// <inheritdoc/>
    public string Summary => "a second of sound: features, augmentation, resampling, reading; µs on one core, bytes allocated";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkResult> Measure(BenchmarkOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        double seconds = (options.Quick ? 0.3 : 2) / Stretches;
        foreach ((string name, Action work) in Works())
        {
            stop.ThrowIfCancellationRequested();
            (double micros, double bytes) = Time(work, seconds);
            yield return new BenchmarkResult(
                name, 1, 1, micros, double.NaN, double.NaN, bytes, 1e6 / micros, $"a step is a second of sound; {1e6 / micros:N0} of them a second");
        }
    }

    private static IEnumerable<(string Name, Action Work)> Works()
    {
        var sound = Noise(Rate);
        var extractor = new FeatureExtractor(FeatureSettings.SpeechCommands);
        var features = new float[extractor.FrameCount(Rate) * extractor.Settings.Channels];
        yield return ("log-mel features", () => extractor.Compute(sound, features));

        var stream = new FeatureStream(FeatureSettings.SpeechCommands);
        var rows = new float[stream.MostAtEnd * stream.Settings.Channels];
        yield return ("log-mel features, 160 samples at a time", Stream);

        var cepstra = new FeatureExtractor(FeatureSettings.Cepstra());
        var coefficients = new float[cepstra.FrameCount(Rate) * cepstra.Settings.Channels];
        yield return ("ten cepstra of 40 ms every 20 ms", () => cepstra.Compute(sound, coefficients));

        var augmentation = new SpeechAugmentation(new SpeechAugmentationSettings(), [new Waveform(Noise(60 * Rate), Rate)]);
        var varied = new float[Rate];
        int item = 0;
        yield return ("augmentation, then log-mel features", Vary);

        foreach (int rate in new[] { 8_000, 44_100, 48_000 })
        {
            var resampler = new Resampler(rate, Rate);
            var (before, after) = (Noise(rate), new float[Rate]);
            yield return ($"resampling {rate} to {Rate} Hz", () => resampler.Finish(after.AsSpan(resampler.Push(before, after))));
        }

        byte[] file = WavWriter.Encode(sound, new AudioFormat(SampleFormat.Pcm16, 1, Rate));
        yield return ("reading a WAV file from memory", () => WavReader.ReadWaveform(new MemoryStream(file), "sound"));

        void Stream()
        {
            for (int at = 0; at < Rate; at += 160)
                stream.Push(sound.AsSpan(at, 160), rows);
            stream.Finish(rows);
        }

        void Vary()
        {
            sound.CopyTo(varied, 0);
            augmentation.Apply(varied, SpeechAugmentation.StreamOf(1, 0, item++));
            extractor.Compute(varied, features);
        }
    }

    private static (double Micros, double Bytes) Time(Action work, double seconds)
    {
        const int Calls = 20;
        for (int i = 0; i < 2 * Calls; i++)
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

    private static float[] Noise(int count)
    {
        var samples = new float[count];
        new RandomStreams(1).Named("benchmark").FillUniform(samples, -0.5f, 0.5f);
        return samples;
    }
}
