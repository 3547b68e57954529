using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>Draws Fig. 3: how well circuits learn over the presentation time, and how they got there.</summary>
internal static class BarsFigures
{
    // Of the learning curves of a condition: more would hide each other.
    private const int MostCurves = 3;

    // Points of a learning curve: each is the mean of some epochs, whose accuracies jump in steps of an eighth.
    private const int MostPoints = 50;

    internal static void Draw(BarsTrainer[] trainers, MicrocircuitBarsSettings settings, bool isReleased, string folder)
    {
        double dt = settings.Circuit.Dt;
        ReleasedBarsRow[] released = isReleased
            ? [.. ReleasedBars.Rows.Where(row => trainers.Any(trainer => trainer.IsProspective == row.IsProspective && trainer.Steps == row.Steps))]
            : [];
        string over = $"after {settings.Epochs} epochs, {settings.Circuits} {(settings.Circuits == 1 ? "circuit" : "circuits")} each";
        IGrouping<bool, BarsTrainer>[] groups = [.. trainers.GroupBy(trainer => trainer.IsProspective)];
        new LineFigure
        {
            Title = $"Bars learned by microcircuits, {over}",
            X = new FigureAxis("presentation time", "ms") { IsLogarithmic = true },
            Y = new FigureAxis("test accuracy, mean ± sd", "%") { Minimum = 0, Maximum = 104 },
            Curves =
            [
                .. groups.Select(group => Over(group, dt, trainer => Summary.Of(trainer.Accuracy))),
                .. Released(released, dt, row => row.Accuracy),
            ],
            References = [new ReferenceLine("always the same answer", Bars.Chance) { Color = FigureColor.Green }],
            Legend = FigureCorner.LowerRight,
        }.Save(Path.Combine(folder, "accuracy"));
        new LineFigure
        {
            Title = $"Error of the output, {over}",
            X = new FigureAxis("presentation time", "ms") { IsLogarithmic = true },
            Y = new FigureAxis("validation error, last ten epochs") { IsLogarithmic = true },
            Curves =
            [
                .. groups.Select(group => Over(group, dt, trainer => Summary.Of([trainer.MeanError.TakeLast(10).Average()])) with { Spread = null }),
                .. Released(released, dt, row => row.Error),
            ],
        }.Save(Path.Combine(folder, "error"));
        new LineFigure
        {
            Title = $"How microcircuits learn the bars, mean of {settings.Circuits}",
            X = new FigureAxis("epoch") { Minimum = 0, Maximum = settings.Epochs },
            Y = new FigureAxis("validation accuracy", "%") { Minimum = 0, Maximum = 104 },
            Curves = [.. groups.SelectMany(group => Learning(group, dt))],
            References = [new ReferenceLine("always the same answer", Bars.Chance) { Color = FigureColor.Green }],
        }.Save(Path.Combine(folder, "learning"));
    }

    private static FigureColor ColorOf(bool isProspective) => isProspective ? FigureColor.Blue : FigureColor.Vermilion;

    private static string NameOf(bool isProspective) => isProspective ? "Latent Equilibrium" : "original";

    private static Curve Over(IGrouping<bool, BarsTrainer> group, double dt, Func<BarsTrainer, Summary> value)
    {
        Summary[] summaries = [.. group.Select(value)];
        return new Curve(NameOf(group.Key), [.. group.Select(trainer => trainer.Steps * dt)], [.. summaries.Select(summary => summary.Mean)])
        {
            Spread = [.. summaries.Select(summary => summary.PopulationStandardDeviation)],
            Color = ColorOf(group.Key),
            Style = CurveStyle.LineAndPoints,
        };
    }

    private static IEnumerable<Curve> Released(ReleasedBarsRow[] rows, double dt, Func<ReleasedBarsRow, double> value) => rows
        .GroupBy(row => row.IsProspective)
        .Select((group, index) => new Curve(index == 0 ? "released configuration" : "", [.. group.Select(row => row.Steps * dt)], [.. group.Select(value)])
        {
            Color = FigureColor.Grey,
            Style = CurveStyle.Dashed,
        });

    private static IEnumerable<Curve> Learning(IGrouping<bool, BarsTrainer> group, double dt)
    {
        BarsTrainer[] all = [.. group];
        FigureColor[] colors = group.Key
            ? [FigureColor.Sky, FigureColor.Purple, FigureColor.Blue]
            : [FigureColor.Yellow, FigureColor.Orange, FigureColor.Vermilion];
        int count = Math.Min(MostCurves, all.Length);
        for (int i = 0; i < count; i++)
        {
            BarsTrainer trainer = all[count == 1 ? 0 : i * (all.Length - 1) / (count - 1)];
            double[][] chunks = [.. trainer.MeanAccuracy.Chunk((trainer.MeanAccuracy.Length + MostPoints - 1) / MostPoints)];
            yield return new Curve(
                $"{(group.Key ? "LE" : "original")}, {trainer.Steps * dt:0.###} ms",
                [.. chunks.Select((chunk, index) => (index * chunks[0].Length) + ((chunk.Length + 1) / 2.0))],
                [.. chunks.Select(chunk => chunk.Average())])
            {
                Color = colors[i],
                Style = group.Key ? CurveStyle.Solid : CurveStyle.Dashed,
            };
        }
    }
}
