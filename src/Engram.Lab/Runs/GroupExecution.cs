using Engram.Lab.Experiments;
using Engram.Lab.Settings;

namespace Engram.Lab.Runs;

/// <summary>
/// A sweep or a group of seeds in the hands of this process. Its manifest is written first; each run begins when it has its turn, and the
/// summary and the figures are drawn anew from what is finished, while it goes and at the end.
/// </summary>
internal sealed class GroupExecution : IDisposable
{
    /// <summary>Figures take a second to draw, and a sweep may take a day: this is how often is worth it.</summary>
    private static readonly TimeSpan FigureInterval = TimeSpan.FromMinutes(5);

    private readonly Experiment _experiment;
    private readonly RunFolder _folder;
    private readonly RunGroup _group;
    private readonly RunLock _lock;
    private readonly string? _newDataFolder;
    private readonly TimeProvider _time;
    private readonly object[] _settings;
    private readonly Member[] _members;
    private readonly Lock _summaries = new();
    private long _lastFigures;

    private GroupExecution(Experiment experiment, RunFolder folder, RunGroup group, RunLock held, string? newDataFolder, TimeProvider time)
    {
        _experiment = experiment;
        _folder = folder;
        _group = group;
        _lock = held;
        _newDataFolder = newDataFolder;
        _time = time;
        _settings = [.. group.Conditions.Select(condition => ResolvedSettings.FromRecord(experiment, group.Preset, condition.Settings, folder.Group))];
        _members = [.. group.Conditions.SelectMany((condition, index) => condition.Members.Select(member => Find(index, condition, member)))];
        _lastFigures = time.GetTimestamp();
    }

    private string Parent => Path.GetDirectoryName(Path.GetFullPath(_folder.Path))!;

    /// <summary>Creates the folder of a new group, with the manifest of all its runs.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="request">The request.</param>
    /// <param name="plan">Its conditions.</param>
    /// <param name="parent">Where the folder goes.</param>
    /// <param name="stamp">The time in the names of folders.</param>
    /// <param name="time">The clock.</param>
    public static GroupExecution Begin(
        Experiment experiment, RunRequest request, IReadOnlyList<PlannedCondition> plan, string parent, string stamp, TimeProvider time)
    {
        RunExecution.CheckEnvironment();
        IReadOnlyList<string> names = PlannedCondition.FolderNames(plan);
        RunGroup? group = null;
        DateTimeOffset started = time.GetLocalNow();
        string wanted = request.Variations.Count > 0 ? $"{stamp}-sweep" : $"{stamp}-seeds{plan[0].Seeds.Count}";
        RunFolder folder = RunFolder.Create(parent, wanted, mayBeAnother: true, (aside, name) =>
        {
            // The runs' folders begin with the group's name, which nobody else can have: so theirs are free too, whenever they are made.
            group = new RunGroup(experiment.Name, request.Preset, started, Path.GetFullPath(request.DataFolder),
            [
                .. plan.Select((condition, index) => new GroupCondition(
                    condition.Label,
                    condition.Varied,
                    SettingsBinder.Flatten(condition.Settings),
                    [.. condition.Seeds.Select(seed => new GroupMember(seed, $"{name}-{(names[index].Length > 0 ? names[index] + "-" : "")}seed{seed}"))])),
            ]);
            group.Write(aside);
        });
        return Take(experiment, folder, held => new GroupExecution(experiment, folder, group!, held, null, time));
    }

    /// <summary>Takes a group that was begun; changes nothing yet.</summary>
    /// <param name="find">Finds an experiment by name.</param>
    /// <param name="folder">The group's folder.</param>
    /// <param name="dataFolder">The folder that holds the datasets now; null for the one of the record.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="UsageException">Another process works on it, everything is finished, or its files cannot be used.</exception>
    public static GroupExecution Reopen(Func<string, Experiment> find, RunFolder folder, string? dataFolder, TimeProvider time)
    {
        RunExecution.CheckEnvironment();
        var group = RunGroup.Read(folder);
        Experiment experiment = find(group.Experiment);
        return Take(experiment, folder, held =>
        {
            var execution = new GroupExecution(
                experiment, folder, dataFolder is null ? group : group with { DataFolder = dataFolder }, held, dataFolder, time);

            // Killed between the last run's end and the summary: the summary is still to be written.
            if (Array.TrueForAll(execution._members, member => member.Information.State == RunState.Finished) && GroupSummary.IsComplete(folder))
                throw new UsageException($"All runs of {folder.Path} are finished: there is nothing to go on with.");
            return execution;
        });
    }

    /// <summary>Runs what is not finished, and sums everything up.</summary>
    /// <exception cref="UsageException">Every run failed for something that the user can put right.</exception>
    public RunReport Execute(int threads, IRunObserver observer, CancellationToken stop)
    {
        if (_newDataFolder is not null)
            _group.Write(_folder);
        Member[] waiting = [.. _members.Where(member => member.Information.State != RunState.Finished)];
        observer.Planned(_members.Length, _members.Length - waiting.Length);
        RunQueue.Work(waiting.Length, threads, (index, share) =>
        {
            Execute(waiting[index], share, observer, stop);
            SumUpMeanwhile();
        });

        // What the user can put right (a dataset that is missing) is theirs to hear as such, if nothing else came of the request.
        if (Array.TrueForAll(_members, member => member.Information.State == RunState.Failed && member.Failure is UsageException))
            throw new UsageException(_members[0].Failure!.Message, _members[0].Failure!);

        List<ConditionReport> conditions = Conditions();
        (IReadOnlyList<string> figures, IReadOnlyList<string> problems) = Draw(conditions);
        GroupSummary.Write(_folder, conditions, isComplete: problems.Count == 0);
        bool isSweep = _group.Conditions[0].Varied.Count > 0;
        return new RunReport(
            [.. conditions.SelectMany(condition => condition.Runs)],
            _folder.Path,
            isSweep ? [] : conditions[0].Comparison,
            figures,
            Array.Exists(_members, member => member.Information.State == RunState.Interrupted))
        {
            Problems = problems,
            Conditions = isSweep ? conditions : [],
        };
    }

    public void Dispose() => _lock.Dispose();

    private static GroupExecution Take(Experiment experiment, RunFolder folder, Func<RunLock, GroupExecution> create)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        RunLock held = RunLock.Take(folder);
        try
        {
            return create(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The run as its folder tells, or as it will be when it has its turn.</summary>
    private Member Find(int condition, GroupCondition conditionRecord, GroupMember member)
    {
        var folder = new RunFolder(Path.Combine(Parent, member.Folder));
        bool isBegun = File.Exists(folder.Information);
        RunInformation run = isBegun ? RunFile.Read(folder) : new RunInformation
        {
            Experiment = _experiment.Name,
            Preset = _group.Preset,
            Seed = member.Seed,
            State = RunState.Interrupted,
            Folder = folder.Path,
            Started = _group.Started,
            DataFolder = _group.DataFolder,
            Group = Path.GetFileName(_folder.Path),
            Condition = conditionRecord.Label,
            Version = Machine.Version,
            Settings = conditionRecord.Settings,
            Machine = Machine.Describe(),
        };
        return new Member(condition, isBegun, run);
    }

    private void Execute(Member member, int threads, IRunObserver observer, CancellationToken stop)
    {
        RunInformation run = member.Information;
        if (stop.IsCancellationRequested)
        {
            // One that another process was killed at stays as it is, and is gone on with as one that was stopped.
            member.Information = run with { State = RunState.Interrupted, IsAbandoned = false };
            return;
        }

        try
        {
            using RunExecution execution = DiskFault.Guard(Parent, () => member.IsBegun
                ? RunExecution.Reopen(_experiment, new RunFolder(run.Folder), _newDataFolder, _time)
                : RunExecution.Begin(
                    _experiment, run with { State = RunState.Running, Folder = "" }, Parent, Path.GetFileName(run.Folder), mayBeAnother: false, _time));
            execution.Execute(threads, observer, stop);
            (member.Information, member.Failure) = (execution.Information, execution.Failure);
        }
        catch (Exception exception) when (exception is UsageException or LaboratoryException)
        {
            // Not even begun (a full disk, a damaged checkpoint): nothing on the disk has changed, and the others go on.
            member.Failure = exception;
            member.Information = run with { State = RunState.Failed, Error = exception.Message, IsAbandoned = false };
            observer.Ended(member.Information);
        }
    }

    private List<ConditionReport> Conditions() =>
    [
        .. _group.Conditions.Select((condition, index) =>
        {
            List<RunInformation> runs = [.. _members.Where(member => member.Condition == index).Select(member => member.Information)];
            return new ConditionReport(condition.Label, condition.Varied, runs, GroupSummary.Compare(runs, _experiment.ComparableTo(_settings[index])));
        }),
    ];

    private void SumUpMeanwhile()
    {
        // Whoever ends while another sums up leaves it to the next, or to the end.
        if (!_summaries.TryEnter())
            return;
        try
        {
            List<ConditionReport> conditions = Conditions();
            GroupSummary.Write(_folder, conditions, isComplete: false);
            if (_time.GetElapsedTime(_lastFigures) >= FigureInterval)
            {
                Draw(conditions);
                _lastFigures = _time.GetTimestamp();
            }
        }
        catch (Exception exception) when (exception is UsageException or LaboratoryException)
        {
            // The disk refuses: the end tries again, and tells.
        }
        finally
        {
            _summaries.Exit();
        }
    }

    private (IReadOnlyList<string> Figures, IReadOnlyList<string> Problems) Draw(IReadOnlyList<ConditionReport> conditions)
    {
        List<SweepCondition> drawn =
        [
            .. conditions.Select((condition, index) => new SweepCondition(
                    condition.Label,
                    condition.Varied,
                    _settings[index],
                    [.. condition.Runs.Where(run => run.State == RunState.Finished)]))
                .Where(condition => condition.Runs.Count > 0),
        ];
        if (drawn.Count == 0)
            return ([], []);
        try
        {
            Directory.CreateDirectory(_folder.Figures);
            return (_group.Conditions[0].Varied.Count == 0
                ? _experiment.DrawGroup(_settings[0], drawn[0].RunFolders, _folder.Figures)
                : _experiment.DrawSweep(drawn, _folder.Figures), []);
        }
        catch (Exception exception)
        {
            // Hours of work stand in the runs' folders; a figure that fails must not hide them.
            return ([], [$"The figures of {_folder.Path} could not be drawn: {exception.Message}"]);
        }
    }

    /// <summary>A run of the group as it stands. Its own thread changes it; others see the old or the new.</summary>
    private sealed class Member(int condition, bool isBegun, RunInformation information)
    {
        private volatile RunInformation _information = information;

        public int Condition { get; } = condition;

        /// <summary>Whether it had a folder when this process took the group.</summary>
        public bool IsBegun { get; } = isBegun;

        public RunInformation Information
        {
            get => _information;
            set => _information = value;
        }

        public Exception? Failure { get; set; }
    }
}
