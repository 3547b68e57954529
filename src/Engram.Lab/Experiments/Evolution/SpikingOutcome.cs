using Engram.Evolution.Programs;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>What the spiking experiments share: the search as a run, and at its end the champion beside known rules, also on fresh trials.</summary>
/// <param name="Inputs">The names of a rule's inputs.</param>
/// <param name="Rules">What each rule of an individual is called: one name, or two.</param>
/// <param name="Known">The known rules.</param>
/// <param name="OnSearchTrials">The fitness on the trials of the search.</param>
/// <param name="OnFreshTrials">The value of each of some fresh trials; empty where it broke down.</param>
/// <param name="Fitness">What fitness is.</param>
internal sealed record SpikingOutcome(
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Rules,
    IReadOnlyList<KnownRule> Known,
    Func<IReadOnlyList<Program>, double> OnSearchTrials,
    Func<IReadOnlyList<Program>, double[]> OnFreshTrials,
    FigureAxis Fitness)
{
    private const string Champion = "champion";

    /// <summary>Runs the search and writes what came of it.</summary>
    public IReadOnlyList<SummaryValue> Run(IRunContext context, RuleSearch run)
    {
        run.Run();
        RuleReport[] champions = [.. run.Search.Best.Genomes.Select(genome => RuleReport.Of(genome.Decode(), Inputs))];
        var rows = new List<Row> { Test(Champion, Champion, [.. champions.Select(champion => champion.Text)], [.. champions.Select(champion => new Program(champion.Graph))]) };
        foreach (KnownRule known in Known)
        {
            context.Stop.ThrowIfCancellationRequested();
            rows.Add(Test(known.Name, known.Label, known.Texts, known.Compile(Inputs)));
        }

        RuleReport.WriteText(Path.Combine(context.Folder, "champion.txt"), RuleReport.Describe(
            $"Champion of seed {context.Seed}",
            [
                .. champions.SelectMany((champion, i) => champion.Lines(Rules[i])),
                .. rows.Select(row => (row.Label, $"{row.Fitness:G6} on the trials of the search, {row.Validation:G6} ± {row.Deviation:G4} on {row.Trials} fresh ones")),
                .. run.Search.Best.Genomes.Select(genome => ("genome", string.Join(' ', genome.Genes.ToArray()))),
            ]));
        TableFile.Write(
            Path.Combine(context.Folder, "rules.csv"),
            ["name", "label", .. Rules, "fitness", "validation", "standard_deviation", "fresh_trials"],
            rows.Select(row => (IReadOnlyList<object>)[row.Name, row.Label, .. row.Texts, row.Fitness, row.Validation, row.Deviation, row.Trials]));
        Draw($"seed {context.Seed}", [context.Folder], rows, Path.Combine(context.Folder, "figures"));

        var summary = new List<SummaryValue>(run.Summarise());
        if (double.IsFinite(rows[0].Validation))
            summary.Add(new("validation", rows[0].Validation, Fitness.Unit, "champion on fresh trials, mean"));
        foreach (Row row in rows.Skip(1))
        {
            if (double.IsFinite(row.Fitness))
                summary.Add(new($"fitness_{row.Name}", row.Fitness, Fitness.Unit, $"fitness of {row.Label}"));
            if (double.IsFinite(row.Validation))
                summary.Add(new($"validation_{row.Name}", row.Validation, Fitness.Unit, $"{row.Label} on fresh trials, mean"));
        }

        return summary;
    }

    /// <summary>The fitness over generations of one or several runs, with the known rules as lines.</summary>
    public static IReadOnlyList<string> DrawGroup(string title, FigureAxis fitness, IReadOnlyList<string> runFolders, string figureFolder)
    {
        RunMetrics[] runs = [.. runFolders.Select(RunMetrics.Read)];
        return FitnessCurves.Figure(title, fitness, runs, []).Save(Path.Combine(figureFolder, "fitness"));
    }

    private void Draw(string title, IReadOnlyList<string> folders, List<Row> rows, string figureFolder) => FitnessCurves.Figure(
        title,
        Fitness,
        [.. folders.Select(RunMetrics.Read)],
        [.. rows.Skip(1).Where(row => double.IsFinite(row.Fitness)).Select((row, i) => new ReferenceLine(row.Label, row.Fitness) { Color = FitnessCurves.ColorOf(i) })])
        .Save(Path.Combine(figureFolder, "fitness"));

    private Row Test(string name, string label, IReadOnlyList<string> texts, IReadOnlyList<Program> rules)
    {
        double fitness = OnSearchTrials(rules);
        double[] fresh = OnFreshTrials(rules);
        if (fresh.Length == 0)
            return new Row(name, label, texts, fitness, double.NegativeInfinity, double.NaN, 0);
        var summary = Summary.Of(fresh);
        return new Row(name, label, texts, fitness, summary.Mean, summary.PopulationStandardDeviation, fresh.Length);
    }

    private sealed record Row(string Name, string Label, IReadOnlyList<string> Texts, double Fitness, double Validation, double Deviation, int Trials);
}
