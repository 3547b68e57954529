using Engram.Dreaming.Evaluation;
using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>The figures of an evaluation.</summary>
internal static class EvaluationFigures
{
    // Digits 0 to 3 of Fig. 6 in the order of the house's colours that come nearest: purple, sky, yellow, vermilion.
    private static readonly FigureColor[] Colors =
        [FigureColor.Purple, FigureColor.Sky, FigureColor.Yellow, FigureColor.Vermilion, FigureColor.Blue, FigureColor.Green, FigureColor.Orange, FigureColor.Grey];

    private static readonly bool[] Views = [false, true];

    /// <summary>Accuracy by the share of tiles that are blanked: as Fig. 5.</summary>
    internal static LineFigure Occlusion(string data, IReadOnlyList<double> x, IReadOnlyList<double> y, int classes) => new()
    {
        Title = $"Readout of occluded images, {data}",
        X = new FigureAxis("occluded tiles", "%"),
        Y = new FigureAxis("test accuracy", "%") { Minimum = 0 },
        Curves = [new Curve("readout of clean images", x, y) { Style = CurveStyle.LineAndPoints }],
        References = [new ReferenceLine("chance", 100.0 / classes)],
    };

    /// <summary>Latents on their first two components: as Fig. 6b to d, discs for clean and crosses for occluded images.</summary>
    internal static ScatterFigure Map(DreamSubject subject, ComponentMap map, int classes) => new()
    {
        Title = $"Principal components of latents, {subject.Data}",
        X = new FigureAxis($"first component ({100 * map.FirstShare:0} % of the variance)"),
        Y = new FigureAxis($"second component ({100 * map.SecondShare:0} %)"),
        Series =
        [
            .. from label in Enumerable.Range(0, classes)
               from isOccluded in Views
               let points = map.Points.Where(point => point.Label == label && point.IsOccluded == isOccluded).ToArray()
               where points.Length > 0
               select new ScatterSeries(
                   subject.Train.ClassNames[label] + (isOccluded ? ", occluded" : ""),
                   [.. points.Select(point => point.X)],
                   [.. points.Select(point => point.Y)])
               {
                   Color = Colors[label % Colors.Length],
                   Shape = isOccluded ? PointShape.Cross : PointShape.Circle,
               },
        ],
    };
}
