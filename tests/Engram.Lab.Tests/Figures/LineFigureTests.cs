using System.Buffers.Binary;
using System.Xml.Linq;
using CsCheck;
using Engram.Lab.Figures;

namespace Engram.Lab.Tests.Figures;

public sealed class LineFigureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram figures ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_figure_is_a_PNG_of_twice_the_layout_and_an_SVG_with_its_words()
    {
        var files = LearningCurve().Save(Path.Combine(_folder, "made", "learning"));
        Assert.Equal([Path.Combine(_folder, "made", "learning.png"), Path.Combine(_folder, "made", "learning.svg")], files, StringComparer.Ordinal);
        var png = File.ReadAllBytes(files[0]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], png[..8]);
        Assert.Equal(1280, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(854, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        var svg = XDocument.Load(files[1]);
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        var words = svg.Descendants().Where(static element => element.Name.LocalName is "text").Select(static element => element.Value.Trim()).ToArray();
        Assert.Contains("accuracy (%)", words, StringComparer.Ordinal);
        Assert.Contains("published 91.7 ± 0.8 %", words, StringComparer.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder, "made")).Length);
    }

    [Fact]
    public void The_same_figure_gives_the_same_bytes()
    {
        var first = LearningCurve().Save(Path.Combine(_folder, "first"));
        var second = LearningCurve().Save(Path.Combine(_folder, "second"));
        Assert.All(first.Zip(second), static pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
    }

    [Fact]
    public void Another_value_gives_another_picture()
    {
        var first = Of(new Curve("a", [1, 2], [1, 2])).Save(Path.Combine(_folder, "first"));
        var second = Of(new Curve("a", [1, 1.5, 2], [1, 2, 2])).Save(Path.Combine(_folder, "second"));
        Assert.All(first.Zip(second), static pair => Assert.NotEqual(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
    }

    [Fact]
    public void A_gap_breaks_the_line_in_two()
    {
        Assert.Equal(Lines(Of(new Curve("", [1, 2, 3, 4, 5], [1, 2, 2, 2, 1]))) + 1, Lines(Of(new Curve("", [1, 2, 3, 4, 5], [1, 2, double.NaN, 2, 1]))));
    }

    [Fact]
    public void Any_curve_can_be_drawn()
    {
        var number = Gen.OneOf(Gen.Double[-1e3, 1e3], Gen.OneOf(0.0, 1e-300, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity));
        var curve = Gen.Select(number.Array[0, 6], number, number, Gen.Int[0, 4], Gen.Bool, Gen.Bool, Gen.Bool);
        curve.Sample(
            drawn =>
            {
                var (values, half, published, style, hasSpread, xIsLogarithmic, yIsLogarithmic) = drawn;
                var figure = new LineFigure
                {
                    Title = "any",
                    X = new FigureAxis("x") { IsLogarithmic = xIsLogarithmic },
                    Y = new FigureAxis("y") { IsLogarithmic = yIsLogarithmic },
                    Curves = [new Curve("c", values, values) { Style = (CurveStyle)style, Spread = hasSpread ? values.Select(_ => half).ToArray() : null }],
                    References = [new ReferenceLine("r", published, half)],
                };
                Assert.Equal(2, figure.Save(Path.Combine(_folder, "any")).Count);
            },
            iter: 25,
            threads: 1);
    }

    [Fact]
    public void An_empty_figure_and_a_single_point_can_be_drawn()
    {
        Assert.NotEmpty(Of().Save(Path.Combine(_folder, "nothing")));
        Assert.NotEmpty(Of(new Curve("empty", [], [])).Save(Path.Combine(_folder, "empty")));
        Assert.NotEmpty(Of(new Curve("one", [3], [4]) { Spread = [1] }).Save(Path.Combine(_folder, "one")));
    }

    [Fact]
    public void Lists_of_different_lengths_are_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => Of(new Curve("uneven", [1, 2], [1])).Save(Path.Combine(_folder, "uneven")));
        Assert.Contains("'uneven'", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static LineFigure Of(params Curve[] curves) => new() { Title = "a figure", X = new FigureAxis("x"), Y = new FigureAxis("y"), Curves = curves };

    private static LineFigure LearningCurve()
    {
        var epochs = Enumerable.Range(1, 30).Select(static epoch => (double)epoch).ToArray();
        return new LineFigure
        {
            Title = "Learning to recognise drifting digits",
            X = new FigureAxis("epoch"),
            Y = new FigureAxis("accuracy", "%"),
            Curves = [new Curve("test", epochs, epochs.Select(static epoch => 92 - 80 * Math.Exp(-epoch / 6)).ToArray()) { Spread = epochs.Select(static epoch => 5 / epoch).ToArray() }],
            References = [new ReferenceLine("published 91.7 ± 0.8 %", 91.7, 0.8)],
        };
    }

    private int Lines(LineFigure figure) => XDocument.Load(figure.Save(Path.Combine(_folder, "counted"))[1]).Descendants().Count(static element => element.Name.LocalName is "path");
}
