using Engram.Numerics;

namespace Engram.Lab.Experiments;

/// <summary>What a running experiment is given: its seed, its place on disk, and the ways to tell what happens.</summary>
public interface IRunContext
{
    /// <summary>The seed of every random stream of the run.</summary>
    ulong Seed { get; }

    /// <summary>How many threads the run may use; results never depend on it.</summary>
    int Threads { get; }

    /// <summary>The run's folder; subfolders <c>figures</c> and <c>arrays</c> exist.</summary>
    string Folder { get; }

    /// <summary>The folder that holds the datasets, absolute; it need not exist. <c>--data</c> names it, <c>data</c> if nobody does.</summary>
    string DataFolder { get; }

    /// <summary>Asked for by Ctrl-C: write a checkpoint, then throw <see cref="OperationCanceledException"/>.</summary>
    CancellationToken Stop { get; }

    /// <summary>Restores the newest checkpoint when the run goes on; does nothing in a fresh run.</summary>
    /// <param name="restore">Reads the state.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="UsageException">The checkpoint is damaged, or is of another experiment, version or network.</exception>
    bool TryRestore(Action<StateReader> restore);

    /// <summary>
    /// Writes a checkpoint: the state, and how far <c>metrics.csv</c> had come. Atomic: written aside, flushed, renamed; the one before
    /// it is kept.
    /// </summary>
    void Checkpoint(Action<StateWriter> save);

    /// <summary>Whether the time since the last checkpoint makes another worthwhile (also true when <see cref="Stop"/> was asked for).</summary>
    bool CheckpointDue { get; }

    /// <summary>
    /// The place between two pieces of work where a run may be cut: writes a checkpoint if one is due, and ends the run if that was asked for.
    /// </summary>
    /// <exception cref="OperationCanceledException">The user asked to stop; the checkpoint has been written.</exception>
    void CheckpointIfDue(Action<StateWriter> save)
    {
        if (CheckpointDue)
            Checkpoint(save);
        Stop.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// Appends a row to <c>metrics.csv</c>. The first call sets the columns; later ones must have the same. Only what is the same in
    /// every run with the same seed belongs there: no wall-clock times.
    /// </summary>
    void Log(params ReadOnlySpan<(string Column, double Value)> row);

    /// <summary>Reports progress for the live line.</summary>
    /// <param name="done">Work done, in the unit of <paramref name="total"/>.</param>
    /// <param name="total">All the work.</param>
    /// <param name="status">A few words, for instance <c>epoch 12  accuracy 54.3 %  loss 2.151</c>.</param>
    void Report(double done, double total, string status);
}
