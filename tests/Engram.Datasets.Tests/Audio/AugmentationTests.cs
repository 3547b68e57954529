using CsCheck;
using Engram.Numerics;

namespace Engram.Datasets.Tests.Audio;

public sealed class AugmentationTests
{
    [Fact]
    public void A_shift_moves_every_sample_and_fills_up_with_silence() => Gen.Select(Gen.Float[1, 2].Array[0, 50], Gen.Int[-60, 60]).Sample((samples, shift) =>
    {
        var moved = samples.ToArray();
        TimeShift.Apply(moved, shift);
        for (var n = 0; n < samples.Length; n++)
            Assert.Equal(n - shift >= 0 && n - shift < samples.Length ? samples[n - shift] : 0, moved[n]);
    }, iter: 200);

    [Theory]
    [InlineData(20)]
    [InlineData(10)]
    [InlineData(3)]
    public void Noise_is_mixed_in_as_the_specification_says(double decibels)
    {
        // §3.6: k = exp(SNR / 10) ‖noise‖ / ‖signal‖, (k signal + noise) / 2; here ‖noise‖ = 5 and ‖signal‖ = 2.
        float[] samples = [2, 0, 0];
        NoiseMixing.Apply(samples, [3, 4, 0], decibels);
        Assert.Equal(((Math.Exp(decibels / 10) * 5 / 2 * 2) + 3) / 2, samples[0], 1e-5);
        Assert.Equal([2f, 0f], samples[1..]);
    }

    [Fact]
    public void A_silent_sound_becomes_half_of_the_noise()
    {
        var samples = new float[2];
        NoiseMixing.Apply(samples, [1, -0.5f], 10);
        Assert.Equal([0.5f, -0.25f], samples);
        Assert.Throws<ArgumentException>(() => NoiseMixing.Apply(new float[2], new float[3], 1));
    }

    [Fact]
    public void Four_in_five_sounds_get_noise_and_shifts_are_even_from_end_to_end()
    {
        // The noise is nowhere 0, a sound with a single sample is, unless there is noise.
        var augmentation = new SpeechAugmentation(new SpeechAugmentationSettings { GreatestShift = 2 }, [new Waveform([.. Enumerable.Repeat(0.25f, 40)], 16_000)]);
        var (noisy, shifts) = (0, new int[5]);
        for (var item = 0; item < 5000; item++)
        {
            var samples = new float[9];
            samples[4] = 1;
            augmentation.Apply(samples, SpeechAugmentation.StreamOf(1, 0, item));
            noisy += samples.Count(static sample => sample != 0) > 1 ? 1 : 0;
            shifts[Array.IndexOf(samples, samples.Max()) - 2]++;
        }

        // Four standard deviations: 113 of 4000, and 113 of 1000 each.
        Assert.InRange(noisy, 3887, 4113);
        Assert.All(shifts, static count => Assert.InRange(count, 887, 1113));
    }

    [Fact]
    public void The_same_seed_epoch_and_item_give_the_same_sound_and_others_another()
    {
        var noise = new float[32_000];
        new RandomStreams(9).Named("noise").FillUniform(noise, -1, 1);
        var augmentation = new SpeechAugmentation(new SpeechAugmentationSettings { NoiseProbability = 1 }, [new Waveform(noise, 16_000)]);
        Assert.Equal(Varied(1, 2, 3), Varied(1, 2, 3));
        Assert.NotEqual(Varied(1, 2, 3), Varied(1, 2, 4));
        Assert.NotEqual(Varied(1, 2, 3), Varied(1, 3, 3));
        Assert.NotEqual(Varied(1, 2, 3), Varied(2, 2, 3));

        float[] Varied(ulong seed, int epoch, int item)
        {
            var samples = new float[16_000];
            Array.Fill(samples, 0.5f);
            augmentation.Apply(samples, SpeechAugmentation.StreamOf(seed, epoch, item));
            return samples;
        }
    }

    [Fact]
    public void What_cannot_be_done_is_refused_before_it_begins()
    {
        Assert.Contains("no recording of noise", Assert.Throws<ArgumentException>(() => new SpeechAugmentation(new SpeechAugmentationSettings(), [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SpeechAugmentation(new SpeechAugmentationSettings { NoiseProbability = 1.5 }, []));
        Assert.Throws<ArgumentException>(() => new SpeechAugmentation(new SpeechAugmentationSettings { NoiseProbability = 0, GreatestShift = -1 }, []));
        var augmentation = new SpeechAugmentation(new SpeechAugmentationSettings { NoiseProbability = 1 }, [new Waveform([1f], 16_000)]);
        Assert.Contains("fewer than the 2", Assert.Throws<ArgumentException>(() => augmentation.Apply(new float[2], SpeechAugmentation.StreamOf(1, 0, 0))).Message, StringComparison.Ordinal);
        new SpeechAugmentation(new SpeechAugmentationSettings { NoiseProbability = 0, GreatestShift = 0 }, []).Apply(new float[2], SpeechAugmentation.StreamOf(1, 0, 0));
    }
}
