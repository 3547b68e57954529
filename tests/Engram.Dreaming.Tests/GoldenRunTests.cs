using Engram.Dreaming.Pathways;
using Engram.Dreaming.Phases;

namespace Engram.Dreaming.Tests;

/// <summary>Two whole cycles with prescribed numbers, against values computed elsewhere (PAD specification 11.7).</summary>
public class GoldenRunTests
{
    private static readonly (double Wake, double WakeBias, double Nrem, double NremBias, double Rem, double RemBias)[] GradientNorms =
    [
        (2.499505, 0.8548258, 5.191834e-3, 3.095713e-2, 0.2285606, 0.8384542),
        (2.638672, 0.9290662, 2.162209e-2, 3.135689e-2, 0.7365947, 1.013500),
        (2.729446, 0.8656140, 2.771214e-2, 2.432446e-2, 1.010903, 0.8333414),
        (1.535043, 9.174449e-3, 3.002756e-2, 1.254080e-2, 0, 0),
        (2.384061, 0.5463419, 0, 0, 1.263810, 0.5185640),
        (4.463236e-3, 1.521139e-3, 0, 0, 0.1047523, 1.780881e-2),
        (4.624841e-3, 2.157456e-3, 0, 0, 0.1171787, 2.709906e-2),
        (4.912958e-3, 6.133993e-3, 0, 0, 0.1363658, 5.080158e-2),
        (7.143011e-3, 2.798753e-2, 0, 0, 0.1452954, 0.1508589),
    ];

    private static readonly (double First, double FirstBias, double Second, double SecondBias)[] SquaresAfterCycles =
    [
        (3.67788930, 0.04988841, 3.68883741, 0.05000698),
        (156.80149475, 0.10491920, 156.87036282, 0.10490098),
        (627.63087045, 0.23610467, 627.80501677, 0.23593922),
        (1257.50142006, 0.23221227, 1258.04220575, 0.23152961),
        (4.88627380, 0.00066625, 4.88655014, 0.00066599),
        (1258.04840265, 0.21223166, 1258.14895979, 0.21201092),
        (627.31782874, 0.08068901, 627.37386292, 0.08066640),
        (157.38481149, 0.05248441, 157.40224967, 0.05226189),
        (3.74173716, 0.00358785, 3.74261117, 0.00358539),
    ];

    [Fact]
    public void Losses_and_parameters_of_two_cycles_are_those_computed_elsewhere()
    {
        using Cortex<double> cortex = GoldenCortex.Build<double>();
        using var dreamer = new Dreamer<double>(cortex, GoldenCortex.Pad, new GoldenChance<double>());
        CycleReport first = Live(dreamer, 0);
        Near([0.79167396, 1.73024847, 0.33155785, 0.0222859103, 0.73099519], first);
        Parameters(cortex, 0);
        CycleReport second = Live(dreamer, 1);
        Near([0.68189738, 1.72125558, 0.33485920, 0.0246835145, 0.72371967], second);
        Parameters(cortex, 1);
        foreach (Stage<double> stage in GoldenCortex.Stages(cortex))
        {
            var isGenerator = cortex.Generator.Stages.Contains(stage);
            Assert.Equal(isGenerator ? 4 : 6, (isGenerator ? dreamer.GeneratorOptimizer : dreamer.EncoderOptimizer).StepsOf(stage));
        }
    }

    [Fact]
    public void Gradients_of_each_phase_are_those_computed_elsewhere()
    {
        using Cortex<double> cortex = GoldenCortex.Build<double>();
        var seen = new List<double[]>();
        IReadOnlyList<Phase> watched =
            [new Wake(), new Watcher(() => seen.Add(Norms(cortex))), new Nrem(), new Watcher(() => seen.Add(Norms(cortex))), new Rem(), new Watcher(() => seen.Add(Norms(cortex)))];
        using var dreamer = new Dreamer<double>(cortex, watched, new GoldenChance<double>());
        Live(dreamer, 0);
        for (var area = 0; area < GradientNorms.Length; area++)
        {
            var expected = GradientNorms[area];
            double[][] pairs =
            [
                [expected.Wake, seen[0][2 * area]], [expected.WakeBias, seen[0][(2 * area) + 1]],
                [expected.Nrem, seen[1][2 * area]], [expected.NremBias, seen[1][(2 * area) + 1]],
                [expected.Rem, seen[2][2 * area]], [expected.RemBias, seen[2][(2 * area) + 1]],
            ];
            Assert.All(pairs, pair => Assert.Equal(pair[0], pair[1], 1e-6 * Math.Max(pair[0], 1e-3)));
        }
    }

    [Fact]
    public void Parameters_without_a_gradient_are_left_alone_if_so_wished()
    {
        using Cortex<double> cortex = GoldenCortex.Build<double>();
        var learning = new DreamLearning { ZeroGradients = ZeroGradients.Skip };
        using var dreamer = new Dreamer<double>(cortex, GoldenCortex.Pad, new GoldenChance<double>(), learning);
        Assert.Equal(0.72651887, Live(dreamer, 0).Internal, 2e-8);
        CycleReport second = Live(dreamer, 1);
        Near([0.68641957, 1.72114826, 0.33485676, 0.02461689], second);
        // Adam's first steps are nearly signs, so rounding of gradients near zero shows: the published digits were reached to 1e-7.
        Assert.Equal(0.71960249, second.Internal, 2e-7);
    }

    [Fact]
    public void Single_precision_follows_to_rounding()
    {
        using Cortex<float> cortex = GoldenCortex.Build<float>();
        using var dreamer = new Dreamer<float>(cortex, GoldenCortex.Pad, new GoldenChance<float>());
        new Filler(101).FillByLane(dreamer.Images, 1);
        CycleReport report = dreamer.Live(isFirstOfEpoch: true);
        Assert.Equal(0.79167396, report.External, 1e-5);
        Assert.Equal(1.73024847, report.Regularization, 1e-5);
        Assert.Equal(0.33155785, report.Reconstruction, 1e-5);
        Assert.Equal(0.0222859103, report.Replay, 1e-5);
        Assert.Equal(0.73099519, report.Internal, 1e-5);
    }

    private static CycleReport Live(Dreamer<double> dreamer, uint iteration)
    {
        new Filler(101 + iteration).FillByLane(dreamer.Images, 1);
        return dreamer.Live(isFirstOfEpoch: iteration == 0);
    }

    private static void Near(double[] expected, CycleReport report)
    {
        double[] actual = [report.External, report.Regularization, report.Reconstruction, report.Replay, report.Internal];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-8);
    }

    private static void Parameters(Cortex<double> cortex, int cycle)
    {
        Stage<double>[] stages = [.. GoldenCortex.Stages(cortex)];
        for (var area = 0; area < stages.Length; area++)
        {
            var (weights, biases) = GoldenCortex.SumOfSquares(stages[area], stages[area].Connection.Parameters);
            var expected = SquaresAfterCycles[area];
            var (expectedWeights, expectedBiases) = cycle == 0 ? (expected.First, expected.FirstBias) : (expected.Second, expected.SecondBias);
            Assert.Equal(expectedWeights, weights, 1e-7 * expectedWeights + 1e-8);
            Assert.Equal(expectedBiases, biases, 1e-7 * expectedBiases + 1e-8);
        }
    }

    private static double[] Norms(Cortex<double> cortex) =>
    [
        .. GoldenCortex.Stages(cortex).SelectMany(stage =>
        {
            if (!stage.HasGradient)
                return new double[2];
            var (weights, biases) = GoldenCortex.SumOfSquares(stage, stage.Gradient);
            return [Math.Sqrt(weights), Math.Sqrt(biases)];
        }),
    ];

    private sealed record Watcher(Action Look) : Phase
    {
        public override void Live<T>(Dreamer<T> dreamer) => Look();
    }
}
