using Engram.Lab.Figures;
using Engram.Vision.Analysis;
using Engram.Vision.Data;

namespace Engram.Vision.Figures;

/// <summary>Figures 2 to 4 of Gontier et al. 2022 in the house's style (specification 2.7), drawn from a result file alone; pictures are shown where they are at hand and may be.</summary>
/// <param name="result">What came of the training.</param>
/// <param name="pictures">The pictures; null for none.</param>
internal sealed class ResultFigures(ClassificationResult result, PictureSet? pictures)
{
    private const int Examples = 3;
    private const int MostNamed = 12;

    /// <summary>Draws them all.</summary>
    /// <param name="folder">Where they go.</param>
    /// <returns>The files written.</returns>
    public IReadOnlyList<string> Save(string folder) =>
    [
        .. Accuracy().Save(Path.Combine(folder, "accuracy")),
        .. Histogram().Save(Path.Combine(folder, "artists")),
        .. ArtistPictures().Save(Path.Combine(folder, "artists-pictures")),
        .. Confusions().Save(Path.Combine(folder, "confusion")),
        .. RowConfusions().Save(Path.Combine(folder, "confusion-rows")),
        .. ConfusedPictures().Save(Path.Combine(folder, "confusion-pictures")),
    ];

    /// <summary>Figure 2: accuracy over epochs, the test as a point behind the last, and what always naming the largest class gets.</summary>
    public LineFigure Accuracy()
    {
        double[] epochs = [.. Enumerable.Range(1, result.TrainingErrors.Count)];
        return new LineFigure
        {
            Title = "Accuracy over epochs",
            X = new FigureAxis("Number of epochs"),
            Y = new FigureAxis("Accuracy", "%") { Minimum = 0, Maximum = 101 },
            Curves =
            [
                new Curve("Training", epochs, [.. result.TrainingErrors.Select(static error => 100 - error)]),
                new Curve("Validation", epochs, [.. result.ValidationErrors.Select(static error => 100 - error)]),
                new Curve("Test", [epochs.Length + 1], [100 - result.TestError]) { Style = CurveStyle.Points },
            ],
            References = [new ReferenceLine("Naive", result.Naive)],
        };
    }

    /// <summary>Figure 3, left: in how many artists the accuracy lies in each tenth.</summary>
    public PointFigure Histogram()
    {
        var counts = new double[10];
        foreach (double accuracy in result.ClassAccuracies.Where(double.IsFinite))
            counts[Math.Min(9, (int)(accuracy / 10))]++;
        return new PointFigure
        {
            Title = $"Accuracy of single artists. Worst: {Named(result.Worst)}; best: {Named(result.Best)}",
            Categories = [.. Enumerable.Range(0, 10).Select(static bin => $"{10 * bin} to {10 * bin + 10}")],
            XLabel = "Accuracy (%)",
            Y = new FigureAxis("Count"),
            Series = [new PointSeries("", counts) { AreBars = true }],
        };
    }

    /// <summary>Figure 3, right: pictures of the worst artist above some of the best.</summary>
    public ImageGrid ArtistPictures() => Grid("The artists recognised worst and best", result.Worst, result.Best, label => $"{result.ClassAccuracies[label]:F0} %");

    /// <summary>Figure 4, left: which artists are taken for which, as shares of all test pictures, without the diagonal.</summary>
    public HeatMap Confusions() => Matrix("Confusion matrix (without diagonal)", Counted().OfAll());

    /// <summary>The same as shares of each artist's pictures: the whole favours artists with many.</summary>
    public HeatMap RowConfusions() => Matrix("Confusion matrix of each artist's pictures (without diagonal)", Counted().OfRows());

    /// <summary>Figure 4, right: pictures of the two that are confused most.</summary>
    public ImageGrid ConfusedPictures()
    {
        Confusion confusion = Counted();
        (int truth, int answer) = confusion.MostConfused();
        return Grid("The pair confused most", truth, answer, label => label == truth ? $"taken {confusion[truth, answer]} times for" : "");
    }

    private Confusion Counted() => new(result.Classes.Count, result.TrueLabels, result.PredictedLabels);

    private string Named(int label) => $"{result.Classes[label]} ({result.ClassAccuracies[label]:F0} %)";

    private HeatMap Matrix(string title, double[,] shares)
    {
        (int truth, int answer) = Counted().MostConfused();
        bool allNamed = result.Classes.Count <= MostNamed;
        return new HeatMap
        {
            Title = title,
            Values = shares,
            Rows = [.. result.Classes.Select((name, label) => allNamed || label == truth ? name : "")],
            Columns = [.. result.Classes.Select((name, label) => allNamed || label == answer ? name : "")],
            RowLabel = "true",
            ColumnLabel = "answered",
            Value = new FigureAxis("Degree of confusion"),
            Format = allNamed ? "0.##" : "",
        };
    }

    private ImageGrid Grid(string title, int first, int second, Func<int, string> remark) => new()
    {
        Title = title,
        ImageWidth = 96,
        Rows = [.. new[] { first, second }.Distinct().Select(label => new ImageRow(result.Classes[label], [.. ExamplesOf(label)])
        {
            Remark = string.Join("\n", new[] { remark(label), Pictures.AreShown(pictures) ? "" : Pictures.Withheld }.Where(static words => words.Length > 0)),
        })],
    };

    private IEnumerable<SmallImage> ExamplesOf(int label) => Pictures.AreShown(pictures)
        ? Enumerable.Range(0, pictures!.Count).Where(index => pictures.Labels[index] == label).Take(Examples).Select(index => Pictures.Of(pictures, index))
        : Enumerable.Range(0, Examples).Select(index => Pictures.Of(pictures, index));
}
