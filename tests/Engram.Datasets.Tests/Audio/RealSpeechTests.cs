namespace Engram.Datasets.Tests.Audio;

/// <summary>Real recordings, where they are there.</summary>
public sealed class RealSpeechTests
{
    [Fact]
    public void The_companion_test_set_holds_eighty_of_each_class_and_all_its_speakers_hash_to_testing()
    {
        var set = DatasetCatalogue.SpeechCommands.Open(RealData.SpeechCommands(), allowIncomplete: true);
        Assert.Equal(960, set.Clips.Count);
        Assert.All(set.Clips, static clip => Assert.Equal(SpeechPart.Testing, clip.Part));
        Assert.Equal(53, set.Clips.Select(static clip => clip.Speaker).Where(static speaker => speaker.Length > 0).Distinct(StringComparer.Ordinal).Count());
        var subset = set.SelectAll(SpeechPart.Testing, SpeechClasses.Twelve);
        Assert.Equal([.. Enumerable.Repeat(80, 12)], subset.ClassCounts());
        Assert.Equal(960 * 32_000L, set.Load(subset).Bytes);
    }

    [Fact]
    public void The_lists_beside_the_companion_test_set_divide_it_as_they_are_said_to()
    {
        var set = DatasetCatalogue.SpeechCommands.Open(RealData.SpeechCommands(), SpeechDivision.Lists, allowIncomplete: true);
        Assert.Equal([571, 193, 196], Enum.GetValues<SpeechPart>().Select(part => set.Clips.Count(clip => clip.Part == part)));
    }

    [Fact]
    public void Features_of_a_real_recording_are_those_of_the_direct_sums()
    {
        var set = DatasetCatalogue.SpeechCommands.Open(RealData.SpeechCommands(), allowIncomplete: true);
        Waveform? sound = null;
        set.Visit(static clip => clip.Name == "yes/0bac8a71_nohash_0.wav", (_, read) => sound = read, TestContext.Current.CancellationToken);
        var settings = FeatureSettings.SpeechCommands with { IsNormalised = false };
        var whole = new FeatureExtractor(settings).Compute(sound!);
        var expected = DirectFeatures.LogMel(sound!.Samples[..3200].ToArray(), settings);
        Assert.Equal(41, whole.Frames);
        // Frames near the cut see what is behind it.
        for (var frame = 0; frame < 7; frame++)
        {
            for (var filter = 0; filter < 32; filter++)
                Assert.Equal(expected[frame][filter], whole.Frame(frame)[filter], 1e-3);
        }
    }

    [Fact]
    public void Spoken_digits_have_what_they_are_said_to_have()
    {
        var set = DatasetCatalogue.SpokenDigits.Read(RealData.SpokenDigits(), allowIncomplete: true);
        Assert.Equal(["george", "jackson", "lucas", "nicolas", "yweweler"], set.Speakers, StringComparer.Ordinal);
        Assert.Equal((1148, 10_504), (set.Recordings.Min(static recording => recording.Sound.Samples.Length), set.Recordings.Max(static recording => recording.Sound.Samples.Length)));
        var split = set.SplitByIndex();
        Assert.Equal((750, 250), (split.Train.Count, split.Test.Count));
        Assert.Equal((600, 200, 200), set.SplitBySpeakers(["lucas"], ["george"]) is var other ? (other.Train.Count, other.Validation.Count, other.Test.Count) : default);
    }
}
