using System.Diagnostics;

namespace Engram.Lab.Tests.Docs;

/// <summary>eng/check-docs.sh on a repository of a few lines.</summary>
public sealed class DocsCheckerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("engram-check-").FullName;

    public DocsCheckerTests()
    {
        Write("src/Room/Clock.cs", "public sealed record Clock(double Step)\n{\n    /// <summary>Wind.</summary>\n    public void Wind(int turns)\n    {\n    }\n}\n");
        Write("README.md", "# A house\n");
    }

    [Fact]
    public void What_is_there_is_not_complained_about()
    {
        (int code, string output) = Check(
            """
            # The `Clock` (and its key)
            [itself](#the-clock-and-its-key), [page](page.md#a-house-2), [home](../README.md), [world](https://example.org/none), `[not](a link)`
            See `src/Room/Clock.cs`, src/Room and src/*/Clock.cs; `Clock.Wind(3)`.
            ## From equation to code
            | dt | `Clock.Step` |
            ## A house
            ### A house 2
            ```
            [in code](nowhere.md) `Clock.Nothing`
            ```
            """);
        Assert.Equal("", output);
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("text [dead](none.md)", "none.md")]
    [InlineData("text [dead](../README.md#cellar)", "heading")]
    [InlineData("text ![dead](figures/none.png)", "figures/none.png")]
    [InlineData("[dead]: none.md", "none.md")]
    [InlineData("in `src/Room/Watch.cs`", "src/Room/Watch.cs does not exist")]
    [InlineData("a `Clock.Unwind` b", "Clock has no member Unwind")]
    [InlineData("a `Clock.Summary` b", "Clock has no member Summary")]
    public void What_is_not_there_is_named_with_its_line(string text, string expected)
    {
        (int code, string output) = Check($"# Page\n\n{text}");
        Assert.Equal(1, code);
        Assert.StartsWith("docs/page.md:3: ", output, StringComparison.Ordinal);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_in_the_table_of_equations_must_exist()
    {
        Assert.Equal(0, Check("| x | `Watch.Hand` |").Code);
        (int code, string output) = Check("## From equation to code\n| x | `Watch.Hand` |\n");
        Assert.Equal(1, code);
        Assert.StartsWith("docs/page.md:2: there is no type Watch", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private (int Code, string Output) Check(string page)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The checker is a script for bash and the tools that come with Linux.");
        Write("docs/page.md", page);
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "eng", "check-docs.sh"));
        start.ArgumentList.Add(_root);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private void Write(string path, string text)
    {
        string file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
