namespace Engram.Numerics.Tests.Threading;

public class FasterWayTests
{
    [Fact]
    public void Each_way_is_tried_and_then_the_fastest_does_nearly_all_of_the_work()
    {
        var faster = new FasterWay(3);
        var pieces = new int[3];
        for (int piece = 0; piece < 400; piece++)
        {
            int way = faster.Begin();
            pieces[way]++;
            // Longer than anything that the machine may put in the way of doing nothing.
            if (way != 1)
                Thread.Sleep(20);
            faster.End();
        }

        Assert.InRange(pieces[0], 2, 30);
        Assert.InRange(pieces[2], 2, 30);
    }

    [Fact]
    public void Pieces_are_compared_by_the_time_for_their_amount()
    {
        var faster = new FasterWay(2);
        int large = 0;
        for (int piece = 0; piece < 100; piece++)
        {
            // A way that takes long for much is faster than one that takes less for little.
            bool isLarge = faster.Begin() == 0;
            large += isLarge ? 1 : 0;
            Thread.Sleep(isLarge ? 10 : 2);
            faster.End(isLarge ? 1000 : 1);
        }

        Assert.InRange(large, 90, 99);
    }

    [Fact]
    public void One_way_is_always_taken_and_none_is_refused()
    {
        var faster = new FasterWay(1);
        for (int piece = 0; piece < 200; piece++)
        {
            Assert.Equal(0, faster.Begin());
            faster.End();
        }

        Assert.Throws<ArgumentOutOfRangeException>(static () => new FasterWay(0));
    }
}
