using CsCheck;
using Engram.Lab;

namespace Engram.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("lst", "Did you mean 'list'?")]
    [InlineData("runn fake-digits", "Did you mean 'run'?")]
    [InlineData("run fake-digits --presett quick", "Did you mean '--preset'?")]
    [InlineData("run --presett quick", "Did you mean '--preset'?")]
    [InlineData("run fake-digist", "Did you mean 'fake-digits'?")]
    [InlineData("show fake-digit", "Did you mean 'fake-digits'?")]
    [InlineData("run fake-digits --preset qick", "Did you mean 'quick'?")]
    [InlineData("show other-task --preset papr", "Did you mean 'paper'?")]
    [InlineData("help rnu", "Did you mean 'run'?")]
    public void A_slip_is_answered_with_the_nearest_valid_name(string line, string offer)
    {
        var spoken = Spoken.To(new FakeLaboratory(), line.Split(' '));
        Assert.Equal(2, spoken.ExitCode);
        Assert.Contains(offer, spoken.Error, StringComparison.Ordinal);
        Assert.Empty(spoken.Output);
    }

    [Theory]
    [InlineData("frobnicate", "There is no verb 'frobnicate'")]
    [InlineData("run", "run needs NAME")]
    [InlineData("resume", "run's or sweep's folder")]
    [InlineData("run fake-digits extra", "'extra'")]
    [InlineData("run fake-digits --seed", "--seed needs a value")]
    [InlineData("run fake-digits --seed -1", "--seed takes a whole number from 0")]
    [InlineData("run fake-digits --seed 1 --seed 2", "given 2 times")]
    [InlineData("run fake-digits --seeds 0", "--seeds takes a whole number from 1")]
    [InlineData("run fake-digits --threads many", "not 'many'")]
    [InlineData("run fake-digits --set epochs", "--set PATH=VALUE")]
    [InlineData("run fake-digits --set a=1 --set b", "'--set b'")]
    [InlineData("sweep fake-digits", "sweep needs --over")]
    [InlineData("sweep fake-digits --over", "--over needs a value")]
    [InlineData("run fake-digits --data", "--data needs a value")]
    [InlineData("run @file", "There is no experiment '@file'")]
    [InlineData("bench nothing", "There is no benchmark 'nothing'")]
    public void A_mistake_is_answered_with_one_paragraph_and_exit_code_2(string line, string words)
    {
        var spoken = Spoken.To(new FakeLaboratory(), line.Split(' '));
        Assert.Equal(2, spoken.ExitCode);
        Assert.Contains(words, spoken.Error, StringComparison.Ordinal);
        Assert.Equal(1, spoken.Error.Count(static letter => letter == '\n'));
        Assert.Empty(spoken.Output);
    }

    [Fact]
    public void Any_words_give_an_answer_without_a_stack_trace()
    {
        var word = Gen.OneOf(
            Gen.OneOf<string>("run", "show", "list", "runs", "resume", "bench", "help", "fake-digits", "--set", "--seed", "--json", "-q", "--", "-", "=", "a=1"),
            Gen.String[0, 8]);
        word.Array[0, 6].Sample(
            words =>
            {
                var spoken = Spoken.To(new FakeLaboratory(), words);
                return spoken.ExitCode is 0 or 2 && !spoken.Error.Contains("   at ", StringComparison.Ordinal);
            },
            iter: 2000);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("run")]
    [InlineData("sweep")]
    [InlineData("resume")]
    [InlineData("runs")]
    [InlineData("data")]
    [InlineData("bench")]
    [InlineData("version")]
    public void Every_verb_explains_itself_with_examples(string verb)
    {
        var spoken = Spoken.To(new FakeLaboratory(), verb, "--help");
        Assert.Equal(0, spoken.ExitCode);
        Assert.Contains("usage  engram " + verb, spoken.Output, StringComparison.Ordinal);
        Assert.Contains("examples\n  engram " + verb, spoken.Output, StringComparison.Ordinal);
        Assert.Equal(spoken.Output, Spoken.To(new FakeLaboratory(), "help", verb).Output);
    }

    [Fact]
    public void Help_is_given_whatever_else_is_wrong_on_the_line()
    {
        Assert.Equal(0, Spoken.To(new FakeLaboratory(), "run", "--seed", "x", "--help").ExitCode);
        Assert.Equal(Spoken.To(new FakeLaboratory()).Output, Spoken.To(new FakeLaboratory(), "--help").Output);
    }

    [Fact]
    public void What_the_laboratory_finds_wrong_is_said_without_a_stack_trace()
    {
        var laboratory = new FakeLaboratory { Answer = static (_, _) => throw new UsageException("epochs is 0; it must be 1 to 10000.") };
        var spoken = Spoken.To(laboratory, "run", "fake-digits");
        Assert.Equal(2, spoken.ExitCode);
        Assert.Equal("engram: epochs is 0; it must be 1 to 10000.\n", spoken.Error);
    }

    [Fact]
    public void A_failing_disk_is_exit_code_1_in_one_line()
    {
        var laboratory = new FakeLaboratory { Answer = static (_, _) => throw new IOException("No space left on device : 'runs'") };
        var spoken = Spoken.To(laboratory, "run", "fake-digits");
        Assert.Equal(1, spoken.ExitCode);
        Assert.Equal("engram: No space left on device : 'runs'\n", spoken.Error);
    }

    [Fact]
    public void An_unexpected_failure_leaves_a_report_and_shows_one_line()
    {
        var laboratory = new FakeLaboratory { Answer = static (_, _) => throw new InvalidOperationException("the kernel sulks") };
        var spoken = Spoken.To(laboratory, "run", "fake-digits");
        Assert.Equal(1, spoken.ExitCode);
        Assert.Equal(1, spoken.Error.Count(static letter => letter == '\n'));
        var path = spoken.Error.Split("A full report is in ")[1].Trim().TrimEnd('.') + "";
        Assert.Contains("the kernel sulks", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Contains("   at ", File.ReadAllText(path), StringComparison.Ordinal);
        File.Delete(path);
    }
}
