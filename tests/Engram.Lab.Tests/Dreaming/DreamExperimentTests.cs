using Engram.Dreaming;
using Engram.Dreaming.Conditions;
using Engram.Dreaming.Phases;
using Engram.Lab.Experiments;
using Engram.Lab.Experiments.Dreaming;
using Engram.Lab.Runs;
using Engram.Lab.Settings;
using Engram.Lab.Tests.Le;
using Engram.Lab.Tests.Runs;

namespace Engram.Lab.Tests.Dreaming;

/// <summary>The experiments on dreams learn, stop and go on, refuse what cannot be, and answer to what was published.</summary>
public sealed class DreamExperimentTests : IDisposable
{
    private readonly DreamBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>The quick presets, cut to the epochs that suffice: chance is 10 %, and the latents of a fresh cortex are too small for a readout.</summary>
    [Theory]
    [InlineData("pad-cifar10")]
    [InlineData("contrastive-dreaming")]
    public void The_quick_presets_learn_categories_that_nobody_told_them(string experiment)
    {
        RunInformation run = _bench.Run(experiment, ["training.epochs=4", "evaluation.epochs=0", "evaluation.measures=none", "evaluation.pictures=false"]);
        IReadOnlyList<double> accuracy = DreamBench.Column(run, "readout_accuracy"), image = DreamBench.Column(run, "reconstruction_loss");
        Assert.InRange(accuracy[0], 5, 15);
        Assert.True(accuracy[4] > accuracy[0] + 8, $"{accuracy[0]} {accuracy[4]}");
        Assert.Equal(accuracy[4], DreamBench.Value(run, "readout_accuracy"));
        Assert.True(image[4] < 0.75 * image[1], $"{image[1]} {image[4]}");
        Assert.True(double.IsNaN(accuracy[2]));
    }

    [Theory]
    [InlineData("pad-cifar10")]
    [InlineData("pad-svhn")]
    [InlineData("pad-conditions")]
    [InlineData("contrastive-dreaming")]
    public void A_run_leaves_rows_pictures_curves_measures_and_early_cortices(string experiment)
    {
        RunInformation run = _bench.Run(experiment, [.. DreamBench.Tiny, "evaluation.measures=occlusion,distances,dimension,invariance", "evaluation.pictures=true"]);
        Assert.Equal([0, 1, 2], DreamBench.Column(run, "epoch"));
        Assert.All(DreamBench.Column(run, "readout_accuracy"), accuracy => Assert.InRange(accuracy, 0, 100));
        string[] figures =
        [
            "accuracy.svg", "losses.png", "dreams-epoch-0000.png", "dreams-epoch-0002.png", "dream-film.png", "memory-walks.png", "occlusion-ladder.png",
            "latent-map.png", "occlusion.svg",
        ];
        Assert.All(figures, figure => Assert.True(new FileInfo(Path.Combine(run.Folder, "figures", figure)).Length > 1000, figure));
        Assert.True(File.Exists(Path.Combine(run.Folder, "snapshots", "cortex-epoch-0001.state")));
        Assert.True(File.Exists(Path.Combine(run.Folder, "arrays", "occlusion.csv")));
        Assert.InRange(DreamBench.Value(run, "participation_ratio"), 1, 12);
        Assert.Contains("images that Engram draws", run.Summary.Single(value => value.Name == "training_images").Label, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pad-conditions", "condition=pad", 13)]
    [InlineData("pad-conditions", "condition=without-rem", 10)]
    [InlineData("contrastive-dreaming", "condition=W+N+C+R", 13)]
    [InlineData("contrastive-dreaming", "condition=W+C", 0)]
    public void A_stopped_run_goes_on_as_if_it_had_never_stopped_on_any_number_of_threads(string experiment, string condition, double stopAt)
    {
        string[] settings = [.. DreamBench.Tiny, condition, "evaluation.measures=occlusion", $"evaluation.pictures={condition == "condition=pad"}"];
        Outcomes.AssertSame(_bench.Run(experiment, settings, threads: 1), _bench.RunInTwoSittings(experiment, settings, stopAt, threads: 2));
    }

    [Fact]
    public void A_finished_run_can_be_measured_again_and_says_the_same()
    {
        RunInformation run = _bench.Run("contrastive-dreaming", DreamBench.Tiny);
        RunEvaluationReport report = RunEvaluation.Of(_bench.Laboratory, new RunEvaluationRequest
        {
            Run = run.Folder,
            RunsFolder = _bench.Runs,
            Threads = 1,
            Plan = new DreamEvaluationPlan { Readout = new Engram.Dreaming.Evaluation.ReadoutTraining { Epochs = 3 } },
        }, stop: TestContext.Current.CancellationToken);
        Assert.Equal(DreamBench.Value(run, "readout_accuracy"), report.Evaluation["test_accuracy"]);
        RunEvaluationReport early = RunEvaluation.Of(_bench.Laboratory, new RunEvaluationRequest
        {
            Run = run.Folder,
            RunsFolder = _bench.Runs,
            Threads = 1,
            Measures = "dimension",
            StateFile = Path.Combine(run.Folder, "snapshots", "cortex-epoch-0001.state"),
        }, stop: TestContext.Current.CancellationToken);
        Assert.InRange(early.Evaluation["participation_ratio"], 1, 12);
    }

    /// <summary>In the middle of an epoch the next loss shows it, at its end the weights do before they could be kept.</summary>
    [Theory]
    [InlineData(13, "The cortex diverged in cycle 15, phase Wake: L_real is NaN")]
    [InlineData(19, "The cortex diverged in cycle 20: weights are no numbers any more")]
    public void A_cortex_that_diverges_ends_the_run_with_words_and_leaves_the_last_good_state(int cycle, string words)
    {
        var laboratory = new Laboratory([new PoisonedDreams(cycle)]);
        RunInformation run = Assert.Single(laboratory.Run(_bench.Request("poisoned-dreams", DreamBench.Tiny, 1), _bench, CancellationToken.None).Runs);
        Assert.Equal(RunState.Failed, run.State);
        Assert.StartsWith(words, run.Error, StringComparison.Ordinal);
        Assert.Contains("learning-rate", run.Error, StringComparison.Ordinal);
        RunEvaluationReport good = RunEvaluation.Of(
            laboratory, new RunEvaluationRequest { Run = run.Folder, RunsFolder = _bench.Runs, Threads = 1, Measures = "dimension" }, stop: TestContext.Current.CancellationToken);
        Assert.InRange(good.Evaluation["participation_ratio"], 1, 12);
    }

    [Theory]
    [InlineData("pad-cifar10", "pad-svhn", "data.set=svhn")]
    [InlineData("pad-svhn", "pad-cifar10", "data.set=cifar10")]
    [InlineData("pad-cifar10", "data.train", "training.batch=64", "data.train=32")]
    [InlineData("pad-cifar10", "multiple of 8", "data.size=20")]
    [InlineData("pad-cifar10", "Did you mean \"occlusion\"?", "evaluation.measures=oclusion")]
    [InlineData("contrastive-dreaming", "\"W+CR\"", "condition=W+CR")]
    [InlineData("pad-conditions", "at least 64", "training.batch=16", "data.train=20")]
    public void What_cannot_be_is_refused_by_name(string experiment, string words, params string[] settings) => Assert.Contains(
        words, Assert.Throws<UsageException>(() => _bench.Run(experiment, settings)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_condition_can_be_chosen_and_no_other()
    {
        Assert.Equal(string.Join(" | ", DreamConditions.Perturbed.Select(condition => condition.Name)), Choices(new PerturbedDreamSettings()));
        Assert.Equal(string.Join(" | ", DreamConditions.Contrastive.Select(condition => condition.Name)), Choices(new ContrastiveDreamSettings()));
    }

    [Fact]
    public void Published_numbers_stand_beside_the_conditions_they_are_of_and_beside_no_others()
    {
        Experiment conditions = new PadConditions();
        PublishedResult Of(string condition, string set)
        {
            var settings = (PerturbedDreamSettings)conditions.Preset("paper");
            (settings.Condition, settings.Data.Set) = (condition, set);
            return Assert.Single(conditions.ComparableTo(settings));
        }

        Assert.Equal((58.25, 4), (Of("pad", "cifar10").Mean, Of("pad", "cifar10").Seeds));
        Assert.Equal(42.30, Of("without-rem", "svhn").Mean);
        // Reported is the standard error, 5.07 of four runs; the population's deviation is √3 of that.
        Assert.Equal(8.78, Of("without-memory-mix", "svhn").StandardDeviation);
        Assert.Empty(conditions.ComparableTo(new PerturbedDreamSettings { Condition = "swapped-order" }));
        Assert.Empty(conditions.ComparableTo(new PerturbedDreamSettings { Width = 16 }));
        Assert.Empty(conditions.ComparableTo(conditions.Preset("quick")));
        Experiment contrastive = new ContrastiveDreaming();
        Assert.Empty(contrastive.ComparableTo(contrastive.Preset("paper")));
        Assert.Empty(contrastive.Published);
    }

    [Fact]
    public void What_is_left_open_follows_from_the_temperature()
    {
        Experiment experiment = new ContrastiveDreaming();
        (double? Weight, int? WarmUp) At(double temperature)
        {
            var settings = (ContrastiveDreamSettings)experiment.Preset("paper");
            settings.Contrast.Temperature = temperature;
            experiment.Resolve(settings);
            return (settings.Contrast.Weight, settings.Contrast.WarmUpEpochs);
        }

        Assert.Equal((1, 0), At(0.5));
        Assert.Equal((0.5, 1), At(0.2));
        Assert.Equal((0.25, 1), At(0.1));
    }

    [Fact]
    public void A_sweep_over_conditions_is_the_table()
    {
        RunReport report = _bench.Sweep("pad-conditions", [.. DreamBench.Tiny, "evaluation.measures=occlusion"], 2, 1, "condition=pad,no-training");
        string[] files = [.. report.Figures.Select(file => Path.GetFileName(file))];
        Assert.Equal(["readout-accuracy.png", "readout-accuracy.svg", "learning.png", "learning.svg", "table.csv"], files, StringComparer.Ordinal);
        string[] lines = File.ReadAllLines(report.Figures[^1]);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("condition,runs,readout_accuracy,readout_accuracy_standard_error,occluded_accuracy", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("pad,2,", lines[1], StringComparison.Ordinal);
        double mean = report.Runs.Take(2).Average(run => DreamBench.Value(run, "readout_accuracy"));
        Assert.Equal(mean, double.Parse(lines[1].Split(',')[2]), 1e-4);
    }

    [Fact]
    public void A_sweep_over_conditions_answers_the_hypotheses_that_it_has_runs_for()
    {
        RunReport report = _bench.Sweep("contrastive-dreaming", [.. DreamBench.Tiny, "training.epochs=1", "evaluation.measures=invariance"], 2, 1, "condition=W,W+C,W+R");
        string table = report.Figures.Single(file => Path.GetFileName(file) == "hypotheses.csv");
        string[] lines = File.ReadAllLines(table);
        string first = lines.Single(line => line.StartsWith("H1,", StringComparison.Ordinal) && line.Contains("readout_accuracy of W+C > readout_accuracy of W,", StringComparison.Ordinal));
        string[] cells = first.Split(',');
        Assert.Contains(cells[4], new[] { "consistent", "not consistent", "undecided" }, StringComparer.Ordinal);
        Assert.Equal(("2", "2"), (cells[7], cells[8]));
        Assert.Equal(double.Parse(cells[5]) - double.Parse(cells[6]), double.Parse(cells[9]), 2e-5);
        Assert.All(lines.Where(line => line.StartsWith("H8,", StringComparison.Ordinal)), line => Assert.Contains(",not measured,", line, StringComparison.Ordinal));
        Assert.Contains(report.Figures, file => Path.GetFileName(file) == "hypotheses.svg");
        Assert.Contains(report.Figures, file => Path.GetFileName(file) == "invariance.png");
    }

    [Fact]
    public void Settings_that_a_hypothesis_varies_find_their_runs()
    {
        RunReport report = _bench.Sweep(
            "contrastive-dreaming", [.. DreamBench.Tiny, "training.epochs=1"], 2, 1, "contrast.latent-noise=0.2,0", "contrast.transforms=all,occlusion");
        string[] lines = File.ReadAllLines(report.Figures.Single(file => Path.GetFileName(file) == "hypotheses.csv"));
        string Verdict(string hypothesis, string words) =>
            lines.Single(line => line.StartsWith(hypothesis, StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal)).Split(',')[4];
        Assert.NotEqual("not measured", Verdict("H9", "contrast.latent-noise=0,"), StringComparer.Ordinal);
        Assert.NotEqual("not measured", Verdict("H5", "contrast.transforms=occlusion"), StringComparer.Ordinal);
        Assert.Equal("not measured", Verdict("H9", "contrast.latent-noise=0.8"));
    }

    [Fact]
    public void Photographs_are_learned_from_the_official_files()
    {
        string data = ExperimentBench.RealData("cifar10");
        RunInformation run = _bench.Run(
            "pad-cifar10",
            ["width=4", "latents=16", "training.epochs=1", "data.train=512", "data.test=128", "data.validation=100", "evaluation.measures=none", "evaluation.readout-epochs=3", "evaluation.pictures=false"],
            preset: "paper",
            data: data);
        Assert.StartsWith("training images of CIFAR-10", run.Summary.Single(value => value.Name == "training_images").Label, StringComparison.Ordinal);
        Assert.Contains("tested on 100 training images", run.Summary.Single(value => value.Name == "training_images").Label, StringComparison.Ordinal);
        Assert.InRange(DreamBench.Column(run, "reconstruction_loss")[1], 0.15, 0.4);
    }

    private static string Choices(object settings) => SettingsBinder.Describe(settings).Single(setting => setting.Key == "condition").Range;

    private sealed class PoisonedDreams(int cycle) : DreamExperiment<PerturbedDreamSettings>
    {
        public override string Name => "poisoned-dreams";

        public override string Paper => "none";

        public override string Summary => "A weight becomes no number";

        protected override PerturbedDreamSettings CreatePreset(string preset) => new();

        protected override DreamCondition ConditionOf(PerturbedDreamSettings settings, int cyclesPerEpoch) =>
            new("poisoned", "", [.. DreamConditions.Perturbed[0].Phases, new Poison(cycle)]);

        protected override string TitleOf(PerturbedDreamSettings settings) => Name;
    }

    private sealed record Poison(int At) : Phase
    {
        public override void Live<T>(Dreamer<T> dreamer)
        {
            if (dreamer.Cycle == At)
                dreamer.Cortex.Trunk.Stages[0].Connection.Parameters[0, 0] = T.NaN;
        }
    }
}
