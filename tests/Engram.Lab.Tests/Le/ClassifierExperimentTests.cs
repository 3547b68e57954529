using Engram.Lab.Runs;
using Engram.Lab.Tests.Runs;

namespace Engram.Lab.Tests.Le;

/// <summary>The classifiers of Latent Equilibrium learn, and their conditions do what the paper says of them (specification 5.3 to 5.6).</summary>
public sealed class ClassifierExperimentTests : IDisposable
{
    private readonly EquilibriumBench _bench = new();

    // Chance: nine in ten of digits and shapes, one in two of collisions.
    [Theory]
    [InlineData("le-mnist", 45)]
    [InlineData("le-mnist", 35, "condition=feedback-alignment", "training.epochs=10")]
    [InlineData("le-mnist", 45, "condition=backpropagation")]
    [InlineData("le-heterogeneity", 45, "condition=moderate")]
    [InlineData("le-heterogeneity", 45, "condition=learned", "training.epochs=10")]
    [InlineData("le-noise", 55, "neurons.steps=40", "tau-synaptic=0.2")]
    [InlineData("le-mnist-conv", 25, "neurons.multiplier=256", "data.train=1024", "training.batch=16", "training.epochs=4")]
    [InlineData("le-mnist-conv", 35, "condition=backpropagation", "backpropagation-rate=0.2", "data.train=1024", "training.batch=16")]
    [InlineData("le-cifar10", 65, "neurons.multiplier=256", "data.train=1024", "training.batch=16", "training.epochs=5")]
    [InlineData("le-cifar10", 65, "condition=backpropagation", "backpropagation-rate=0.2", "data.train=1024", "training.batch=16", "training.epochs=6")]
    [InlineData("le-higgs", 35, "hidden=40,40,40", "training.batch=16", "training.epochs=12")]
    [InlineData("le-higgs", 35, "condition=backpropagation")]
    public void Each_classifier_learns(string experiment, double most, params string[] settings)
    {
        RunInformation run = _bench.Run(experiment, [.. Tiny(experiment), .. settings]);
        IReadOnlyList<double> errors = EquilibriumBench.Column(run, "validation_error");
        Assert.InRange(errors[0], experiment == "le-higgs" ? 35 : 80, 100);
        Assert.True(EquilibriumBench.Value(run, "test_error") < most, $"{EquilibriumBench.Value(run, "test_error")}");
        Assert.True(errors[^1] < most, $"{errors[^1]}");
        Assert.Equal(errors.Min(), EquilibriumBench.Value(run, "best_validation_error"));
        Assert.Equal(100, EquilibriumBench.Value(run, "test_error") + EquilibriumBench.Value(run, "test_accuracy"), tolerance: 1e-9);
        Assert.True(File.Exists(Path.Combine(run.Folder, "figures", "error.png")));
    }

    [Fact]
    public void Ten_times_slower_neurons_learn_the_same_to_the_last_bit_for_matched_potentials_need_no_membranes() =>
        Assert.Equal(Metrics(Digits()), Metrics(Digits("condition=slow")));

    [Fact]
    public void With_membranes_ten_times_slower_neurons_differ_in_rounding_alone() =>
        AssertAlike(Digits("neurons.shortcuts=false"), Digits("condition=slow", "neurons.shortcuts=false"));

    [Theory]
    [InlineData("le-mnist")]
    [InlineData("le-mnist-conv")]
    [InlineData("le-higgs")]
    [InlineData("le-heterogeneity", "condition=homogeneous")]
    public void Shortcuts_change_nothing_but_rounding(string experiment, params string[] settings)
    {
        string[] all = [.. Tiny(experiment), "training.epochs=2", .. settings];
        AssertAlike(_bench.Run(experiment, all), _bench.Run(experiment, [.. all, "neurons.shortcuts=false"]));
    }

    [Fact]
    public void Neurons_that_do_not_look_ahead_learn_far_worse_though_they_are_shown_images_for_two_time_constants()
    {
        double ahead = EquilibriumBench.Value(Digits(), "test_error"), behind = EquilibriumBench.Value(Digits("condition=no-prospective"), "test_error");
        Assert.True(behind > ahead + 20, $"{behind} and {ahead}");
    }

    [Fact]
    public void Errors_through_random_weights_are_other_errors() =>
        Assert.NotEqual(Metrics(Digits()), Metrics(Digits("condition=feedback-alignment")), StringComparer.Ordinal);

    [Theory]
    [InlineData("le-mnist", 21)]
    [InlineData("le-mnist", 21, "condition=backpropagation")]
    [InlineData("le-heterogeneity", 21, "condition=learned")]
    [InlineData("le-noise", 17)]
    [InlineData("le-mnist-conv", 21)]
    [InlineData("le-higgs", 50)]
    public void A_stopped_run_goes_on_as_if_it_had_never_stopped_on_any_number_of_threads(string experiment, double stopAt, params string[] settings)
    {
        string[] all = [.. Tiny(experiment), "training.epochs=2", .. settings];
        Outcomes.AssertSame(_bench.Run(experiment, all, threads: 1), _bench.RunInTwoSittings(experiment, all, stopAt, threads: 2));
    }

    [Fact]
    public void A_sweep_is_drawn_as_errors_and_as_learning()
    {
        RunReport report = _bench.Sweep("le-mnist", [.. EquilibriumBench.Digits, "training.epochs=1"], 1, 2, "condition=le,no-prospective");
        Assert.All(report.Runs, run => Assert.True(run.State == RunState.Finished, run.Error));
        Assert.Empty(report.Problems);
        Assert.Equal(["test-error.png", "test-error.svg", "learning.png", "learning.svg"], report.Figures.Select(file => Path.GetFileName(file)).ToArray());
        Assert.All(report.Figures, file => Assert.True(new FileInfo(file).Length > 1000, file));
        Assert.Contains("no-prospective", File.ReadAllText(report.Figures[3]), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_has_learned_is_told_from_how_many_samples_of_what()
    {
        RunInformation run = _bench.Run("le-higgs", [.. EquilibriumBench.Collisions, "training.epochs=1"]);
        Assert.Equal(2560, EquilibriumBench.Value(run, "training_samples"));
        Assert.Contains("not HIGGS", run.Summary.Single(value => value.Name == "training_samples").Label);
    }

    [Fact]
    public void On_the_real_digits_the_untrained_network_guesses_and_a_short_epoch_teaches_it_most_of_them()
    {
        string[] settings = ["data.set=published", "data.train=10240", "data.test=1024", "training.batch=128", "training.epochs=1", "neurons.steps=30", "hidden=100,50"];
        RunInformation run = _bench.Run("le-mnist", settings, threads: 2, ExperimentBench.RealData("mnist"));
        IReadOnlyList<double> errors = EquilibriumBench.Column(run, "validation_error");
        Assert.InRange(errors[0], 80, 97);
        Assert.InRange(errors[1], 5, 25);
        Assert.Equal("training samples of MNIST", run.Summary.Single(value => value.Name == "training_samples").Label);
    }

    public void Dispose() => _bench.Dispose();

    private static string[] Tiny(string experiment) => experiment switch
    {
        "le-higgs" => EquilibriumBench.Collisions,
        "le-mnist-conv" or "le-cifar10" => EquilibriumBench.Convolution,
        _ => EquilibriumBench.Digits,
    };

    private static string Metrics(RunInformation run) => File.ReadAllText(Path.Combine(run.Folder, "metrics.csv"));

    private static void AssertAlike(RunInformation expected, RunInformation actual)
    {
        IReadOnlyList<double> wanted = EquilibriumBench.Column(expected, "validation_loss"), got = EquilibriumBench.Column(actual, "validation_loss");
        Assert.Equal(wanted.Count, got.Count);
        for (int epoch = 0; epoch < wanted.Count; epoch++)
            Assert.Equal(wanted[epoch], got[epoch], tolerance: 2e-3 * wanted[epoch]);
    }

    private RunInformation Digits(params string[] settings) => _bench.Run("le-mnist", [.. EquilibriumBench.Digits, .. settings]);
}
