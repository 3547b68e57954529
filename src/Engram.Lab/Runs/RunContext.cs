using Engram.Lab.Experiments;
using Engram.Numerics;

namespace Engram.Lab.Runs;

/// <summary>What a running experiment is given.</summary>
internal sealed class RunContext : IRunContext, IDisposable
{
    private readonly RunFolder _folder;
    private readonly CheckpointStore _checkpoints;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Action _checkpointed;
    private readonly Action<double, double, string> _reported;
    private LoadedCheckpoint? _loaded;
    private MetricsFile? _metrics;
    private long _lastCheckpoint;

    public RunContext(
        RunFolder folder,
        ulong seed,
        int threads,
        string dataFolder,
        CheckpointStore checkpoints,
        LoadedCheckpoint? loaded,
        TimeProvider time,
        TimeSpan interval,
        Action checkpointed,
        Action<double, double, string> reported,
        CancellationToken stop)
    {
        _folder = folder;
        _checkpoints = checkpoints;
        _loaded = loaded;
        _time = time;
        _interval = interval;
        _checkpointed = checkpointed;
        _reported = reported;
        Seed = seed;
        Threads = threads;
        DataFolder = dataFolder;
        Stop = stop;
        _lastCheckpoint = time.GetTimestamp();
    }

    public ulong Seed { get; }

    public int Threads { get; }

    public string DataFolder { get; }

    public string Folder => _folder.Path;

    public CancellationToken Stop { get; }

    public bool CheckpointDue => Stop.IsCancellationRequested || _time.GetElapsedTime(_lastCheckpoint) >= _interval;

    // A run that does not go on from a checkpoint begins at its first row.
    private MetricsFile Metrics => _metrics ??= MetricsFile.Open(_folder.Metrics, 0);

    public bool TryRestore(Action<StateReader> restore)
    {
        ArgumentNullException.ThrowIfNull(restore);
        if (_loaded is not { } checkpoint)
            return false;
        if (_metrics is not null)
            throw new InvalidOperationException("A run restores its state before it logs or writes a checkpoint.");
        try
        {
            restore(checkpoint.State);
        }
        catch (StateException exception)
        {
            throw new UsageException($"The checkpoint {checkpoint.Path} does not fit this run. {exception.Message}", exception);
        }

        // Only now: a checkpoint that is refused changes nothing.
        _metrics = MetricsFile.Open(_folder.Metrics, checkpoint.MetricsLength);
        _loaded = null;
        return true;
    }

    public void Checkpoint(Action<StateWriter> save)
    {
        ArgumentNullException.ThrowIfNull(save);
        Metrics.Flush();
        _checkpoints.Save(Metrics.Length, save);
        _lastCheckpoint = _time.GetTimestamp();
        _checkpointed();
    }

    public void Log(params ReadOnlySpan<(string Column, double Value)> row) => Metrics.Add(row);

    public void Report(double done, double total, string status) => _reported(done, total, status);

    public void Dispose() => _metrics?.Dispose();
}
