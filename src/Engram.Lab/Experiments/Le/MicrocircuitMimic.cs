using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>
/// A microcircuit of one neuron a layer learns to predict itself, then to mimic another one (Haider et al. 2021, Fig. 5; specification 3.6).
/// </summary>
public sealed class MicrocircuitMimic : Experiment<MicrocircuitMimicSettings>
{
    /// <inheritdoc/>
    public override string Name => "le-microcircuit-mimic";

    /// <inheritdoc/>
    public override string Paper => ReleasedBars.Paper;

    /// <inheritdoc/>
    public override string Summary => "The smallest microcircuit learns to predict itself, then to answer as a teacher does";

    /// <inheritdoc/>
    public override string Description =>
        """
        Two stages, as in the paper's supplement. In the first, without any target, the weights to and from the interneuron learn until it
        does what the output neuron does and the apical dendrite is silent. In the second, the output neuron is nudged towards the answers
        of a teacher, another circuit of the same kind; what the interneuron does not predict reaches the hidden neuron through its apical
        dendrite as an error. Six inputs are shown for 1 ms each, a fifth of what a membrane needs.

        Arithmetic is in double precision: the error falls to about 2e-7, where the delays of a step that belong to the method hold it.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => ReleasedMimic.All;

    /// <inheritdoc/>
    public override string HeadlineMetric => "test_error";

    /// <inheritdoc/>
    protected override MicrocircuitMimicSettings CreatePreset(string preset)
    {
        var settings = new MicrocircuitMimicSettings();
        if (string.Equals(preset, "quick", StringComparison.Ordinal))
            settings.Task.Epochs = 150;
        return settings;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(MicrocircuitMimicSettings settings) => [12345];

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(MicrocircuitMimicSettings settings)
    {
        MicrocircuitMimicSettings released = new();
        bool isReleased = (settings.PresentationSteps, settings.Dt, settings.Patterns, settings.TeacherSeed)
                == (released.PresentationSteps, released.Dt, released.Patterns, released.TeacherSeed)
            && (settings.SelfPrediction.Epochs, settings.SelfPrediction.FromInterneurons, settings.SelfPrediction.ToInterneurons)
                == (released.SelfPrediction.Epochs, released.SelfPrediction.FromInterneurons, released.SelfPrediction.ToInterneurons)
            && (settings.Task.Epochs, settings.Task.Hidden, settings.Task.Output, settings.Task.ToInterneurons)
                == (released.Task.Epochs, released.Task.Hidden, released.Task.Output, released.Task.ToInterneurons);
        return isReleased ? ReleasedMimic.All : [];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(MicrocircuitMimicSettings settings, IRunContext context)
    {
        if (settings.Weights == "published" && context.Seed > uint.MaxValue)
        {
            throw new UsageException(
                $"The seed {context.Seed} is too large for the published first weights, whose generator takes seeds up to {uint.MaxValue}. Choose a smaller seed, or weights=own.");
        }

        var teacher = new MimicTeacher(settings);
        using var student = new MimicStudent(settings, teacher, context.Seed);
        var record = new MimicRecord();
        context.TryRestore(reader =>
        {
            student.Load(reader);
            record.Load(reader);
        });
        while (student.Epoch < student.Epochs)
        {
            context.CheckpointIfDue(Save);
            RunEpoch(student, record, settings, context);
        }

        context.Checkpoint(Save);
        var answers = new double[settings.Patterns];
        double error = student.Test(answers);
        Write(record, teacher, answers, context.Folder);
        MimicFigures.Draw(record, teacher, student, answers, ComparableTo(settings).Count > 0, Path.Combine(context.Folder, "figures"));
        return
        [
            new("test_error", error, "", "test error"),
            new("test_error_before", record.ErrorBefore, "", "test error before the task"),
            new("from_interneuron", record.SelfPrediction[0], "", "weight from the interneuron after self-prediction"),
            new("to_interneuron", record.SelfPrediction[1], "", "weight to the interneuron after self-prediction"),
            new("apical", record.SelfPrediction[2], "", "apical potential after self-prediction"),
            new("hidden", student.Hidden, "", $"weight to the hidden neuron (teacher {teacher.Hidden:F6})"),
            new("output", student.Output, "", $"weight to the output neuron (teacher {teacher.Output:F6})"),
            new("to_interneuron_end", student.ToInterneuron, "", "weight to the interneuron at the end"),
        ];

        void Save(StateWriter writer)
        {
            student.Save(writer);
            record.Save(writer);
        }
    }

    private static void RunEpoch(MimicStudent student, MimicRecord record, MicrocircuitMimicSettings settings, IRunContext context)
    {
        if (student.Epoch == settings.SelfPrediction.Epochs)
            EndSelfPrediction(student, record, settings);
        bool isPredictingItself = student.IsPredictingItself;
        student.RunEpoch(record.Add);
        if (!isPredictingItself)
            record.Add(new MimicEpoch(student.Hidden, student.Output, student.ToInterneuron, student.Error, student.LargestApical));
        context.Log(
            ("epoch", student.Epoch),
            ("stage", isPredictingItself ? 1 : 2),
            ("validation_error", student.Error),
            ("largest_apical", student.LargestApical),
            ("hidden", student.Hidden),
            ("output", student.Output),
            ("to_interneuron", student.ToInterneuron),
            ("from_interneuron", student.FromInterneuron));
        context.Report(student.Epoch, student.Epochs, isPredictingItself
            ? $"epoch {student.Epoch}  apical potential {student.LargestApical:E1}"
            : $"epoch {student.Epoch}  error {student.Error:E1}");
    }

    private static void EndSelfPrediction(MimicStudent student, MimicRecord record, MicrocircuitMimicSettings settings)
    {
        record.SelfPrediction =
            [student.FromInterneuron, student.ToInterneuron, record.Moments.Count == 0 ? double.NaN : Math.Abs(record.Moments[^1].Apical)];
        record.WeightsBefore = [student.Hidden, student.Output];
        record.AnswersBefore = new double[settings.Patterns];
        record.ErrorBefore = student.Test(record.AnswersBefore);
    }

    private static void Write(MimicRecord record, MimicTeacher teacher, double[] answers, string folder)
    {
        string arrays = Path.Combine(folder, "arrays");
        NpyWriter.Write(Path.Combine(arrays, "inputs.npy"), teacher.Inputs, teacher.Inputs.Length);
        NpyWriter.Write(Path.Combine(arrays, "targets.npy"), teacher.Targets, teacher.Targets.Length);
        NpyWriter.Write(Path.Combine(arrays, "answers-before.npy"), record.AnswersBefore, record.AnswersBefore.Length);
        NpyWriter.Write(Path.Combine(arrays, "answers-after.npy"), answers, answers.Length);
        // Columns: time in ms, W_pi, W_ip, apical potential, interneuron, output neuron.
        NpyWriter.Write(
            Path.Combine(arrays, "self-prediction.npy"),
            record.Moments.SelectMany(moment => new[] { moment.Time, moment.FromInterneuron, moment.ToInterneuron, moment.Apical, moment.Interneuron, moment.Output }).ToArray(),
            record.Moments.Count,
            6);
    }
}
