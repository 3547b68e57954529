namespace Engram.Datasets.Tests.Audio;

public sealed class SpokenDigitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_say_digit_speaker_and_index()
    {
        Assert.Equal((7, "jackson", 32), SpokenDigits.Parse("7_jackson_32.wav"));
        Assert.All(["x_jackson_1.wav", "12_jackson_1.wav", "7_jackson.wav", "7__1.wav", "7_jackson_-1.wav", "7_jackson_1.mp3", "7_jack_son_1.wav", "7_jackson_.wav"], static name => Assert.Null(SpokenDigits.Parse(name)));
    }

    [Fact]
    public void The_projects_own_division_keeps_the_first_five_for_testing()
    {
        Write(["anna", "bert"], 8);
        var set = DatasetCatalogue.SpokenDigits.Read(_folder.Path, allowIncomplete: true);
        var split = set.SplitByIndex();
        Assert.Equal((60, 0, 100), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.All(split.Test, static recording => Assert.InRange(recording.Index, 0, 4));
        Assert.Equal(["2840 of the 3000 recordings"], set.Missing, StringComparer.Ordinal);
    }

    [Fact]
    public void Nobody_is_heard_in_two_parts_of_a_division_by_speakers()
    {
        Write(["anna", "bert", "carl"], 2);
        var set = SpokenDigits.Read(_folder["free-spoken-digit-dataset"], allowIncomplete: true);
        var split = set.SplitBySpeakers(["bert"], ["carl"]);
        Assert.Equal(["anna"], Speakers(split.Train), StringComparer.Ordinal);
        Assert.Equal(["carl"], Speakers(split.Validation), StringComparer.Ordinal);
        Assert.Equal(["bert"], Speakers(split.Test), StringComparer.Ordinal);
        Assert.Equal(60, split.Train.Count + split.Validation.Count + split.Test.Count);

        Assert.Contains("There is no speaker 'dora'; there are anna, bert, carl", Assert.Throws<ArgumentException>(() => set.SplitBySpeakers(["dora"], [])).Message, StringComparison.Ordinal);
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => set.SplitBySpeakers(["anna"], ["anna"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => set.SplitBySpeakers([], ["anna"]));
        Assert.Throws<ArgumentException>(() => set.SplitBySpeakers(["anna", "bert"], ["carl"]));

        static IEnumerable<string> Speakers(IEnumerable<SpokenDigit> recordings) => recordings.Select(static recording => recording.Speaker).Distinct(StringComparer.Ordinal);
    }

    [Fact]
    public void What_is_missing_or_foreign_is_said_with_its_place()
    {
        Refuses("Its folder was not found");
        Refuses("git clone");
        Directory.CreateDirectory(_folder["free-spoken-digit-dataset/recordings"]);
        Refuses("There are no recordings in it");
        Write(["anna"], 1);
        File.Delete(_folder["free-spoken-digit-dataset/recordings/4_anna_0.wav"]);
        Refuses("There is no recording of digit 4");
        File.WriteAllBytes(_folder["free-spoken-digit-dataset/recordings/four_anna_0.wav"], WavFiles.Ramp(20, 8_000));
        Refuses("four_anna_0.wav: Its name is not DIGIT_SPEAKER_INDEX.wav");

        void Refuses(string words) => Assert.Contains(words, Assert.Throws<DatasetException>(() => DatasetCatalogue.SpokenDigits.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_catalogue_describes_and_checks_the_set()
    {
        var stop = TestContext.Current.CancellationToken;
        Write(["anna"], 6);
        var facts = DatasetCatalogue.SpokenDigits.Describe(_folder.Path, stop: stop);
        Assert.Equal([10L, 50L], facts.Parts.Select(static part => part.Count));
        Assert.Equal([CheckState.Fine, CheckState.Missing], DatasetCatalogue.SpokenDigits.Verify(_folder.Path, stop: stop).Select(static check => check.State));
    }

    private void Write(string[] speakers, int each)
    {
        var folder = _folder["free-spoken-digit-dataset/recordings"];
        Directory.CreateDirectory(folder);
        foreach (var speaker in speakers)
        {
            for (var digit = 0; digit < 10; digit++)
            {
                for (var index = 0; index < each; index++)
                    File.WriteAllBytes(Path.Combine(folder, $"{digit}_{speaker}_{index}.wav"), WavFiles.Ramp(20, 8_000));
            }
        }
    }
}
