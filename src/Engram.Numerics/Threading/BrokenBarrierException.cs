namespace Engram.Numerics;

/// <summary>
/// Ends a member that waits for others which will not come, because one of them failed. <see cref="ITeamWork.Execute"/> lets it pass;
/// <see cref="WorkerTeam.Run"/> throws the failure that caused it instead.
/// </summary>
public sealed class BrokenBarrierException : Exception
{
    /// <summary>With a message that says what happened.</summary>
    public BrokenBarrierException()
        : base("Another member of the team failed, so this one cannot go on.")
    {
    }

    /// <summary>With a message.</summary>
    public BrokenBarrierException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public BrokenBarrierException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
