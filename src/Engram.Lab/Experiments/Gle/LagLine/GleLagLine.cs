using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>
/// A chain of two slow neurons learns the weights and time constants of another (Ellenberger et al., Fig. 5; specification 3.1).
/// </summary>
public sealed class GleLagLine : Experiment<LagLineSettings>
{
    private const int ChunkSteps = 200, LogStride = 1000, QuickSteps = 60_001;

    private static readonly ChainParameters Teacher = new(1, 2, 1, 2);

    /// <inheritdoc/>
    public override string Name => "gle-lagline";

    /// <inheritdoc/>
    public override string Paper => PublishedMnist1D.Paper;

    /// <inheritdoc/>
    public override string Summary => "Two slow neurons in a chain learn the weights and time constants of a teacher chain, in five ways";

    /// <inheritdoc/>
    public override string Description =>
        """
        Teacher and student are chains of two softplus neurons that remember: their output follows a square wave late and rounded. The student
        learns both weights and both membrane time constants. With GLE it finds all four, and the loss falls to the level of rounding. With
        instantaneous errors both time constants run into their floor. Backpropagation through time needs a window of several time constants:
        4 time units nearly find the teacher, 1 unit does not.

        All of it is in double precision, from the authors' first values where the seed is 0, and in a kernel made for chains of two; the general
        engine gives the same course. The loss of GLE at the end is rounding error, so its last digits mean nothing.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => PublishedLagLine.All;

    /// <inheritdoc/>
    public override string HeadlineMetric => "distance";

    /// <inheritdoc/>
    protected override LagLineSettings CreatePreset(string preset) =>
        preset == "quick" ? new LagLineSettings { Steps = QuickSteps } : new LagLineSettings();

    /// <inheritdoc/>
    protected override void Resolve(LagLineSettings settings)
    {
        if (settings.Gamma * settings.Beta >= 1)
        {
            throw new UsageException(
                $"gamma · beta is {settings.Gamma * settings.Beta}, but a product of 1 or more makes errors push the output beyond its target: "
                + "take a smaller beta or gamma.");
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(LagLineSettings settings)
    {
        var published = new LagLineSettings { Model = settings.Model };
        bool isPublished = settings.Steps == published.Steps && settings.Batch == published.Batch && settings.LearningRate == published.LearningRate
            && settings.Beta == published.Beta && settings.Gamma == published.Gamma && settings.Prospective == published.Prospective
            && settings.LeastTime == published.LeastTime;
        return isPublished ? [.. ChainModel.Of(settings.Model).SelectMany(PublishedLagLine.Of)] : [];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(LagLineSettings settings) => [0];

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Findings(string runFolder) => LagLineNotes.Read(runFolder);

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(LagLineSettings settings, IRunContext context)
    {
        // Seconds of arithmetic: a run that was cut starts again.
        context.TryRestore(static _ => { });
        LagLineStart start = LagLineStart.Draw(context.Seed, settings.Batch);
        var kernel = ChainKernel.For(InstructionSets.ForLength<double>(settings.Batch, InstructionSets.Default));
        ChainStudent[] students = [.. ChainModel.Of(settings.Model).Select(model => new ChainStudent(kernel, model, start.Student(), Teacher, settings))];
        ChainCourse[] courses = [.. students.Select(student => new ChainCourse(student, settings.Steps))];
        double[] targets = new double[courses[0].Output.Length];
        try
        {
            Simulate(settings, context, kernel, start, students, courses, targets);
            LagLineNotes.Write(context.Folder, students);
            LagLineFigures.Draw(courses, targets, Teacher, Path.Combine(context.Folder, "figures"));
            return [.. Summarise(students, courses)];
        }
        finally
        {
            foreach (ChainStudent student in students)
                student.Dispose();
        }
    }

    private static void Simulate(
        LagLineSettings settings, IRunContext context, ChainKernel kernel, LagLineStart start, ChainStudent[] students, ChainCourse[] courses, double[] targets)
    {
        var input = new LagLineInput(start.Shifts, settings.Steps);
        using var teacher = new ChainState(settings.Batch);
        using LaneMatrix<double> inputs = new(ChunkSteps, settings.Batch), wanted = new(ChunkSteps, settings.Batch);
        ChainRatios ratios = ChainRatios.Of(Teacher, settings.Constants(looksAhead: true));
        for (int first = 0; first < settings.Steps; first += ChunkSteps)
        {
            context.Stop.ThrowIfCancellationRequested();
            int steps = Math.Min(ChunkSteps, settings.Steps - first);
            input.Fill(first, steps, inputs);
            for (int step = 0; step < steps; step++)
            {
                // A step returns the rate as it was before: teacher and student are both two steps late.
                teacher.Row(ChainState.Rate + 1).CopyTo(wanted.Row(step));
                kernel.StepForward(teacher, ratios, inputs.Row(step));
                if ((first + step) % ChainCourse.Stride == 0)
                    targets[(first + step) / ChainCourse.Stride] = wanted[step, 0];
            }

            for (int i = 0; i < students.Length; i++)
                Present(students[i], courses[i], first, steps, inputs, wanted);
            if (first % LogStride == 0)
                Log(context, first, courses);
            context.Report(first + steps, settings.Steps, $"loss {students[0].Loss:E1}");
        }
    }

    private static void Present(ChainStudent student, ChainCourse course, int first, int steps, LaneMatrix<double> inputs, LaneMatrix<double> wanted)
    {
        for (int step = 0; step < steps; step++)
        {
            student.Step(first + step, inputs.Row(step), wanted.Row(step));
            if ((first + step) % ChainCourse.Stride == 0)
                course.Keep(first + step);
        }

        if (student.Broken is { } broken)
        {
            throw new LaboratoryException(
                $"Learning broke down by step {first + steps}: {broken} of model {student.Model.Name} is no longer a finite number. "
                + "A smaller learning-rate, beta or gamma keeps the chain stable.");
        }
    }

    private static void Log(IRunContext context, int step, ChainCourse[] courses)
    {
        var row = new List<(string, double)> { ("step", step) };
        foreach (ChainCourse course in courses)
        {
            int index = step / ChainCourse.Stride;
            row.Add((PublishedLagLine.Metric(course.Model, "loss"), course.Loss[index]));
            for (int i = 0; i < ChainParameters.Count; i++)
                row.Add((PublishedLagLine.Metric(course.Model, ChainParameters.Names[i]), course.Parameters[i][index]));
        }

        context.Log([.. row]);
    }

    private static IEnumerable<SummaryValue> Summarise(ChainStudent[] students, ChainCourse[] courses)
    {
        yield return new SummaryValue(
            "distance", Distance(students[0]), "", $"greatest distance of a parameter from the teacher's, {students[0].Model.Label}");
        if (students[0].Model.Name == "gle" && double.IsFinite(courses[0].DistanceFromPublished()))
        {
            yield return new SummaryValue(
                "course_distance", courses[0].DistanceFromPublished(), "", "greatest distance from the published course, steps 10,000 to 40,000 (seed 0)");
        }

        foreach (ChainStudent student in students)
        {
            for (int i = 0; i < ChainParameters.Count; i++)
            {
                string name = ChainParameters.Names[i];
                string words = $"{student.Model.Label}: {(i < 2 ? $"w{i}" : $"τm{i - 2}")}";
                yield return new SummaryValue(PublishedLagLine.Metric(student.Model, name), student.Parameters.Values[i], "", words);
            }

            yield return new SummaryValue(PublishedLagLine.Metric(student.Model, "loss"), student.Loss, "", $"{student.Model.Label}: loss of the last step");
        }

        static double Distance(ChainStudent student) => student.Parameters.Values.Zip(Teacher.Values, static (own, aim) => Math.Abs(own - aim)).Max();
    }
}
