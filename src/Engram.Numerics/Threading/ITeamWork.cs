namespace Engram.Numerics;

/// <summary>Work that all members of a <see cref="WorkerTeam"/> do together.</summary>
public interface ITeamWork
{
    /// <summary>Does one member's part. It is called once for each member, at the same time, on different threads.</summary>
    /// <param name="member">Which member: from 0, the caller of <see cref="WorkerTeam.Run"/>, to <see cref="WorkerTeam.Members"/> - 1.</param>
    /// <param name="barrier">
    /// Where the members wait for each other between phases. Every member must pass it equally often.
    /// </param>
    void Execute(int member, TeamBarrier barrier);
}
