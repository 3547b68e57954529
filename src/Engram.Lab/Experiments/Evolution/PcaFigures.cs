using System.Globalization;
using Engram.Evolution.Plasticity;
using Engram.Evolution.Programs;
using Engram.Evolution.Rules;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>The figures of <c>evolve-pca</c> (specification 2.11).</summary>
internal static class PcaFigures
{
    private const int Shown = 4; // datasets in the figures of angle and length, as in the authors' script
    private const int Every = 10; // samples between two points of a curve
    private const int LongestRule = 60;

    private static readonly FigureColor[] Colors = [FigureColor.Blue, FigureColor.Vermilion, FigureColor.Green, FigureColor.Purple];

    /// <summary>The figures of a run: <c>fitness</c>, <c>angle</c>, <c>length</c>, <c>gain</c>.</summary>
    public static void Draw(IRunContext context, RuleReport champion, OjaBaseline oja, string families, RuleEvaluator evaluator, Program rule)
    {
        string folder = Path.Combine(context.Folder, "figures");
        string title = $"evolved on {families}, seed {context.Seed}: {Short(champion.Text)}";
        DrawFitness(title, [context.Folder], oja, Path.Combine(folder, "fitness"));

        IReadOnlyList<double[]> evolved = evaluator.Follow(rule, Every), known = evaluator.Follow(OjaBaseline.RuleOf(1), Every);
        DrawCourse(title, new FigureAxis("angle to the principal component", "degrees") { Minimum = 0, Maximum = 90 }, evaluator.Data, evolved, known, Angle)
            .Save(Path.Combine(folder, "angle"));
        DrawCourse(title, new FigureAxis("length of the weights"), evaluator.Data, evolved, known, static (weights, data, lane) => Length(weights, data, lane))
            .Save(Path.Combine(folder, "length"));
        new LineFigure
        {
            Title = $"k y (x - w y) on the datasets of seed {context.Seed}",
            X = new FigureAxis("gain k") { IsLogarithmic = true },
            Y = new FigureAxis("fitness"),
            Curves = [new Curve("Oja's rule with a gain", oja.Gains, oja.Fitnesses)],
            References = [new ReferenceLine($"champion: {Short(champion.Text)}", evaluator.Evaluate(rule))],
        }.Save(Path.Combine(folder, "gain"));
    }

    /// <summary>The figures and tables of several seeds.</summary>
    public static IReadOnlyList<string> DrawGroup(EvolvePcaSettings settings, IReadOnlyList<string> runFolders, string figureFolder)
    {
        ChampionRow[] champions = [.. runFolders.Select(ChampionRow.Read)];
        var oja = champions.Select(champion => champion.Oja).ToArray();
        string title = $"evolved on {settings.Family}, {runFolders.Count} seeds";
        var written = new List<string>();
        written.AddRange(FitnessFigure(title, runFolders, [new ReferenceLine("Oja's rule, same rate", oja.Average(), Summary.Of(oja).PopulationStandardDeviation)])
            .Save(Path.Combine(figureFolder, "fitness")));
        string table = Path.Combine(figureFolder, "rules.csv");
        TableFile.Write(
            table,
            [.. champions[0].Columns],
            champions.OrderByDescending(champion => champion.Fitness).Select(champion => (IReadOnlyList<object>)[.. champion.Cells]));
        written.Add(table);
        return written;
    }

    /// <summary>
    /// The figures of several conditions, usually of families: the median value of their champions on every family, and what kinds of rules
    /// they are.
    /// </summary>
    public static IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder)
    {
        ChampionRow[][] champions = [.. conditions.Select(condition => condition.RunFolders.Select(ChampionRow.Read).ToArray())];
        string[] families = [.. Enum.GetValues<DatasetFamily>().Select(RuleTrials.OnName)];
        string[] kinds = Enum.GetNames<RuleClass>();
        var medians = new double[conditions.Count, families.Length];
        var counts = new double[conditions.Count, kinds.Length];
        for (int row = 0; row < conditions.Count; row++)
        {
            for (int column = 0; column < families.Length; column++)
                medians[row, column] = Median(champions[row].Select(champion => champion.Number(families[column])));
            for (int column = 0; column < kinds.Length; column++)
                counts[row, column] = champions[row].Count(champion => champion.Text("class") == kinds[column]);
        }

        string[] labels = [.. conditions.Select(condition => condition.Varied.Count == 1 ? condition.Varied[0].Value : condition.Label)];
        string table = Path.Combine(figureFolder, "rules.csv");
        TableFile.Write(
            table,
            ["condition", .. champions[0][0].Columns],
            conditions.Zip(champions).SelectMany(pair => pair.Second
                .OrderByDescending(champion => champion.Fitness)
                .Select(champion => (IReadOnlyList<object>)[pair.First.Label, .. champion.Cells])));
        return
        [
            .. new HeatMap
            {
                Title = "champions on fresh datasets: median value, grey where it diverges",
                Values = medians,
                Rows = labels,
                Columns = [.. families.Select(name => name["on-".Length..])],
                RowLabel = "evolved on",
                ColumnLabel = "tested on",
                Value = new FigureAxis("value for each dataset") { Minimum = 0, Maximum = 1 },
                Format = "0.00",
            }.Save(Path.Combine(figureFolder, "cross-family")),
            .. new HeatMap
            {
                Title = "what kinds of rules the champions are",
                Values = counts,
                Rows = labels,
                Columns = ["zero", "k·y·(x-wy)", "the same with noise", "other multiple of (x-wy)", "no multiple", "no polynomial"],
                RowLabel = "evolved on",
                Value = new FigureAxis("champions") { Minimum = 0 },
                Format = "0",
            }.Save(Path.Combine(figureFolder, "rule-classes")),
            table,
        ];
    }

    /// <summary>The median, with what diverged as minus infinity.</summary>
    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static void DrawFitness(string title, IReadOnlyList<string> folders, OjaBaseline oja, string path) => FitnessFigure(
        title,
        folders,
        [
            new ReferenceLine("Oja's rule, same rate", oja.Fitness),
            new ReferenceLine($"Oja's rule, {oja.BestGain:G3} times the rate", oja.BestFitness) { Color = FigureColor.Green },
        ]).Save(path);

    private static LineFigure FitnessFigure(string title, IReadOnlyList<string> folders, IReadOnlyList<ReferenceLine> references) =>
        FitnessCurves.Figure(title, new FigureAxis("champion's fitness"), [.. folders.Select(RunMetrics.Read)], references);

    private static LineFigure DrawCourse(
        string title, FigureAxis y, DatasetBatch data, IReadOnlyList<double[]> evolved, IReadOnlyList<double[]> known, Func<double[], DatasetBatch, int, double> value)
    {
        var curves = new List<Curve>();
        for (int lane = 0; lane < Math.Min(Shown, data.Count); lane++)
        {
            curves.Add(Of(lane == 0 ? "Oja's rule" : "", known, lane) with { Style = CurveStyle.Dashed });
            curves.Add(Of(lane == 0 ? "champion" : "", evolved, lane));
        }

        return new LineFigure { Title = title, X = new FigureAxis("sample"), Y = y, Curves = curves };

        Curve Of(string label, IReadOnlyList<double[]> course, int lane) =>
            new(label, [.. course.Select((_, i) => (double)i * Every)], [.. course.Select(weights => value(weights, data, lane))]) { Color = Colors[lane] };
    }

    private static double Angle(double[] weights, DatasetBatch data, int lane)
    {
        double along = 0;
        for (int j = 0; j < data.Inputs; j++)
            along += weights[(j * data.Count) + lane] * data.Datasets[lane].Component[j];
        return Math.Acos(Math.Min(1, Math.Abs(along) / Length(weights, data, lane))) * 180 / Math.PI;
    }

    private static double Length(double[] weights, DatasetBatch data, int lane)
    {
        double square = 0;
        for (int j = 0; j < data.Inputs; j++)
            square += weights[(j * data.Count) + lane] * weights[(j * data.Count) + lane];
        return Math.Sqrt(square);
    }

    private static string Short(string rule) => rule.Length <= LongestRule ? rule : rule[..LongestRule] + "…";

    /// <summary>What a run wrote of its champion.</summary>
    internal sealed record ChampionRow(IReadOnlyList<string> Columns, IReadOnlyList<string> Cells)
    {
        public double Fitness => Number("fitness");

        public double Oja => Number("oja");

        public static ChampionRow Read(string folder)
        {
            string[] lines = File.ReadAllLines(Path.Combine(folder, PcaOutcome.ChampionFile));
            return new ChampionRow(lines[0].Split(','), Split(lines[1]));
        }

        public double Number(string column) => double.Parse(Text(column), CultureInfo.InvariantCulture);

        public string Text(string column) => Cells[Columns.ToList().IndexOf(column)];

        // Commas within quotes belong to a cell; a rule has no quotes of its own.
        private static List<string> Split(string line)
        {
            var cells = new List<string>();
            string[] parts = line.Split('"');
            for (int i = 0; i < parts.Length; i++)
            {
                if (i % 2 == 1)
                {
                    cells.Add(parts[i]);
                    continue;
                }

                string part = parts[i];
                if (i > 0 && part.StartsWith(','))
                    part = part[1..];
                if (i < parts.Length - 1 && part.EndsWith(','))
                    part = part[..^1];
                if (part.Length > 0)
                    cells.AddRange(part.Split(','));
            }

            return cells;
        }
    }
}
