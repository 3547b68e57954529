using System.Text.Json;
using Engram.Lab;
using Engram.Lab.Runs;
using Engram.Vision.Experiments;
using Engram.Vision.Weights;

namespace Engram.Vision.Tests;

/// <summary>The experiments do what experiments of the house do.</summary>
public sealed class ExperimentTests : IRunObserver, IDisposable
{
    private static readonly string[] Tiny = ["data.side=16", "data.styles=4", "data.per-style=16", "training.epochs=2", "tsne-iterations=20", "training.batch=9"];

    private readonly string _runs = Directory.CreateTempSubdirectory("engram-vision-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private double _stopAt = double.PositiveInfinity;

    [Fact]
    public void V31_the_quick_preset_is_far_above_chance_and_above_colours_alone()
    {
        RunInformation run = Single(Run("delaunay-resnet", "quick", ["tsne-iterations=0"]));
        double accuracy = Value(run, "test_accuracy");
        Assert.True(accuracy > 2.5 * Value(run, "chance"), $"{accuracy} %");
        Assert.True(accuracy > Value(run, "colour_accuracy"), $"{accuracy} % against {Value(run, "colour_accuracy")} % of colours alone");
    }

    [Theory]
    [InlineData("authors-exact")]
    [InlineData("authors-clean")]
    [InlineData("modern")]
    public void Every_profile_leaves_all_its_files(string profile)
    {
        RunInformation run = Single(Run("delaunay-resnet", "quick", [.. Tiny, $"profile={profile}"]));
        foreach (string file in (string[])["result.json", "predictions.csv", "artists.csv", "variability.csv", "weights.safetensors", "arrays/test-logits.npy", "figures/accuracy.svg", "figures/neighbours.png", "figures/t-sne.png"])
            Assert.True(File.Exists(Path.Combine(run.Folder, file)), file);
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Folder, "result.json")));
        Assert.Equal(profile, result.RootElement.GetProperty("profile").GetString());
        Assert.Equal(2, result.RootElement.GetProperty("training_error").GetArrayLength());
        Assert.Equal([profile == "authors-exact" ? 1000L : 4L, 256L], SafeTensors.Read(Path.Combine(run.Folder, "weights.safetensors"))["fc.weight"].Shape);
        Assert.Equal(profile == "authors-exact", run.Summary.Any(static value => value.Name == "third_pass_accuracy"));
    }

    [Theory]
    [InlineData("delaunay-resnet", 5)]
    [InlineData("delaunay-sample-efficiency", 1.5)]
    public void A_stopped_run_goes_on_as_if_it_had_never_stopped(string experiment, double stopAt)
    {
        string[] assignments = experiment == "delaunay-resnet" ? [.. Tiny, "probes=false"] : [.. Tiny[..4], "training.batch=8", "per-artist=[2,4]"];
        RunInformation whole = Single(Run(experiment, "quick", assignments));
        _stopAt = stopAt;
        RunReport stopped = Run(experiment, "quick", assignments);
        Assert.True(stopped.Interrupted);
        RunInformation resumed = Single(Laboratory.Resume(stopped.Runs[0].Folder, _runs, 1, this, CancellationToken.None));
        Assert.Equal(RunState.Finished, resumed.State);
        foreach (string file in experiment == "delaunay-resnet" ? (string[])["metrics.csv", "checkpoints/latest.state", "predictions.csv", "weights.safetensors"] : ["metrics.csv"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Folder, file)), File.ReadAllBytes(Path.Combine(resumed.Folder, file)));
    }

    [Fact]
    public void V32_a_planted_mark_is_exposed_by_the_corners()
    {
        RunInformation run = Single(Run("delaunay-resnet", "quick", ["data.side=64", "data.styles=2", "data.per-style=80", "data.kappa=0.1", "data.shortcut=1", "training.epochs=12", "tsne-iterations=0"]));
        // Two artists whose pictures are alike, and a mark that betrays one: the corners alone are enough, and in the middle there is nothing to see.
        string words = $"{Value(run, "test_accuracy")} % whole, {Value(run, "probe_corners_only")} % of the corners, {Value(run, "probe_centre_only")} % of the middle";
        Assert.True(Value(run, "probe_corners_only") > 75, words);
        Assert.True(Value(run, "probe_corners_only") > Value(run, "probe_centre_only") + 20, words);
    }

    [Fact]
    public void Sample_efficiency_has_a_value_for_each_size()
    {
        RunInformation run = Single(Run("delaunay-sample-efficiency", "quick", [.. Tiny[..4], "training.batch=8", "per-artist=[2,4,8]"]));
        Assert.Equal(["accuracy_at_2", "accuracy_at_4", "accuracy_at_8"], run.Summary.Select(static value => value.Name).Where(static name => name.StartsWith("accuracy_at", StringComparison.Ordinal)).ToArray());
        Assert.True(File.Exists(Path.Combine(run.Folder, "figures/sample-efficiency.png")));
    }

    [Theory]
    [InlineData("delaunay-resnet", "network.kind=resnet20", "resnet18")]
    [InlineData("delaunay-resnet", "data.set=folder", "There is no folder")]
    [InlineData("delaunay-resnet", "data.set=catalogue", "There is no such file")]
    [InlineData("delaunay-resnet", "training.warm-up=500", "training.warm-up")]
    [InlineData("delaunay-resnet", "network.weights=none.safetensors", "none.safetensors")]
    [InlineData("delaunay-sample-efficiency", "per-artist=[8,4]", "per-artist")]
    [InlineData("delaunay-sample-efficiency", "quirks.select=best-val", "quirks.select")]
    public void What_cannot_be_is_refused_by_name(string experiment, string assignment, string words)
    {
        string message;
        try
        {
            message = Single(Run(experiment, "quick", [.. Tiny[..4], assignment])).Error ?? "";
        }
        catch (UsageException exception)
        {
            message = exception.Message;
        }

        Assert.Contains(words, message);
    }

    [Fact]
    public void A_file_that_is_no_picture_is_refused_by_name_or_left_out_and_listed()
    {
        string data = Path.Combine(_runs, "data", "mine");
        foreach (string artist in (string[])["A", "B"])
        {
            Directory.CreateDirectory(Path.Combine(data, artist));
            for (int i = 0; i < 10; i++)
                File.WriteAllBytes(Path.Combine(data, artist, $"{i}.bmp"), Bitmap(artist == "A" ? (byte)(20 * i) : (byte)255));
        }

        File.WriteAllText(Path.Combine(data, "A", "broken.png"), "no picture");
        string[] settings = [.. Tiny, "data.set=folder", "data.path=mine", "probes=false"];
        string message;
        try
        {
            message = Single(Run("delaunay-resnet", "quick", settings)).Error ?? "";
        }
        catch (UsageException exception)
        {
            message = exception.Message;
        }

        Assert.Contains("broken.png", message);
        RunInformation run = Single(Run("delaunay-resnet", "quick", [.. settings, "data.unreadable=skip"]));
        Assert.Equal(RunState.Finished, run.State);
        Assert.Contains("A/broken.png", File.ReadAllText(Path.Combine(run.Folder, "skipped.csv")));
    }

    void IRunObserver.Started(RunInformation run)
    {
    }

    void IRunObserver.Progressed(RunInformation run, double done, double total, string status)
    {
        if (done >= _stopAt)
            _stop.Cancel();
    }

    void IRunObserver.Ended(RunInformation run)
    {
    }

    public void Dispose()
    {
        _stop.Dispose();
        Directory.Delete(_runs, recursive: true);
    }

    private static Laboratory Laboratory => new([new DelaunayResNet(), new DelaunaySampleEfficiency()]);

    private static double Value(RunInformation run, string name) => run.Summary.Single(value => value.Name == name).Value;

    private static RunInformation Single(RunReport report) => Assert.Single(report.Runs);

    private static byte[] Bitmap(byte grey)
    {
        const int Side = 12;
        var file = new byte[54 + (3 * Side * Side)];
        "BM"u8.CopyTo(file);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        BitConverter.TryWriteBytes(file.AsSpan(10), 54);
        BitConverter.TryWriteBytes(file.AsSpan(14), 40);
        BitConverter.TryWriteBytes(file.AsSpan(18), Side);
        BitConverter.TryWriteBytes(file.AsSpan(22), Side);
        BitConverter.TryWriteBytes(file.AsSpan(26), (short)1);
        BitConverter.TryWriteBytes(file.AsSpan(28), (short)24);
        Array.Fill(file, grey, 54, 3 * Side * Side);
        return file;
    }

    private RunReport Run(string experiment, string preset, string[] assignments) => Laboratory.Run(
        new RunRequest { Experiment = experiment, Preset = preset, Seed = 1, Threads = 1, RunsFolder = _runs, DataFolder = Path.Combine(_runs, "data"), Assignments = assignments },
        this,
        _stop.Token);
}
