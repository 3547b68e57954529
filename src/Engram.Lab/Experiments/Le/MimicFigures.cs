using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Le;

/// <summary>Draws Fig. 5: how a circuit learns to predict itself, then to mimic a teacher.</summary>
internal static class MimicFigures
{
    private static Curve Released => new(
        "released configuration", [.. ReleasedMimic.Errors.Select(point => (double)point.Epoch)], [.. ReleasedMimic.Errors.Select(point => point.Error)])
    {
        Color = FigureColor.Grey,
        Style = CurveStyle.Points,
    };

    internal static void Draw(MimicRecord record, MimicTeacher teacher, MimicStudent student, double[] answers, bool isReleased, string folder)
    {
        if (record.Moments.Count > 0)
            DrawSelfPrediction(record, student, folder);
        DrawTask(record, teacher, isReleased, folder);
        DrawAnswers(record, teacher, student, answers, folder);
    }

    private static void DrawSelfPrediction(MimicRecord record, MimicStudent student, string folder)
    {
        double[] time = [.. record.Moments.Select(moment => moment.Time)];
        var axis = new FigureAxis("time of self-prediction", "ms") { Minimum = 0, Maximum = time[^1] };
        new LineFigure
        {
            Title = "Interneuron weights find their partners",
            X = axis,
            Y = new FigureAxis("weight"),
            Curves =
            [
                Line("from the interneuron", record.Moments.Select(moment => moment.FromInterneuron), FigureColor.Vermilion),
                Line("to the interneuron", record.Moments.Select(moment => moment.ToInterneuron), FigureColor.Blue),
            ],
            References =
            [
                new ReferenceLine("minus the weight from above", -student.Down) { Color = FigureColor.Vermilion },
                new ReferenceLine("weight to the output neuron", record.WeightsBefore[1]) { Color = FigureColor.Blue },
            ],
        }.Save(Path.Combine(folder, "self-prediction-weights"));
        new LineFigure
        {
            Title = "The apical dendrite falls silent",
            X = axis,
            Y = new FigureAxis("absolute apical potential") { IsLogarithmic = true },
            Curves = [Line("", record.Moments.Select(moment => Math.Abs(moment.Apical)), FigureColor.Green)],
        }.Save(Path.Combine(folder, "self-prediction-apical"));
        new LineFigure
        {
            Title = "The interneuron comes to do what the output neuron does",
            X = axis,
            Y = new FigureAxis("prospective potential"),
            Curves =
            [
                Line("output neuron", record.Moments.Select(moment => moment.Output), FigureColor.Grey),
                Line("interneuron", record.Moments.Select(moment => moment.Interneuron), FigureColor.Blue) with { Style = CurveStyle.Dashed },
            ],
        }.Save(Path.Combine(folder, "self-prediction-interneuron"));

        Curve Line(string name, IEnumerable<double> values, FigureColor color) => new(name, time, [.. values]) { Color = color };
    }

    private static void DrawTask(MimicRecord record, MimicTeacher teacher, bool isReleased, string folder)
    {
        double[] epochs = [.. Enumerable.Range(0, record.Epochs.Count + 1).Select(epoch => (double)epoch)];
        double[] trained = [.. epochs.Skip(1)];
        new LineFigure
        {
            Title = "Forward weights become the teacher's",
            X = new FigureAxis("epoch") { Minimum = 0, Maximum = epochs[^1] },
            Y = new FigureAxis("weight"),
            Curves =
            [
                new("to the hidden neuron", epochs, [record.WeightsBefore[0], .. record.Epochs.Select(epoch => epoch.Hidden)]) { Color = FigureColor.Vermilion },
                new("to the output neuron", epochs, [record.WeightsBefore[1], .. record.Epochs.Select(epoch => epoch.Output)]) { Color = FigureColor.Blue },
                new("to the interneuron", epochs, [record.SelfPrediction[1], .. record.Epochs.Select(epoch => epoch.ToInterneuron)])
                {
                    Color = FigureColor.Sky,
                    Style = CurveStyle.Dashed,
                },
            ],
            References =
            [
                new ReferenceLine("teacher, hidden", teacher.Hidden) { Color = FigureColor.Vermilion },
                new ReferenceLine("teacher, output", teacher.Output) { Color = FigureColor.Blue },
            ],
            Legend = FigureCorner.UpperRight,
        }.Save(Path.Combine(folder, "task-weights"));
        new LineFigure
        {
            Title = "The error falls by orders of magnitude",
            X = new FigureAxis("epoch") { IsLogarithmic = true },
            Y = new FigureAxis("validation error") { IsLogarithmic = true },
            Curves =
            [
                new("Engram", trained, [.. record.Epochs.Select(epoch => epoch.Error)]) { Color = FigureColor.Blue },
                .. isReleased ? [Released] : Array.Empty<Curve>(),
            ],
        }.Save(Path.Combine(folder, "task-error"));
        new LineFigure
        {
            Title = "What reaches the apical dendrite while learning",
            X = new FigureAxis("epoch") { IsLogarithmic = true },
            Y = new FigureAxis("largest absolute apical potential") { IsLogarithmic = true },
            Curves = [new("", trained, [.. record.Epochs.Select(epoch => epoch.LargestApical)]) { Color = FigureColor.Green }],
        }.Save(Path.Combine(folder, "task-apical"));
    }

    private static void DrawAnswers(MimicRecord record, MimicTeacher teacher, MimicStudent student, double[] answers, string folder)
    {
        double[] inputs = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
        new LineFigure
        {
            Title = "The answer to an input, before and after learning",
            X = new FigureAxis("input rate") { Minimum = 0, Maximum = 1 },
            Y = new FigureAxis("output potential"),
            Curves =
            [
                Settled("before", record.WeightsBefore[0], record.WeightsBefore[1], FigureColor.Orange),
                Settled("after", student.Hidden, student.Output, FigureColor.Blue),
                Settled("teacher", teacher.Hidden, teacher.Output, FigureColor.Grey) with { Style = CurveStyle.Dashed },
                new("", teacher.Inputs, record.AnswersBefore) { Color = FigureColor.Orange, Style = CurveStyle.Points },
                new("", teacher.Inputs, answers) { Color = FigureColor.Blue, Style = CurveStyle.Points },
            ],
        }.Save(Path.Combine(folder, "answers"));

        Curve Settled(string name, double hidden, double output, FigureColor color) =>
            new(name, inputs, [.. inputs.Select(input => MimicTeacher.Answer(hidden, output, input))]) { Color = color };
    }
}
