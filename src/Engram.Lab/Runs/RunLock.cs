namespace Engram.Lab.Runs;

/// <summary>
/// Held while a process works on a run. It is a file opened for this process alone; the operating system lets go of it when the process
/// ends, however it ends, so that a lock never outlives its owner. The file itself stays: removing it would let two processes hold it.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _stream;

    private RunLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="UsageException">Another process, or another part of this one, works on the run.</exception>
    public static RunLock Take(RunFolder folder)
    {
        // Whoever lists runs tries the lock for an instant: a few attempts tell that from a process at work.
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new RunLock(Open(folder));
            }
            catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
            {
                if (attempt == 5)
                    throw new UsageException($"Another process is working on the run {folder.Path}. Let it end, or stop it, before going on with the run.", exception);
                Thread.Sleep(20);
            }
        }
    }

    public static bool IsHeld(RunFolder folder)
    {
        if (!File.Exists(folder.Lock))
            return false;
        try
        {
            Open(folder).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Someone else's folder, which we may only read: say the safe thing.
            return true;
        }
    }

    public void Dispose() => _stream.Dispose();

    private static FileStream Open(RunFolder folder) =>
        new(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
}
