using System.Globalization;
using Engram.Lab.Experiments;
using Engram.Lab.Runs;
using Engram.Lab.Settings;

namespace Engram.Lab;

/// <summary>The laboratory over a list of experiments, with runs as folders.</summary>
public sealed class Laboratory : ILaboratory
{
    private const int MostSeeds = 10_000;

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
        object settings = ResolvedSettings.FromRequest(experiment, request);
        int threads = CheckThreads(request.Threads);
        List<ulong> seeds = Seeds(request, experiment.PublishedSeeds(settings));

        DateTimeOffset now = _time.GetLocalNow();
        string parent = Path.Combine(Path.GetFullPath(request.RunsFolder), experiment.Name);
        string stamp = now.ToString("yyyy-MM-dd'T'HH-mm-ss", CultureInfo.InvariantCulture);
        var executions = new List<RunExecution>();
        try
        {
            RunFolder? group = null;
            DiskFault.Guard(request.RunsFolder, () =>
            {
                // All folders first: a group that is killed has a place for each of its seeds to go on from.
                foreach (ulong seed in seeds)
                {
                    var run = new RunInformation
                    {
                        Experiment = experiment.Name,
                        Preset = request.Preset,
                        Seed = seed,
                        State = RunState.Running,
                        Folder = "",
                        Started = now,
                        Version = Machine.Version,
                        Settings = SettingsBinder.Flatten(settings),
                        Machine = Machine.Describe(),
                    };
                    executions.Add(RunExecution.Begin(experiment, run, parent, $"{stamp}-seed{seed}", _time));
                }

                if (seeds.Count > 1)
                {
                    var members = new RunGroup(
                        experiment.Name,
                        request.Preset,
                        now,
                        SettingsBinder.Flatten(settings),
                        [.. executions.Select(execution => Path.GetFileName(execution.Information.Folder))]);
                    group = RunFolder.Create(parent, $"{stamp}-seeds{seeds.Count}", members.Write);
                }
            });
            Execute(executions, threads, observer, stop);
            return Report(experiment, settings, [.. executions.Select(execution => execution.Information)], group, executions);
        }
        finally
        {
            executions.ForEach(execution => execution.Dispose());
        }
    }

    /// <inheritdoc/>
    /// <exception cref="LaboratoryException">The disk is full or failing, so that no summary could be written.</exception>
    public RunReport Resume(string run, string runsFolder, int? threads, IRunObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(runsFolder);
        ArgumentNullException.ThrowIfNull(observer);
        int cores = CheckThreads(threads);
        RunFolder folder = RunCatalogue.Find(run, runsFolder);
        return DiskFault.Guard(folder.Path, () => RunCatalogue.IsGroup(folder)
            ? ResumeGroup(folder, cores, observer, stop)
            : ResumeOne(folder, cores, observer, stop));
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

    // Published seeds first; where they end, 1, 2, 3, ... without those that were used.
    private static List<ulong> Seeds(RunRequest request, IReadOnlyList<ulong> published)
    {
        if (request.SeedCount is < 1 or > MostSeeds)
            throw new UsageException($"{request.SeedCount} seeds were asked for. Expected 1 to {MostSeeds}.");
        var seeds = new List<ulong>();
        if (request.Seed is not { } first)
            seeds.AddRange(published.Distinct().Take(request.SeedCount));
        else if (first > ulong.MaxValue - (ulong)(request.SeedCount - 1))
            throw new UsageException($"The seeds {first}, {first} + 1, ... go beyond {ulong.MaxValue}, the greatest seed. Choose a smaller one.");
        for (ulong seed = request.Seed ?? 1; seeds.Count < request.SeedCount; seed++)
        {
            if (!seeds.Contains(seed))
                seeds.Add(seed);
        }

        return seeds;
    }

    /// <summary>Runs side by side on threads of their own; each takes the next seed when it is free.</summary>
    private static void Execute(List<RunExecution> executions, int threads, IRunObserver observer, CancellationToken stop)
    {
        if (executions.Count == 0)
            return;
        int next = -1;
        int share = Math.Max(1, threads / executions.Count);
        var faults = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var workers = new Thread[Math.Min(threads, executions.Count)];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(() =>
            {
                try
                {
                    for (int index; (index = Interlocked.Increment(ref next)) < executions.Count;)
                        executions[index].Execute(share, observer, stop);
                }
                catch (Exception exception)
                {
                    // Only an observer can throw here; its fault must not end the process from a thread that nobody watches.
                    faults.Enqueue(exception);
                }
            })
            {
                Name = $"engram run {i + 1}",
            };
            workers[i].Start();
        }

        foreach (Thread worker in workers)
            worker.Join();
        if (faults.TryDequeue(out Exception? fault))
            throw new InvalidOperationException($"The observer of the runs failed: {fault.Message}", fault);
    }

    private static RunReport Report(
        Experiment experiment,
        object settings,
        IReadOnlyList<RunInformation> runs,
        RunFolder? group,
        List<RunExecution> executions)
    {
        // What the user can put right (a dataset that is missing) is theirs to hear as such, if nothing else came of the request.
        if (runs.All(run => run.State == RunState.Failed) && executions.Count > 0 && executions.TrueForAll(execution => execution.Failure is UsageException))
            throw new UsageException(executions[0].Failure!.Message, executions[0].Failure!);

        IReadOnlyList<ComparedValue> comparison = GroupSummary.Compare(runs, experiment.ComparableTo(settings));
        bool interrupted = runs.Any(run => run.State == RunState.Interrupted);
        if (group is not { } folder)
            return new RunReport(runs, null, comparison, [.. runs.SelectMany(run => new RunFolder(run.Folder).FindFigures())], interrupted);

        var problems = new List<string>();
        IReadOnlyList<string> figures = [];
        List<string> finished = [.. runs.Where(run => run.State == RunState.Finished).Select(run => run.Folder)];
        DiskFault.Guard(folder.Path, () => GroupSummary.Write(folder, runs, comparison));
        if (finished.Count > 0 && !interrupted)
        {
            try
            {
                Directory.CreateDirectory(folder.Figures);
                figures = experiment.DrawGroup(settings, finished, folder.Figures);
            }
            catch (Exception exception)
            {
                // Hours of work stand in the runs' folders; a figure that fails must not hide them.
                problems.Add($"The figures of {folder.Path} could not be drawn: {exception.Message}");
            }
        }

        return new RunReport(runs, folder.Path, comparison, figures, interrupted) { Problems = problems };
    }

    private RunReport ResumeOne(RunFolder folder, int threads, IRunObserver observer, CancellationToken stop)
    {
        Experiment experiment = Find(RunFile.Read(folder).Experiment);
        using RunExecution execution = RunExecution.Reopen(experiment, folder, _time);
        Execute([execution], threads, observer, stop);
        RunInformation run = execution.Information;
        object settings = ResolvedSettings.FromRecord(experiment, run.Preset, run.Settings, folder.Information);
        return Report(experiment, settings, [run], null, [execution]);
    }

    private RunReport ResumeGroup(RunFolder folder, int threads, IRunObserver observer, CancellationToken stop)
    {
        var group = RunGroup.Read(folder);
        Experiment experiment = Find(group.Experiment);
        object settings = ResolvedSettings.FromRecord(experiment, group.Preset, group.Settings, folder.Group);
        string parent = Path.GetDirectoryName(Path.GetFullPath(folder.Path))!;
        List<RunFolder> members = [.. group.Members.Select(member => new RunFolder(Path.Combine(parent, member)))];
        List<RunFolder> unfinished = [.. members.Where(member => RunFile.Read(member).State != RunState.Finished)];

        // Killed between the last run's end and the summary: the summary is still to be written.
        if (unfinished.Count == 0 && File.Exists(Path.Combine(folder.Path, "summary.csv")))
            throw new UsageException($"All runs of {folder.Path} are finished: there is nothing to go on with.");
        var executions = new List<RunExecution>();
        try
        {
            foreach (RunFolder member in unfinished)
                executions.Add(RunExecution.Reopen(experiment, member, _time));
            Execute(executions, threads, observer, stop);
            return Report(experiment, settings, [.. members.Select(RunFile.Read)], folder, executions);
        }
        finally
        {
            executions.ForEach(execution => execution.Dispose());
        }
    }
}
