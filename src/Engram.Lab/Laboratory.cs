using System.Globalization;
using Engram.Lab.Experiments;
using Engram.Lab.Runs;
using Engram.Lab.Settings;

namespace Engram.Lab;

/// <summary>The laboratory over a list of experiments, with runs as folders.</summary>
public sealed class Laboratory : ILaboratory
{
    private readonly TimeProvider _time;

    /// <summary>Creates a laboratory.</summary>
    /// <param name="experiments">The experiments, in the order in which they are listed.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <exception cref="ArgumentException">Two experiments have the same name.</exception>
    public Laboratory(IReadOnlyList<Experiment> experiments, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        _ = experiments.ToDictionary(experiment => experiment.Name, StringComparer.Ordinal);
        Experiments = experiments;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Experiment> Experiments { get; }

    /// <inheritdoc/>
    public Experiment Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Experiments.FirstOrDefault(experiment => string.Equals(experiment.Name, name, StringComparison.Ordinal))
            ?? throw new UsageException(
                $"There is no experiment \"{name}\".{Suggestion.Question(name, Experiments.Select(experiment => experiment.Name))} `engram list` shows them all.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<SettingDescription> Describe(Experiment experiment, string preset)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(preset);
        return SettingsBinder.Describe(ResolvedSettings.Preset(experiment, preset));
    }

    /// <inheritdoc/>
    /// <exception cref="LaboratoryException">The disk is full or failing, so that no run could begin or no summary be written.</exception>
    public RunReport Run(RunRequest request, IRunObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(observer);
        Experiment experiment = Find(request.Experiment);
        IReadOnlyList<PlannedCondition> plan = SweepPlan.Of(experiment, request);
        int threads = CheckThreads(request.Threads);
        string data = CheckDataFolder(request.DataFolder);

        DateTimeOffset now = _time.GetLocalNow();
        string parent = Path.Combine(Path.GetFullPath(request.RunsFolder), experiment.Name);
        string stamp = now.ToString("yyyy-MM-dd'T'HH-mm-ss", CultureInfo.InvariantCulture);
        if (request.Variations.Count > 0 || request.SeedCount > 1)
        {
            using GroupExecution group = DiskFault.Guard(request.RunsFolder, () => GroupExecution.Begin(experiment, request, plan, parent, stamp, _time));
            return group.Execute(threads, observer, stop);
        }

        var run = new RunInformation
        {
            Experiment = experiment.Name,
            Preset = request.Preset,
            Seed = plan[0].Seeds[0],
            State = RunState.Running,
            Folder = "",
            Started = now,
            DataFolder = data,
            Version = Machine.Version,
            Settings = SettingsBinder.Flatten(plan[0].Settings),
            Machine = Machine.Describe(),
        };
        using RunExecution execution = DiskFault.Guard(
            request.RunsFolder, () => RunExecution.Begin(experiment, run, parent, $"{stamp}-seed{run.Seed}", mayBeAnother: true, _time));
        return ExecuteOne(experiment, plan[0].Settings, execution, threads, observer, stop);
    }

    /// <inheritdoc/>
    /// <exception cref="LaboratoryException">The disk is full or failing, so that no summary could be written.</exception>
    public RunReport Resume(ResumeRequest request, IRunObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(observer);
        int threads = CheckThreads(request.Threads);
        string? data = request.DataFolder is null ? null : CheckDataFolder(request.DataFolder);
        RunFolder folder = RunCatalogue.Find(request.Run, request.RunsFolder);
        return DiskFault.Guard(folder.Path, () =>
        {
            if (RunCatalogue.IsGroup(folder))
            {
                using var group = GroupExecution.Reopen(Find, folder, data, _time);
                return group.Execute(threads, observer, stop);
            }

            Experiment experiment = Find(RunFile.Read(folder).Experiment);
            using var execution = RunExecution.Reopen(experiment, folder, data, _time);
            RunInformation run = execution.Information;
            object settings = ResolvedSettings.FromRecord(experiment, run.Preset, run.Settings, folder.Information);
            return ExecuteOne(experiment, settings, execution, threads, observer, stop);
        });
    }

    /// <inheritdoc/>
    public RunListing List(string runsFolder)
    {
        ArgumentNullException.ThrowIfNull(runsFolder);
        return RunCatalogue.List(runsFolder);
    }

    private static int CheckThreads(int? threads) => threads switch
    {
        null => Environment.ProcessorCount,
        >= 1 and <= 4096 => threads.Value,
        _ => throw new UsageException($"{threads} threads were asked for. Expected 1 to 4096."),
    };

    private static string CheckDataFolder(string folder) => string.IsNullOrWhiteSpace(folder)
        ? throw new UsageException("No folder of datasets was named. Give one behind --data, or leave the option out.")
        : Path.GetFullPath(folder);

    private static RunReport ExecuteOne(
        Experiment experiment, object settings, RunExecution execution, int threads, IRunObserver observer, CancellationToken stop)
    {
        RunQueue.Work(1, threads, (_, share) => execution.Execute(share, observer, stop));

        // What the user can put right (a dataset that is missing) is theirs to hear as such.
        if (execution.Failure is UsageException failure)
            throw new UsageException(failure.Message, failure);
        RunInformation run = execution.Information;
        return new RunReport(
            [run],
            null,
            GroupSummary.Compare([run], experiment.ComparableTo(settings)),
            new RunFolder(run.Folder).FindFigures(),
            run.State == RunState.Interrupted)
        {
            Findings = run.State == RunState.Finished ? experiment.Findings(run.Folder) : [],
        };
    }
}
