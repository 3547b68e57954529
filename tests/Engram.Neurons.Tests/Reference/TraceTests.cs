using System.Text.Json;
using Engram.Numerics;

namespace Engram.Neurons.Tests.Reference;

/// <summary>The discretisation is the published one: every stored trace is reproduced (specification 5.1).</summary>
public class TraceTests
{
    // The file is rounded to 12 significant digits; numbers up to about 10 occur.
    private const double Tolerance = 1e-10;

    public static TheoryData<string> ChainCases => ["a_LE", "b_prospective", "b_instantaneous", "c_gamma"];

    public static TheoryData<InstructionSet> Sets => [.. InstructionSets.Available];

    [Theory]
    [MemberData(nameof(ChainCases))]
    public void A_chain_of_two_neurons_follows_the_reference_in_every_quantity(string name)
    {
        JsonElement chain = ReferenceTraces.Section("chain");
        JsonElement reference = chain.GetProperty("cases").GetProperty(name);
        double[] tauM = reference.Numbers("tau_m"), tauR = reference.Numbers("tau_r");
        var description = Network.Describe(1, chain.GetProperty("dt").GetDouble());
        for (int layer = 0; layer < 2; layer++)
        {
            description = description.Dense(new LayerDescription
            {
                Neurons = [new TimeConstants(tauM[layer], tauR[layer])],
                Activation = Activation.Softplus,
                Gamma = reference.GetProperty("gamma").GetDouble(),
                ProspectiveErrors = reference.GetProperty("prospective_errors").GetBoolean(),
            });
        }

        using Network<double> network = description.Build<double>(lanes: 1);
        using var learner = new OnlineLearner<double>(
            network, Loss.MeanSquared, new GradientDescent(0), reference.GetProperty("beta").GetDouble());
        for (int layer = 0; layer < 2; layer++)
        {
            network.Layers[layer].Weight(0, 0) = chain.GetProperty($"W{layer}").GetDouble();
            network.Layers[layer].Bias(0) = chain.GetProperty($"b{layer}").GetDouble();
            network.Layers[layer].Plasticity = Plasticity.Weights | Plasticity.Biases | Plasticity.TimeConstants;
            network.Layers[layer].IsObserved = true;
        }

        JsonElement trace = reference.GetProperty("trace");
        double[] x = chain.Numbers("x"), y = chain.Numbers("y");
        for (int t = 0; t < x.Length; t++)
        {
            double[] slopes = [.. network.Layers.Select(layer => layer.Variable(NeuronVariable.RateSlope)[0, 0])];
            learner.Step([x[t]], [y[t]]);
            Check("out", network.Output[0, 0]);
            for (int index = 0; index < 2; index++)
            {
                DenseLayer<double> layer = network.Layers[index];
                double sent = index == 0
                    ? BeforeTheStep("e_bottom1")
                    : reference.GetProperty("beta").GetDouble() * (y[t] - network.Output[0, 0]);
                Check($"eps{index}", sent * slopes[index]);
                Check($"v{index}", layer.Variable(NeuronVariable.ErrorPotential)[0, 0]);
                Check($"e{index}", layer.Variable(NeuronVariable.Error)[0, 0]);
                Check($"u{index}", layer.Variable(NeuronVariable.Membrane)[0, 0]);
                Check($"u_prosp{index}", layer.Variable(NeuronVariable.Prospective)[0, 0]);
                Check($"r{index}", layer.Variable(NeuronVariable.Rate)[0, 0]);
                Check($"r_prime{index}", layer.Variable(NeuronVariable.RateSlope)[0, 0]);
                Check($"gW{index}", layer.Gradient[0, 0]);
                Check($"gb{index}", layer.Gradient[0, 1]);
                Check($"gtau{index}", layer.TimeGradient[0, 0]);
                if (index > 0)
                    Check($"e_bottom{index}", layer.Variable(NeuronVariable.SentError)[0, 0]);
            }

            double BeforeTheStep(string quantity) => t == 0 ? 0 : trace.GetProperty(quantity)[t - 1].GetDouble();

            void Check(string quantity, double actual) =>
                ReferenceTraces.AssertClose(trace.GetProperty(quantity)[t].GetDouble(), actual, Tolerance, $"{name}: {quantity} after call {t}");
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_network_of_mixed_neurons_follows_the_reference_through_learning_and_changes_of_lanes(InstructionSet set)
    {
        JsonElement reference = ReferenceTraces.Section("mixed_layer");
        var description = Network.Describe(2, reference.GetProperty("dt").GetDouble());
        for (int layer = 0; layer < 3; layer++)
        {
            double[] tauM = reference.GetProperty("tau_m")[layer].Numbers(), tauR = reference.GetProperty("tau_r")[layer].Numbers();
            description = description.Dense(new LayerDescription
            {
                Neurons = [.. tauM.Zip(tauR, (membrane, prospective) => new TimeConstants(membrane, prospective))],
                Activation = layer < 2 ? Activation.Tanh : Activation.Linear,
                Gamma = reference.GetProperty("gamma")[layer].GetDouble(),
            });
        }

        using Network<double> network = description.Build<double>(lanes: 3, set);
        using var learner = new OnlineLearner<double>(network, Loss.CrossEntropy, new GradientDescent(0));
        foreach (DenseLayer<double> layer in network.Layers)
        {
            layer.SetParameters(reference.GetProperty($"W{layer.Index}"), reference.GetProperty($"b{layer.Index}"));
            layer.Plasticity = Plasticity.Weights | Plasticity.Biases | Plasticity.TimeConstants;
        }

        learner.SetLabels([.. reference.Numbers("labels").Select(label => (int)label)]);
        JsonElement trace = reference.GetProperty("trace");
        for (int t = 0; t < 20; t++)
        {
            SetInput(network, reference.GetProperty("x")[t], 3);
            learner.ClearSums();
            learner.Step();
            network.Output.AssertEqualTo(trace.GetProperty("out")[t], Tolerance, $"out after call {t}");
            ReferenceTraces.AssertClose(
                trace.GetProperty("loss_sum")[t].GetDouble(), learner.SummedLoss.Row(0).ToArray().Sum(), Tolerance, $"loss of call {t}");
            foreach (DenseLayer<double> layer in network.Layers)
            {
                layer.Variable(NeuronVariable.Membrane).AssertEqualTo(trace.GetProperty($"u{layer.Index}")[t], Tolerance, $"u{layer.Index} after call {t}");
                layer.Variable(NeuronVariable.ErrorPotential).AssertEqualTo(trace.GetProperty($"v{layer.Index}")[t], Tolerance, $"v{layer.Index} after call {t}");
                layer.Variable(NeuronVariable.Error).AssertEqualTo(trace.GetProperty($"e{layer.Index}")[t], Tolerance, $"e{layer.Index} after call {t}");
                layer.Variable(NeuronVariable.Rate).AssertEqualTo(trace.GetProperty($"r{layer.Index}")[t], Tolerance, $"r{layer.Index} after call {t}");
                if (reference.GetProperty("gradients").TryGetProperty($"{t}", out JsonElement gradients))
                    CheckGradients(layer, gradients, t);
            }
        }

        foreach ((JsonElement expected, int index) in reference.GetProperty("evaluation_after").EnumerateArray().Select((item, index) => (item, index)))
        {
            int batch = expected.GetProperty("batch").GetInt32();
            network.Resize(batch);
            SetInput(network, reference.GetProperty("x")[index % 3], 3);
            network.Step();
            network.Output.AssertEqualTo(expected.GetProperty("out"), Tolerance, $"evaluation {index} of {batch} lanes");
        }
    }

    [Fact]
    public void Adam_at_every_step_changes_the_parameters_as_in_the_reference()
    {
        JsonElement reference = ReferenceTraces.Section("adam_per_step");
        TimeConstants[] hidden = [.. reference.Numbers("tau_m").Zip(reference.Numbers("tau_r"), (membrane, prospective) => new TimeConstants(membrane, prospective))];
        TimeConstants[] output = [.. reference.Numbers("tau_out").Select(tau => new TimeConstants(tau, tau))];
        using Network<double> network = Network.Describe(1, reference.GetProperty("dt").GetDouble())
            .Dense(new LayerDescription { Neurons = hidden, Activation = Activation.Linear })
            .Dense(new LayerDescription { Neurons = hidden, Activation = Activation.Tanh })
            .Dense(new LayerDescription { Neurons = output, Activation = Activation.Linear })
            .Build<double>(lanes: 4);
        using var learner = new OnlineLearner<double>(network, Loss.CrossEntropy, new Adam(1e-3));
        foreach (DenseLayer<double> layer in network.Layers)
            layer.SetParameters(reference.GetProperty($"W{layer.Index}"), reference.GetProperty($"b{layer.Index}"));

        learner.SetLabels([.. reference.Numbers("labels").Select(label => (int)label)]);
        for (int t = 0; t < 60; t++)
        {
            reference.GetProperty("x")[t].Numbers().CopyTo(network.Input.Row(0));
            double before = learner.SummedLoss.Row(0).ToArray().Sum();
            learner.Step();
            ReferenceTraces.AssertClose(
                reference.GetProperty("loss_sum")[t].GetDouble(), learner.SummedLoss.Row(0).ToArray().Sum() - before, 1e-9, $"loss of call {t}");
            if (!reference.GetProperty("params_after").TryGetProperty($"{t}", out JsonElement parameters))
                continue;
            foreach (DenseLayer<double> layer in network.Layers)
                CheckParameters(layer, parameters, t);
        }

        learner.SummedOutputs.AssertEqualTo(reference.GetProperty("summed_output"), 1e-9, "outputs summed over the steps");
    }

    [Theory]
    [InlineData("impulse")]
    [InlineData("step")]
    public void The_fixed_lag_lines_answer_an_impulse_and_a_step_as_in_the_reference(string signal)
    {
        JsonElement reference = ReferenceTraces.Section("static_lagnet");
        double[] tau = reference.Numbers("tau_m");
        double prospective = reference.GetProperty("tau_r").GetDouble();
        TimeConstants[] times = [.. tau.Select(membrane => new TimeConstants(membrane, prospective))];
        var description = Network.Describe(1, reference.GetProperty("dt").GetDouble());
        for (int layer = 0; layer < 4; layer++)
            description = description.Dense(new LayerDescription { Neurons = times, Activation = Activation.Linear });
        using Network<double> network = description.Build<double>(lanes: 1);
        foreach (DenseLayer<double> layer in network.Layers)
        {
            for (int channel = 0; channel < 10; channel++)
                layer.Weight(channel, layer.Index == 0 ? 0 : channel) = 1;
        }

        JsonElement expected = reference.GetProperty(signal);
        for (int t = 0; t < expected.GetArrayLength(); t++)
        {
            network.Input[0, 0] = signal == "step" || t == 0 ? 1 : 0;
            network.StepForward();
            for (int channel = 0; channel < 10; channel++)
                ReferenceTraces.AssertClose(expected[t][channel].GetDouble(), network.Output[channel, 0], Tolerance, $"channel {channel} of call {t}");
        }
    }

    private static void SetInput(Network<double> network, JsonElement samples, int available)
    {
        for (int lane = 0; lane < network.Lanes; lane++)
        {
            for (int channel = 0; channel < network.Input.Rows; channel++)
                network.Input[channel, lane] = samples[lane % available][channel].GetDouble();
        }
    }

    private static void CheckGradients(DenseLayer<double> layer, JsonElement expected, int t)
    {
        for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
        {
            for (int presynaptic = 0; presynaptic < layer.PresynapticCount; presynaptic++)
            {
                ReferenceTraces.AssertClose(
                    expected.GetProperty($"gW{layer.Index}")[neuron][presynaptic].GetDouble(), layer.Gradient[neuron, presynaptic], Tolerance, $"gW{layer.Index} of call {t}");
            }

            ReferenceTraces.AssertClose(
                expected.GetProperty($"gb{layer.Index}")[neuron].GetDouble(), layer.Gradient[neuron, layer.PresynapticCount], Tolerance, $"gb{layer.Index} of call {t}");
            ReferenceTraces.AssertClose(
                expected.GetProperty($"gtau{layer.Index}")[neuron].GetDouble(), layer.TimeGradient[0, neuron], Tolerance, $"gtau{layer.Index} of call {t}");
        }
    }

    private static void CheckParameters(DenseLayer<double> layer, JsonElement expected, int t)
    {
        for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
        {
            for (int presynaptic = 0; presynaptic < layer.PresynapticCount; presynaptic++)
            {
                ReferenceTraces.AssertClose(
                    expected.GetProperty($"W{layer.Index}")[neuron][presynaptic].GetDouble(), layer.Weight(neuron, presynaptic), 1e-10, $"W{layer.Index} after call {t}");
            }

            ReferenceTraces.AssertClose(expected.GetProperty($"b{layer.Index}")[neuron].GetDouble(), layer.Bias(neuron), 1e-10, $"b{layer.Index} after call {t}");
        }
    }
}
