namespace Engram.Lab.Runs;

/// <summary>Watches runs from outside: the command draws progress from it. Calls come from the runs' own threads.</summary>
public interface IRunObserver
{
    /// <summary>Said once before the runs of a sweep or a group of seeds start or go on.</summary>
    /// <param name="runs">How many runs there are in all.</param>
    /// <param name="finished">How many of them are finished already.</param>
    void Planned(int runs, int finished)
    {
    }

    /// <summary>A run starts, or goes on.</summary>
    void Started(RunInformation run);

    /// <summary>Progress of a run; may come thousands of times a second, so an observer thins it out.</summary>
    void Progressed(RunInformation run, double done, double total, string status);

    /// <summary>A run has ended in some state.</summary>
    void Ended(RunInformation run);
}

/// <summary>Observers that need no class of their own.</summary>
public static class RunObserver
{
    /// <summary>Watches nothing.</summary>
    public static IRunObserver None { get; } = new Blind();

    private sealed class Blind : IRunObserver
    {
        public void Started(RunInformation run)
        {
        }

        public void Progressed(RunInformation run, double done, double total, string status)
        {
        }

        public void Ended(RunInformation run)
        {
        }
    }
}
