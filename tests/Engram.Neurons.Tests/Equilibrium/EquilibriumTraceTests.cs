using System.Text.Json;
using Engram.Neurons.Tests.Reference;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons.Tests.Equilibrium;

/// <summary>The discretisation is the published one: the traces of the specification, section 6, are reproduced to its tolerances.</summary>
public class EquilibriumTraceTests
{
    public static TheoryData<string, InstructionSet, EquilibriumShortcuts> Variants
    {
        get
        {
            var data = new TheoryData<string, InstructionSet, EquilibriumShortcuts>();
            foreach (JsonProperty variant in EquilibriumReference.Section("C_fc_trace").GetProperty("variants").EnumerateObject())
            {
                data.Add(variant.Name, InstructionSets.Widest, EquilibriumShortcuts.All);
                foreach (InstructionSet set in InstructionSets.Available)
                    data.Add(variant.Name, set, EquilibriumShortcuts.None);
            }

            return data;
        }
    }

    [Fact]
    public void A_single_neuron_looks_ahead_as_its_closed_form_says()
    {
        foreach (JsonElement reference in EquilibriumReference.Section("A_single_neuron").GetProperty("cases").EnumerateArray())
        {
            using EquilibriumNetwork<double> network = Chain(1, 0.1, 10, reference.GetProperty("tau_r").GetDouble());
            int[] k = [.. EquilibriumReference.Section("A_single_neuron").Numbers("k").Select(number => (int)number)];
            using LaneMatrix<double> one = Constant(1);
            for (int step = 0; step <= k[^1]; step++)
            {
                double u = network.Layers[0].Variable(EquilibriumVariable.Membrane)[0, 0];
                network.Evaluate(one, 1);
                if (Array.IndexOf(k, step) is >= 0 and int index)
                {
                    ReferenceTraces.AssertClose(reference.GetProperty("u")[index].GetDouble(), u, 1e-12, $"u before step {step}");
                    ReferenceTraces.AssertClose(reference.GetProperty("ub")[index].GetDouble(), network.Output[0, 0], 1e-12, $"rate of step {step}");
                }
            }
        }
    }

    [Fact]
    public void With_matched_time_constants_looking_ahead_inverts_the_membrane_for_any_input_and_start()
    {
        using EquilibriumNetwork<double> network = Chain(1, 0.5, 13, 13);
        RandomStream random = new RandomStreams(3).Named("test");
        using var input = new LaneMatrix<double>(1, 1);
        network.Layers[0].Variable(EquilibriumVariable.Membrane)[0, 0] = 7;
        for (int step = 0; step < 100; step++)
        {
            input[0, 0] = 3 * random.NextGaussian();
            network.Evaluate(input, 1);
            ReferenceTraces.AssertClose(input[0, 0], network.Output[0, 0], 1e-11, $"rate of step {step}");
        }
    }

    [Theory]
    [InlineData("tau_r_10", 10)]
    [InlineData("tau_r_0", 0)]
    public void A_chain_of_three_answers_after_as_many_steps_only_if_its_neurons_look_ahead(string name, double prospective)
    {
        JsonElement reference = EquilibriumReference.Section("B_chain3");
        using EquilibriumNetwork<double> network = Chain(3, 1, 10, prospective);
        int[] k = [.. reference.Numbers("k").Select(number => (int)number)];
        using LaneMatrix<double> one = Constant(1);
        for (int step = 0; step <= k[^1]; step++)
        {
            network.Evaluate(one, 1);
            if (Array.IndexOf(k, step) is >= 0 and int index)
            {
                EquilibriumReference.AssertFlat(
                    reference.GetProperty(name)[index], network.Layers.Select(layer => layer.Variable(EquilibriumVariable.Rate)[0, 0]), 1e-12, $"step {step}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_of_a_small_network_follows_the_reference_in_every_state(string name, InstructionSet set, EquilibriumShortcuts shortcuts)
    {
        JsonElement c = EquilibriumReference.Section("C_fc_trace"), variant = c.GetProperty("variants").GetProperty(name);
        using EquilibriumNetwork<double> network = EquilibriumReference.NetworkC(description => Described(description, variant), set);
        network.Shortcuts = shortcuts;
        network.LearningRate = variant.TryGetProperty("eta", out JsonElement eta) ? eta.GetDouble() : 0.16;
        foreach (EquilibriumPopulation<double> layer in network.Layers)
            layer.IsObserved = true;
        using LaneMatrix<double> xA = EquilibriumReference.Table(c.GetProperty("xA")), yA = EquilibriumReference.Table(c.GetProperty("yA"));
        using LaneMatrix<double> xB = EquilibriumReference.Table(c.GetProperty("xB")), yB = EquilibriumReference.Table(c.GetProperty("yB"));
        var trace = variant.GetProperty("trace").EnumerateArray().ToDictionary(moment => moment.GetProperty("step").GetInt32());
        Assert.True(trace.ContainsKey(24));
        for (int step = 1; step <= 24; step++)
        {
            if (step is > 4 and <= 20)
                network.Learn(step <= 12 ? xA : xB, step <= 12 ? yA : yB, 1);
            else
                network.Evaluate(step <= 12 ? xA : xB, 1);
            if (!trace.TryGetValue(step, out JsonElement expected))
                continue;
            foreach (EquilibriumPopulation<double> layer in network.Layers)
            {
                string what = $"layer {layer.Index} after step {step}";
                layer.Variable(EquilibriumVariable.Prospective).AssertEqualTo(expected.GetProperty("ub")[layer.Index], 1e-10, $"û of {what}");
                layer.Variable(EquilibriumVariable.Rate).AssertEqualTo(expected.GetProperty("r")[layer.Index], 1e-10, $"r of {what}");
                layer.Variable(EquilibriumVariable.Error).AssertEqualTo(expected.GetProperty("eps")[layer.Index], 1e-10, $"e of {what}");
                if (shortcuts == EquilibriumShortcuts.None)
                    layer.Variable(EquilibriumVariable.Membrane).AssertEqualTo(expected.GetProperty("u")[layer.Index], 1e-10, $"u of {what}");
                if (expected.TryGetProperty("W", out JsonElement weights))
                    EquilibriumReference.AssertDense(layer.Parameters, weights[layer.Index], expected.GetProperty("b")[layer.Index], 1e-10, what);
            }
        }
    }

    [Fact]
    public void Matched_networks_do_not_depend_on_tau_and_dt()
    {
        LaneMatrix<double>[]? first = null;
        foreach ((double tau, double dt) in new[] { (20.0, 0.1), (20, 0.01), (200, 0.01), (10, 5), (1, 1) })
        {
            EquilibriumNetwork<double> network = Trained(tau, dt);
            LaneMatrix<double>[] tables = [.. network.Layers.Select(layer => layer.Parameters), network.Output];
            first ??= tables;
            foreach ((LaneMatrix<double> expected, LaneMatrix<double> actual) in first.Zip(tables))
            {
                for (int row = 0; row < expected.Rows; row++)
                {
                    for (int column = 0; column < expected.Lanes; column++)
                        ReferenceTraces.AssertClose(expected[row, column], actual[row, column], 1e-12, $"tau {tau}, dt {dt}");
                }
            }
        }
    }

    [Fact]
    public void From_any_state_without_errors_layer_l_is_feed_forward_from_step_l_on()
    {
        JsonElement c = EquilibriumReference.Section("C_fc_trace"), d = EquilibriumReference.Section("D_feedforward_limit");
        foreach ((double tau, double dt) in new[] { (20.0, 0.1), (7, 3) })
        {
            using EquilibriumNetwork<double> network = EquilibriumReference.NetworkC(timeStep: dt, tau: tau);
            network.Shortcuts = EquilibriumShortcuts.None;
            RandomStream random = new RandomStreams(5).Named("state");
            foreach (EquilibriumPopulation<double> layer in network.Layers)
            {
                for (int neuron = 0; neuron < layer.Shape.Count; neuron++)
                {
                    random.FillGaussian(layer.Variable(EquilibriumVariable.Membrane).Row(neuron), 0, 3);
                    random.FillUniform(layer.Variable(EquilibriumVariable.Rate).Row(neuron), 0, 1);
                }
            }

            using LaneMatrix<double> input = EquilibriumReference.Table(c.GetProperty("xB"));
            JsonElement[] expected = [d.GetProperty("feedforward_hidden")[0], d.GetProperty("feedforward_hidden")[1], d.GetProperty("feedforward_output")];
            bool wasElsewhere = false;
            for (int step = 1; step <= 5; step++)
            {
                network.Evaluate(input, 1);
                foreach (EquilibriumPopulation<double> layer in network.Layers)
                {
                    if (layer.Index < step)
                        layer.Variable(EquilibriumVariable.Rate).AssertEqualTo(expected[layer.Index], 1e-12, $"layer {layer.Index} after step {step}");
                    else
                        wasElsewhere |= Math.Abs(layer.Variable(EquilibriumVariable.Rate)[0, 0] - expected[layer.Index][0][0].GetDouble()) > 1e-3;
                }
            }

            Assert.True(wasElsewhere);
        }
    }

    [Fact]
    public void A_neuron_learns_its_time_constant_as_in_the_reference()
    {
        EquilibriumDescription description = new(new SignalShape(1), 0.1, [new EquilibriumDense(1) { Activation = Activation.Linear, Times = [new TimeConstants(26, 20)] }]);
        using EquilibriumNetwork<double> network = description.Build<double>(lanes: 1, seed: 1);
        network.Layers[0].Parameters[0, 0] = 1;
        network.Layers[0].Parameters[0, 1] = 0;
        using LaneMatrix<double> input = Constant(0.8);
        var steps = EquilibriumReference.Section("F_tau_adaptation").GetProperty("steps").EnumerateArray().ToDictionary(moment => moment.GetProperty("step").GetInt32());
        for (int step = 1; step <= 200; step++)
        {
            network.AdaptTimes(input, 1, 160);
            if (!steps.TryGetValue(step, out JsonElement expected))
                continue;
            ReferenceTraces.AssertClose(expected.GetProperty("u").GetDouble(), network.Layers[0].Variable(EquilibriumVariable.Membrane)[0, 0], 1e-10, $"u after step {step}");
            ReferenceTraces.AssertClose(expected.GetProperty("ub").GetDouble(), network.Output[0, 0], 1e-10, $"û of step {step}");
            ReferenceTraces.AssertClose(expected.GetProperty("tau_m").GetDouble(), network.Layers[0].Times[0, 0], 1e-10, $"tau_m after step {step}");
        }
    }

    [Theory]
    [InlineData(EquilibriumShortcuts.None)]
    [InlineData(EquilibriumShortcuts.All)]
    public void A_convolutional_network_follows_the_reference(EquilibriumShortcuts shortcuts)
    {
        JsonElement g = EquilibriumReference.Section("G_conv_trace");
        EquilibriumDescription description = EquilibriumDescription.Of(new SignalShape(1, 10, 10), 0.1, 10)
            .Convolution(2, 3)
            .Pool()
            .Convolution(3, 3, factor: 0.1)
            .Pool()
            .Dense(4, factor: 0.1)
            .Dense(2, Activation.Linear, factor: 0.1);
        using EquilibriumNetwork<double> network = description.Build<double>(lanes: 2, seed: 1);
        network.Shortcuts = shortcuts;
        network.LearningRate = 0.16;
        SetKernels(network.Layers[0].Parameters, g.GetProperty("K1"), g.GetProperty("c1"));
        SetKernels(network.Layers[2].Parameters, g.GetProperty("K2"), g.GetProperty("c2"));
        EquilibriumReference.SetDense(network.Layers[4].Parameters, g.GetProperty("WP"), g.GetProperty("bP"));
        EquilibriumReference.SetDense(network.Layers[5].Parameters, g.GetProperty("WL"), g.GetProperty("bL"));
        using LaneMatrix<double> x = EquilibriumReference.Table(g.GetProperty("X")), y = EquilibriumReference.Table(g.GetProperty("Y"));
        var trace = g.GetProperty("trace").EnumerateArray().ToDictionary(moment => moment.GetProperty("step").GetInt32());
        for (int step = 1; step <= 24; step++)
        {
            if (step <= 8)
                network.Evaluate(x, 1);
            else
                network.Learn(x, y, 1);
            if (!trace.TryGetValue(step, out JsonElement expected))
                continue;
            network.Output.AssertEqualTo(expected.GetProperty("out"), 1e-10, $"output after step {step}");
            network.Layers[4].Variable(EquilibriumVariable.Rate).AssertEqualTo(expected.GetProperty("r_proj"), 1e-10, $"projection after step {step}");
            network.Layers[5].Variable(EquilibriumVariable.Error).AssertEqualTo(expected.GetProperty("eps_out"), 1e-10, $"output error after step {step}");
            network.Layers[4].Variable(EquilibriumVariable.Error).AssertEqualTo(expected.GetProperty("eps_proj"), 1e-10, $"projection's error after step {step}");
            LaneMatrix<double> lower = network.Layers[0].Variable(EquilibriumVariable.Error), upper = network.Layers[2].Variable(EquilibriumVariable.Error);
            EquilibriumReference.AssertFlat(
                expected.GetProperty("eps_conv2"), [.. EquilibriumReference.Lane(upper, 0), .. EquilibriumReference.Lane(upper, 1)], 1e-10, $"error of the second convolution after step {step}");
            double[] all = [.. EquilibriumReference.Lane(lower, 0), .. EquilibriumReference.Lane(lower, 1)];
            ReferenceTraces.AssertClose(expected.GetProperty("eps_conv1_sum").GetDouble(), all.Sum(), 1e-10, $"sum of errors after step {step}");
            ReferenceTraces.AssertClose(expected.GetProperty("eps_conv1_abs_sum").GetDouble(), all.Sum(Math.Abs), 1e-10, $"sum of magnitudes after step {step}");
        }

        JsonElement last = trace[24];
        AssertKernels(network.Layers[0].Parameters, last.GetProperty("K1"), last.GetProperty("c1"));
        AssertKernels(network.Layers[2].Parameters, last.GetProperty("K2"), last.GetProperty("c2"));
        EquilibriumReference.AssertDense(network.Layers[4].Parameters, last.GetProperty("WP"), last.GetProperty("bP"), 1e-10, "the projection");
        EquilibriumReference.AssertDense(network.Layers[5].Parameters, last.GetProperty("WL"), last.GetProperty("bL"), 1e-10, "the output");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void On_line_Fourier_synthesis_follows_the_reference_with_either_sign(int index)
    {
        JsonElement h = EquilibriumReference.Section("H_fourier_trace"), variant = h.GetProperty("variants")[index];
        EquilibriumDescription description = EquilibriumDescription.Of(new SignalShape(2), 0.005, 10) with
        {
            ErrorTiming = ErrorTiming.SameStep,
            SomaticGain = -variant.GetProperty("sign").GetDouble(),
        };
        using EquilibriumNetwork<double> network = description.Dense(3, Activation.Tanh).Dense(1, Activation.Linear).Build<double>(lanes: 1, seed: 1);
        network.LearningRate = 0.05;
        SetRows(network.Layers[0].Parameters, h.GetProperty("V0"), h.GetProperty("a0"));
        SetRows(network.Layers[1].Parameters, h.GetProperty("V1"), h.GetProperty("a1"));
        network.Layers[0].IsObserved = true;
        using LaneMatrix<double> input = new(2, 1), target = new(1, 1);
        for (int step = 0; step < 40; step++)
        {
            input[0, 0] = h.GetProperty("inputs")[step][0].GetDouble();
            input[1, 0] = h.GetProperty("inputs")[step][1].GetDouble();
            target[0, 0] = h.GetProperty("targets")[step].GetDouble();
            network.Learn(input, target, 1);
            ReferenceTraces.AssertClose(variant.GetProperty("ub_out_by_step")[step].GetDouble(), network.Output[0, 0], 1e-10, $"output after step {step}");
        }

        EquilibriumReference.AssertFlat(variant.GetProperty("ub_hidden_last"), EquilibriumReference.Lane(network.Layers[0].Variable(EquilibriumVariable.Prospective), 0), 1e-10, "û");
        // The reference's errors point away from the target.
        EquilibriumReference.AssertFlat(variant.GetProperty("ebottom_last"), EquilibriumReference.Lane(network.Layers[0].Variable(EquilibriumVariable.Error), 0).Select(e => -e), 1e-10, "e");
        AssertRows(network.Layers[0].Parameters, variant.GetProperty("V0"), variant.GetProperty("a0"));
        AssertRows(network.Layers[1].Parameters, variant.GetProperty("V1"), variant.GetProperty("a1"));
    }

    private static EquilibriumDescription Described(EquilibriumDescription description, JsonElement variant)
    {
        double[] PerLayer(string name, int layer) => [.. EquilibriumReference.Flat(
            variant.GetProperty(name).ValueKind == JsonValueKind.Array ? variant.GetProperty(name)[layer] : variant.GetProperty(name))];
        description = description with
        {
            TimeStep = variant.GetProperty("dt").GetDouble(),
            ErrorSource = variant.TryGetProperty("errors_from", out JsonElement source) && source.GetString() == "ub"
                ? ErrorSource.ProspectivePotential : ErrorSource.MatchedPotential,
            SynapticTime = variant.TryGetProperty("tau_s", out JsonElement synaptic) ? synaptic.GetDouble() : 0,
            HasRandomFeedback = variant.GetRawText() == EquilibriumReference.Section("C_fc_trace").GetProperty("variants").GetProperty("feedback_alignment").GetRawText(),
        };
        int index = 0;
        return description.EachNeurons(layer => layer with
        {
            Times = [.. PerLayer("tau_m", index).Zip(PerLayer("tau_r", index++), (membrane, prospective) => new TimeConstants(membrane, prospective))],
        });
    }

    private static EquilibriumNetwork<double> Trained(double tau, double dt)
    {
        JsonElement c = EquilibriumReference.Section("C_fc_trace");
        EquilibriumNetwork<double> network = EquilibriumReference.NetworkC(timeStep: dt, tau: tau);
        network.Shortcuts = EquilibriumShortcuts.None;
        network.LearningRate = 0.16;
        network.Evaluate(EquilibriumReference.Table(c.GetProperty("xA")), 4);
        network.Learn(EquilibriumReference.Table(c.GetProperty("xA")), EquilibriumReference.Table(c.GetProperty("yA")), 8);
        network.Learn(EquilibriumReference.Table(c.GetProperty("xB")), EquilibriumReference.Table(c.GetProperty("yB")), 8);
        network.Evaluate(EquilibriumReference.Table(c.GetProperty("xB")), 4);
        return network;
    }

    /// <summary>Linear neurons in a row, with weights of 1, that keep their potentials.</summary>
    private static EquilibriumNetwork<double> Chain(int length, double timeStep, double membrane, double prospective)
    {
        EquilibriumDescription description = EquilibriumDescription.Of(new SignalShape(1), timeStep, membrane) with { Times = new TimeConstants(membrane, prospective) };
        for (int layer = 0; layer < length; layer++)
            description = description.Dense(1, Activation.Linear);
        EquilibriumNetwork<double> network = description.Build<double>(lanes: 1, seed: 1);
        network.Shortcuts = EquilibriumShortcuts.None;
        foreach (EquilibriumPopulation<double> layer in network.Layers)
        {
            layer.Parameters[0, 0] = 1;
            layer.Parameters[0, 1] = 0;
        }

        return network;
    }

    private static LaneMatrix<double> Constant(double value)
    {
        var table = new LaneMatrix<double>(1, 1);
        table[0, 0] = value;
        return table;
    }

    private static void SetKernels(LaneMatrix<double> parameters, JsonElement kernels, JsonElement biases)
    {
        for (int filter = 0; filter < parameters.Rows; filter++)
        {
            double[] taps = [.. EquilibriumReference.Flat(kernels[filter]), biases[filter].GetDouble()];
            taps.CopyTo(parameters.Row(filter));
        }
    }

    private static void AssertKernels(LaneMatrix<double> parameters, JsonElement kernels, JsonElement biases)
    {
        for (int filter = 0; filter < parameters.Rows; filter++)
        {
            double[] found = parameters.Row(filter).ToArray();
            EquilibriumReference.AssertFlat(kernels[filter], found[..^1], 1e-10, $"kernel {filter}");
            ReferenceTraces.AssertClose(biases[filter].GetDouble(), found[^1], 1e-10, $"bias of filter {filter}");
        }
    }

    private static void SetRows(LaneMatrix<double> parameters, JsonElement weights, JsonElement biases)
    {
        for (int neuron = 0; neuron < parameters.Rows; neuron++)
        {
            double[] row = [.. weights[neuron].Numbers(), biases[neuron].GetDouble()];
            row.CopyTo(parameters.Row(neuron));
        }
    }

    private static void AssertRows(LaneMatrix<double> parameters, JsonElement weights, JsonElement biases)
    {
        for (int neuron = 0; neuron < parameters.Rows; neuron++)
        {
            double[] found = parameters.Row(neuron).ToArray();
            EquilibriumReference.AssertFlat(weights[neuron], found[..^1], 1e-10, $"weights of neuron {neuron}");
            ReferenceTraces.AssertClose(biases[neuron].GetDouble(), found[^1], 1e-10, $"bias of neuron {neuron}");
        }
    }
}
