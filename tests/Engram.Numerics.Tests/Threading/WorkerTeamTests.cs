using System.Runtime.CompilerServices;

namespace Engram.Numerics.Tests;

public class WorkerTeamTests
{
    // More members than most test machines have cores: every wait must work without a core of one's own.
    public static TheoryData<int> Sizes => [1, 2, 3, 5];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_member_works_exactly_once_in_each_run_and_the_caller_is_member_0(int members)
    {
        using var team = new WorkerTeam(members);
        var counts = new int[members];
        var threads = new HashSet<int>[members];
        foreach (ref var set in threads.AsSpan())
            set = [];
        var work = new Work((member, _) =>
        {
            counts[member]++;
            threads[member].Add(Environment.CurrentManagedThreadId);
        });
        for (int run = 1; run <= 300; run++)
        {
            team.Run(work);
            Assert.All(counts, count => Assert.Equal(run, count));
        }
        Assert.Equal([Environment.CurrentManagedThreadId], threads[0]);
        Assert.All(threads, set => Assert.Single(set));
        Assert.Equal(members, threads.SelectMany(set => set).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void No_member_enters_a_phase_before_all_have_ended_the_one_before(int members)
    {
        const int Phases = 400;
        using var team = new WorkerTeam(members);
        var ended = new int[members];
        int early = 0;
        var work = new Work((member, barrier) =>
        {
            for (int phase = 1; phase <= Phases; phase++)
            {
                ended[member] = phase;
                barrier.Wait(member);
                for (int other = 0; other < members; other++)
                {
                    if (ended[other] != phase)
                        Interlocked.Increment(ref early);
                }
                barrier.Wait(member);
            }
        });
        for (int run = 0; run < 3; run++)
            team.Run(work);
        Assert.Equal(0, early);
        Assert.All(ended, phase => Assert.Equal(Phases, phase));
    }

    [Theory]
    [InlineData(2, 5000)]
    [InlineData(3, 500)]
    public void Leaving_at_once_after_the_last_barrier_is_no_error(int members, int runs)
    {
        using var team = new WorkerTeam(members);
        var counts = new int[members];
        var work = new Work((member, barrier) =>
        {
            barrier.Wait(member);
            counts[member]++;
            barrier.Wait(member);
        });
        for (int run = 0; run < runs; run++)
            team.Run(work);
        Assert.All(counts, count => Assert.Equal(runs, count));
    }

    [Fact]
    public void Members_that_sleep_at_the_barrier_or_between_runs_are_woken()
    {
        using var team = new WorkerTeam(3);
        int sum = 0;
        var work = new Work((member, barrier) =>
        {
            // Each member in turn is so late that the others have gone to sleep.
            for (int late = 0; late < 3; late++)
            {
                if (member == late)
                    Thread.Sleep(5);
                barrier.Wait(member);
            }
            Interlocked.Add(ref sum, member + 1);
        });
        for (int run = 1; run <= 3; run++)
        {
            team.Run(work);
            Assert.Equal(6 * run, sum);
            Thread.Sleep(5);
        }
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(4, 0)]
    [InlineData(4, 2)]
    public void A_failure_reaches_the_caller_frees_the_waiting_and_leaves_the_team_usable(int members, int failing)
    {
        using var team = new WorkerTeam(members);
        int passed = 0;
        var failingWork = new Work((member, barrier) =>
        {
            barrier.Wait(member);
            if (member == failing)
                FailOnPurpose();
            barrier.Wait(member);
            Interlocked.Increment(ref passed);
        });
        for (int run = 0; run < 100; run++)
        {
            var failure = Assert.Throws<FormatException>(() => team.Run(failingWork));
            Assert.Contains(nameof(FailOnPurpose), failure.StackTrace, StringComparison.Ordinal);
            int met = 0;
            team.Run(new Work((member, barrier) =>
            {
                Interlocked.Increment(ref met);
                barrier.Wait(member);
                if (Volatile.Read(ref met) != members)
                    throw new InvalidOperationException("The barrier did not hold after a failure.");
            }));
            Assert.Equal(members, met);
        }
        Assert.Equal(0, passed);
    }

    [Fact]
    public void Of_several_failures_the_lowest_members_is_thrown()
    {
        using var team = new WorkerTeam(4);
        for (int run = 0; run < 50; run++)
        {
            var failure = Assert.Throws<FormatException>(() => team.Run(new Work((member, _) =>
            {
                if (member > 0)
                    throw new FormatException($"member {member}");
            })));
            Assert.Equal("member 1", failure.Message);
        }
    }

    [Fact]
    public void A_team_of_one_throws_its_failure_and_goes_on()
    {
        using var team = new WorkerTeam(1);
        Assert.Throws<FormatException>(() => team.Run(new Work((_, _) => throw new FormatException())));
        int count = 0;
        team.Run(new Work((_, barrier) =>
        {
            barrier.Wait(0);
            count++;
        }));
        Assert.Equal(1, count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_member_that_ends_while_others_wait_for_it_is_an_error_and_no_deadlock(int leaving)
    {
        using var team = new WorkerTeam(3);
        for (int run = 0; run < 100; run++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => team.Run(new Work((member, barrier) =>
            {
                barrier.Wait(member);
                if (member != leaving)
                    barrier.Wait(member);
            })));
            Assert.Contains("equally often", error.Message, StringComparison.Ordinal);
            team.Run(new Work((member, barrier) => barrier.Wait(member)));
        }
    }

    [Fact]
    public void Disposing_ends_the_threads_and_the_team()
    {
        var team = new WorkerTeam(3);
        var threads = new Thread[3];
        team.Run(new Work((member, _) => threads[member] = Thread.CurrentThread));
        Assert.All(threads[1..], thread => Assert.True(thread.IsAlive && thread.IsBackground));
        team.Dispose();
        Assert.All(threads[1..], thread => Assert.False(thread.IsAlive));
        Assert.Throws<ObjectDisposedException>(() => team.Run(new Work((_, _) => { })));
        team.Dispose();
    }

    [Fact]
    public void A_team_that_never_ran_or_sleeps_can_be_disposed_of()
    {
        new WorkerTeam(3).Dispose();
        var team = new WorkerTeam(3);
        Thread.Sleep(5);
        team.Dispose();
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_run_inside_a_run_and_disposing_inside_a_run_are_refused(int members)
    {
        using var team = new WorkerTeam(members);
        int refused = 0;
        team.Run(new Work((_, _) =>
        {
            Assert.Throws<InvalidOperationException>(() => team.Run(new Work((_, _) => { })));
            Assert.Throws<InvalidOperationException>(team.Dispose);
            Interlocked.Increment(ref refused);
        }));
        Assert.Equal(members, refused);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_run_allocates_nothing_on_any_thread(int members)
    {
        using var team = new WorkerTeam(members);
        var allocated = new long[members];
        var work = new Work((member, barrier) =>
        {
            barrier.Wait(member);
            allocated[member] = GC.GetAllocatedBytesForCurrentThread();
            barrier.Wait(member);
        });
        for (int run = 0; run < 200; run++)
            team.Run(work);
        long[] before = [.. allocated];
        long caller = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 200; run++)
            team.Run(work);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - caller);
        // The caller's own list of what was allocated before is not part of a run.
        Assert.Equal(before[1..], allocated[1..]);
    }

    [Fact]
    public void The_size_and_the_member_must_exist()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(WorkerTeam.MostMembers + 1));
        using var team = new WorkerTeam(2);
        Assert.Throws<ArgumentNullException>(() => team.Run(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => team.Run(new Work((_, barrier) => barrier.Wait(2))));
        Assert.Throws<ArgumentOutOfRangeException>(() => team.Run(new Work((_, barrier) => barrier.Wait(-1))));
    }

    // Inlined, it would not stand in the stack that the caller is to see.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailOnPurpose() => throw new FormatException("the cause");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Between_arriving_and_waiting_a_member_may_work_and_after_waiting_all_have_arrived(int members)
    {
        const int Rounds = 300;
        using var team = new WorkerTeam(members);
        var arrivals = new int[members * 64];
        var work = new int[members * 64];
        int early = 0;
        team.Run(new Work((member, barrier) =>
        {
            for (int round = 1; round <= Rounds; round++)
            {
                Volatile.Write(ref arrivals[member * 64], round);
                int phase = barrier.Arrive(member);
                work[member * 64]++;
                barrier.Await(member, phase);
                for (int other = 0; other < members; other++)
                {
                    if (Volatile.Read(ref arrivals[other * 64]) < round)
                        Interlocked.Increment(ref early);
                }
            }
        }));
        Assert.Equal(0, early);
        Assert.All(Enumerable.Range(0, members), member => Assert.Equal(Rounds, work[member * 64]));
    }

    private sealed class Work(Action<int, TeamBarrier> execute) : ITeamWork
    {
        public void Execute(int member, TeamBarrier barrier) => execute(member, barrier);
    }
}
