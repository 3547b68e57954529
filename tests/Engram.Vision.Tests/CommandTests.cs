using System.Text.RegularExpressions;
using Engram.Cli;
using Engram.Lab;

namespace Engram.Vision.Tests;

public sealed class CommandTests
{
    [Fact]
    public void The_command_lists_its_own_experiments()
    {
        (int code, string output) = Say("list");
        Assert.Equal(0, code);
        Assert.Contains("delaunay-resnet", output);
        Assert.Contains("delaunay-sample-efficiency", output);
        Assert.DoesNotContain("gle-mnist1d", output);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("run --help")]
    [InlineData("sweep --help")]
    [InlineData("show --help")]
    [InlineData("bench --help")]
    [InlineData("resume --help")]
    [InlineData("runs --help")]
    [InlineData("version --help")]
    [InlineData("show delaunay-resnet")]
    [InlineData("run nothing")]
    [InlineData("run delaunay-resnet --nothing")]
    [InlineData("nothing")]
    [InlineData("version")]
    public void The_command_calls_itself_by_its_own_name(string line)
    {
        (int _, string output) = Say(line.Split(' '));
        Assert.Contains("engram-vision", output);
        Assert.DoesNotMatch(new Regex(@"(?<!`)\bengram (run|show|list|runs|sweep|resume|bench|data|VERB|version|help|--)", RegexOptions.None, TimeSpan.FromSeconds(1)), output);
        Assert.DoesNotContain("gle-mnist1d", output);
    }

    [Fact]
    public void Verbs_of_the_other_command_are_unknown()
    {
        (int code, string output) = Say("data");
        Assert.Equal(2, code);
        Assert.Contains("There is no verb 'data'", output);
    }

    private static (int Code, string Output) Say(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, output) { Tool = VisionCatalogue.Tool };
        int code = Application.Run(arguments, new Session(terminal, static () => new Laboratory(VisionCatalogue.Experiments), static () => VisionCatalogue.Benchmarks));
        return (code, output.ToString());
    }
}
