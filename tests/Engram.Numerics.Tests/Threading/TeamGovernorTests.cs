namespace Engram.Numerics.Tests.Threading;

public class TeamGovernorTests
{
    [Fact]
    public void Without_a_team_everybody_works_alone()
    {
        var governor = new TeamGovernor(team: null);
        for (int piece = 0; piece < 100; piece++)
        {
            Assert.Null(governor.Begin());
            governor.End();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_faster_way_does_nearly_all_of_the_work_and_the_other_is_tried_now_and_then(bool teamIsSlow)
    {
        using var team = new WorkerTeam(2);
        var governor = new TeamGovernor(team);
        int slow = 0;
        for (int piece = 0; piece < 500; piece++)
        {
            if (governor.Begin() is not null == teamIsSlow)
            {
                slow++;
                // Longer than anything that the machine may put in the way of doing nothing.
                Thread.Sleep(20);
            }

            governor.End();
        }

        Assert.InRange(slow, 2, 60);
    }
}
