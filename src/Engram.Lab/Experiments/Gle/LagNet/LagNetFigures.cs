using System.Numerics;
using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Gle.LagNet;

/// <summary>The figures of the small network, as in Fig. 6: outputs and errors before and after learning, their spectra, weights and loss.</summary>
internal static class LagNetFigures
{
    // As published: steps 3000 to 5000 and 98,000 to 100,000 are shown, the latter a little earlier where no window has ended after them yet, and
    // the loss is a mean over 100 steps.
    private const int Before = 3000, After = 98_000, Shown = 2000, Thin = 10, Averaged = 100;

    private static readonly string[] Neurons = ["fast neuron", "slow neuron"];

    internal static void Draw(LagNetTrace trace, IReadOnlyList<FourierComponent> components, string folder)
    {
        DrawSignals(trace, folder);
        DrawSpectra(components, folder);
        DrawLearning(trace, folder);
    }

    private static void DrawSignals(LagNetTrace trace, string folder)
    {
        int after = Math.Min(After, trace.Input.Length - Shown - SmallLagNetSettings.RestSteps / 10);
        new PanelFigure
        {
            Title = "Outputs, and the errors of the first layer, before and after learning",
            Columns = 2,
            Panels =
            [
                Outputs("before learning", Before), Outputs("after learning", after),
                Errors(0, Before), Errors(0, after),
                Errors(1, Before), Errors(1, after),
            ],
        }.Save(Path.Combine(folder, "signals"));

        LineFigure Outputs(string title, int first) => new()
        {
            Title = title,
            X = new FigureAxis("time", "time units"),
            Y = new FigureAxis("input and output rates"),
            Curves =
            [
                Of("input", trace.Input, first, FigureColor.Sky, CurveStyle.Faint),
                Of("target", trace.Target, first, FigureColor.Grey),
                Of("GLE", trace.Gle.Output, first, FigureColor.Blue, CurveStyle.Dashed),
                Of("adjoint method", trace.Adjoint.Output, first, FigureColor.Vermilion, CurveStyle.Dashed),
            ],
        };

        LineFigure Errors(int neuron, int first) => new()
        {
            Title = "",
            X = new FigureAxis("time", "time units"),
            Y = new FigureAxis($"error, {Neurons[neuron]}"),
            Curves =
            [
                Of("GLE", trace.Gle.Credit[neuron], first, FigureColor.Blue, CurveStyle.Dashed),
                Of("adjoint method", trace.Adjoint.Credit[neuron], first, FigureColor.Vermilion, CurveStyle.Dashed),
            ],
        };
    }

    private static Curve Of(string label, double[] signal, int first, FigureColor color, CurveStyle style = CurveStyle.Solid)
    {
        int[] steps = [.. Enumerable.Range(0, Shown / Thin).Select(i => first + (i * Thin))];
        return new Curve(label, [.. steps.Select(static step => step * LagNetNetworks.TimeStep)], [.. steps.Select(step => signal[step])]) { Color = color, Style = style };
    }

    private static void DrawSpectra(IReadOnlyList<FourierComponent> components, string folder)
    {
        new PanelFigure
        {
            Title = "Errors before learning at the frequencies of the input",
            Columns = 2,
            Panels = [.. Enumerable.Range(0, 2).Select(Amplitudes), .. Enumerable.Range(0, 2).Select(Phases)],
        }.Save(Path.Combine(folder, "spectra"));

        LineFigure Amplitudes(int neuron) => new()
        {
            Title = Neurons[neuron],
            X = new FigureAxis("angular frequency", "rad per time unit"),
            Y = new FigureAxis("amplitude") { IsLogarithmic = true },
            Curves =
            [
                Across("GLE", neuron, FigureColor.Blue, CurveStyle.LineAndPoints, static c => c.Gle.Magnitude),
                Across("adjoint method", neuron, FigureColor.Vermilion, CurveStyle.LineAndPoints, static c => c.Adjoint.Magnitude),
                Across("adjoint method, times what theory says", neuron, FigureColor.Grey, CurveStyle.Dashed, static c => c.Adjoint.Magnitude * c.TheoreticalGain),
            ],
        };

        LineFigure Phases(int neuron) => new()
        {
            Title = "",
            X = new FigureAxis("angular frequency", "rad per time unit"),
            Y = new FigureAxis("phase", "degrees") { Minimum = -200, Maximum = 200 },
            Curves =
            [
                Across("GLE", neuron, FigureColor.Blue, CurveStyle.LineAndPoints, static c => Degrees(c.Gle)),
                Across("adjoint method", neuron, FigureColor.Vermilion, CurveStyle.LineAndPoints, static c => Degrees(c.Gle) - c.PhaseDifference),
            ],
        };

        Curve Across(string label, int neuron, FigureColor color, CurveStyle style, Func<FourierComponent, double> value)
        {
            FourierComponent[] of = [.. components.Where(component => component.Neuron == neuron)];
            return new Curve(label, [.. of.Select(static c => c.Frequency)], [.. of.Select(value)]) { Color = color, Style = style };
        }

        static double Degrees(Complex value) => value.Phase * 180 / Math.PI;
    }

    private static void DrawLearning(LagNetTrace trace, string folder)
    {
        int[] starts = [.. Enumerable.Range(0, trace.Input.Length / Averaged).Select(static i => i * Averaged)];
        double[] times = [.. starts.Select(static step => step * LagNetNetworks.TimeStep)];
        new PanelFigure
        {
            Title = "A small network of fast and slow neurons learns from a teacher",
            Columns = 2,
            Panels =
            [
                Weights(0), Weights(1),
                new LineFigure
                {
                    Title = "",
                    X = new FigureAxis("time", "time units"),
                    Y = new FigureAxis("squared error") { IsLogarithmic = true, Minimum = 1e-11 },
                    Curves =
                    [
                        new Curve("GLE", times, [.. starts.Select(first => trace.Gle.Error(trace.Target, first, first + Averaged))]) { Color = FigureColor.Blue },
                        new Curve("adjoint method", times, [.. starts.Select(first => trace.Adjoint.Error(trace.Target, first, first + Averaged))]) { Color = FigureColor.Vermilion },
                    ],
                },
            ],
        }.Save(Path.Combine(folder, "learning"));

        LineFigure Weights(int neuron) => new()
        {
            Title = "",
            X = new FigureAxis("time", "time units"),
            Y = new FigureAxis($"weight of the {Neurons[neuron]}"),
            Curves =
            [
                new Curve("GLE", times, [.. starts.Select(step => trace.Gle.Weights[neuron][step])]) { Color = FigureColor.Blue },
                new Curve("adjoint method", times, [.. starts.Select(step => trace.Adjoint.Weights[neuron][step])]) { Color = FigureColor.Vermilion },
            ],
            References = [new ReferenceLine("teacher", LagNetNetworks.TeacherWeights[neuron])],
        };
    }
}
