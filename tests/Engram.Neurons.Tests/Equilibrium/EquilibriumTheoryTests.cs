using Engram.Neurons.Tests.Reference;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons.Tests.Equilibrium;

/// <summary>What the theory promises: small nudging gives the gradient of backpropagation, and the stationary state is one of the energy.</summary>
public class EquilibriumTheoryTests
{
    [Fact]
    public void Errors_become_those_of_backpropagation_in_proportion_to_beta()
    {
        double[] betas = [0.1, 0.01, 0.001, 0.0001];
        double[][] published = [[0.250, 0.238, 0.407], [0.0327, 0.0314, 0.0576], [0.00337, 0.00324, 0.00601], [0.000338, 0.000325, 0.000603]];
        double[]? coarser = null;
        for (int index = 0; index < betas.Length; index++)
        {
            using EquilibriumNetwork<double> network = Settled(betas[index], steps: 400);
            var errors = new double[3];
            for (int layer = 0; layer < 3; layer++)
            {
                double[] found = [.. Gradient(network, layer).Select(value => value / betas[index])];
                double[] exact = [.. EquilibriumReference.Flat(EquilibriumReference.Section("E_backprop_limit").GetProperty("bp_minus_grad_W")[layer])];
                double distance = Math.Sqrt(found.Zip(exact, (a, b) => (a - b) * (a - b)).Sum()), length = Norm(exact);
                errors[layer] = distance / length;
                Assert.InRange(errors[layer] / published[index][layer], 0.98, 1.02);
                double cosine = found.Zip(exact, (a, b) => a * b).Sum() / (Norm(found) * length);
                Assert.True(cosine > (betas[index] > 0.05 ? 0.99 : 0.999), $"beta {betas[index]}, layer {layer}: cosine {cosine}");
                if (coarser is not null && betas[index] < 0.005)
                    Assert.InRange(coarser[layer] / errors[layer], 8, 11);
            }

            coarser = errors;
        }
    }

    [Fact]
    public void Errors_settle_as_fast_as_in_the_reference()
    {
        using EquilibriumNetwork<double> settled = Settled(0.1, 400);
        foreach ((int steps, double most) in new[] { (20, 3e-4), (30, 4e-5) })
        {
            using EquilibriumNetwork<double> network = Settled(0.1, steps);
            double worst = network.Layers.Zip(settled.Layers, (a, b) => MatrixState.Compact(a.Variable(EquilibriumVariable.Error))
                .Zip(MatrixState.Compact(b.Variable(EquilibriumVariable.Error)), (x, y) => Math.Abs(x - y)).Max()).Max();
            Assert.InRange(worst, most / 100, most);
        }
    }

    [Fact]
    public void A_single_linear_layer_settles_where_its_closed_form_says_by_a_factor_beta_in_two_steps()
    {
        const double Beta = 0.1;
        using EquilibriumNetwork<double> network = EquilibriumDescription.Of(new SignalShape(3), 0.1, 10).Dense(2, Activation.Linear).Build<double>(lanes: 4, seed: 1);
        using LaneMatrix<double> x = EquilibriumSamples.Random<double>(3, 4, "x"), y = EquilibriumSamples.Random<double>(2, 4, "y");
        network.Evaluate(x, 2);
        double drive = network.Output[1, 2];
        double expected = Beta / (1 + Beta) * (y[1, 2] - drive);
        double before = double.NaN;
        for (int step = 0; step < 24; step++)
        {
            network.Learn(x, y, 1);
            double distance = network.Layers[0].Variable(EquilibriumVariable.Error)[1, 2] - expected;
            if (step is > 1 and < 12 && step % 2 == 0)
                ReferenceTraces.AssertClose(-Beta, distance / before, 1e-3, $"decay at step {step}");
            if (step % 2 == 0)
                before = distance;
        }

        ReferenceTraces.AssertClose(expected, network.Layers[0].Variable(EquilibriumVariable.Error)[1, 2], 1e-12, "error");
        ReferenceTraces.AssertClose((drive + (Beta * y[1, 2])) / (1 + Beta), network.Output[1, 2], 1e-12, "output");
    }

    [Fact]
    public void The_settled_state_is_stationary_in_the_energy_and_plasticity_descends_it()
    {
        using EquilibriumNetwork<double> network = Settled(0.1, 400);
        double[][][] potentials = [.. network.Layers.Select(layer => Enumerable.Range(0, 2).Select(lane => EquilibriumReference.Lane(layer.Variable(EquilibriumVariable.Prospective), lane)).ToArray())];
        const double Step = 1e-5;
        foreach (EquilibriumPopulation<double> layer in network.Layers)
        {
            for (int neuron = 0; neuron < layer.Shape.Count; neuron++)
            {
                for (int lane = 0; lane < 2; lane++)
                {
                    ref double potential = ref potentials[layer.Index][lane][neuron];
                    double here = potential;
                    double slope = Slope(ref potential);
                    potential = here;
                    Assert.True(Math.Abs(slope) < 1e-8, $"layer {layer.Index}, neuron {neuron}, lane {lane}: {slope}");
                }

                for (int presynaptic = 0; presynaptic < layer.Parameters.Lanes - 1; presynaptic++)
                {
                    double before = layer.Parameters[neuron, presynaptic];
                    double descent = -Slope(ref layer.Parameters[neuron, presynaptic]);
                    layer.Parameters[neuron, presynaptic] = before;
                    double local = Enumerable.Range(0, 2).Sum(lane => (potentials[layer.Index][lane][neuron] - Drive(layer, neuron, lane)) * RateBelow(layer, presynaptic, lane));
                    ReferenceTraces.AssertClose(local, descent, 1e-8 + (1e-6 * Math.Abs(local)), $"layer {layer.Index}, weight {presynaptic} to {neuron}");
                }
            }
        }

        double Slope(ref double variable)
        {
            double here = variable;
            variable = here + Step;
            double above = Energy();
            variable = here - Step;
            return (above - Energy()) / (2 * Step);
        }

        double Energy()
        {
            double energy = 0;
            for (int lane = 0; lane < 2; lane++)
            {
                foreach (EquilibriumPopulation<double> layer in network.Layers)
                {
                    for (int neuron = 0; neuron < layer.Shape.Count; neuron++)
                        energy += 0.5 * Math.Pow(potentials[layer.Index][lane][neuron] - Drive(layer, neuron, lane), 2);
                }

                double[] target = EquilibriumReference.Section("C_fc_trace").GetProperty("yA")[lane].Numbers();
                for (int output = 0; output < 2; output++)
                    energy += 0.1 * 0.5 * Math.Pow(target[output] - potentials[2][lane][output], 2);
            }

            return energy;
        }

        double Drive(EquilibriumPopulation<double> layer, int neuron, int lane)
        {
            int inputs = layer.Parameters.Lanes - 1;
            return layer.Parameters[neuron, inputs] + Enumerable.Range(0, inputs).Sum(j => layer.Parameters[neuron, j] * RateBelow(layer, j, lane));
        }

        double RateBelow(EquilibriumPopulation<double> layer, int neuron, int lane) => layer.Index == 0
            ? EquilibriumReference.Section("C_fc_trace").GetProperty("xA")[lane][neuron].GetDouble()
            : Math.Clamp(potentials[layer.Index - 1][lane][neuron], 0, 1);
    }

    /// <summary>Network C with frozen weights and the first sample held.</summary>
    private static EquilibriumNetwork<double> Settled(double beta, int steps)
    {
        EquilibriumNetwork<double> network = EquilibriumReference.NetworkC(description => description with { Beta = beta });
        network.IsPlastic = false;
        foreach (EquilibriumPopulation<double> layer in network.Layers)
            layer.IsObserved = true;
        using LaneMatrix<double> x = EquilibriumReference.Table(EquilibriumReference.Section("C_fc_trace").GetProperty("xA"));
        using LaneMatrix<double> y = EquilibriumReference.Table(EquilibriumReference.Section("C_fc_trace").GetProperty("yA"));
        network.Learn(x, y, steps);
        return network;
    }

    /// <summary>r eᵀ / B, presynaptic neurons first as in the reference.</summary>
    private static IEnumerable<double> Gradient(EquilibriumNetwork<double> network, int layer)
    {
        using LaneMatrix<double> x = EquilibriumReference.Table(EquilibriumReference.Section("C_fc_trace").GetProperty("xA"));
        LaneMatrix<double> rates = layer == 0 ? x : network.Layers[layer - 1].Variable(EquilibriumVariable.Rate);
        LaneMatrix<double> errors = network.Layers[layer].Variable(EquilibriumVariable.Error);
        return [.. Enumerable.Range(0, rates.Rows).SelectMany(j => Enumerable.Range(0, errors.Rows).Select(i => ((rates[j, 0] * errors[i, 0]) + (rates[j, 1] * errors[i, 1])) / 2))];
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
