using Engram.Evolution.Problems;
using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>What <c>evolve-regression</c> and <c>evolve-parity</c> share: a benchmark of the engine as a run.</summary>
internal static class EvolveProblem
{
    public const string Solved = "solved";

    public static readonly FigureAxis Fitness = new("champion's fitness");

    public static IReadOnlyList<SummaryValue> Run(BenchmarkProblem problem, long? generations, IRunContext context)
    {
        var settings = problem.Settings with { MaximumGenerations = generations ?? problem.Settings.MaximumGenerations, Threads = 1 };
        IReadOnlyList<string> inputs = problem.Shapes[0].Inputs == 1 ? ["x"] : [.. "abcdefghijklmnopqrst"[..problem.Shapes[0].Inputs].Select(letter => letter.ToString())];
        using var run = new RuleSearch(context, problem.CreateSearch(context.Seed, settings), inputs, problem.Success);
        run.Run();
        RuleReport[] champions = [.. run.Search.Best.Genomes.Select(genome => RuleReport.Of(genome.Decode(), inputs))];
        RuleReport.WriteText(Path.Combine(context.Folder, "champion.txt"), RuleReport.Describe(
            $"Champion of seed {context.Seed} for {problem.Formula}",
            [
                .. champions.SelectMany((champion, i) => champion.Lines(champions.Length > 1 ? $"rule {i + 1}" : "rule")),
                ("fitness", $"{run.Search.Best.Fitness:R}"),
            ]));
        FitnessCurves.Figure($"{problem.Formula}, seed {context.Seed}", Fitness, [RunMetrics.Read(context.Folder)], [])
            .Save(Path.Combine(context.Folder, "figures", "fitness"));
        var summary = new List<SummaryValue>
        {
            new(Solved, problem.IsSolved(run.Search) ? 1 : 0, "", "solved"),
            new("solved_within_300", run.ReachedAt is >= 0 and <= 300 ? 1 : 0, "", "solved within 300 generations"),
        };
        if (run.ReachedAt >= 0)
        {
            summary.Add(new("generation_of_success", run.ReachedAt, "", "generation that solved it"));
            summary.Add(new("evaluations_to_success", run.Search.ObjectiveCalls, "", "evaluations it took"));
        }

        summary.AddRange(run.Summarise());
        return summary;
    }

    public static IReadOnlyList<string> DrawGroup(BenchmarkProblem problem, IReadOnlyList<string> runFolders, string figureFolder) =>
        FitnessCurves.Figure($"{problem.Formula}, {runFolders.Count} seeds", Fitness, [.. runFolders.Select(RunMetrics.Read)], [])
            .Save(Path.Combine(figureFolder, "fitness"));

    /// <summary>A row of the specification's section 5.3, measured with the reference library.</summary>
    public static IReadOnlyList<PublishedResult> Measured(string name, int seeds, int within300, int solved, double median, double evaluations)
    {
        const string Source = "specification 5.3, measured with hal-cgp";
        return
        [
            new(name, Solved, (double)solved / seeds, null, seeds, "", Source, "share of the seeds"),
            new(name, "solved_within_300", (double)within300 / seeds, null, seeds, "", Source, "share of the seeds"),
            new(name, "generation_of_success", median, null, solved, "", Source, "median of the successful") { IsMedian = true },
            new(name, "evaluations_to_success", evaluations, null, solved, "", Source, "median of the successful") { IsMedian = true },
        ];
    }
}
