namespace Engram.Lab.Tests.Docs;

/// <summary>What docs/extend.md shows is what is compiled and run.</summary>
public sealed class GuideTests
{
    [Theory]
    [InlineData("DelayLine.cs")]
    [InlineData("Program.cs")]
    public void The_guide_shows_the_sample_to_the_letter(string file)
    {
        string guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "extend.md"));
        string sample = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", file));
        Assert.Contains($"\n```csharp\n{sample}```\n", guide);
    }

    [Fact]
    public void An_experiment_takes_fewer_than_40_lines()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "samples", "DelayLine.cs"));
        int saying = lines.Count(line => line.Trim() is not ("" or "{" or "}"));
        Assert.InRange(saying, 1, 39);
    }

    [Fact]
    public void The_program_learns_its_stream()
    {
        double[] errors = [.. Output().Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..]))];
        Assert.Equal(4, errors.Length);
        Assert.True(errors[^1] < errors[0] / 5, $"from {errors[0]} to {errors[^1]}");
    }

    private static string[] Output()
    {
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            System.Reflection.Assembly.Load("Engram.Samples.Stream").EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }

        return [.. output.ToString().Split('\n').Where(line => line.StartsWith("steps ", StringComparison.Ordinal))];
    }
}
