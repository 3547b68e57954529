namespace Engram.Cli.Tests.EndToEnd;

/// <summary>Whatever is typed or given, the command says in one paragraph what is wrong and what to do, and ends with 2.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram-bad-input-").FullName;

    [Theory]
    [InlineData("list", "rum", "gle-mnist1d")]
    [InlineData("gle-mnist1d", "run", "gle-mnist1")]
    [InlineData("quick", "run", "gle-mnist1d", "--preset", "quik")]
    [InlineData("--seed", "run", "gle-mnist1d", "--sead", "4")]
    [InlineData("neurons.tau", "run", "gle-mnist1d", "--set", "neurons.tua=1.2")]
    [InlineData("neurons.dt", "run", "gle-mnist1d", "--set", "neurons.dt=5")]
    [InlineData("neurons.tau", "run", "gle-mnist1d", "--set", "neurons.tau=NaN")]
    [InlineData("training.batch", "run", "gle-mnist1d", "--set", "training.batch=0")]
    [InlineData("training.batch", "run", "gle-mnist1d", "--set", "training.batch=9000")]
    [InlineData("size", "run", "gle-mnist1d", "--set", "size=16k")]
    [InlineData("lines.dt", "run", "gle-mnist1d-lagnet", "--set", "lines.dt=0.5")]
    [InlineData("no-such-folder", "run", "gle-mnist1d", "--set", "data.path=no-such-folder")]
    [InlineData("no runs", "resume", "no-such-run")]
    public void What_is_wrong_is_named(string word, params string[] arguments)
    {
        string[] all = word == "list" ? arguments : [.. arguments, "--runs", _folder];
        EngramProcess.Run(all).AssertRefused(word == "list" ? "rum" : word);
    }

    [Theory]
    [InlineData("[neurons]\ntau = = 1\n", "2")]
    [InlineData("[neurons]\n\ntua = 1.0\n", "3", "neurons.tau")]
    [InlineData("[neurons]\ntau = \"long\"\n", "2", "neurons.tau")]
    public void What_is_wrong_in_a_settings_file_is_named_with_its_line(string text, params string[] words)
    {
        string file = Path.Combine(_folder, "mine.toml");
        File.WriteAllText(file, text);
        EngramProcess.Run("run", "gle-mnist1d", "--settings", file, "--runs", _folder).AssertRefused(["mine.toml", .. words]);
    }

    [Fact]
    public void Data_that_are_no_data_are_refused_by_name()
    {
        string file = Path.Combine(_folder, "mnist1d_data.pkl");
        File.WriteAllText(file, "not a pickle");
        EngramProcess.Run("run", "gle-mnist1d", "--set", $"data.path={file}", "--runs", Path.Combine(_folder, "runs")).AssertRefused("mnist1d_data.pkl");
    }

    [Fact]
    public void A_file_in_the_place_of_the_runs_folder_is_left_alone()
    {
        string file = Path.Combine(_folder, "runs");
        File.WriteAllText(file, "mine");
        EngramProcess.Run([.. EngramProcess.TinyRun, "--runs", file]).AssertRefused("runs");
        Assert.Equal("mine", File.ReadAllText(file));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
