using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.LagNet;

/// <summary>
/// A small network of fast and slow neurons learns from a teacher by GLE and by the adjoint method (Ellenberger et al., Fig. 6; specification
/// 3.2).
/// </summary>
public sealed class GleLagNet : Experiment<SmallLagNetSettings>
{
    private const int LogStride = 500, QuickSteps = 30_100, FirstJudged = 75_001, EndJudged = 100_001;

    /// <inheritdoc/>
    public override string Name => "gle-lagnet";

    /// <inheritdoc/>
    public override string Paper => PublishedMnist1D.Paper;

    /// <inheritdoc/>
    public override string Summary => "Errors that neurons find as they go, beside those of the adjoint method, which needs the future";

    /// <inheritdoc/>
    public override string Description =>
        """
        Networks 1-2-2-1, in each hidden layer a neuron that answers at once and one that remembers, follow a sum of three sines. Two students
        learn the first layer's weights from a teacher: one by GLE at every step, one by the adjoint method, which goes back through windows of
        3 time units. Before learning begins the errors of both are compared at the three frequencies: GLE's should have the phase of the
        adjoint variables, and a gain that is too large by 1/|H|² for each slow layer on the way, as theory says. weights=-0.07,1 begins where
        the published analysis does.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => PublishedLagNet.All;

    /// <inheritdoc/>
    public override string HeadlineMetric => "gle_distance";

    /// <inheritdoc/>
    protected override SmallLagNetSettings CreatePreset(string preset) =>
        preset == "quick" ? new SmallLagNetSettings { Steps = QuickSteps } : new SmallLagNetSettings();

    /// <inheritdoc/>
    protected override void Resolve(SmallLagNetSettings settings)
    {
        if (settings.Weights.Length is not (0 or 2))
            throw new UsageException($"weights has {settings.Weights.Length} numbers, but the first layer has two neurons with one input: give two, or none.");
        if (SmallLagNetSettings.RestSteps + settings.Window > settings.Steps)
        {
            throw new UsageException(
                $"window is {settings.Window} steps, but of steps = {settings.Steps} only {settings.Steps - SmallLagNetSettings.RestSteps} come after the "
                + "first 8000, which do not learn: a window cannot be longer than the sequence. Take a shorter window or more steps.");
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(SmallLagNetSettings settings) => IsPublished(settings) ? PublishedLagNet.All : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(SmallLagNetSettings settings) => [5];

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(SmallLagNetSettings settings, IRunContext context)
    {
        // A second of arithmetic: a run that was cut starts again.
        context.TryRestore(static _ => { });
        double[] start = settings.Weights.Length == 2 ? settings.Weights : Draw(context.Seed);
        using var simulation = new LagNetSimulation(settings, start);
        LagNetTrace trace = simulation.Trace;
        for (int step = 0; step < settings.Steps; step++)
        {
            simulation.Step(step);
            if (step % LogStride == 0)
                Log(context, trace, step, settings.Steps);
        }

        FourierComponent[] components = FourierComponent.Of(trace);
        LagNetFigures.Draw(trace, components, Path.Combine(context.Folder, "figures"));
        TableFile.Write(
            Path.Combine(context.Folder, "arrays", "fourier.csv"),
            ["neuron", "frequency", "gle_amplitude", "adjoint_amplitude", "gain", "theoretical_gain", "phase_difference_degrees"],
            components.Select(static c => (IReadOnlyList<object>)
                [c.Neuron == 0 ? "fast" : "slow", c.Frequency, c.Gle.Magnitude, c.Adjoint.Magnitude, c.Gain, c.TheoreticalGain, c.PhaseDifference]));
        return [.. Summarise(settings, context.Seed, trace, components)];
    }

    private static double[] Draw(ulong seed)
    {
        if (seed > uint.MaxValue)
            throw new UsageException($"The seed {seed} is too large for the published first weights, whose generator takes seeds up to {uint.MaxValue}: choose a smaller one.");
        var twister = new MersenneTwister((uint)seed);
        return [Next(), Next()];

        // In single precision, from −1 to 1.
        double Next() => ((float)twister.NextSingle24() * 2f) + -1f;
    }

    private static void Log(IRunContext context, LagNetTrace trace, int step, int steps)
    {
        context.Stop.ThrowIfCancellationRequested();
        int first = Math.Max(0, step + 1 - LogStride);
        double gle = trace.Gle.Error(trace.Target, first, step + 1), adjoint = trace.Adjoint.Error(trace.Target, first, step + 1);
        if (!double.IsFinite(gle) || !double.IsFinite(adjoint))
        {
            throw new LaboratoryException(
                $"Learning broke down by step {step}: the output of {(double.IsFinite(gle) ? "the adjoint method" : "GLE")} is no longer a finite number. "
                + "A smaller learning-rate or adjoint-rate keeps the networks stable.");
        }

        context.Log(
            ("step", step),
            ("gle_error", gle),
            ("gle_w0", trace.Gle.Weights[0][step]),
            ("gle_w1", trace.Gle.Weights[1][step]),
            ("adjoint_error", adjoint),
            ("adjoint_w0", trace.Adjoint.Weights[0][step]),
            ("adjoint_w1", trace.Adjoint.Weights[1][step]));
        context.Report(step + 1, steps, $"error {gle:E1}");
    }

    private static bool IsPublished(SmallLagNetSettings settings)
    {
        var published = new SmallLagNetSettings();
        return settings.Weights.Length == 0 && settings.Steps == published.Steps && settings.LearningRate == published.LearningRate
            && settings.AdjointRate == published.AdjointRate && settings.Window == published.Window && settings.Gamma == published.Gamma;
    }

    private static IEnumerable<SummaryValue> Summarise(SmallLagNetSettings settings, ulong seed, LagNetTrace trace, FourierComponent[] components)
    {
        int at = Math.Min(EndJudged, settings.Steps) - 1, first = at == EndJudged - 1 ? FirstJudged : at / 2;
        yield return new SummaryValue("gle_distance", Distance(trace.Gle), "", "greatest distance of a weight from the teacher's, GLE");
        yield return new SummaryValue("adjoint_distance", Distance(trace.Adjoint), "", "greatest distance of a weight from the teacher's, adjoint method");
        if (seed == 5 && settings.Weights.Length == 0)
            yield return new SummaryValue("course_distance", FromPublished(trace), "", "greatest distance from the published course");
        foreach ((string name, string label, LagNetCourse course) in new[] { ("gle", "GLE", trace.Gle), ("adjoint", "adjoint method", trace.Adjoint) })
        {
            for (int neuron = 0; neuron < 2; neuron++)
                yield return new SummaryValue($"{name}_w{neuron}", course.Weights[neuron][at], "", $"{label}: w{neuron}");
            yield return new SummaryValue($"{name}_error", course.Error(trace.Target, first, at + 1), "", $"{label}: mean squared error of the last steps");
        }

        foreach (FourierComponent c in components)
        {
            string neuron = c.Neuron == 0 ? "fast" : "slow", frequency = c.Frequency.ToString(System.Globalization.CultureInfo.InvariantCulture);
            yield return new SummaryValue(
                $"{neuron}_gain_{frequency}", c.Gain, "", $"{neuron} neuron, ω = {frequency}: |e|/|λ|; theory {c.TheoreticalGain.ToString("F2", System.Globalization.CultureInfo.InvariantCulture)}");
            yield return new SummaryValue($"{neuron}_phase_{frequency}", c.PhaseDifference, "°", $"{neuron} neuron, ω = {frequency}: phase of e less that of λ; theory 0");
        }

        double Distance(LagNetCourse course) => LagNetNetworks.TeacherWeights.Select((aim, neuron) => Math.Abs(course.Weights[neuron][at] - aim)).Max();
    }

    /// <summary>The greatest distance of a weight from the published course, over the rows that lie in the run.</summary>
    internal static double FromPublished(LagNetTrace trace) => PublishedLagNet.Course
        .Where(row => row.Step < trace.Input.Length)
        .Max(row => Math.Max(Distance(trace.Gle, row.Step, row.Gle), Distance(trace.Adjoint, row.Step, row.Adjoint)));

    private static double Distance(LagNetCourse course, int step, double[] published) =>
        published.Select((value, neuron) => Math.Abs(course.Weights[neuron][step] - value)).Max();
}
