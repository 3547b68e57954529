using System.Globalization;
using Engram.Datasets;
using Engram.Dreaming;
using Engram.Dreaming.Evaluation;
using Engram.Lab.Runs;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>What the user asked to be measured.</summary>
public sealed record RunEvaluationRequest
{
    /// <summary>A run's folder, or its name below the runs folder, or a unique part of it; <c>latest</c> for the newest.</summary>
    public required string Run { get; init; }

    /// <summary>Names of measures with commas between them, or <c>all</c>.</summary>
    public string Measures { get; init; } = "readout";

    /// <summary>The folder that holds the runs.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>The folder that holds the datasets; null for the one in the run's record.</summary>
    public string? DataFolder { get; init; }

    /// <summary>A state file of a cortex of the same run, such as a snapshot of an early epoch; null for the newest checkpoint.</summary>
    public string? StateFile { get; init; }

    /// <summary>Threads; null for all cores. Results do not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>A folder with a network of the user's own for the Fréchet distance; null for what the plan says.</summary>
    public string? FeatureNetwork { get; init; }

    /// <summary>How much is looked at.</summary>
    public DreamEvaluationPlan Plan { get; init; } = new();
}

/// <summary>What came of it.</summary>
/// <param name="Run">The run.</param>
/// <param name="State">The file whose cortex was measured.</param>
/// <param name="Subject">The images.</param>
/// <param name="Evaluation">The numbers.</param>
/// <param name="File">The JSON file written into the run's folder.</param>
/// <param name="Figures">The figures written, PNG and SVG.</param>
public sealed record RunEvaluationReport(
    RunInformation Run, string State, DreamSubject Subject, DreamEvaluation Evaluation, string File, IReadOnlyList<string> Figures);

/// <summary>Measures the cortex that a run left behind: <c>engram dream evaluate</c>.</summary>
public static class RunEvaluation
{
    private const string FolderName = "evaluations";
    private const int MostThreads = 4096;

    /// <summary>
    /// Builds the cortex of a run from its record, loads its newest checkpoint, takes measures, and writes them into the run's folder:
    /// <c>evaluations/MEASURES.json</c> and <c>figures/evaluation-*.png</c> and <c>.svg</c>. Nothing is overwritten: another evaluation of the same
    /// measures is <c>-2</c>.
    /// </summary>
    /// <param name="laboratory">Knows the experiments.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="report">Told what is being done, and the share of it that is.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UsageException">There is no such run or measure, the run is of another kind or has no checkpoint, or its images are not there.</exception>
    /// <exception cref="LaboratoryException">The disk is full or failing.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop; nothing was written.</exception>
    public static RunEvaluationReport Of(
        ILaboratory laboratory, RunEvaluationRequest request, Action<string, double>? report = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(laboratory);
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<DreamMeasure> measures = DreamEvaluator.Parse(request.Measures);
        int threads = request.Threads ?? Environment.ProcessorCount;
        if (threads is < 1 or > MostThreads)
            throw new UsageException($"{threads} threads were asked for. Expected 1 to {MostThreads}.");
        RunFolder folder = RunCatalogue.Find(request.Run, request.RunsFolder);
        if (RunCatalogue.IsGroup(folder))
            throw new UsageException($"{folder.Path} is a sweep or a group of seeds. Name one of its runs; `engram runs` lists them.");
        RunInformation run = RunFile.Read(folder);
        Experiment experiment = laboratory.Find(run.Experiment);
        if (experiment is not IDreamExperiment dreaming)
        {
            string[] dreamers = [.. laboratory.Experiments.Where(other => other is IDreamExperiment).Select(other => other.Name)];
            throw new UsageException($"The run {folder.Path} is of {run.Experiment}, which has no cortex that dreams. Name a run of {(dreamers.Length == 0 ? "an experiment that has one" : string.Join(", ", dreamers))}.");
        }

        object settings = ResolvedSettings.FromRecord(experiment, run.Preset, run.Settings, folder.Information);
        (string path, StateReader state) = Load(folder, run, request.StateFile);
        report?.Invoke("reading images", 0);
        DreamSubject subject = dreaming.Open(settings, Path.GetFullPath(request.DataFolder ?? run.DataFolder), run.Seed);

        SignalShape sees = new(subject.Cortex.Channels, subject.Cortex.ImageSize, subject.Cortex.ImageSize);
        foreach (ImageSet images in new[] { subject.Train, subject.Test })
        {
            if (new SignalShape(images.Shape.Channels, images.Shape.Height, images.Shape.Width) is var shape && shape != sees)
                throw new UsageException($"The cortex of {folder.Path} sees images of {sees}; {subject.Data} has images of {shape}.");
        }

        using var team = new WorkerTeam(threads);
        using Cortex<float> cortex = subject.Cortex.Build<float>(subject.Lanes, run.Seed, team);
        try
        {
            cortex.Load(state, subject.StateName);
        }
        catch (StateException problem)
        {
            throw new UsageException($"{path} does not hold the cortex of {folder.Path}: {problem.Message}", problem);
        }

        DreamEvaluationPlan plan = request.FeatureNetwork is { } network ? request.Plan with { FeatureNetwork = network } : request.Plan;
        using var evaluator = new DreamEvaluator(cortex, subject, run.Seed, team, plan);
        DreamEvaluation evaluation = evaluator.Evaluate(measures, report, stop);
        return DiskFault.Guard(folder.Path, () => Write(folder, run, path, subject, evaluation));
    }

    private static (string Path, StateReader State) Load(RunFolder folder, RunInformation run, string? stateFile)
    {
        if (stateFile is not null)
        {
            string path = Path.GetFullPath(stateFile);
            try
            {
                return (path, StateArchive.Load(path, run.Experiment, CheckpointStore.Format));
            }
            catch (StateException problem)
            {
                throw new UsageException(problem.Message, problem);
            }
        }

        LoadedCheckpoint checkpoint = new CheckpointStore(folder, run).Load()
            ?? throw new UsageException($"The run {folder.Path} has no checkpoint: {(run.State == RunState.Running && !run.IsAbandoned ? "it has only begun" : "it ended before it wrote one")}. There is no cortex to measure.");
        return (checkpoint.Path, checkpoint.State);
    }

    private static RunEvaluationReport Write(RunFolder folder, RunInformation run, string state, DreamSubject subject, DreamEvaluation evaluation)
    {
        string place = Path.Combine(folder.Path, FolderName);
        Directory.CreateDirectory(place);
        string name = evaluation.Measures.Count == DreamMeasure.All.Count ? "all" : string.Join('-', evaluation.Measures);
        string aside = Path.Combine(place, $".new-{Path.GetRandomFileName()}");
        EvaluationFile.Write(aside, run, state, subject, evaluation);
        string file = Place(aside, place, name);

        Directory.CreateDirectory(folder.Figures);
        string suffix = Path.GetFileNameWithoutExtension(file)[name.Length..];
        IReadOnlyList<string> figures = [.. evaluation.Figures.SelectMany(entry => entry.Figure.Save(Free(folder.Figures, $"evaluation-{entry.Name}{suffix}")))];
        return new RunEvaluationReport(run, state, subject, evaluation, file, figures);
    }

    /// <summary>Gives a finished file the first name that nobody has: of two processes that want it one gets it, and the other the next.</summary>
    private static string Place(string aside, string folder, string name)
    {
        for (int attempt = 1; ; attempt++)
        {
            string file = Path.Combine(folder, attempt == 1 ? $"{name}.json" : string.Create(CultureInfo.InvariantCulture, $"{name}-{attempt}.json"));
            try
            {
                File.Move(aside, file, overwrite: false);
                return file;
            }
            catch (IOException) when (File.Exists(file))
            {
                // Taken: the next number.
            }
        }
    }

    private static string Free(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        for (int attempt = 2; File.Exists(path + ".png") || File.Exists(path + ".svg"); attempt++)
            path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{attempt}"));
        return path;
    }
}
