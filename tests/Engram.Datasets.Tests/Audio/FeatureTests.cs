using CsCheck;
using Engram.Numerics;

namespace Engram.Datasets.Tests.Audio;

public sealed class FeatureTests
{
    private static readonly FeatureSettings Raw = FeatureSettings.SpeechCommands with { IsNormalised = false };

    [Fact]
    public void One_second_gives_41_frames_of_32_and_820_steps()
    {
        var features = new FeatureExtractor(FeatureSettings.SpeechCommands).Compute(new Waveform(Noise(16_000, 1), 16_000));
        Assert.Equal((41, 32), (features.Frames, features.Channels));
        Assert.Equal(820, new TimeStretch(features, 20).Steps);
    }

    [Fact]
    public void Features_of_speech_commands_are_those_of_the_specification()
    {
        var samples = Noise(2600, 2);
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (0.01f * samples[i]) + (0.3f * MathF.Sin(0.05f * i * (1 + (i / 3000f))));
        CheckAgainstDirect(samples, Raw);
    }

    [Fact]
    public void Frames_shorter_than_the_transform_are_filled_up_with_zeros() => CheckAgainstDirect(Noise(900, 3), FeatureSettings.Cepstra() with { Coefficients = 0, WindowLength = 300, FftLength = 512, Hop = 200 });

    [Fact]
    public void A_sound_shorter_than_half_a_window_is_mirrored_again_and_again() => CheckAgainstDirect(Noise(7, 4), Raw with { WindowLength = 64, FftLength = 128, Filters = 8, Hop = 3 });

    [Fact]
    public void Cepstra_are_the_orthonormal_cosine_transform_of_the_logarithms()
    {
        var samples = Noise(2000, 5);
        var settings = FeatureSettings.Cepstra();
        var cepstra = new FeatureExtractor(settings).Compute(samples);
        var logarithms = new FeatureExtractor(settings with { Coefficients = 0 }).Compute(samples);
        Assert.Equal((5, 10), (cepstra.Frames, cepstra.Channels));
        for (var frame = 0; frame < cepstra.Frames; frame++)
        {
            for (var k = 0; k < 10; k++)
            {
                var sum = 0.0;
                for (var m = 0; m < 40; m++)
                    sum += logarithms.Frame(frame)[m] * Math.Cos(Math.PI * k * (m + 0.5) / 40);
                Assert.Equal(sum * Math.Sqrt((k == 0 ? 1 : 2) / 40.0), cepstra.Frame(frame)[k], 2e-5 * (1 + Math.Abs(sum)));
            }
        }
    }

    [Fact]
    public void The_cosine_transform_with_all_coefficients_keeps_the_length() => Gen.Float[-3, 3].Array[40].Sample(values =>
    {
        var coefficients = new float[40];
        new CosineTransform(40, 40).Apply(values, coefficients);
        Assert.Equal(values.Sum(static x => (double)x * x), coefficients.Sum(static x => (double)x * x), 1e-3);
    }, iter: 50);

    [Fact]
    public void Mel_filters_add_up_to_one_between_the_first_and_the_last_centre()
    {
        var filters = new MelFilterbank(32, 1024, 16_000, 0, 8000);
        var checkedBins = 0;
        for (var bin = 0; bin < filters.Bins; bin++)
        {
            var hertz = bin * 16_000.0 / 1024;
            var sum = Enumerable.Range(0, 32).Sum(filter => filters.Weight(filter, bin));
            if (hertz < filters.Corners[1] || hertz > filters.Corners[^2])
            {
                Assert.InRange(sum, 0, 1);
                continue;
            }

            checkedBins++;
            Assert.Equal(1f, sum, 1e-5f);
        }

        Assert.InRange(checkedBins, 450, 513);
    }

    [Fact]
    public void Mel_is_a_thousand_near_a_thousand_hertz_and_its_inverse_undoes_it()
    {
        Assert.Equal(999.99, MelFilterbank.ToMel(1000), 0.01);
        Assert.Equal(0, MelFilterbank.ToMel(0));
        Gen.Double[0, 20_000].Sample(static hertz => Assert.Equal(hertz, MelFilterbank.ToHertz(MelFilterbank.ToMel(hertz)), 1e-7), iter: 100);
    }

    [Fact]
    public void Filters_too_narrow_to_hear_anything_are_refused() => Assert.Contains(
        "lies between two of the frequencies", Assert.Throws<ArgumentException>(() => new MelFilterbank(128, 256, 16_000, 0, 8000)).Message, StringComparison.Ordinal);

    [Fact]
    public void Normalised_features_have_mean_0_and_an_unbiased_deviation_of_1() => Gen.Float[-50, 50].Array[2, 500].Sample(values =>
    {
        if (values.Distinct().Count() < 2)
            return;
        FeatureNormalisation.Apply(values);
        var mean = values.Average(static x => (double)x);
        Assert.Equal(0, mean, 1e-5);
        Assert.Equal(1, values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1), 1e-4);
    }, iter: 100);

    [Fact]
    public void Silence_gives_finite_features_and_equal_values_give_zeros()
    {
        var samples = Enumerable.Repeat(SpeechItem.Silence, 16_000).ToArray();
        Assert.DoesNotContain(new FeatureExtractor(FeatureSettings.SpeechCommands).Compute(samples).Values.ToArray(), static value => !float.IsFinite(value));
        Assert.All(new FeatureExtractor(FeatureSettings.SpeechCommands).Compute(new float[16_000]).Values.ToArray(), static value => Assert.Equal(0, value));
        Assert.Equal(-29.897353f, new FeatureExtractor(Raw).Compute(new float[16_000]).Values[0], 1e-5f);
    }

    [Fact]
    public void A_louder_sound_raises_all_logarithms_by_the_same()
    {
        var samples = Noise(3000, 6);
        var quiet = new FeatureExtractor(Raw).Compute(samples);
        var loud = new FeatureExtractor(Raw).Compute(samples.Select(static x => 4 * x).ToArray());
        for (var i = 0; i < quiet.Values.Length; i++)
            Assert.Equal(quiet.Values[i] + 4, loud.Values[i], 1e-4f);
    }

    [Fact]
    public void A_stream_gives_the_frames_of_the_whole_bit_for_bit_however_it_is_cut() =>
        Gen.Select(Gen.Int[0, 4000], Gen.Int[1, 1500], Gen.Int[0, 5]).Sample((length, piece, which) =>
        {
            var settings = new[]
            {
                Raw,
                Raw with { WindowLength = 33, FftLength = 64, Filters = 6, Hop = 7 },
                Raw with { WindowLength = 33, FftLength = 64, Filters = 6, Hop = 100 },
                FeatureSettings.Cepstra(),
                FeatureSettings.Cepstra(5, 40, 90) with { Filters = 6, LowFrequency = 0 },
                Raw with { WindowLength = 2, FftLength = 64, Filters = 6, Hop = 1 },
            }[which];
            length = which == 5 ? length / 20 : length;
            var samples = Noise(length, (ulong)length);
            var whole = new FeatureExtractor(settings).Compute(samples);
            var stream = new FeatureStream(settings);
            for (var turn = 0; turn < 2; turn++)
            {
                List<float> rows = [];
                var buffer = new float[Math.Max(stream.MostFrames(piece), stream.MostAtEnd) * settings.Channels];
                foreach (var part in samples.Chunk(piece))
                    rows.AddRange(buffer[..(stream.Push(part, buffer) * settings.Channels)]);
                rows.AddRange(buffer[..(stream.Finish(buffer) * settings.Channels)]);
                Assert.Equal(whole.Values.ToArray(), rows);
            }
        }, iter: 150);

    [Fact]
    public void A_frame_comes_as_soon_as_its_last_sample_is_there()
    {
        var stream = new FeatureStream(FeatureSettings.Cepstra());
        var row = new float[10 * stream.MostFrames(640)];
        Assert.Equal(0, stream.Push(new float[639], row));
        Assert.Equal(1, stream.Push(new float[1], row));
        Assert.Equal(0, stream.Push(new float[319], row));
        Assert.Equal(1, stream.Push(new float[1], row));
    }

    [Fact]
    public void Neither_the_stream_nor_the_whole_allocates_for_a_frame()
    {
        var stream = new FeatureStream(FeatureSettings.SpeechCommands);
        var extractor = new FeatureExtractor(FeatureSettings.SpeechCommands);
        var (samples, rows) = (Noise(16_000, 7), new float[41 * 32]);
        extractor.Compute(samples, rows);
        stream.Push(samples.AsSpan(0, 2000), rows);
        var before = GC.GetAllocatedBytesForCurrentThread();
        extractor.Compute(samples, rows);
        for (var at = 2000; at < 16_000; at += 100)
            stream.Push(samples.AsSpan(at, 100), rows);
        stream.Finish(rows);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Stretched_features_follow_straight_lines_between_the_middles_of_frames()
    {
        // Specification §3.6: source position (j + ½) / 20 − ½, held at 0.
        var stretch = new TimeStretch(new FeatureMap([0f, 10f, 1f, 20f, 3f, 40f], 2), 20);
        var whole = stretch.Whole();
        Assert.Equal((60, 60), (stretch.Steps, whole.Frames));
        for (var step = 0; step < 60; step++)
        {
            var place = Math.Clamp(((step + 0.5) / 20) - 0.5, 0, 2);
            var expected = place <= 1 ? place : 1 + (2 * (place - 1));
            Assert.Equal(expected, whole.Frame(step)[0], 1e-6);
            Assert.Equal(10 + (10 * expected), whole.Frame(step)[1], 1e-5);
        }

        Assert.Equal([0f, 0f, 0.025f], new[] { whole.Frame(0)[0], whole.Frame(9)[0], whole.Frame(10)[0] });
    }

    [Fact]
    public void A_factor_of_one_and_padding_keep_the_frames()
    {
        var features = new FeatureMap([1f, 2f, 3f, 4f], 2);
        Assert.Equal(features.Values, new TimeStretch(features, 1).Whole().Values);
        Assert.Equal([1f, 2f, 3f, 4f, 0f, 0f], features.PaddedTo(3).Values.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => features.PaddedTo(1));
    }

    [Fact]
    public void A_sound_of_another_rate_is_refused_with_what_to_do() => Assert.Contains(
        "Resample it first", Assert.Throws<ArgumentException>(() => new FeatureExtractor(Raw).Compute(new Waveform([1f], 8_000))).Message, StringComparison.Ordinal);

    private static float[] Noise(int count, ulong seed)
    {
        var samples = new float[count];
        new RandomStreams(seed).Named("noise").FillUniform(samples, -0.5f, 0.5f);
        return samples;
    }

    private static void CheckAgainstDirect(float[] samples, FeatureSettings settings)
    {
        var expected = DirectFeatures.LogMel(samples, settings);
        var features = new FeatureExtractor(settings).Compute(samples);
        Assert.Equal(expected.Length, features.Frames);
        for (var frame = 0; frame < expected.Length; frame++)
        {
            for (var filter = 0; filter < settings.Filters; filter++)
                Assert.Equal(expected[frame][filter], features.Frame(frame)[filter], 1e-4);
        }
    }
}
