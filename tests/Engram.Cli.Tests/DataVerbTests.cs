using Engram.Datasets.Tests;

namespace Engram.Cli.Tests;

public sealed class DataVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void List_names_every_set_and_says_which_are_here()
    {
        Place("mnist/train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 0]);
        var spoken = Say("list", "--data", _folder);
        Assert.Equal(0, spoken.ExitCode);
        Assert.Equal(["dataset", "mnist1d", "mnist1d-frozen", "mnist", "fashion-mnist", "cifar10", "svhn", "higgs", "speech-commands", "spoken-digits"], spoken.Output.TrimEnd().Split('\n').Select(line => line.Split(' ')[0]), StringComparer.Ordinal);
        Assert.Contains("mnist1d          built in", spoken.Output, StringComparison.Ordinal);
        Assert.Contains($"{Path.Combine(_folder, "mnist")} (in part)", spoken.Output, StringComparison.Ordinal);

        var mnist = Say("list", "--data", _folder, "--json").Json.EnumerateArray().Single(set => set.GetProperty("name").GetString() == "mnist");
        Assert.True(mnist.GetProperty("present").GetBoolean());
        Assert.False(mnist.GetProperty("complete").GetBoolean());
        Assert.Equal(3, mnist.GetProperty("missing").GetArrayLength());
    }

    [Fact]
    public void Info_describes_what_is_here_and_where_it_comes_from()
    {
        Place("cifar-10-batches-bin/data_batch_1.bin", DataFiles.Batch(20));
        var spoken = Say("info", "cifar10", "--data", _folder);
        Assert.Equal(0, spoken.ExitCode);
        Assert.Contains("  train       20  3 x 32 x 32\n", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("  airplane        2     0\n", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("9980 of the 10000 images of data_batch_1.bin", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("c32a1d4ab5d03f1284b67883e8d87530", spoken.Output, StringComparison.Ordinal);

        var json = Say("info", "cifar10", "--data", _folder, "--json").Json;
        Assert.Equal(20, json.GetProperty("parts")[0].GetProperty("samples").GetInt64());
        Assert.Equal(3, json.GetProperty("values").GetArrayLength());
    }

    [Fact]
    public void Info_of_a_set_that_is_not_here_still_says_what_it_is()
    {
        var spoken = Say("info", "higgs", "--data", _folder);
        Assert.Equal(0, spoken.ExitCode);
        Assert.Contains("no; looked in", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("Baldi", spoken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_ends_with_0_where_all_is_fine_and_with_2_where_anything_is_missing_or_wrong()
    {
        var fine = Say("verify", "mnist1d", "--data", _folder);
        Assert.Equal(0, fine.ExitCode);
        Assert.Contains("mnist1d is whole and sound.", fine.Output, StringComparison.Ordinal);

        var missing = Say("verify", "mnist", "--data", _folder);
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains($"engram data fetch mnist --data {_folder}", missing.Error, StringComparison.Ordinal);

        Place("mnist/train-images-idx3-ubyte.gz", "no images"u8.ToArray());
        Place("mnist/train-labels-idx1-ubyte.gz", [0, 0, 8, 1, 0, 0, 0, 0]);
        var wrong = Say("verify", "mnist", "--data", _folder);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("starts with 6E6F2069", wrong.Output, StringComparison.Ordinal);
        Assert.Contains("Move away what is wrong", wrong.Error, StringComparison.Ordinal);

        var json = Say("verify", "mnist", "--data", _folder, "--json").Json;
        Assert.False(json.GetProperty("fine").GetBoolean());
        Assert.Contains(json.GetProperty("checks").EnumerateArray(), check => check.GetProperty("state").GetString() == "wrong");
    }

    [Fact]
    public void Reading_damaged_files_is_exit_code_2_in_one_paragraph()
    {
        Place("higgs/HIGGS.csv", "1,2,3\n"u8.ToArray());
        var spoken = Say("info", "higgs", "--data", _folder);
        Assert.Equal(2, spoken.ExitCode);
        Assert.Contains("row 1: It has 3 fields; 29 were expected", spoken.Error, StringComparison.Ordinal);
        Assert.Equal(1, spoken.Error.Count(static letter => letter == '\n'));
    }

    [Fact]
    public void Fetch_gets_the_file_tells_what_it_does_and_leaves_it_alone_the_next_time()
    {
        var pickle = Path.Combine(RealData.Mnist1D(), "mnist1d_data.pkl");
        using var server = LoopbackServer.Of(("mnist1d_data.pkl", File.ReadAllBytes(pickle)));
        string[] line = ["fetch", "mnist1d-frozen", "--data", _folder, "--from", server.Address.ToString().TrimEnd('/')];
        var spoken = Say(line);
        Assert.Equal(0, spoken.ExitCode);
        Assert.Contains("fetched", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("sha256 as published", spoken.Output, StringComparison.Ordinal);
        Assert.Equal("mnist1d_data.pkl: fetching 1.6 MB\n", spoken.Error);
        Assert.Equal(File.ReadAllBytes(pickle), File.ReadAllBytes(Path.Combine(_folder, "mnist1d", "mnist1d_data.pkl")));

        var again = Say([.. line, "--json"]);
        Assert.True(again.Json.GetProperty("files")[0].GetProperty("was_there").GetBoolean());
        Assert.Empty(again.Error);
        Assert.Single(server.Requests);
        Assert.Equal(0, Say("verify", "mnist1d-frozen", "--data", _folder, "--quiet").ExitCode);
    }

    [Fact]
    public void A_bar_is_drawn_where_a_person_watches_and_taken_away_at_the_end()
    {
        var pickle = Path.Combine(RealData.Mnist1D(), "mnist1d_data.pkl");
        using var server = LoopbackServer.Of(("mnist1d_data.pkl", File.ReadAllBytes(pickle)));
        var spoken = Spoken.To(
            new FakeLaboratory(), new Surroundings { Interactive = true }, "data", "fetch", "mnist1d-frozen", "--data", _folder, "--from", server.Address.ToString());
        Assert.Contains("100 %  1.6 MB of 1.6 MB", spoken.Error, StringComparison.Ordinal);
        Assert.EndsWith("\r\e[K", spoken.Error, StringComparison.Ordinal);
        Assert.All(spoken.Error.Split('\r'), static picture => Assert.InRange(picture.Replace("\e[K", "", StringComparison.Ordinal).Length, 0, 79));
    }

    [Fact]
    public void Fetch_from_an_address_that_has_nothing_is_exit_code_1_with_its_answer()
    {
        using var server = LoopbackServer.Of();
        var spoken = Say("fetch", "mnist", "--data", _folder, "--from", server.Address.ToString(), "--quiet");
        Assert.Equal(1, spoken.ExitCode);
        Assert.Contains($"{server.Address}train-images-idx3-ubyte.gz: answers 404 Not Found", spoken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_while_fetching_is_exit_code_130_and_a_way_to_go_on()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using var server = LoopbackServer.Of();
        var spoken = Spoken.To(new FakeLaboratory(), new Surroundings { Stop = stop.Token }, "data", "fetch", "mnist", "--data", _folder, "--from", server.Address.ToString());
        Assert.Equal(130, spoken.ExitCode);
        Assert.Contains("the same command goes on from there", spoken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_built_in_needs_no_fetching()
    {
        var spoken = Say("fetch", "mnist1d", "--data", _folder);
        Assert.Equal(0, spoken.ExitCode);
        Assert.Contains("is built in", spoken.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data verfy mnist", "There is no verb 'data verfy'. Did you mean 'verify'?")]
    [InlineData("data verify mnst", "Did you mean 'mnist'?")]
    [InlineData("data verify", "data verify needs NAME")]
    [InlineData("data fetch mnist --form x", "Did you mean '--from'?")]
    [InlineData("data fetch mnist --from ftp://x", "--from takes an address that begins with http:// or https://")]
    [InlineData("data info mnist --data", "--data needs a value behind it: --data FOLDER")]
    [InlineData("help data vrify", "Did you mean 'verify'?")]
    public void A_mistake_is_answered_with_one_paragraph_and_exit_code_2(string line, string words)
    {
        var spoken = Spoken.To(new FakeLaboratory(), line.Split(' '));
        Assert.Equal(2, spoken.ExitCode);
        Assert.Contains(words, spoken.Error, StringComparison.Ordinal);
        Assert.Equal(1, spoken.Error.Count(static letter => letter == '\n'));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("info")]
    [InlineData("verify")]
    [InlineData("fetch")]
    public void Every_verb_below_data_explains_itself_with_examples(string verb)
    {
        var spoken = Say(verb, "--help");
        Assert.Equal(0, spoken.ExitCode);
        Assert.Contains("usage  engram data " + verb, spoken.Output, StringComparison.Ordinal);
        Assert.Contains("examples\n  engram data " + verb, spoken.Output, StringComparison.Ordinal);
        Assert.Equal(spoken.Output, Spoken.To(new FakeLaboratory(), "help", "data", verb).Output);
        Assert.Contains($"\n  {verb}", Say().Output, StringComparison.Ordinal);
    }

    private static Spoken Say(params string[] arguments) => Spoken.To(new FakeLaboratory(), ["data", .. arguments]);

    private void Place(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
