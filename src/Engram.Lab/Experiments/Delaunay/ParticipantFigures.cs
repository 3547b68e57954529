using Engram.Delaunay.Psychophysics;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Delaunay;

/// <summary>The figures of a study: P1 to P7 of specification 4.9.</summary>
internal static class ParticipantFigures
{
    private const int MostCurves = 6;
    private const int MostMatrices = 4;
    private const int BandPoints = 21;

    private static readonly FigureColor[] NetworkColors =
        [FigureColor.Vermilion, FigureColor.Green, FigureColor.Purple, FigureColor.Orange, FigureColor.Sky, FigureColor.Yellow, FigureColor.Grey];

    private static readonly FigureColor[] FamilyColors = [FigureColor.Blue, FigureColor.Vermilion, FigureColor.Green, FigureColor.Purple, FigureColor.Orange];

    public static IReadOnlyList<string> Draw(PsychAnalysis analysis, double? ideal, string folder, AnalysisOptions options)
    {
        var written = new List<string>();
        void Save(Figure figure, string name) => written.AddRange(figure.Save(Path.Combine(folder, name)));
        Save(LearningCurves(analysis, ideal), "p1-learning-curves");
        Save(Exemplars(analysis), "p2-exemplars");
        if (Confusions(analysis) is { } confusions)
            Save(confusions, "p3-confusions");
        if (analysis.ConsistencyPairs.Count > 0)
            Save(Consistency(analysis, options), "p4-error-consistency");
        if (analysis.Times.Any(static entry => entry.Times.Medians.Count > 1))
            Save(ResponseTimes(analysis), "p5-response-times");
        if (Naturalness(analysis, options) is { } naturalness)
            Save(naturalness, "p6-naturalness");
        if (analysis.Transfers.Count > 0)
            Save(Transfer(analysis), "p7-transfer");
        return written;
    }

    private static string Kind(PsychAnalysis analysis) => analysis.IsSimulated ? " – synthetic data" : "";

    private static string[] Families(PsychAnalysis analysis) => [.. analysis.Groups.Select(static group => group.Family).Distinct(StringComparer.Ordinal)];

    private static string[] Networks(PsychAnalysis analysis) =>
        [.. analysis.Groups.Where(static group => group.Type == AgentType.Network).Select(static group => group.Group).Distinct(StringComparer.Ordinal)];

    private static FigureColor ColorOf(PsychAnalysis analysis, GroupResult group) =>
        group.Type != AgentType.Network ? FigureColor.Blue : NetworkColors[Array.IndexOf(Networks(analysis), group.Group) % NetworkColors.Length];

    private static Figure LearningCurves(PsychAnalysis analysis, double? ideal)
    {
        string[] families = Families(analysis);
        Figure[] panels =
        [
            .. families.Select(family => new LineFigure
            {
                Title = families.Length == 1 ? $"Learning curves{Kind(analysis)}" : family,
                X = new FigureAxis("images of the category seen before, plus 1") { IsLogarithmic = true },
                Y = new FigureAxis("right answers", "%") { Minimum = 0, Maximum = 102 },
                Curves = [.. analysis.Groups.Where(group => group.Family == family).Where(group => IsShown(analysis, group)).SelectMany(group => CurvesOf(analysis, group))],
                References =
                [
                    new ReferenceLine("chance", 100.0 / analysis.Groups[0].Alternatives),
                    .. ideal is { } best && family == StimulusFamily.Intact ? (ReferenceLine[])[new ReferenceLine("ideal observer", 100 * best) { Color = FigureColor.Sky }] : [],
                ],
                Legend = FigureCorner.LowerRight,
            }),
        ];
        return panels.Length == 1 ? panels[0] : new PanelFigure { Title = $"Learning curves{Kind(analysis)}", Panels = panels, Columns = Math.Min(3, panels.Length) };
    }

    private static bool IsShown(PsychAnalysis analysis, GroupResult group) =>
        group.Type != AgentType.Network || Array.IndexOf(Networks(analysis), group.Group) < MostCurves;

    private static IEnumerable<Curve> CurvesOf(PsychAnalysis analysis, GroupResult group)
    {
        double[] x = [.. group.Curve.Points.Select(static point => point.MeanN + 1)];
        FigureColor color = ColorOf(analysis, group);
        if (group.Type != AgentType.Network && group.Fit is { } fit)
        {
            double[] at = [.. Enumerable.Range(0, 40).Select(i => 2 * Math.Pow(x[^1] / 2, i / 39.0))];
            yield return new Curve(fit.Form == LearningForm.Power ? "their power-law fit" : "their exponential fit", at, [.. at.Select(n => 100 * fit.At(n - 1))]) { Color = color, Style = CurveStyle.Dashed };
        }

        yield return new Curve(group.Group, x, [.. group.Curve.Points.Select(static point => 100 * point.Accuracy)])
        {
            Color = color,
            Style = CurveStyle.LineAndPoints,
            Spread = [.. group.Bands.Select(static band => double.IsFinite(band.High - band.Low) ? 50 * (band.High - band.Low) : 0)],
        };
    }

    private static PointFigure Exemplars(PsychAnalysis analysis)
    {
        string[] groups = [.. analysis.Groups.Select(static group => group.Group).Distinct(StringComparer.Ordinal)];
        string[] families = Families(analysis);
        GroupResult? At(string group, string family) => analysis.Groups.FirstOrDefault(result => result.Group == group && result.Family == family);
        var series = new List<PointSeries>();
        for (int f = 0; f < families.Length; f++)
        {
            GroupResult?[] row = [.. groups.Select(group => At(group, families[f]))];
            FigureColor color = FamilyColors[f % FamilyColors.Length];
            series.Add(new PointSeries(families[f], [.. row.Select(static result => result is { Needed.IsCensored: false } ? Math.Max(result.Needed.Exemplars, 0.1) : double.NaN)])
            {
                Color = color,
                Spread = [.. row.Select(static result => result is { Needed.IsCensored: false } ? (result.NeededInterval.High - result.NeededInterval.Low) / 2 : double.NaN)],
            });
        }

        // In a series of its own, behind those of the families: what is known of it is only that it is more.
        series.Add(new PointSeries("not reached: more than this", [.. groups.Select(group => families.Select(family => At(group, family)).Where(static result => result is { Needed.IsCensored: true }).Select(static result => result!.Needed.Exemplars).DefaultIfEmpty(double.NaN).Max())])
        {
            Color = FigureColor.Grey,
            Shape = PointShape.Triangle,
        });
        double threshold = analysis.Groups[0].Needed.Threshold;
        return new PointFigure
        {
            Title = $"Images per category to reach {100 * threshold:0.#} % right{Kind(analysis)}",
            Categories = groups,
            Y = new FigureAxis("images per category, 95 % interval") { IsLogarithmic = true },
            Series = series,
        };
    }

    private static PanelFigure? Confusions(PsychAnalysis analysis)
    {
        string family = Families(analysis)[0];
        GroupResult[] groups = [.. analysis.Groups.Where(group => group.Family == family).Where(static group => group.Confusion.Classes.Count is >= 2 and <= 24).Take(MostMatrices)];
        if (groups.Length == 0)
            return null;
        int[] order = Order(groups[0].Confusion);
        return new PanelFigure
        {
            Title = $"Which class was answered, {family}{Kind(analysis)}",
            Columns = Math.Min(2, groups.Length),
            Panels = [.. groups.Select(group => Matrix(ConfusionMatrix.Of(group.Runs, order), order, group.Group))],
        };
    }

    private static HeatMap Matrix(ConfusionMatrix confusion, int[] order, string title)
    {
        double[,] shares = confusion.Smoothed();
        for (int i = 0; i < order.Length; i++)
        {
            for (int j = 0; j < order.Length; j++)
                shares[i, j] *= 100;
        }

        string[] names = [.. order.Select(static category => $"{category}")];
        return new HeatMap
        {
            Title = title,
            Values = shares,
            Rows = names,
            Columns = names,
            RowLabel = "class shown",
            ColumnLabel = "class answered; grey: never in one list",
            Value = new FigureAxis("share", "%") { Minimum = 0, Maximum = 100 },
            Format = order.Length <= 10 ? "0" : "",
        };
    }

    /// <summary>Classes that the first group confuses stand side by side: each next one is the most like the one before.</summary>
    private static int[] Order(ConfusionMatrix confusion)
    {
        double[,] shares = confusion.Smoothed();
        var left = Enumerable.Range(0, confusion.Classes.Count).ToList();
        var order = new List<int> { 0 };
        left.Remove(0);
        while (left.Count > 0)
        {
            int last = order[^1];
            int next = left.MaxBy(candidate => ConfusionMatrix.Similarity(shares, last, candidate) is var similarity && double.IsFinite(similarity) ? similarity : -1);
            order.Add(next);
            left.Remove(next);
        }

        return [.. order.Select(index => confusion.Classes[index])];
    }

    private static LineFigure Consistency(PsychAnalysis analysis, AnalysisOptions options)
    {
        int trials = (int)analysis.ConsistencyPairs.Average(static pair => pair.Whole.Trials);
        double[] accuracies = [.. Enumerable.Range(0, BandPoints).Select(static i => 0.2 + (0.79 * i / (BandPoints - 1)))];
        RandomStream random = new RandomStreams(options.Seed).Named("figure of independence");
        var bands = accuracies.Select(p => ErrorConsistency.IndependenceBand(p, p, trials, options.BandDraws, random)).ToArray();
        var kinds = analysis.ConsistencyPairs.GroupBy(static pair => pair.Kind, StringComparer.Ordinal).ToArray();
        string people = $"{analysis.People} – {analysis.People}";
        double level = analysis.Consistency.Where(summary => summary.Kind == people).Select(static summary => summary.Kappa).DefaultIfEmpty(double.NaN).Average();
        string[] networks = Networks(analysis);
        return new LineFigure
        {
            Title = $"Error consistency of pairs{Kind(analysis)}",
            X = new FigureAxis("mean accuracy of the two", "%"),
            Y = new FigureAxis("error consistency kappa"),
            Curves =
            [
                new Curve($"independent agents, 95 %, {trials} trials", [.. accuracies.Select(static p => 100 * p)], [.. bands.Select(static band => (band.Low + band.High) / 2)])
                {
                    Spread = [.. bands.Select(static band => (band.High - band.Low) / 2)],
                    Color = FigureColor.Grey,
                    Style = CurveStyle.Dashed,
                },
                .. kinds.OrderBy(kind => kind.Key == people ? 1 : 0).Select(kind => new Curve(
                    kind.Key, [.. kind.Select(static pair => 50 * (pair.Whole.First + pair.Whole.Second))], [.. kind.Select(static pair => pair.Whole.Kappa)])
                {
                    Style = CurveStyle.Points,
                    Color = kind.Key == people ? FigureColor.Blue
                        : Array.FindIndex(networks, network => kind.Key.EndsWith("– " + network, StringComparison.Ordinal)) is >= 0 and var at ? NetworkColors[at % NetworkColors.Length]
                        : FigureColor.Sky,
                }),
            ],
            References = double.IsFinite(level) ? [new ReferenceLine($"mean of {people}", level) { Color = FigureColor.Blue }] : [],
        };
    }

    private static LineFigure ResponseTimes(PsychAnalysis analysis) => new()
    {
        Title = $"Response times of right answers, {analysis.People}{Kind(analysis)}",
        X = new FigureAxis("images of the category seen before, plus 1") { IsLogarithmic = true },
        Y = new FigureAxis("median response time", "ms"),
        Curves =
        [
            .. analysis.Times.Select((entry, i) => new Curve(entry.Family, [.. entry.Times.Medians.Select(static bin => bin.MeanN + 1)], [.. entry.Times.Medians.Select(static bin => bin.Median)])
            {
                Color = FamilyColors[i % FamilyColors.Length],
                Style = CurveStyle.LineAndPoints,
            }),
        ],
    };

    private static LineFigure? Naturalness(PsychAnalysis analysis, AnalysisOptions options)
    {
        Curve[] curves =
        [
            .. analysis.Groups.Where(group => IsShown(analysis, group) && options.NaturalnessOf(group.Family) is not null && !group.Needed.IsCensored)
                .GroupBy(static group => group.Group, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(group =>
                {
                    GroupResult[] points = [.. group.OrderBy(part => options.NaturalnessOf(part.Family))];
                    return new Curve(group.Key, [.. points.Select(part => options.NaturalnessOf(part.Family)!.Value)], [.. points.Select(static part => Math.Max(part.Needed.Exemplars, 0.1))])
                    {
                        Spread = [.. points.Select(static part => double.IsFinite(part.NeededInterval.High - part.NeededInterval.Low) ? (part.NeededInterval.High - part.NeededInterval.Low) / 2 : 0)],
                        SpreadStyle = SpreadStyle.Bars,
                        Color = ColorOf(analysis, points[0]),
                        Style = CurveStyle.LineAndPoints,
                    };
                }),
        ];
        return curves.Length == 0
            ? null
            : new LineFigure
            {
                Title = $"Images needed over naturalness{Kind(analysis)}",
                X = new FigureAxis("naturalness q") { Minimum = -0.08, Maximum = 1.08 },
                Y = new FigureAxis($"images per category to {100 * analysis.Groups[0].Needed.Threshold:0.#} %") { IsLogarithmic = true },
                Curves = curves,
            };
    }

    private static PointFigure Transfer(PsychAnalysis analysis)
    {
        string[] conditions = [.. analysis.Transfers.Select(static entry => entry.Condition).Distinct(StringComparer.Ordinal)];
        return new PointFigure
        {
            Title = $"Transfer without feedback{Kind(analysis)}",
            Categories = conditions,
            Y = new FigureAxis("right answers, 95 % interval", "%") { Minimum = 0, Maximum = 102 },
            References = [new ReferenceLine("chance", 100.0 / analysis.Groups[0].Alternatives)],
            Series =
            [
                .. analysis.Transfers.GroupBy(static entry => entry.Group, StringComparer.Ordinal).Take(MostCurves).Select(group =>
                {
                    var cells = conditions.Select(condition => group.Where(entry => entry.Condition == condition).Select(static entry => (entry.Right, entry.Trials)).FirstOrDefault()).ToArray();
                    return new PointSeries(group.Key, [.. cells.Select(static cell => cell.Trials == 0 ? double.NaN : 100.0 * cell.Right / cell.Trials)])
                    {
                        AreBars = true,
                        Spread = [.. cells.Select(static cell => cell.Trials == 0 ? double.NaN : 50 * (BinomialInterval.Wilson(cell.Right, cell.Trials).Upper - BinomialInterval.Wilson(cell.Right, cell.Trials).Lower))],
                    };
                }),
            ],
        };
    }
}
