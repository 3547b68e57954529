using System.Text.Json;
using Engram.Datasets;
using Engram.Dreaming.Evaluation;
using Engram.Lab.Experiments.Dreaming;
using Engram.Lab.Runs;
using Engram.Numerics.Connections;

namespace Engram.Lab.Tests.Dreaming;

public sealed class RunEvaluationTests : IDisposable
{
    private static readonly DreamEvaluationPlan Small = new()
    {
        PairsPerClass = 10,
        Dreams = 40,
        FewDreams = 20,
        Neighbours = [5, 20],
        Map = (60, 4),
        Classifier = new FeatureClassifierTraining { Width = 2, Features = 6, Epochs = 1, Batch = 32 },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("engram-evaluation-").FullName;
    private readonly Laboratory _laboratory = new([new TinyDreams(), new TinyNothing()]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_measure_is_taken_of_the_newest_checkpoint_and_kept_in_the_runs_folder()
    {
        string run = Run("tiny-dreams");
        RunEvaluationReport report = Evaluate(run, "all", threads: 1);
        Assert.Equal(DreamMeasure.All.Select(measure => measure.Name), report.Evaluation.Measures, StringComparer.Ordinal);
        Assert.All(report.Evaluation.Values, value => Assert.True(double.IsFinite(value.Value), value.Name));
        Assert.Equal(report.Evaluation["test_accuracy"], report.Evaluation.Curves[0].Y[0]);
        Assert.Equal(25, report.Evaluation.Curves[0].Y[^1], 1e-9);
        Assert.Equal(Path.Combine(run, "checkpoints", "latest.state"), report.State);
        Assert.Equal(Path.Combine(run, "evaluations", "all.json"), report.File);
        Assert.Equal(
            ["evaluation-components.png", "evaluation-components.svg", "evaluation-occlusion.png", "evaluation-occlusion.svg"],
            report.Figures.Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(report.Figures, figure => Assert.True(File.Exists(figure)));

        using var json = JsonDocument.Parse(File.ReadAllBytes(report.File));
        Assert.Equal(report.Evaluation.Values.Count, json.RootElement.GetProperty("values").GetArrayLength());
        Assert.Equal(11, json.RootElement.GetProperty("curves")[0].GetProperty("x").GetArrayLength());
        Assert.Equal("drawn images", json.RootElement.GetProperty("data").GetString());
    }

    [Fact]
    public void Neither_threads_nor_other_measures_change_a_number_and_nothing_is_overwritten()
    {
        string run = Run("tiny-dreams");
        RunEvaluationReport first = Evaluate(run, "occlusion,frechet", threads: 1), second = Evaluate(run, "frechet, occlusion", threads: 2), all = Evaluate(run, "all", threads: 1);
        Assert.Equal(first.Evaluation.Values, second.Evaluation.Values);
        Assert.Equal(first.Evaluation.Values, all.Evaluation.Values.Where(value => first.Evaluation.Values.Any(other => other.Name == value.Name)).OrderBy(value => first.Evaluation.Values.ToList().FindIndex(other => other.Name == value.Name)));
        Assert.Equal("occlusion-frechet-2.json", Path.GetFileName(second.File));
        Assert.Empty(first.Figures.Intersect(second.Figures, StringComparer.Ordinal));
        Assert.True(File.Exists(first.File));
    }

    [Fact]
    public void The_readout_alone_is_that_of_the_whole_evaluation()
    {
        var tiny = new TinyDreams();
        DreamSubject subject = tiny.Open(new TinyDreamSettings(), _folder, 1);
        using var cortex = subject.Cortex.Build<float>(subject.Lanes, 1);
        using var evaluator = new DreamEvaluator(cortex, subject, seed: 1, plan: Small);
        ReadoutResult readout = evaluator.MeasureReadout(stop: TestContext.Current.CancellationToken);
        DreamEvaluation evaluation = evaluator.Evaluate([DreamMeasure.Readout], stop: TestContext.Current.CancellationToken);
        Assert.Equal(100 * readout.TestAccuracy, evaluation["test_accuracy"]);
        Assert.Equal(readout.TrainLoss, evaluation["readout_loss"]);
        Assert.Throws<KeyNotFoundException>(() => evaluation["beauty"]);
    }

    [Fact]
    public void A_state_of_an_early_epoch_can_be_measured_too()
    {
        string run = Run("tiny-dreams"), early = Path.Combine(_folder, "early.state");
        File.Copy(Path.Combine(run, "checkpoints", "latest.state"), early);
        Assert.Equal(Evaluate(run, "dimension").Evaluation.Values, Evaluate(run, "dimension", state: early).Evaluation.Values);
        File.WriteAllText(early, "no state");
        Assert.Contains("early.state", Refusal(() => Evaluate(run, "dimension", state: early)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("readuot", "Did you mean \"readout\"?")]
    [InlineData("readout,frechett", "Did you mean \"frechet\"?")]
    [InlineData(" , ", "No measure was named")]
    public void Names_that_are_none_are_answered_with_the_nearest(string names, string words) =>
        Assert.Contains(words, Refusal(() => DreamEvaluator.Parse(names)), StringComparison.Ordinal);

    [Fact]
    public void Measures_are_taken_in_their_order_and_once() =>
        Assert.Equal([DreamMeasure.Readout, DreamMeasure.Occlusion], DreamEvaluator.Parse("occlusion,readout,occlusion"));

    [Fact]
    public void What_cannot_be_measured_is_said_in_words()
    {
        Assert.Contains("no cortex that dreams. Name a run of tiny-dreams", Refusal(() => Evaluate(Run("tiny-nothing"), "readout")), StringComparison.Ordinal);
        Assert.Contains("has no checkpoint", Refusal(() => Evaluate(Run("tiny-dreams", "cycles=0"), "readout")), StringComparison.Ordinal);
        Assert.Contains("There is no run \"nothing-here\"", Refusal(() => Evaluate("nothing-here", "readout")), StringComparison.Ordinal);
        Assert.Contains("at least a batch of 64 latents to learn from; there are 40", Refusal(() => Evaluate(Run("tiny-dreams", "images=40"), "readout")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_no_run_and_a_damaged_checkpoint_are_named()
    {
        string run = Run("tiny-dreams");
        string checkpoint = Path.Combine(run, "checkpoints", "latest.state");
        byte[] bytes = File.ReadAllBytes(checkpoint);
        bytes[^100] ^= 1;
        File.WriteAllBytes(checkpoint, bytes);
        Assert.Contains("latest.state", Refusal(() => Evaluate(run, "readout")), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(run, "run.json"), "{");
        Assert.Contains("run.json, line", Refusal(() => Evaluate(run, "readout")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_ones_own_is_read_from_its_folder()
    {
        NpyWriter.Write(Path.Combine(_folder, "w1.npy"), [1f, 2, 3, 4, -1, 0, 0, 0], 2, 1, 2, 2);
        NpyWriter.Write(Path.Combine(_folder, "b1.npy"), [0.5f, 0], 2);
        NpyWriter.Write(Path.Combine(_folder, "w2.npy"), [2f, 1], 1, 2);
        NpyWriter.Write(Path.Combine(_folder, "b2.npy"), [-1f], 1);
        List(Convolution(), Dense());
        using FeatureSpace space = FeatureNetworkFolder.Read(_folder, new SignalShape(1, 2, 2));
        Assert.Equal("mine", space.Name);
        var set = new ImageSet([255, 0, 255, 255], [0], new ImageShape(1, 2, 2), ["one"], "drawn");
        Assert.Equal(12, space.Read(new SeenPictures(set), stop: TestContext.Current.CancellationToken).Values[0], 1e-5f);

        List(Convolution(), Dense().Replace("dense", "dnse", StringComparison.Ordinal));
        Assert.Contains("layer 2 has the kind \"dnse\". Expected convolution or dense. Did you mean \"dense\"?", RefusalOfNetwork(), StringComparison.Ordinal);
        List(Dense());
        Assert.Contains("layer 1: the weights have the shape (1, 2). Expected (1, 4)", RefusalOfNetwork(), StringComparison.Ordinal);
        List(Convolution().Replace("rectified", "relu", StringComparison.Ordinal));
        Assert.Contains("layer 1 has the activation \"relu\"", RefusalOfNetwork(), StringComparison.Ordinal);
        List(Convolution().Replace("w1.npy", "w9.npy", StringComparison.Ordinal));
        Assert.Contains("w9.npy", RefusalOfNetwork(), StringComparison.Ordinal);
        List(Convolution().Replace("w1.npy", "../w1.npy", StringComparison.Ordinal));
        Assert.Contains("without a path", RefusalOfNetwork(), StringComparison.Ordinal);
        List(Convolution().Replace("\"stride\": 2", "\"stride\": 0", StringComparison.Ordinal));
        Assert.Contains("stride is 0. Expected a whole number from 1 to 64", RefusalOfNetwork(), StringComparison.Ordinal);
        List();
        Assert.Contains("lists no layers", RefusalOfNetwork(), StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder, "network.json"));
        Assert.Contains("There is no file", RefusalOfNetwork(), StringComparison.Ordinal);

        string RefusalOfNetwork() => Refusal(() => FeatureNetworkFolder.Read(_folder, new SignalShape(1, 2, 2)));

        static string Convolution() => """{"kind": "convolution", "weights": "w1.npy", "biases": "b1.npy", "stride": 2, "activation": "rectified"}""";

        static string Dense() => """{"kind": "dense", "weights": "w2.npy", "biases": "b2.npy"}""";

        void List(params string[] layers) => File.WriteAllText(
            Path.Combine(_folder, "network.json"), $$"""{"format": 1, "name": "mine", "layers": [{{string.Join(", ", layers)}}]}""");
    }

    private static string Refusal(Action action) => Assert.Throws<UsageException>(action).Message;

    private string Run(string experiment, params string[] assignments) => _laboratory.Run(
        new RunRequest { Experiment = experiment, RunsFolder = Path.Combine(_folder, "runs"), Assignments = assignments, Seed = 3, Threads = 1 },
        RunObserver.None,
        TestContext.Current.CancellationToken).Runs[0].Folder;

    private RunEvaluationReport Evaluate(string run, string measures, int? threads = 1, string? state = null) => RunEvaluation.Of(
        _laboratory,
        new RunEvaluationRequest { Run = run, Measures = measures, RunsFolder = Path.Combine(_folder, "runs"), StateFile = state, Threads = threads, Plan = Small },
        stop: TestContext.Current.CancellationToken);
}
