using Engram.Numerics;

namespace Engram.Datasets.Tests.Audio;

public sealed class SpeechCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Twelve_classes_stand_in_the_order_of_the_specification_and_take_every_word()
    {
        Assert.Equal(["unknown", "silence", "yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go"], SpeechClasses.Twelve.Names, StringComparer.Ordinal);
        Assert.Equal((2, 11, 0, 1), (SpeechClasses.Twelve.LabelOf("yes"), SpeechClasses.Twelve.LabelOf("go"), SpeechClasses.Twelve.LabelOf("bed"), SpeechClasses.Twelve.LabelOf("_silence_")));
        Assert.Equal(25, SpeechClasses.Words.Count(static word => SpeechClasses.Twelve.LabelOf(word) == 0));
        Assert.Equal(Enumerable.Range(0, 35), SpeechClasses.Words.Select(static word => SpeechClasses.ThirtyFive.LabelOf(word)!.Value));
        Assert.Null(SpeechClasses.ThirtyFive.LabelOf("_silence_"));
        Assert.Equal(0, SpeechClasses.Twelve.LabelOf("unknown"));
    }

    [Fact]
    public void Keywords_are_all_taken_with_a_tenth_of_other_words_and_a_tenth_of_silence()
    {
        SpeechFiles.WriteTo(_folder.Path, SpeechFiles.Whole(each: 4));
        var set = SpeechCommands.Open(_folder.Path);
        Assert.Equal(35 * 6, set.Clips.Count);

        // 40 keywords: ⌈4.0⌉ others, ⌊4.4⌋ silent; 10 keywords: ⌈1.0⌉ and ⌊1.1⌋.
        Assert.Equal([4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4], set.Select(SpeechPart.Training, SpeechClasses.Twelve, 1).ClassCounts());
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], set.Select(SpeechPart.Testing, SpeechClasses.Twelve, 1).ClassCounts());
        Assert.Equal([.. Enumerable.Repeat(4, 35)], set.Select(SpeechPart.Training, SpeechClasses.ThirtyFive, 1).ClassCounts());
        Assert.Equal(100, set.SelectAll(SpeechPart.Training, SpeechClasses.Twelve).ClassCounts()[0]);
    }

    /// <summary>The counts of the specification, §3.6: 3703 keywords of validation make 4481 items.</summary>
    [Fact]
    public void The_published_size_of_the_validation_part_comes_out()
    {
        var files = Enumerable.Range(0, 3703).Select(i => ($"yes/{SpeechFiles.Validation}_nohash_{i}.wav", Array.Empty<byte>()))
            .Concat(Enumerable.Range(0, 500).Select(i => ($"bed/{SpeechFiles.Validation}_nohash_{i}.wav", Array.Empty<byte>())));
        File.WriteAllBytes(_folder["set.tar"], DataFiles.Tar([.. files]));
        var subset = SpeechCommands.Open(_folder["set.tar"], allowIncomplete: true).Select(SpeechPart.Validation, SpeechClasses.Twelve, 1);
        Assert.Equal((371, 407, 3703, 4481), (subset.ClassCounts()[0], subset.ClassCounts()[1], subset.ClassCounts()[2], subset.Items.Count));
    }

    [Fact]
    public void The_same_seed_gives_the_same_items_and_another_seed_other_words()
    {
        SpeechFiles.WriteTo(_folder.Path, SpeechFiles.Whole());
        var set = SpeechCommands.Open(_folder.Path);
        var first = set.Select(SpeechPart.Training, SpeechClasses.Twelve, 1).Items;
        Assert.Equal(first, set.Select(SpeechPart.Training, SpeechClasses.Twelve, 1).Items);
        Assert.NotEqual(first, set.Select(SpeechPart.Training, SpeechClasses.Twelve, 2).Items);
        Assert.Equal(first.Count, first.Distinct().Count() + first.Count(static item => item.Clip is null) - 1);
    }

    [Fact]
    public void A_folder_and_archives_of_any_layout_hold_the_same_recordings()
    {
        var files = SpeechFiles.Whole(each: 1);
        SpeechFiles.WriteTo(_folder["speech_commands_v0.02"], files);
        File.WriteAllBytes(_folder["speech_commands_v0.02.tar"], DataFiles.Tar([.. files.Select(static file => ("./" + file.Name, file.Content))]));
        File.WriteAllBytes(_folder["other.tar.gz"], DataFiles.Gzip(DataFiles.Tar([.. files.Reverse().Select(static file => ("speech_commands_v0.02/" + file.Name, file.Content))])));
        var sets = new[] { "speech_commands_v0.02", "speech_commands_v0.02.tar", "other.tar.gz" }.Select(name => SpeechCommands.Open(_folder[name])).ToArray();
        foreach (var set in sets)
        {
            Assert.Equal(sets[0].Clips, set.Clips);
            Assert.Equal(sets[0].Clips, SpeechCommands.Open(set.Source, SpeechDivision.Lists).Clips);
            Assert.Equal(100, Assert.Single(set.ReadNoise()).Samples.Length);

            var subset = set.Select(SpeechPart.Training, SpeechClasses.ThirtyFive, 1);
            var memory = set.Load(subset);
            Assert.Equal((35, 35 * 40L), (memory.Count, memory.Bytes));
            var samples = new float[16_000];
            foreach (var item in subset.Items)
            {
                Assert.Equal(20, memory.Read(item, samples));
                Assert.Equal((100f * item.Label) / 32768, samples[0]);
            }
        }
    }

    [Fact]
    public void Silent_items_are_a_constant()
    {
        SpeechFiles.WriteTo(_folder.Path, SpeechFiles.Whole());
        var samples = new float[16_000];
        Assert.Equal(16_000, SpeechCommands.Open(_folder.Path).Load().Read(new SpeechItem(null, 1), samples));
        Assert.All(samples, static sample => Assert.Equal(1e-9f, sample));
    }

    [Fact]
    public void Balanced_draws_give_every_class_the_same_chance()
    {
        SpeechFiles.WriteTo(_folder.Path, SpeechFiles.Whole(each: 4));
        var set = SpeechCommands.Open(_folder.Path);
        var subset = set.SelectAll(SpeechPart.Training, SpeechClasses.Twelve); // 100 of other words, 4 of each keyword, no silence
        var places = new int[11_000];
        subset.DrawBalanced(new RandomStreams(1).Named("draw"), places);
        var counts = places.CountBy(place => subset.Items[place].Label).ToDictionary();
        Assert.Equal(11, counts.Count);
        // Four standard deviations of a binomial distribution of 11,000 and 1/11 are 121.
        Assert.All(counts.Values, static count => Assert.InRange(count, 879, 1121));
        Assert.Equal(140, places.Distinct().Count());
    }

    [Fact]
    public void Missing_and_empty_folders_are_told_apart_and_named()
    {
        SpeechFiles.WriteTo(_folder.Path, [.. SpeechFiles.Whole().Where(static file => !file.Name.StartsWith("bed/", StringComparison.Ordinal) && !file.Name.StartsWith("wow/", StringComparison.Ordinal))]);
        Directory.CreateDirectory(_folder["wow"]);
        var words = Assert.Throws<DatasetException>(() => SpeechCommands.Open(_folder.Path)).Message;
        Assert.Contains("folder bed is not there, folder wow has no recordings.", words, StringComparison.Ordinal);
        var set = SpeechCommands.Open(_folder.Path, allowIncomplete: true);
        Assert.Equal(["folder bed is not there", "folder wow has no recordings", "105664 of the 105829 recordings"], set.Missing, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("banana/0bac8a71_nohash_0.wav", "'banana' is not one of the 35 words")]
    [InlineData("0bac8a71_nohash_0.wav", "it lies in no word's folder")]
    [InlineData("_unknown_/banana_0bac8a71_nohash_0.wav", "no word of the set stands before the first '_'")]
    public void Recordings_of_something_else_are_refused_by_name(string name, string words)
    {
        SpeechFiles.WriteTo(_folder.Path, [.. SpeechFiles.Whole(each: 1), (name, WavFiles.Ramp(20))]);
        Assert.Contains(words, Assert.Throws<DatasetException>(() => SpeechCommands.Open(_folder.Path, allowIncomplete: true)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8_000, 20, "It is 16-bit PCM, 1 channel, 8000 Hz; 16-bit PCM, 1 channel, 16000 Hz was expected")]
    [InlineData(16_000, 16_001, "It has 16001 samples; at most 16000 were expected")]
    public void Recordings_stored_in_another_way_are_refused_with_their_file(int rate, int samples, string words)
    {
        SpeechFiles.WriteTo(_folder.Path, [.. SpeechFiles.Whole(each: 1), ($"yes/{SpeechFiles.Training}_nohash_9.wav", WavFiles.Ramp(samples, rate))]);
        var set = SpeechCommands.Open(_folder.Path);
        var message = Assert.Throws<DatasetException>(() => set.Load(set.SelectAll(SpeechPart.Training, SpeechClasses.Twelve))).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.Contains($"{SpeechFiles.Training}_nohash_9.wav", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_that_are_missing_or_name_a_recording_twice_or_one_that_is_not_there_are_refused()
    {
        var files = SpeechFiles.Whole(each: 1);
        SpeechFiles.WriteTo(_folder.Path, files);
        File.AppendAllText(_folder["testing_list.txt"], $"yes/{SpeechFiles.Validation}_nohash_0.wav\n");
        Refuses("which has been named before");
        File.WriteAllText(_folder["testing_list.txt"], "yes/nobody_nohash_0.wav\n");
        Refuses("Line 1 names 'yes/nobody_nohash_0.wav', which is not there");
        File.Delete(_folder["testing_list.txt"]);
        Refuses("testing_list.txt is not there");

        void Refuses(string words) =>
            Assert.Contains(words, Assert.Throws<DatasetException>(() => SpeechCommands.Open(_folder.Path, SpeechDivision.Lists)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_catalogue_finds_describes_and_checks_the_set()
    {
        var stop = TestContext.Current.CancellationToken;
        var dataset = DatasetCatalogue.SpeechCommands;
        Assert.Contains("Neither its folder nor speech_commands_v0.02.tar.gz was found", Assert.Throws<DatasetException>(() => dataset.Open(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(CheckState.Missing, Assert.Single(dataset.Verify(_folder.Path, stop: stop)).State);

        SpeechFiles.WriteTo(_folder["speech_commands_test_set_v0.02"], [("yes/0bac8a71_nohash_0.wav", WavFiles.Ramp(20)), ("_silence_/7.wav", WavFiles.Ramp(20)), ("_unknown_/bed_0bac8a71_nohash_0.wav.wav", WavFiles.Ramp(20))]);
        Assert.False(dataset.Locate(_folder.Path).LooksComplete);
        Assert.Equal([1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], dataset.Describe(_folder.Path, stop: stop).Parts[2].ClassCounts);

        SpeechFiles.WriteTo(_folder["speech_commands_v0.02"], SpeechFiles.Whole());
        Assert.True(dataset.Locate(_folder.Path).LooksComplete);
        Assert.Equal(_folder["speech_commands_v0.02"], dataset.Locate(_folder.Path).Folder);
        var facts = dataset.Describe(_folder.Path, stop: stop);
        Assert.Equal([75L, 0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3], facts.Parts[0].ClassCounts);
        Assert.Equal(20 / 16_000.0, facts.Values[1].Mean, 1e-9);
        var checks = dataset.Verify(_folder.Path, stop: stop);
        Assert.Contains(checks, static check => check is { Subject: "lists", Words: "they divide as the hash of the speakers does" });
        Assert.DoesNotContain(checks, static check => check.State == CheckState.Wrong);

        File.WriteAllBytes(_folder[$"speech_commands_v0.02/yes/{SpeechFiles.Training}_nohash_0.wav"], "no sound"u8.ToArray());
        Assert.Contains(dataset.Verify(_folder.Path, stop: stop), static check => check.State == CheckState.Wrong && check.Words.Contains("_nohash_0.wav", StringComparison.Ordinal));
    }
}
