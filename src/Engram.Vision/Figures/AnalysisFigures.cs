using Engram.Lab.Figures;
using Engram.Vision.Analysis;
using Engram.Vision.Data;
using Engram.Vision.Training;

namespace Engram.Vision.Figures;

/// <summary>Figures of Engram's own that the authors' scripts have nothing of: maps of features, neighbours, calibration, probes.</summary>
/// <param name="pictures">The pictures.</param>
/// <param name="answers">Answers to the test pictures.</param>
internal sealed class AnalysisFigures(PictureSet pictures, Answers answers)
{
    private const int MostClasses = 14;
    private const int Queries = 6;
    private const int Neighbours = 6;

    /// <summary>Points in the plane, coloured by class; of many classes those with the most pictures.</summary>
    public Figure Map(string title, Embedding places, string across, string up)
    {
        int[] shown = [.. answers.Labels.CountBy(static label => label).OrderByDescending(static each => each.Value).ThenBy(static each => each.Key).Take(MostClasses).Select(static each => each.Key).Order()];
        return new ScatterFigure
        {
            Title = shown.Length < pictures.Classes.Count ? $"{title}; the {shown.Length} largest of {pictures.Classes.Count} classes" : title,
            X = new FigureAxis(across),
            Y = new FigureAxis(up),
            Series = [.. shown.Select(label => new ScatterSeries(
                pictures.Classes[label],
                [.. Of(label).Select(i => places[i][0])],
                [.. Of(label).Select(i => places.Dimensions > 1 ? places[i][1] : 0)]))],
        };

        IEnumerable<int> Of(int label) => Enumerable.Range(0, answers.Count).Where(i => answers.Labels[i] == label);
    }

    /// <summary>Test pictures with those whose features are nearest.</summary>
    public ImageGrid NearestPictures(Embedding features)
    {
        int step = Math.Max(1, answers.Count / Queries);
        int[] queries = [.. Enumerable.Range(0, Queries).Select(i => i * step).Where(i => i < answers.Count)];
        return new ImageGrid
        {
            Title = "Test pictures (left) and those with the nearest features",
            ImageWidth = 80,
            Rows = [.. queries.Select(query => new ImageRow(
                pictures.Classes[answers.Labels[query]],
                [.. features.Nearest(query, Neighbours).Prepend(query).Select(i => Pictures.Of(pictures, answers.Pictures[i]))])
            {
                Remark = Pictures.AreShown(pictures)
                    ? $"{features.Nearest(query, Neighbours).Count(i => answers.Labels[i] == answers.Labels[query])} of {Neighbours} are of the same"
                    : Pictures.Withheld,
            })],
        };
    }

    /// <summary>How right against how sure.</summary>
    public static LineFigure Reliability(Calibration calibration) => new()
    {
        Title = $"Calibration: expected error {calibration.Error:F3}",
        X = new FigureAxis("greatest probability") { Minimum = 0, Maximum = 1 },
        Y = new FigureAxis("share of right answers") { Minimum = 0, Maximum = 1 },
        Curves =
        [
            new Curve("network", calibration.Confidence, calibration.Accuracy) { Style = CurveStyle.LineAndPoints },
            new Curve("as sure as right", [0, 1], [0, 1]) { Style = CurveStyle.Dashed, Color = FigureColor.Grey },
        ],
    };

    /// <summary>Accuracy with something taken away.</summary>
    public static PointFigure Probes(IReadOnlyList<(string Name, double Accuracy)> probes, double chance) => new()
    {
        Title = "What the network leans on",
        Categories = [.. probes.Select(static probe => probe.Name)],
        Y = new FigureAxis("test accuracy", "%"),
        Series = [new PointSeries("", [.. probes.Select(static probe => probe.Accuracy)]) { AreBars = true }],
        References = [new ReferenceLine("chance", chance)],
    };
}
