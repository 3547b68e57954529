using System.Globalization;
using Engram.Lab.Experiments;

namespace Engram.Lab.Runs;

/// <summary>One run in the hands of this process: its lock, its record, and the work.</summary>
internal sealed class RunExecution : IDisposable
{
    /// <summary>The environment variable that sets the seconds between checkpoints.</summary>
    public const string IntervalVariable = "ENGRAM_CHECKPOINT_SECONDS";

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(20);

    private readonly Experiment _experiment;
    private readonly object _settings;
    private readonly RunFolder _folder;
    private readonly RunLock _lock;
    private readonly LoadedCheckpoint? _checkpoint;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;

    private RunExecution(Experiment experiment, object settings, RunFolder folder, RunLock held, RunInformation run, LoadedCheckpoint? checkpoint, TimeProvider time)
    {
        _experiment = experiment;
        _settings = settings;
        _folder = folder;
        _lock = held;
        _checkpoint = checkpoint;
        _time = time;
        _interval = Interval();
        Information = run;
    }

    /// <summary>The run as it stands.</summary>
    public RunInformation Information { get; private set; }

    /// <summary>What ended it, if it failed.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Creates the folder of a new run and takes it.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="run">The run; its folder is filled in.</param>
    /// <param name="parent">Where the folder goes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="mayBeAnother">Whether another name, <c>name-2</c>, will do where this one is taken.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="UsageException">The name is taken, and no other will do.</exception>
    public static RunExecution Begin(Experiment experiment, RunInformation run, string parent, string name, bool mayBeAnother, TimeProvider time)
    {
        object settings = ResolvedSettings.FromRecord(experiment, run.Preset, run.Settings, $"The settings of {experiment.Name}");
        CheckEnvironment();
        RunFolder folder = RunFolder.Create(parent, name, mayBeAnother, (aside, _) =>
        {
            Directory.CreateDirectory(aside.Checkpoints);
            Directory.CreateDirectory(aside.Figures);
            Directory.CreateDirectory(aside.Arrays);
            RunFile.Write(aside, run);
        });
        return new RunExecution(experiment, settings, folder, RunLock.Take(folder), run with { Folder = Path.GetFullPath(folder.Path) }, null, time);
    }

    /// <summary>Takes a run that was begun, and reads its checkpoint; changes nothing yet.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="dataFolder">The folder that holds the datasets now; null for the one of the record.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="UsageException">It is held by another process or finished, or its files cannot be used.</exception>
    public static RunExecution Reopen(Experiment experiment, RunFolder folder, string? dataFolder, TimeProvider time)
    {
        RunLock held = RunLock.Take(folder);
        try
        {
            RunInformation run = RunFile.Read(folder) with { IsAbandoned = false };
            run = run with { DataFolder = dataFolder ?? run.DataFolder };
            if (run.State == RunState.Finished)
                throw new UsageException($"The run {folder.Path} is finished: there is nothing to go on with.");
            object settings = ResolvedSettings.FromRecord(experiment, run.Preset, run.Settings, folder.Information);
            LoadedCheckpoint? checkpoint = new CheckpointStore(folder, run).Load();
            return new RunExecution(experiment, settings, folder, held, run, checkpoint, time);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Runs to an end of some kind. What fails is recorded, not thrown.</summary>
    public void Execute(int threads, IRunObserver observer, CancellationToken stop)
    {
        try
        {
            if (stop.IsCancellationRequested)
                Record(Information with { State = RunState.Interrupted });
            else
                Work(threads, observer, stop);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        observer.Ended(Information);
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Checks what a run reads of the environment, before anything is begun.</summary>
    /// <exception cref="UsageException">A variable does not say what it should.</exception>
    public static void CheckEnvironment() => _ = Interval();

    private static TimeSpan Interval()
    {
        string? text = Environment.GetEnvironmentVariable(IntervalVariable);
        if (string.IsNullOrEmpty(text))
            return DefaultInterval;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and <= 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"The environment variable {IntervalVariable} is \"{text}\". Expected a number of seconds, 0 to 1000000.");
    }

    private void Work(int threads, IRunObserver observer, CancellationToken stop)
    {
        double before = Information.Seconds;
        long start = _time.GetTimestamp();
        int sitting = Information.Sittings + 1;
        RunInformation Now() => Information with { Seconds = before + _time.GetElapsedTime(start).TotalSeconds };

        Directory.CreateDirectory(_folder.Checkpoints);
        Directory.CreateDirectory(_folder.Figures);
        Directory.CreateDirectory(_folder.Arrays);
        Record(Information with { State = RunState.Running, Error = "", Summary = [], Sittings = sitting, Machine = Machine.Describe() });
        observer.Started(Information);
        try
        {
            using var context = new RunContext(
                _folder,
                Information.Seed,
                threads,
                Information.DataFolder,
                new CheckpointStore(_folder, Information),
                _checkpoint,
                _time,
                _interval,
                checkpointed: () =>
                {
                    Record(Now());
                    TimingFile.Add(_folder.Timing, sitting, Information.Seconds, Information.Progress);
                },
                reported: (done, total, status) =>
                {
                    Information = Information with { Progress = total > 0 ? Math.Clamp(done / total, 0, 1) : 0 };
                    observer.Progressed(Information, done, total, status);
                },
                stop);
            IReadOnlyList<SummaryValue> summary = _experiment.Run(_settings, context);
            context.Dispose();
            Record(Now() with { State = RunState.Finished, Summary = [.. summary], Progress = 1 });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Record(Now() with { State = RunState.Interrupted });
        }
        finally
        {
            Information = Now();
        }

        TimingFile.Add(_folder.Timing, sitting, Information.Seconds, Information.Progress);
    }

    private void Fail(Exception exception)
    {
        Failure = exception;
        string error = exception switch
        {
            UsageException or LaboratoryException => exception.Message,
            IOException or UnauthorizedAccessException =>
                $"Reading or writing failed: {exception.Message} What the last checkpoint holds is safe: when the cause is removed, the run can be resumed.",
            _ => $"{exception.GetType().Name}: {exception.Message} This is a fault in Engram; the details are in {_folder.Failure}.",
        };
        Information = Information with { State = RunState.Failed, Error = error, IsAbandoned = false };
        try
        {
            if (exception is not (UsageException or LaboratoryException))
                File.WriteAllText(_folder.Failure, exception + "\n");
            RunFile.Write(_folder, Information);
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            // The disk that failed the run may fail its record too; the report still tells.
            Information = Information with { Error = $"{error} (run.json could not say so: {second.Message})" };
        }
    }

    private void Record(RunInformation run)
    {
        RunFile.Write(_folder, run);
        Information = run;
    }
}
