using Engram.Numerics;

namespace Engram.Neurons.Tests;

/// <summary>A step allocates nothing, on no thread: a network can run beside a control loop for ever without a collection.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class AllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Steps_and_presentations_allocate_nothing(int threads)
    {
        using WorkerTeam? team = threads > 1 ? new WorkerTeam(threads) : null;
        using Network<float> network = Samples.Mixed([2, 17, 9, 3]).Build<float>(lanes: 5, seed: 1);
        using var learner = new OnlineLearner<float>(network, Loss.CrossEntropy, new Adam(1e-3));
        using var observer = new Counter();
        using LaneMatrix<float> sequence = Samples.Sequence<float>(2, 5, 10);
        network.Team = team;
        Samples.SetPlasticity(network, Samples.Everything);
        network.Layers[1].Plasticity = Plasticity.Weights;
        network.Layers[2].Plasticity = Plasticity.Biases;
        float[] input = new float[10], target = new float[15];
        int[] labels = [0, 1, 2, 0, 1];
        Work(40);

        // On this thread exactly none; on all threads less than 5 bytes a step, for the process does other things too: no object is so small.
        const int Rounds = 400;
        long everywhere = GC.GetTotalAllocatedBytes(precise: true), here = GC.GetAllocatedBytesForCurrentThread();
        Work(Rounds);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - here);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - everywhere, 0, Rounds * 100);
        Assert.True(observer.Steps > Rounds);

        void Work(int rounds)
        {
            for (int round = 0; round < rounds; round++)
            {
                learner.SetLabels(labels);
                learner.Step();
                learner.Step(input, target);
                learner.Present(sequence);
                learner.IsPlastic = !learner.IsPlastic;
                network.Step();
                network.Attach(observer);
                learner.Present(sequence);
                network.Detach(observer);
                learner.ClearSums();
            }
        }
    }

    private sealed class Counter : IStepObserver<float>, IDisposable
    {
        public int Steps { get; private set; }

        public void Dispose() => Steps = 0;

        public void Stepped(Network<float> network) => Steps++;
    }
}
