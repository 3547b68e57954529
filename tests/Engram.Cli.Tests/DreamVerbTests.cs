using Engram.Datasets.Tests;
using Engram.Lab;
using Engram.Lab.Runs;
using Engram.Lab.Tests.Dreaming;

namespace Engram.Cli.Tests;

public sealed class DreamVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram-dream-").FullName;
    private readonly Laboratory _laboratory = new([new TinyDreams(), new TinyNothing()]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_measured_is_told_kept_and_drawn()
    {
        string run = Run("tiny-dreams");
        Spoken spoken = Evaluate("latest", "--with", "readout,occlusion");
        Assert.Equal(0, spoken.ExitCode);
        Assert.StartsWith("tiny-dreams  seed 3, drawn images, finished, 100 % of the run\n", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("test accuracy of a linear readout", spoken.Output, StringComparison.Ordinal);
        Assert.Contains("occluded tiles (%)  test accuracy (%)", spoken.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(run, "evaluations", "readout-occlusion.json"), spoken.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(run, "figures", "evaluation-occlusion.png"), spoken.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(run, "figures", "evaluation-occlusion.svg")));
        Assert.Empty(spoken.Error);
    }

    [Fact]
    public void Programs_get_one_document()
    {
        Run("tiny-dreams");
        var json = Evaluate("latest", "--with", "dimension,occlusion", "--json", "--threads", "1", "--quiet").Json;
        Assert.Equal("drawn images", json.GetProperty("data").GetString());
        Assert.InRange(json.GetProperty("values").GetProperty("participation_ratio").GetDouble(), 1, 12);
        Assert.Equal(11, json.GetProperty("curves")[0].GetProperty("points").GetArrayLength());
        Assert.True(File.Exists(json.GetProperty("file").GetString()));
    }

    [Theory]
    [InlineData("Did you mean \"occlusion\"?", "latest", "--with", "oclusion")]
    [InlineData("There is no run \"nothing-here\"", "nothing-here")]
    [InlineData("--threads takes a whole number from 1", "latest", "--threads", "0")]
    [InlineData("Did you mean '--with'?", "latest", "--wit", "readout")]
    [InlineData("There is no file", "latest", "--with", "frechet", "--features", "no-such-folder")]
    [InlineData("early.state", "latest", "--state", "early.state")]
    public void What_is_wrong_is_said_in_one_paragraph(string words, params string[] line)
    {
        Run("tiny-dreams");
        Refused(words, line);
    }

    [Fact]
    public void A_run_of_another_kind_a_missing_checkpoint_and_missing_images_are_said_in_one_paragraph()
    {
        Refused("There are no runs below", "latest");
        Refused("which has no cortex that dreams. Name a run of tiny-dreams", Run("tiny-nothing"));
        Refused("has no checkpoint", Run("tiny-dreams", "cycles=0"));
        string photographs = Run("tiny-dreams", "set=cifar10");
        Refused("engram data fetch cifar10", photographs, "--data", _folder);
        File.WriteAllText(Path.Combine(photographs, "run.json"), "[]");
        Refused("run.json does not say what it should", photographs);
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        Refused("There is no run", Path.Combine(_folder, "empty"));
    }

    [Fact]
    public void Images_that_do_not_fit_the_cortex_are_refused_by_shape()
    {
        string run = Run("tiny-dreams", "set=cifar10");
        string images = Path.Combine(_folder, "cifar-10-batches-bin");
        Directory.CreateDirectory(images);
        File.WriteAllBytes(Path.Combine(images, "data_batch_1.bin"), DataFiles.Batch(70));
        File.WriteAllBytes(Path.Combine(images, "test_batch.bin"), DataFiles.Batch(10));
        Refused("sees images of 3x16x16; CIFAR-10 has images of 3x32x32", run, "--data", _folder);
    }

    [Fact]
    public void Help_names_every_measure_and_shows_examples()
    {
        Spoken help = Spoken.To(_laboratory, "dream", "evaluate", "--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("readout, occlusion, distances, components, neighbours, alignment, dimension, invariance, dreams, frechet", help.Output, StringComparison.Ordinal);
        Assert.Contains("engram dream evaluate latest --with frechet,dreams", help.Output, StringComparison.Ordinal);
        Assert.Contains("evaluate", Spoken.To(_laboratory, "dream").Output, StringComparison.Ordinal);
        Spoken slip = Spoken.To(_laboratory, "dream", "evalute");
        Assert.Equal(2, slip.ExitCode);
        Assert.Contains("Did you mean 'evaluate'?", slip.Error, StringComparison.Ordinal);
    }

    private string Run(string experiment, params string[] assignments) => _laboratory.Run(
        new RunRequest { Experiment = experiment, RunsFolder = Path.Combine(_folder, "runs"), Assignments = assignments, Seed = 3, Threads = 1 },
        RunObserver.None,
        TestContext.Current.CancellationToken).Runs[0].Folder;

    private Spoken Evaluate(params string[] line) => Spoken.To(_laboratory, ["dream", "evaluate", .. line, "--runs", Path.Combine(_folder, "runs")]);

    private void Refused(string words, params string[] line)
    {
        Spoken spoken = Evaluate(line);
        Assert.Equal(2, spoken.ExitCode);
        Assert.Contains(words, spoken.Error, StringComparison.Ordinal);
        Assert.Equal(1, spoken.Error.Count(static letter => letter == '\n'));
        Assert.Empty(spoken.Output);
    }
}
