using Engram.Dreaming;
using Engram.Dreaming.Phases;
using Engram.Lab.Benchmarks;

namespace Engram.Lab.Tests.Benchmarks;

public sealed class DreamBenchmarkTests
{
    [Fact]
    public void The_arithmetic_of_each_phase_is_that_of_the_specification()
    {
        // PAD specification 13.1: multiply-adds for each image, in millions, with one merged backward pass.
        using Cortex<float> cortex = new CortexDescription().Build<float>(lanes: 2, seed: 1);
        double wake = DreamBenchmark.MultiplyAdds(new Wake(), cortex), nrem = DreamBenchmark.MultiplyAdds(new Nrem(), cortex), rem = DreamBenchmark.MultiplyAdds(new Rem(), cortex);
        Assert.Equal((110.9, 73.7, 107.5), (Math.Round(wake * 1e-6, 1), Math.Round(nrem * 1e-6, 1), Math.Round(rem * 1e-6, 1)));
        Assert.Equal(37.4, Math.Round((wake + nrem + rem) * 2 * 64 * 1e-9, 1));
    }
}
