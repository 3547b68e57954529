using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons.Tests.Equilibrium;

/// <summary>Threads and vector widths are a matter of speed alone, saved networks go on, and steps allocate nothing.</summary>
[Collection(nameof(AllocationTests))]
public class EquilibriumEngineTests
{
    public static TheoryData<string> Networks => ["dense", "convolutional", "imperfect", "learning times"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Threads_and_vector_widths_change_no_bit(string name)
    {
        foreach (int lanes in new[] { 1, 5, 16, 33 })
        {
            MemoryState expected = Trained(name, lanes, InstructionSet.Scalar, threads: 1);
            foreach (InstructionSet set in InstructionSets.Available)
                Trained(name, lanes, set, threads: 1).AssertSameBitsAs(expected, $"{lanes} lanes, {set}");
            for (int threads = 2; threads <= 3; threads++)
                Trained(name, lanes, InstructionSets.Widest, threads).AssertSameBitsAs(expected, $"{lanes} lanes, {threads} threads");
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_loaded_network_goes_on_bit_for_bit(string name)
    {
        using EquilibriumNetwork<float> original = Describe(name).Build<float>(lanes: 5, seed: 3), copy = Describe(name).Build<float>(lanes: 5, seed: 3);
        EquilibriumSamples.Train(original, 7);
        copy.Load(EquilibriumSamples.Contents(original).Reader);
        EquilibriumSamples.Train(original, 5);
        EquilibriumSamples.Train(copy, 5);
        EquilibriumSamples.Contents(copy).AssertSameBitsAs(EquilibriumSamples.Contents(original), name);
    }

    [Fact]
    public void The_state_of_another_network_is_refused_in_words()
    {
        using EquilibriumNetwork<float> one = EquilibriumSamples.Dense.Build<float>(lanes: 5, seed: 3);
        using EquilibriumNetwork<float> wider = EquilibriumSamples.Dense.Build<float>(lanes: 6, seed: 3), reseeded = EquilibriumSamples.Dense.Build<float>(lanes: 5, seed: 4);
        StateException shape = Assert.Throws<StateException>(() => wider.Load(EquilibriumSamples.Contents(one).Reader));
        Assert.Contains("5 lanes and 40-21-7-3 neurons", shape.Message, StringComparison.Ordinal);
        StateException seed = Assert.Throws<StateException>(() => reseeded.Load(EquilibriumSamples.Contents(one).Reader));
        Assert.Contains("seed 3", seed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Presentations_allocate_nothing(int threads)
    {
        using WorkerTeam? team = threads > 1 ? new WorkerTeam(threads) : null;
        EquilibriumNetwork<float>[] networks =
        [
            EquilibriumSamples.Dense.Build<float>(lanes: 5, seed: 1),
            EquilibriumSamples.Convolutional.Build<float>(lanes: 5, seed: 1),
            EquilibriumSamples.Imperfect.Build<float>(lanes: 5, seed: 1),
        ];
        LaneMatrix<float>[] inputs = [.. networks.Select(network => EquilibriumSamples.Random<float>(network.Description.Input.Count, 5, "x"))];
        using LaneMatrix<float> target = EquilibriumSamples.Random<float>(3, 5, "y");
        foreach (EquilibriumNetwork<float> network in networks)
            network.Team = team;
        Work();
        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        foreach (EquilibriumNetwork<float> network in networks)
            network.Dispose();

        void Work()
        {
            for (int i = 0; i < networks.Length; i++)
            {
                networks[i].Learn(inputs[i], target, 3);
                networks[i].Learn(inputs[i], target, 20);
                networks[i].Evaluate(inputs[i], 2);
                networks[i].Evaluate(inputs[i], 20);
            }
        }
    }

    [Fact]
    public void Noise_has_the_deviation_asked_for_and_is_never_the_same_twice()
    {
        using EquilibriumNetwork<double> network = (EquilibriumDescription.Of(new SignalShape(1), 0.1, 10) with { RateNoise = 0.2, InitialDeviation = 0 })
            .Dense(10, Activation.Linear)
            .Build<double>(lanes: 100, seed: 1);
        using var input = new LaneMatrix<double>(1, 100);
        network.Evaluate(input, 1);
        double[] first = MatrixState.Compact(network.Output);
        network.Evaluate(input, 1);
        double[] second = MatrixState.Compact(network.Output);
        // 2000 numbers: the standard error of the deviation is 0.2 / sqrt(4000) = 0.0032, of the mean 0.0045; five of each.
        double[] all = [.. first, .. second];
        Assert.InRange(all.Average(), -0.0225, 0.0225);
        Assert.InRange(Math.Sqrt(all.Average(x => x * x)), 0.184, 0.216);
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void Drawn_time_constants_spread_as_asked_and_stay_within_their_bounds()
    {
        EquilibriumDescription description = EquilibriumDescription.Of(new SignalShape(1), 0.1, 20).Dense(2000);
        using EquilibriumNetwork<double> wide = (description with { Heterogeneity = 0.2 }).Build<double>(lanes: 1, seed: 1);
        double[] membrane = wide.Layers[0].Times.Row(0).ToArray(), prospective = wide.Layers[0].Times.Row(1).ToArray();
        foreach (double[] times in new[] { membrane, prospective })
        {
            // The standard error of the mean is 0.09, of the deviation 0.063.
            Assert.InRange(times.Average(), 19.5, 20.5);
            Assert.InRange(Math.Sqrt(times.Average(tau => (tau - 20) * (tau - 20))), 3.7, 4.3);
        }

        double correlation = membrane.Zip(prospective, (m, r) => (m - 20) * (r - 20)).Average() / 16;
        Assert.InRange(correlation, -0.12, 0.12);
        using EquilibriumNetwork<double> wild = (description with { Heterogeneity = 2 }).Build<double>(lanes: 1, seed: 1);
        Assert.Equal(1, wild.Layers[0].Times.Row(0).ToArray().Min());
    }

    [Theory]
    [InlineData("kernel", "Layer 0 (convolution)", "11x11")]
    [InlineData("odd pool", "Layer 1 (max pool)", "9x9")]
    [InlineData("pool on top", "Layer 1 (average pool)", "last layer")]
    [InlineData("times", "Layer 0 (dense)", "2 pairs")]
    [InlineData("membrane", "Layer 0 (dense)", "0.05")]
    [InlineData("no neurons", "Layer 1 (dense)", "at least one neuron")]
    [InlineData("synapse", "synaptic", "0.01")]
    public void What_does_not_fit_is_refused_by_name_before_anything_runs(string what, params string[] words)
    {
        EquilibriumDescription image = EquilibriumDescription.Of(new SignalShape(1, 10, 10), 0.1, 10), flat = EquilibriumDescription.Of(new SignalShape(4), 0.1, 10);
        EquilibriumDescription impossible = what switch
        {
            "kernel" => image.Convolution(3, 11).Dense(2),
            "odd pool" => image.Convolution(3, 2).Pool().Dense(2),
            "pool on top" => image.Convolution(3, 3).Pool(Pooling.Average),
            "times" => flat.With(new EquilibriumDense(3) { Times = [new TimeConstants(10, 10), new TimeConstants(20, 20)] }),
            "membrane" => flat.With(new EquilibriumDense(3) { Times = [new TimeConstants(0.05, 10)] }),
            "no neurons" => flat.Dense(3).Dense(0),
            _ => flat.Dense(3) with { SynapticTime = 0.01 },
        };
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => impossible.Build<float>(lanes: 2, seed: 1));
        foreach (string word in words)
            Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_the_wrong_shape_are_refused()
    {
        using EquilibriumNetwork<float> network = EquilibriumSamples.Dense.Build<float>(lanes: 2, seed: 1);
        using LaneMatrix<float> x = new(40, 2), y = new(3, 2), narrow = new(40, 1);
        Assert.Contains("40 rows and 2 lanes", Assert.Throws<ArgumentException>(() => network.Evaluate(narrow, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("target", Assert.Throws<ArgumentException>(() => network.Learn(x, x, 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => network.Learn(x, y, 0));
    }

    private static EquilibriumDescription Describe(string name) => name switch
    {
        "dense" => EquilibriumSamples.Dense,
        "convolutional" => EquilibriumSamples.Convolutional,
        "imperfect" => EquilibriumSamples.Imperfect,
        _ => EquilibriumSamples.Dense with { Heterogeneity = 0.2 },
    };

    private static MemoryState Trained(string name, int lanes, InstructionSet set, int threads)
    {
        using WorkerTeam? team = threads > 1 ? new WorkerTeam(threads) : null;
        using EquilibriumNetwork<float> network = Describe(name).Build<float>(lanes, seed: 3, set);
        network.Team = team;
        MemoryState before = EquilibriumSamples.Contents(network);
        EquilibriumSamples.Train(network);
        if (name == "learning times")
        {
            using LaneMatrix<float> x = EquilibriumSamples.Random<float>(40, lanes, "x");
            network.AdaptTimes(x, 5, 10);
        }

        MemoryState after = EquilibriumSamples.Contents(network);
        Assert.Contains("network/layer-0/parameters", after.DifferencesFrom(before), StringComparer.Ordinal);
        return after;
    }
}
