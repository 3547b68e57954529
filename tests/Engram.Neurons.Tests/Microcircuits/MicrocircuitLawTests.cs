using System.Numerics;
using CsCheck;
using Engram.Neurons.Microcircuits;
using Engram.Numerics;

namespace Engram.Neurons.Tests.Microcircuits;

/// <summary>What holds for every microcircuit.</summary>
public class MicrocircuitLawTests
{
    private static readonly MicrocircuitDescription Deep = Microcircuit.Describe(4, 7, 5, 3);

    [Fact]
    public void With_Latent_Equilibrium_the_somatic_potentials_have_no_influence_on_anything()
    {
        Gen.Select(Gen.Double[0.02, 1], Gen.Int[0, 1000]).Sample((scale, sample) =>
        {
            using Microcircuit<double> calm = MicrocircuitSamples.Drawn<double>(Deep, 2, samples: [sample, sample + 1]);
            using Microcircuit<double> disturbed = MicrocircuitSamples.Drawn<double>(Deep, 2, samples: [sample, sample + 1]);
            MicrocircuitSamples.Live(calm);
            for (int pattern = 0; pattern < 6; pattern++)
            {
                foreach (MicrocircuitPopulation<double> population in Populations(disturbed))
                {
                    for (int neuron = 0; neuron < population.Count; neuron++)
                        population.Membrane[neuron, 1] = scale * (neuron - 3);
                }

                MicrocircuitSamples.Live(disturbed, patterns: 1, first: pattern);
            }

            // ŭ is the steady state to the last bit, whatever u is.
            string[] differences = MicrocircuitSamples.Contents(disturbed).DifferencesFrom(MicrocircuitSamples.Contents(calm));
            Assert.All(differences, name => Assert.EndsWith("/membrane", name));
            Assert.NotEmpty(differences);
        }, iter: 10, threads: 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_prospective_potential_is_the_potential_before_the_step_and_tau_times_its_slope(bool isProspective)
    {
        using Microcircuit<double> circuits = MicrocircuitSamples.Drawn<double>(Deep with { IsProspective = isProspective }, 3);
        MicrocircuitSamples.SetPattern(circuits, 1);
        for (int step = 0; step < 20; step++)
        {
            double[][] before = [.. Populations(circuits).Select(population => MatrixState.Compact(population.Membrane))];
            circuits.Present(new MicrocircuitPresentation(1) { IsNudged = true, IsPlastic = true });
            foreach ((MicrocircuitPopulation<double> population, double[] old) in Populations(circuits).Zip(before))
            {
                double[] now = MatrixState.Compact(population.Membrane), prospective = MatrixState.Compact(population.Prospective);
                for (int i = 0; i < old.Length; i++)
                    Assert.Equal(old[i] + ((now[i] - old[i]) / 0.1 / 0.19), prospective[i], tolerance: 1e-12);
            }
        }
    }

    [Fact]
    public void A_circuit_does_the_same_in_whatever_company_and_lane_it_is()
    {
        using Microcircuit<float> alone = MicrocircuitSamples.Drawn<float>(Deep, 1, samples: [5]);
        MicrocircuitSamples.Live(alone, samples: [5]);
        int[] samples = [1, 5, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 5, 18];
        using Microcircuit<float> together = MicrocircuitSamples.Drawn<float>(Deep, samples.Length, samples: samples);
        // A neighbour that has run away does not matter either.
        together.Hidden[0].Up[0, 0, 0] = float.NaN;
        MicrocircuitSamples.Live(together, samples: samples);
        foreach (((_, PathwayWeights<float> expected), (_, PathwayWeights<float> actual)) in alone.Pathways().Zip(together.Pathways()))
        {
            for (int row = 0; row < expected.Table.Rows; row++)
            {
                Assert.Equal(expected.Table[row, 0], actual.Table[row, 1]);
                Assert.Equal(expected.Table[row, 0], actual.Table[row, 17]);
            }
        }

        Assert.Equal(alone.Readout[2, 0], together.Readout[2, 17]);
        Assert.True(float.IsNaN(together.Readout[2, 0]));
        Assert.NotEqual(together.Readout[2, 1], together.Readout[2, 2]);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(10, true)]
    [InlineData(19, false)]
    public void Vector_widths_change_no_bit(int lanes, bool isProspective)
    {
        AssertSameBits<float>(lanes, isProspective);
        AssertSameBits<double>(lanes, isProspective);
    }

    [Fact]
    public void A_presentation_is_the_same_as_its_single_steps()
    {
        using Microcircuit<float> presented = MicrocircuitSamples.Drawn<float>(Deep, 5), stepped = MicrocircuitSamples.Drawn<float>(Deep, 5);
        for (int pattern = 0; pattern < 4; pattern++)
        {
            MicrocircuitSamples.SetPattern(presented, pattern);
            MicrocircuitSamples.SetPattern(stepped, pattern);
            presented.Present(new MicrocircuitPresentation(6) { IsNudged = pattern < 2, IsPlastic = true, LearningLag = 2, ReadoutLag = 5 });
            for (int step = 0; step < 6; step++)
                stepped.Present(new MicrocircuitPresentation(1) { IsNudged = pattern < 2, IsPlastic = step >= 2 });
        }

        MicrocircuitSamples.Contents(stepped).AssertSameBitsAs(MicrocircuitSamples.Contents(presented), "single steps");
    }

    [Fact]
    public void Saved_and_loaded_circuits_go_on_with_the_same_bits()
    {
        using Microcircuit<float> whole = MicrocircuitSamples.Drawn<float>(Deep, 5), first = MicrocircuitSamples.Drawn<float>(Deep, 5);
        using Microcircuit<float> second = MicrocircuitSamples.Drawn<float>(Deep, 5, samples: [9, 8, 7, 6, 5]);
        MicrocircuitSamples.Live(whole, patterns: 8);
        MicrocircuitSamples.Live(first, patterns: 3);
        second.Load(MicrocircuitSamples.Contents(first).Reader);
        MicrocircuitSamples.Live(second, patterns: 5, first: 3);
        MicrocircuitSamples.Contents(second).AssertSameBitsAs(MicrocircuitSamples.Contents(whole), "after loading");

        using Microcircuit<float> other = Microcircuit.Describe(4, 7, 3).Build<float>(5);
        StateException refusal = Assert.Throws<StateException>(() => other.Load(MicrocircuitSamples.Contents(first).Reader));
        Assert.Contains("4-7-5-3", refusal.Message);
        Assert.Contains("4-7-3", refusal.Message);
    }

    [Fact]
    public void Rest_forgets_everything_but_the_weights()
    {
        using Microcircuit<float> fresh = MicrocircuitSamples.Drawn<float>(Deep, 3), rested = MicrocircuitSamples.Drawn<float>(Deep, 3);
        MicrocircuitSamples.SetPattern(rested, 4);
        rested.Present(new MicrocircuitPresentation(11) { IsNudged = true });
        rested.Rest();
        MicrocircuitSamples.Live(rested);
        MicrocircuitSamples.Live(fresh);
        MicrocircuitSamples.Contents(rested).AssertSameBitsAs(MicrocircuitSamples.Contents(fresh), "after rest");
    }

    [Fact]
    public void Weights_stay_within_their_bounds_and_groups_without_a_rate_stay_what_they_are()
    {
        using Microcircuit<double> circuits = MicrocircuitSamples.Drawn<double>(Deep with { HiddenBound = 0.5, OutputBound = 0.25 }, 3);
        circuits.LearningRates = new MicrocircuitLearningRates { Up = [5, 0, 5], ToInterneurons = [0, 1] };
        MemoryState before = MicrocircuitSamples.Contents(circuits);
        MicrocircuitSamples.Live(circuits, patterns: 12);
        string[] learned = [.. MicrocircuitSamples.Contents(circuits).DifferencesFrom(before).Where(name => circuits.Pathways().Any(pathway => name == $"microcircuit/{pathway.Name}"))];
        Assert.Equal(["microcircuit/hidden-0/up", "microcircuit/hidden-1/to-interneurons", "microcircuit/output/up"], learned);
        Assert.Equal(0.5, MicrocircuitSamples.Largest(circuits.Hidden[0].Up.Table));
        Assert.Equal(0.25, MicrocircuitSamples.Largest(circuits.OutputWeights.Table));
    }

    [Fact]
    public void With_Latent_Equilibrium_target_and_nudging_take_effect_one_step_late_and_in_the_original_at_once()
    {
        foreach (bool isProspective in (bool[])[true, false])
        {
            using Microcircuit<double> circuits = (Microcircuit.Describe(1, 1, 1) with { IsProspective = isProspective }).Build<double>(1);
            circuits.Target[0, 0] = 1;
            circuits.Present(new MicrocircuitPresentation(1) { IsNudged = true });
            double held = 0.06 / 0.19; // All weights are zero: the output has its target alone.
            Assert.Equal(isProspective ? 0 : held, circuits.Output.Prospective[0, 0], tolerance: 1e-15);
            circuits.Present(new MicrocircuitPresentation(1) { IsNudged = true });
            Assert.Equal(held, circuits.Output.Prospective[0, 0], tolerance: 1e-15);
            circuits.Present(new MicrocircuitPresentation(1));
            Assert.Equal(isProspective ? held : 0, circuits.Output.Prospective[0, 0], tolerance: 1e-15);
            circuits.Present(new MicrocircuitPresentation(1));
            Assert.Equal(0, circuits.Output.Prospective[0, 0]);
        }
    }

    [Fact]
    public void An_output_neuron_without_a_target_moves_as_fast_as_one_with_it()
    {
        // Trap T9: the way an Euler step goes is dt (gl + gb + gsom), though gsom is not in the steady state.
        using Microcircuit<double> circuits = (Microcircuit.Describe(1, 1, 1) with { IsProspective = false }).Build<double>(1);
        circuits.OutputWeights[0, 0, 0] = 1;
        circuits.Present(new MicrocircuitPresentation(1));
        double steady = 0.1 / 0.13 * Math.Log(2);
        Assert.Equal(steady, circuits.Output.Prospective[0, 0], tolerance: 1e-15);
        Assert.Equal(0.019 * steady, circuits.Output.Membrane[0, 0], tolerance: 1e-15);
    }

    [Fact]
    public void A_slow_stream_starts_at_the_first_pattern_and_follows_the_next_ones_slowly()
    {
        using Microcircuit<double> circuits = (Microcircuit.Describe(1, 1, 1) with { StreamTimeConstant = 0.4 }).Build<double>(1);
        circuits.Hidden[0].Up[0, 0, 0] = 1;
        circuits.Input[0, 0] = 1;
        circuits.Present(new MicrocircuitPresentation(3));
        Assert.Equal(1, circuits.Hidden[0].Pyramidal.Dendrite[0, 0]);
        circuits.Input[0, 0] = 0;
        for (int step = 1; step <= 5; step++)
        {
            circuits.Present(new MicrocircuitPresentation(1));
            Assert.Equal(Math.Pow(0.75, step), circuits.Hidden[0].Pyramidal.Dendrite[0, 0], tolerance: 1e-15);
        }
    }

    [Fact]
    public void The_rate_function_is_the_softplus_with_both_ends_cut()
    {
        double[] x = [-16, -15, -14.999999999999, -14, -1, 0, 1, 14, 14.999999999999, 15, 16, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        var y = new double[x.Length];
        Elementwise.Apply<CutSoftplus, double>(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = double.IsNaN(x[i]) ? double.NaN : x[i] <= -15 ? 0 : x[i] >= 15 ? x[i] : Math.Log(1 + Math.Exp(x[i]));
            Assert.Equal(expected, y[i], tolerance: 1e-14);
        }

        float[] single = [-15, MathF.BitIncrement(-15), 15], rates = new float[3];
        Elementwise.Apply<CutSoftplus, float>(single, rates);
        Assert.Equal(0, rates[0]);
        Assert.True(rates[1] > 0);
        Assert.Equal(15, rates[2]);
    }

    [Fact]
    public void Impossible_circuits_and_presentations_are_refused_with_the_reason()
    {
        Assert.Contains("hidden", Assert.Throws<ArgumentException>(() => Microcircuit.Describe(2, 3)).Message);
        Assert.Contains("Layer 1", Refused(Microcircuit.Describe(2, 0, 3)));
        Assert.Contains("time step", Refused(Deep with { TimeStep = 6 }));
        Assert.Contains("stream", Refused(Deep with { StreamTimeConstant = 0.01 }));
        Assert.Contains("apical", Refused(Deep with { Conductances = new Conductances { Apical = -1 } }));
        using Microcircuit<float> circuits = Deep.Build<float>(1);
        Assert.Contains("Up has 2", Assert.Throws<ArgumentException>(() => circuits.LearningRates = new MicrocircuitLearningRates { Up = [1, 1] }).Message);
        Assert.Contains("readout lag", Assert.Throws<ArgumentException>(() => circuits.Present(new MicrocircuitPresentation(3) { ReadoutLag = 3 })).Message);

        static string Refused(MicrocircuitDescription description) => Assert.Throws<ArgumentException>(() => description.Build<float>(1)).Message;
    }

    [Fact]
    public void A_presentation_allocates_nothing()
    {
        using Microcircuit<float> circuits = MicrocircuitSamples.Drawn<float>(Deep, 10);
        MicrocircuitSamples.Live(circuits, patterns: 40);
        long before = GC.GetAllocatedBytesForCurrentThread();
        MicrocircuitSamples.Live(circuits, patterns: 200);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IEnumerable<MicrocircuitPopulation<T>> Populations<T>(Microcircuit<T> circuits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. circuits.Hidden.SelectMany(layer => new[] { layer.Pyramidal, layer.Interneurons }), circuits.Output];

    private static void AssertSameBits<T>(int lanes, bool isProspective)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MicrocircuitDescription description = Deep with { IsProspective = isProspective };
        using Microcircuit<T> scalar = MicrocircuitSamples.Drawn<T>(description, lanes, InstructionSet.Scalar);
        MicrocircuitSamples.Live(scalar);
        MemoryState expected = MicrocircuitSamples.Contents(scalar);
        foreach (InstructionSet set in InstructionSets.Available)
        {
            using Microcircuit<T> circuits = MicrocircuitSamples.Drawn<T>(description, lanes, set);
            MicrocircuitSamples.Live(circuits);
            MicrocircuitSamples.Contents(circuits).AssertSameBitsAs(expected, $"{set}");
        }
    }
}
