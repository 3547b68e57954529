using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>The figures of the chain, as in Fig. 5: parameters and loss over time, and outputs against the target.</summary>
internal static class LagLineFigures
{
    private const double PerTimeUnit = 100;

    // As published: losses are means over 40 logged steps, 4 time units; three stretches of 60 logged steps are shown.
    private const int Averaged = 40, Stretch = 60, CurveLogs = 100;

    // What lies below is rounding.
    private const double LeastLoss = 1e-13;

    private static readonly FigureColor[] Colors =
        [FigureColor.Blue, FigureColor.Vermilion, FigureColor.Green, FigureColor.Orange, FigureColor.Purple];

    internal static void Draw(IReadOnlyList<ChainCourse> courses, double[] targets, ChainParameters teacher, string folder)
    {
        DrawParameters(courses, teacher, folder);
        DrawLoss(courses, folder);
        DrawOutputs(courses[0], targets, folder);
    }

    private static void DrawParameters(IReadOnlyList<ChainCourse> courses, ChainParameters teacher, string folder)
    {
        string[] axes = ["weight w0", "weight w1", "time constant τm0", "time constant τm1"];
        double[] times = [.. Enumerable.Range(0, (courses[0].Loss.Length + CurveLogs - 1) / CurveLogs).Select(static i => Time(i * CurveLogs))];
        new PanelFigure
        {
            Title = "A chain of two neurons learns a teacher's weights and time constants",
            Columns = 2,
            Panels =
            [
                .. Enumerable.Range(0, ChainParameters.Count).Select(parameter => new LineFigure
                {
                    Title = "",
                    X = new FigureAxis("time", "time units"),
                    Y = new FigureAxis(axes[parameter]),
                    Curves = [.. courses.Select(course => new Curve(
                        course.Model.Label, times, [.. times.Select((_, i) => course.Parameters[parameter][i * CurveLogs])]) { Color = ColorOf(course) })],
                    References = [new ReferenceLine("teacher", teacher.Values[parameter])],
                }),
            ],
        }.Save(Path.Combine(folder, "parameters"));
    }

    private static void DrawLoss(IReadOnlyList<ChainCourse> courses, string folder)
    {
        int count = courses[0].Loss.Length / Averaged;
        double[] times = [.. Enumerable.Range(0, count).Select(static i => Time((i * Averaged) + (Averaged / 2)))];
        new LineFigure
        {
            Title = "Squared error of a chain of two neurons, means over 4 time units",
            X = new FigureAxis("time", "time units") { IsLogarithmic = true },
            Y = new FigureAxis("squared error") { IsLogarithmic = true, Minimum = LeastLoss },
            Curves = [.. courses.Select(course => new Curve(
                course.Model.Label, times, [.. times.Select((_, i) => course.Loss.AsSpan(i * Averaged, Averaged).ToArray().Average())]) { Color = ColorOf(course) })],
        }.Save(Path.Combine(folder, "loss"));
    }

    private static void DrawOutputs(ChainCourse course, double[] targets, string folder)
    {
        (int First, string Title)[] stretches =
        [
            (120, "the teacher's time constants, first weights"),
            (320, "before learning"),
            (Math.Min(29_720, targets.Length - Stretch), "after learning"),
        ];
        new PanelFigure
        {
            Title = $"Output of one sample against its target, {course.Model.Label}",
            Columns = 3,
            Panels =
            [
                .. stretches.Select(stretch =>
                {
                    double[] times = [.. Enumerable.Range(stretch.First, Stretch).Select(Time)];
                    return new LineFigure
                    {
                        Title = stretch.Title,
                        X = new FigureAxis("time", "time units"),
                        Y = new FigureAxis("output rate"),
                        Curves =
                        [
                            new Curve("target", times, targets.AsSpan(stretch.First, Stretch).ToArray()) { Color = FigureColor.Grey },
                            new Curve("output", times, course.Output.AsSpan(stretch.First, Stretch).ToArray()) { Color = FigureColor.Blue, Style = CurveStyle.Dashed },
                        ],
                    };
                }),
            ],
        }.Save(Path.Combine(folder, "outputs"));
    }

    private static FigureColor ColorOf(ChainCourse course) => Colors[Array.IndexOf(ChainModel.All, course.Model)];

    private static double Time(int log) => log * ChainCourse.Stride / PerTimeUnit;
}
