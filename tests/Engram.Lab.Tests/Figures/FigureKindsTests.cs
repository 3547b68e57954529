using System.Buffers.Binary;
using System.Xml.Linq;
using CsCheck;
using Engram.Lab.Figures;

namespace Engram.Lab.Tests.Figures;

public sealed class FigureKindsTests : IDisposable
{
    private static readonly FigureAxis Accuracy = new("accuracy", "%");

    private readonly string _folder = Directory.CreateTempSubdirectory("engram figure kinds ").FullName;

    public static TheoryData<string> Kinds => [.. Samples().Select(sample => sample.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_figure_gives_the_same_bytes(string kind)
    {
        var first = Sample(kind).Save(Path.Combine(_folder, "first"));
        var second = Sample(kind).Save(Path.Combine(_folder, "second"));
        Assert.All(first.Zip(second), static pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
        var png = File.ReadAllBytes(first[0]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], png[..8]);
        var svg = XDocument.Load(first[1]).Root!;
        Assert.Equal(2 * int.Parse(svg.Attribute("width")!.Value), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(2 * int.Parse(svg.Attribute("height")!.Value), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Fact]
    public void Every_word_of_a_figure_is_in_its_SVG()
    {
        var words = Words(new PointFigure { Title = "a title", Categories = ["wake", "sleep"], XLabel = "phase", Y = Accuracy, Series = [PointSeries.Of("seeds", [[1, 2], [3]]), PointSeries.Published("published", [1, 2])] });
        AssertSays(words, "a title", "wake", "sleep", "phase", "accuracy (%)", "seeds", "published");
        words = Words(new HeatMap { Title = "", Values = new[,] { { 1.25, double.NaN } }, Rows = ["first"], Columns = ["x", "y"], Value = Accuracy });
        AssertSays(words, "first", "x", "y", "1.25", "–", "accuracy (%)");
    }

    [Fact]
    public void Panels_say_in_one_legend_what_they_say_alike()
    {
        LineFigure Panel(string title) => new() { Title = title, X = new("x"), Y = Accuracy, Curves = [new Curve("shared", [1, 2], [1, 2])] };
        string svg = File.ReadAllText(new PanelFigure { Title = "both", Panels = [Panel("left"), Panel("right"), Panel("below")] }.Save(Path.Combine(_folder, "panels"))[1]);
        Assert.Equal(1, svg.Split("shared").Length - 1);
        Assert.All(["both", "left", "right", "below"], word => Assert.Contains(word, svg, StringComparison.Ordinal));
    }

    [Fact]
    public void Long_titles_and_names_are_broken_into_lines_and_never_lost()
    {
        var words = Words(new PointFigure { Title = new string('w', 50) + " " + new string('v', 50), Categories = ["linear readout", "b", "c", "d"], Y = Accuracy });
        AssertSays(words, new string('w', 50), new string('v', 50), "linear readout");
        words = Words(new PointFigure { Title = "", Categories = ["linear readout", "b", "c", "d", "e", "f", "g"], Y = Accuracy });
        AssertSays(words, "linear", "readout");
        words = Words(new PointFigure { Title = "", Categories = [.. Enumerable.Range(0, 20).Select(static i => $"condition={i}")], Y = Accuracy });
        AssertSays(words, "condition=0", "condition=19");
        string[] longest = [$"{new string('a', 20)}=true, {new string('b', 20)}=1", $"{new string('a', 20)}=true, {new string('b', 20)}=2"];
        words = Words(new PointFigure { Title = "", Categories = [.. longest, .. longest, .. longest, .. longest], Y = Accuracy });
        AssertSays(words, "aaaaaaaaaaaaaaa…bbbbbbbbbbbbbb=1", "aaaaaaaaaaaaaaa…bbbbbbbbbbbbbb=2");
    }

    [Fact]
    public void Curves_over_seeds_are_thin_lines_and_their_mean_with_its_deviation()
    {
        var curves = Curve.OverSeeds("mean", [1, 2, 3], [[1, 2, 3], [3, 4]], FigureColor.Blue);
        Assert.Equal([CurveStyle.Faint, CurveStyle.Faint, CurveStyle.Solid], curves.Select(static curve => curve.Style));
        Assert.Equal([2.0, 3.0], curves[2].Y);
        Assert.Equal([1.0, 1.0], curves[2].Spread!);
        Assert.Null(Assert.Single(Curve.OverSeeds("one", [1, 2], [[5, 6]], FigureColor.Blue)).Spread);
        Assert.Empty(Curve.OverSeeds("none", [1, 2], [], FigureColor.Blue));
        Assert.Contains("'long'", Assert.Throws<ArgumentException>(() => Curve.OverSeeds("long", [1], [[1, 2]], FigureColor.Blue)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused_and_nothing_is_written()
    {
        Refuse(new PointFigure { Title = "", Categories = ["a"], Y = Accuracy, Series = [new PointSeries("uneven", [1, 2])] }, "'uneven'");
        Refuse(new PointFigure { Title = "", Categories = ["a"], Y = Accuracy, Series = [new PointSeries("uneven", [1]) { Spread = [] }] }, "'uneven'");
        Refuse(new PointFigure { Title = "", Categories = ["a"], Y = Accuracy, Series = [new PointSeries("uneven", [1]) { Singles = [] }] }, "'uneven'");
        Refuse(new ScatterFigure { Title = "", X = Accuracy, Y = Accuracy, Series = [new ScatterSeries("uneven", [1], [])] }, "'uneven'");
        Refuse(new HeatMap { Title = "", Values = new double[2, 3], Rows = ["a", "b"], Columns = ["a", "b"], Value = Accuracy }, "2 by 3");
        Refuse(new HeatMap { Title = "", Values = new double[201, 200], Rows = new string[201], Columns = new string[200], Value = Accuracy }, "40000");
        Refuse(new PanelFigure { Title = "", Panels = [] }, "no panel");
        Refuse(new PanelFigure { Title = "", Panels = [new PanelFigure { Title = "", Panels = [] }] }, "panels");
        Refuse(new PanelFigure { Title = "", Panels = [Sample("scatter")], Columns = 0 }, "columns");
        Assert.Empty(Directory.GetFiles(_folder));

        void Refuse(Figure figure, string words) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => figure.Save(Path.Combine(_folder, "refused"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_numbers_can_be_drawn()
    {
        var number = Gen.OneOf(Gen.Double[-1e3, 1e3], Gen.OneOf(0.0, 1e-300, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity));
        Gen.Select(number.Array[1, 5], Gen.Bool, Gen.Bool).Sample(
            drawn =>
            {
                var (values, isLogarithmic, areBars) = drawn;
                var axis = new FigureAxis("y") { IsLogarithmic = isLogarithmic };
                string[] names = [.. values.Select(static value => $"{value}")];
                var matrix = new double[1, values.Length];
                for (var i = 0; i < values.Length; i++) matrix[0, i] = values[i];
                Figure[] figures =
                [
                    new PointFigure { Title = "any", Categories = names, Y = axis, Series = [new PointSeries("p", values) { Spread = values, Singles = [.. values.Select(value => (double[])[value])], AreBars = areBars }] },
                    new ScatterFigure { Title = "any", X = axis, Y = axis, Series = [new ScatterSeries("s", values, values)], Notes = [("note", values[0], values[^1])] },
                    new HeatMap { Title = "any", Values = matrix, Rows = ["row"], Columns = names, Value = axis },
                    new LineFigure { Title = "any", X = axis, Y = axis, Curves = [new Curve("c", values, values) { Spread = values, SpreadStyle = SpreadStyle.Bars }] },
                ];
                Assert.Equal(2, new PanelFigure { Title = "any", Panels = figures }.Save(Path.Combine(_folder, "any")).Count);
            },
            iter: 6,
            threads: 1);
    }

    [Fact]
    public void Empty_figures_can_be_drawn()
    {
        Assert.NotEmpty(new PointFigure { Title = "", Categories = [], Y = Accuracy }.Save(Path.Combine(_folder, "points")));
        Assert.NotEmpty(new ScatterFigure { Title = "", X = Accuracy, Y = Accuracy, Series = [new ScatterSeries("none", [], [])] }.Save(Path.Combine(_folder, "scatter")));
        Assert.NotEmpty(new HeatMap { Title = "", Values = new double[0, 0], Rows = [], Columns = [], Value = Accuracy }.Save(Path.Combine(_folder, "heat")));
    }

    private static void AssertSays(HashSet<string> words, params string[] expected) => Assert.All(expected, word => Assert.Contains(word, words));

    private static Figure Sample(string kind) => Samples().Single(sample => sample.Name == kind).Figure;

    private static IReadOnlyList<(string Name, Figure Figure)> Samples()
    {
        LineFigure bars = new()
        {
            Title = "over a number",
            X = new("tau") { IsLogarithmic = true },
            Y = Accuracy,
            Curves = [new Curve("mean ± sd", [0.01, 0.1, 1], [1, 3, 2]) { Spread = [0.5, 0.2, 0.1], SpreadStyle = SpreadStyle.Bars, Style = CurveStyle.LineAndPoints }],
            References = [new ReferenceLine("published", 2, 0.5)],
        };
        PointFigure points = new()
        {
            Title = "by condition",
            Categories = ["a", "b"],
            Y = Accuracy,
            Series = [PointSeries.Of("seeds", [[1, 2, 3], [4, 5]]), PointSeries.Of("bars", [[1, 2, 3], [4, 5]]) with { AreBars = true }, PointSeries.Published("published", [2, 4], [1, 1])],
        };
        ScatterFigure scatter = new()
        {
            Title = "ten classes",
            X = new("first"),
            Y = new("second"),
            Series = [.. Enumerable.Range(0, 10).Select(static c => new ScatterSeries($"class {c}", [c, c + 1], [c * c, c]))],
        };
        HeatMap map = new() { Title = "matrix", Values = new[,] { { 1, 2.5 }, { double.NaN, 4 } }, Rows = ["a", "b"], Columns = ["c", "d"], Value = Accuracy, RowLabel = "shown", ColumnLabel = "answered" };
        PanelFigure panels = new() { Title = "all", Panels = [bars, points, scatter, map, bars], Columns = 2 };
        return [("bars", bars), ("points", points), ("scatter", scatter), ("map", map), ("panels", panels)];
    }

    private HashSet<string> Words(Figure figure) =>
    [
        .. XDocument.Load(figure.Save(Path.Combine(_folder, "words"))[1]).Descendants()
            .Where(static element => element.Name.LocalName is "text").Select(static element => element.Value.Trim()),
    ];
}
