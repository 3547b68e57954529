using Engram.Lab.Figures;
using Engram.Vision.Analysis;
using Engram.Vision.Figures;

namespace Engram.Vision.Tests;

public sealed class FigureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram-vision-").FullName;

    /// <summary>Fifty-three artists; number 7 is always right, number 30 never and taken for number 31 eight times; the others are taken for the next artist once in five.</summary>
    private static ClassificationResult Fabricated()
    {
        var truth = new List<int>();
        var answers = new List<int>();
        for (int label = 0; label < 53; label++)
        {
            for (int i = 0; i < 10; i++)
            {
                truth.Add(label);
                answers.Add(label switch { 7 => 7, 30 => i < 8 ? 31 : 32 + i, _ => i % 5 == 0 ? (label + (i == 0 ? 1 : 2)) % 53 : label });
            }
        }

        // The largest class of all has 377 of 11,503 pictures.
        int[] sizes = [377, .. Enumerable.Repeat(214, 51), 11_503 - 377 - (51 * 214)];
        return new ClassificationResult
        {
            Classes = [.. Enumerable.Range(0, 53).Select(static label => $"Painter {label}")],
            ClassSizes = sizes,
            TrainingErrors = [90, 60, 30],
            ValidationErrors = [92, 70, 55],
            TestError = 57.5,
            ClassAccuracies = ClassificationResult.AccuraciesOf(53, truth, answers),
            TrueLabels = truth,
            PredictedLabels = answers,
        };
    }

    [Fact]
    public void V33_the_figures_name_the_worst_the_best_and_the_pair_confused_most()
    {
        ClassificationResult result = Fabricated();
        var figures = new ResultFigures(result, pictures: null);
        Assert.Equal((30, 7), (result.Worst, result.Best));
        Assert.Contains("Worst: Painter 30 (0 %); best: Painter 7 (100 %)", figures.Histogram().Title);
        HeatMap map = figures.Confusions();
        Assert.Equal("Painter 30", Assert.Single(map.Rows, static name => name.Length > 0));
        Assert.Equal("Painter 31", Assert.Single(map.Columns, static name => name.Length > 0));
        Assert.Equal(["Painter 30", "Painter 31"], figures.ConfusedPictures().Rows.Select(static row => row.Caption).ToArray());
    }

    [Fact]
    public void V33_the_naive_line_is_at_3_277_and_the_test_stands_behind_the_last_epoch()
    {
        LineFigure figure = new ResultFigures(Fabricated(), pictures: null).Accuracy();
        Assert.Equal(3.277, Assert.Single(figure.References).Y, 5e-4);
        Curve test = figure.Curves.Single(static curve => curve.Label == "Test");
        Assert.Equal((4.0, 42.5), (Assert.Single(test.X), Assert.Single(test.Y)));
        Assert.Equal([10, 40, 70], figure.Curves[0].Y);
    }

    [Fact]
    public void V33_the_diagonal_is_zero_and_shares_are_of_all_or_of_each_row()
    {
        var figures = new ResultFigures(Fabricated(), pictures: null);
        double[,] all = figures.Confusions().Values, rows = figures.RowConfusions().Values;
        for (int label = 0; label < 53; label++)
            Assert.Equal((0.0, 0.0), (all[label, label], rows[label, label]));
        Assert.Equal(8 / 530.0, all[30, 31], 1e-12);
        Assert.Equal(0.8, rows[30, 31], 1e-12);
        Assert.Equal(53, figures.Histogram().Series[0].Means.Sum());
    }

    [Fact]
    public void V33_withheld_pictures_are_boxes_that_say_so()
    {
        ImageGrid grid = new ResultFigures(Fabricated(), pictures: null).ArtistPictures();
        Assert.All(grid.Rows, static row => Assert.Contains("image withheld", row.Remark));
        Assert.All(grid.Rows.SelectMany(static row => row.Images), static image => Assert.All(image!.Pixels.ToArray(), static value => Assert.Equal(200, value)));
        var withheld = DrawnSets.Shapes(8, 16);
        var hidden = new Data.PictureSet(withheld.Name, withheld.Classes, withheld.Images, withheld.Labels, withheld.Ids) { MayBeShown = false };
        Assert.Equal(200, Pictures.Of(hidden, 0).Pixels[0]);
        Assert.NotEqual(Pictures.Of(hidden, 0).Pixels.ToArray(), Pictures.Of(withheld, 0).Pixels.ToArray());
    }

    [Fact]
    public void V33_all_figures_are_written()
    {
        IReadOnlyList<string> files = new ResultFigures(Fabricated(), pictures: null).Save(_folder);
        Assert.Equal(10, files.Count);
        Assert.All(files, static file => Assert.True(new FileInfo(file).Length > 1000));
    }

    [Fact]
    public void A_result_file_is_read_as_it_was_written()
    {
        string path = Path.Combine(_folder, "result.json");
        ClassificationResult result = Fabricated() with { ClassAccuracies = [double.NaN, .. Enumerable.Repeat(50.0, 52)] };
        result.Write(path, static json => json.WriteString("profile", "authors-clean"));
        ClassificationResult read = ClassificationResult.Read(path);
        Assert.Equal(result.PredictedLabels, read.PredictedLabels);
        Assert.Equal(result.ClassAccuracies, read.ClassAccuracies);
        Assert.Equal(result.ValidationErrors, read.ValidationErrors);
        File.WriteAllText(path, "{\"classes\":[]}");
        Assert.Contains(path, Assert.Throws<Lab.UsageException>(() => ClassificationResult.Read(path)).Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
