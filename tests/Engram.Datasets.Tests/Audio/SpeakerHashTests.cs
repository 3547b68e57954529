namespace Engram.Datasets.Tests.Audio;

/// <summary>The values were computed apart from this code, with Python's hashlib, by the rule of the specification (§3.6).</summary>
public sealed class SpeakerHashTests
{
    [Theory]
    [InlineData("0bac8a71", 11.732665536796045, SpeechPart.Testing)]
    [InlineData("5170b77f", 16.571778182475107, SpeechPart.Testing)]
    [InlineData("a6f2fd71", 14.80432163778187, SpeechPart.Testing)]
    [InlineData("c83fb6d0", 9.861999078556888, SpeechPart.Validation)]
    [InlineData("00000000", 9.555729549793375, SpeechPart.Validation)]
    [InlineData("9e26aeed", 0.4707962309628444, SpeechPart.Validation)]
    [InlineData("5e6f8065", 20.043324828470684, SpeechPart.Training)]
    [InlineData("004ae714", 79.57489326279531, SpeechPart.Training)]
    public void A_speaker_has_one_percentage_and_one_part(string speaker, double percentage, SpeechPart part)
    {
        Assert.Equal(percentage, SpeakerHash.Percentage(speaker), 1e-12);
        foreach (var name in new[] { $"{speaker}_nohash_0.wav", $"yes/{speaker}_nohash_17.wav", $@"a\b\{speaker}_nohash_1.wav", $"./no/{speaker}_nohash__nohash_.wav" })
            Assert.Equal(part, SpeakerHash.PartOf(name));
    }

    [Fact]
    public void A_name_without_the_mark_is_hashed_as_it_is()
    {
        Assert.Equal("hello", SpeakerHash.Speaker("hello"));
        Assert.Equal(83.26479035068147, SpeakerHash.Percentage(SpeakerHash.Speaker("folder/hello")), 1e-12);
        Assert.Equal(98.04821758008165, SpeakerHash.Percentage(""), 1e-12);
    }

    [Fact]
    public void About_a_tenth_of_many_speakers_is_for_each_of_validating_and_testing()
    {
        var parts = Enumerable.Range(0, 20_000).Select(static i => SpeakerHash.PartOf($"{i:x8}_nohash_0.wav")).CountBy(static part => part).ToDictionary();
        // Four standard deviations of a binomial distribution of 20,000 and 0.1 are 170.
        Assert.InRange(parts[SpeechPart.Validation], 1830, 2170);
        Assert.InRange(parts[SpeechPart.Testing], 1830, 2170);
    }
}
