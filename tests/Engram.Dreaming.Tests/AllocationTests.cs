using Engram.Dreaming.Phases;
using Engram.Numerics;

namespace Engram.Dreaming.Tests;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_cycle_of_all_phases_allocates_nothing(int threads)
    {
        using var team = threads > 1 ? new WorkerTeam(threads) : null;
        using var cortex = SmallCortex.Build<float>(team);
        using var dreamer = SmallCortex.Dream(cortex, [new Wake(LatentNoise: 0.5), new Nrem(), new ContrastiveNrem(), new Rem()]);
        SmallCortex.Live(dreamer, 3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        dreamer.Live(isFirstOfEpoch: true);
        dreamer.Live(isFirstOfEpoch: false);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
