using Engram.Evolution.Plasticity;
using Engram.Evolution.Programs;
using Engram.Evolution.Rules;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>What is written and summed up at the end of <c>evolve-pca</c>.</summary>
internal static class PcaOutcome
{
    /// <summary>The file of a run that <see cref="PcaFigures.DrawGroup"/> reads.</summary>
    public const string ChampionFile = "champion.csv";

    // No direction can be so wrong: it takes weights of length 10 and more.
    private const double Exploded = -100;

    /// <summary>The columns of <see cref="ChampionFile"/> before those of the tests.</summary>
    public static readonly IReadOnlyList<string> ChampionColumns =
        ["seed", "families", "fitness", "oja", "oja_best", "operations", "evaluations", "generation_reaching_oja", "class", "rule"];

    public static IEnumerable<SummaryValue> Summarise(
        RuleSearch run, RuleReport champion, OjaBaseline oja, IReadOnlyList<RuleTrial> tested, int datasets, RuleFitness fitness)
    {
        foreach (SummaryValue value in run.Summarise())
        {
            yield return value;
            if (value.Name != "fitness")
                continue;
            if (fitness.Aggregate == Aggregate.Sum)
                yield return new("fitness_per_dataset", value.Value / datasets, "", "that for each dataset");
            yield return new("oja_fitness", oja.Fitness, "", "fitness of Oja's rule");
            yield return new("oja_best_fitness", oja.BestFitness, "", "of Oja's rule at its best learning rate");
            yield return new("oja_best_gain", oja.BestGain, "", "that rate, as a multiple");
            yield return new("reaches_oja", value.Value + 1e-10 >= oja.Fitness ? 1 : 0, "", "reaches Oja at the same rate");
            yield return new("reaches_best_oja", value.Value + 1e-10 >= oja.BestFitness ? 1 : 0, "", "reaches Oja at its best rate");
            if (run.ReachedAt >= 0)
                yield return new("generation_reaching_oja", run.ReachedAt, "", "generation that reached Oja");
        }

        GeneralizationResult fresh = Find(tested, RuleTrials.Fresh);
        // A mean over seeds has no room for minus infinity, nor for weights that are on their way there.
        if (fresh.Value > Exploded)
            yield return new("validation", fresh.Value, "", "fitness for each of 64 fresh datasets, where weights did not explode");
        yield return new("stays_finite", double.IsFinite(fresh.Value) ? 1 : 0, "", "stays finite on the fresh datasets");
        yield return new("passes_long_run", Find(tested, RuleTrials.LongRun).PassesOnAverage ? 1 : 0, "", "passes the ten times longer run");
        yield return new("is_oja_multiple", IsMultiple(champion.Form.Classify()) ? 1 : 0, "", "is a multiple of (x - w*y)");
    }

    public static void Write(
        IRunContext context, RuleSearch run, RuleReport champion, OjaBaseline oja, IReadOnlyList<RuleTrial> tested, RuleTrials trials, RuleEvaluator evaluator)
    {
        RuleClass kind = champion.Form.Classify();
        string families = string.Join('+', trials.Families.Select(family => family.ToString().ToLowerInvariant()));
        IReadOnlyList<RuleTrial> same = trials.Of(OjaBaseline.RuleOf(1)), best = trials.Of(OjaBaseline.RuleOf(oja.BestGain));

        RuleReport.WriteText(Path.Combine(context.Folder, "champion.txt"), RuleReport.Describe(
            $"Champion of seed {context.Seed}, evolved on {families}",
            [
                .. champion.Lines(),
                ("class", RuleReport.WordsOf(kind)),
                ("fitness", $"{run.Search.Best.Fitness:R}"),
                ("Oja", $"{oja.Fitness:R} at the same learning rate, {oja.BestFitness:R} at {oja.BestGain:G4} times that"),
                .. tested.Select((trial, i) => (trial.Test,
                    $"{trial.Result.Value:F4}  (Oja {same[i].Result.Value:F4}, at its best rate {best[i].Result.Value:F4}; {trial.Result.Passed} of {trial.Result.Count} datasets end well)")),
                ("genome", string.Join(' ', run.Search.Best.Genome.Genes.ToArray())),
            ]));
        TableFile.Write(
            Path.Combine(context.Folder, "generalization.csv"),
            ["rule", "test", "value", "final_cosine", "final_length", "passed", "datasets"],
            from rule in new[] { ("champion", tested), ("Oja", same), ("Oja at its best rate", best) }
            from trial in rule.Item2
            let result = trial.Result
            select (IReadOnlyList<object>)[rule.Item1, trial.Test, result.Value, result.FinalCosine, result.FinalLength, result.Passed, result.Count]);
        TableFile.Write(
            Path.Combine(context.Folder, ChampionFile),
            [.. ChampionColumns, .. tested.Select(trial => trial.Test)],
            [[
                context.Seed, families, run.Search.Best.Fitness, oja.Fitness, oja.BestFitness, run.Search.Best.Complexity, run.Search.ObjectiveCalls,
                run.ReachedAt, kind.ToString(), champion.Text, .. tested.Select(trial => (object)trial.Result.Value),
            ]]);
        PcaFigures.Draw(context, champion, oja, families, evaluator, new Program(champion.Graph));
    }

    private static GeneralizationResult Find(IReadOnlyList<RuleTrial> tested, string test) => tested.First(trial => trial.Test == test).Result;

    private static bool IsMultiple(RuleClass kind) => kind is RuleClass.GainOja or RuleClass.NoisyGainOja or RuleClass.OjaMultiple;
}
