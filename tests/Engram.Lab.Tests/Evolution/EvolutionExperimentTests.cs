using System.Globalization;
using Engram.Evolution.Programs;
using Engram.Evolution.Rules;
using Engram.Evolution.Spiking;
using Engram.Lab.Runs;
using Engram.Lab.Tests.Runs;
using Engram.Numerics;
using static Engram.Lab.Tests.Evolution.EvolutionRuns;

namespace Engram.Lab.Tests.Evolution;

public sealed class EvolutionExperimentTests : IDisposable
{
    private const string Smaller = "search.generations=60";

    private readonly EvolutionRuns _runs = new();

    [Fact]
    public void The_quick_search_for_principal_components_reaches_ojas_rule()
    {
        RunInformation run = _runs.Run("evolve-pca");
        Assert.Equal(1, Value(run, "reaches_oja"));
        // On fresh datasets too; Oja's rule itself earns 0.96 (specification 2.7).
        Assert.InRange(Value(run, "validation"), 0.9, 1);
        string champion = File.ReadAllText(Path.Combine(run.Folder, "champion.txt"));
        Assert.Contains("(x - w*y)", champion);
        Assert.Contains("LaTeX", champion);
        foreach (string figure in new[] { "fitness", "angle", "length", "gain" })
            Assert.True(File.Exists(Path.Combine(run.Folder, "figures", figure + ".png")), figure);
    }

    [Theory]
    [InlineData("evolve-pca", Smaller, "family=iso+anti")]
    [InlineData("evolve-pca", Smaller, "search.survival=pareto", "search.parents=6", "search.offspring=6")]
    [InlineData("evolve-reward", "search.generations=12", "task.trials=20", "task.experiments=2", "task.fresh-experiments=1", "task.step=0.1")]
    [InlineData("evolve-error", "search.generations=20", "task.trials=2", "task.duration=200", "task.fresh-trials=1")]
    [InlineData("evolve-correlation", "search.generations=8", "task.trials=1", "task.inputs=200", "task.duration=2000", "task.test-duration=1000", "task.fresh-trials=1")]
    [InlineData("evolve-regression", "generations=40", "problem=quartic")]
    [InlineData("evolve-parity", "generations=40", "bits=5")]
    [InlineData("rule-neurons", "samples=400")]
    public void A_run_stopped_and_gone_on_with_writes_the_bytes_of_one_left_alone(string experiment, params string[] settings)
    {
        var alone = Bench.Outcome(_runs.Run(experiment, 3, assignments: settings).Folder);
        var inPieces = Bench.Outcome(_runs.RunInPieces(experiment, 3, 5, settings).Folder);
        Assert.Equal(alone, inPieces);
    }

    [Fact]
    public void A_search_for_fitness_and_simplicity_leaves_a_front_from_the_simplest_rule_to_the_champion()
    {
        RunInformation run = _runs.Run(
            "evolve-pca", assignments: ["search.generations=150", "search.survival=pareto", "search.parents=20", "search.offspring=20"]);
        string[][] rows = [.. File.ReadAllLines(Path.Combine(run.Folder, "front.csv")).Select(line => line.Split(','))];
        Assert.Equal(["operations", "fitness", "rule"], rows[0]);
        (int Operations, double Fitness)[] front = [.. rows[1..].Select(row => (int.Parse(row[0], CultureInfo.InvariantCulture), double.Parse(row[1], CultureInfo.InvariantCulture)))];
        Assert.True(front.Length > 2);
        foreach ((var simpler, var richer) in front.Zip(front[1..]))
        {
            Assert.True(simpler.Operations < richer.Operations);
            Assert.True(simpler.Fitness < richer.Fitness);
        }

        Assert.Equal((Value(run, "operations"), Value(run, "fitness")), front[^1]);
        Assert.True(File.Exists(Path.Combine(run.Folder, "figures", "front.png")));
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        string[] settings = ["search.generations=12", "task.trials=20", "task.experiments=2", "task.fresh-experiments=1", "task.step=0.1"];
        Assert.Equal(
            Bench.Outcome(_runs.Run("evolve-reward", 2, threads: 1, assignments: settings).Folder),
            Bench.Outcome(_runs.Run("evolve-reward", 2, threads: 2, assignments: settings).Folder));
    }

    [Fact]
    public void A_student_evolves_that_follows_its_teacher_better_than_one_that_does_not_learn()
    {
        RunInformation run = _runs.Run("evolve-error", assignments: ["search.generations=400", "task.trials=4"]);
        using var task = new ErrorTask(new ErrorTaskOptions { Trials = 4, Duration = 2000, Step = 0.05 }, new RandomStreams(1));
        double none = task.Evaluate(new Program(Expression.Parse("0*s", ["v", "u", "s"])));
        Assert.InRange(Value(run, "fitness"), 0.5 * none, 0);
    }

    [Fact]
    public void The_benchmarks_of_the_engine_are_solved()
    {
        Assert.Equal(1, Value(_runs.Run("evolve-parity"), "solved"));
        Assert.Equal(1, Value(_runs.Run("evolve-regression"), "solved"));
    }

    [Fact]
    public void Ojas_rule_as_text_turns_a_neuron_of_the_engine_towards_the_principal_component()
    {
        RunInformation run = _runs.Run("rule-neurons", assignments: ["inputs=5"]);
        Assert.InRange(Value(run, "angle"), 0, 12);
        Assert.Equal(1, Value(run, "length"), 0.05);
    }

    [Theory]
    [InlineData("evolve-pca", "family=iso+sdp", "family", "spd")]
    [InlineData("evolve-pca", "family=", "family", "empty")]
    [InlineData("evolve-pca", "family=iso+iso", "family", "twice")]
    [InlineData("evolve-pca", "search.primitives=sub,mull", "search.primitives", "mull")]
    [InlineData("evolve-pca", "search.levels-back=200", "search.levels-back", "search.columns")]
    [InlineData("evolve-pca", "search.tournament=2", "search.tournament", "search.parents")]
    [InlineData("evolve-pca", "search.survival=pareto", "search.survival", "search.parents")]
    [InlineData("evolve-pca", "search.mutation-rate=0", "search.mutation-rate", "1")]
    [InlineData("evolve-error", "task.step=0.03", "task.step", "divide a millisecond")]
    [InlineData("rule-neurons", "rule=y*(x - w*", "rule", "^")]
    public void A_wrong_setting_is_refused_by_its_name(string experiment, string setting, string key, string hint)
    {
        string message = _runs.Refusal(experiment, setting);
        Assert.Contains(key, message);
        Assert.Contains(hint, message);
    }

    public void Dispose() => _runs.Dispose();
}
