namespace Engram.Cli;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It was tried, and failed.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for, or a file that was given, is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl-C, as shells report it: 128 and the signal's number.</summary>
    public const int Interrupted = 130;
}
