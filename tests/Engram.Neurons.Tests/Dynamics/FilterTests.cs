using System.Numerics;
using CsCheck;

namespace Engram.Neurons.Tests;

/// <summary>The neuron and its error neuron as filters in time (specification 1.7, 1.10 and 5.2).</summary>
public class FilterTests
{
    private static readonly Gen<(double Membrane, double Prospective)> GenTimes =
        Gen.Select(Gen.Double[0.1, 5], Gen.Double[0.1, 5], static (membrane, prospective) => (membrane, prospective));

    /// <summary>τm, τr, dt, ω (0 stands for π/dt), then gain and phase in degrees of the neuron, and gain of the error: table 1.10.</summary>
    public static TheoryData<double, double, double, double, double, double, double> Table => new()
    {
        { 1.2, 0.2, 0.2, 1.0, 0.674813, -42.0920, 1.481892 },
        { 1.2, 0.2, 0.2, 0, 0.090909, 0, 11.0 },
        { 0.6, 0.2, 0.2, 1.0, 0.898316, -20.9121, 1.113194 },
        { 0.6, 0.2, 0.2, 0, 0.2, 0, 5.0 },
        { 1.0, 0.1, 0.01, 1.0, 0.712065, -39.4298, 1.404365 },
        { 2.4, 0.1, 0.05, 1.0, 0.389078, -62.8806, 2.570176 },
        { 2.4, 0.1, 0.05, 0, 0.031579, 0, 31.666667 },
        { 0.5, 1.0, 0.1, 1.0, 1.258145, 19.3094, 0.794821 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_neuron_passes_an_oscillation_with_the_tabulated_gain_and_phase_and_its_error_neuron_with_the_inverse(
        double membrane, double prospective, double dt, double frequency, double gain, double degrees, double errorGain)
    {
        double omega = frequency == 0 ? Math.PI / dt : frequency;
        (Complex neuron, Complex error) = Measure(membrane, prospective, dt, omega);
        Assert.Equal(gain, neuron.Magnitude, 1e-6);
        Assert.Equal(degrees, neuron.Phase * 180 / Math.PI, 1e-4);
        Assert.Equal(errorGain, error.Magnitude, 1e-6);
        Assert.Equal(-degrees, error.Phase * 180 / Math.PI, 1e-4);

        Complex exact = Response(membrane, prospective, dt, omega);
        Assert.True((neuron - exact).Magnitude < 1e-10, $"the neuron answers with {neuron} instead of {exact}");
        Assert.True((error - (1 / exact)).Magnitude < 1e-9 * errorGain, $"the error neuron answers with {error} instead of {1 / exact}");
    }

    [Fact]
    public void At_every_frequency_errors_have_the_phase_of_the_adjoint_and_the_inverse_gain() =>
        Gen.Select(GenTimes, Gen.Double[0.01, 1]).Sample(
            static (times, frequency) =>
            {
                // A frequency from far below to the highest that steps of 0.1 can carry.
                (Complex neuron, Complex error) = Measure(times.Membrane, times.Prospective, 0.1, frequency * Math.PI / 0.1);
                Complex adjoint = Complex.Conjugate(neuron);
                Assert.Equal(0, (error / adjoint).Phase, 1e-9);
                Assert.Equal(1, error.Magnitude * neuron.Magnitude, 1e-9);
            },
            iter: 50);

    [Fact]
    public void The_error_filter_undoes_the_neuron_filter() =>
        Gen.Select(GenTimes, Gen.Double[-1, 1].Array[30]).Sample(static (times, signal) =>
        {
            double[] through = NeuronFilter(times.Membrane, times.Prospective, 0.1, signal);
            double[] back = ErrorFilter(times.Membrane, times.Prospective, 0.1, through);
            for (int t = 0; t < signal.Length; t++)
                Assert.Equal(signal[t], back[t], 1e-10);
        });

    [Fact]
    public void Without_look_ahead_errors_are_passed_on_as_they_are()
    {
        double[] signal = [1, -2, 3, 0.5, 0];
        Assert.Equal(signal, ErrorFilter(2, 0.5, 0.1, signal, prospectiveErrors: false));
        Assert.NotEqual(signal, ErrorFilter(2, 0.5, 0.1, signal));
    }

    [Fact]
    public void The_coupling_of_errors_into_the_potential_adds_exactly_gamma_times_the_instantaneous_error() =>
        Gen.Select(GenTimes, Gen.Double[-2, 2], Gen.Double[-1, 1].Array[40]).Sample(static (times, gamma, signal) =>
        {
            // The output layer's slope is 1 after the first step, so its ε is the β (y − r) that is prescribed here.
            double[] coupled = Run(gamma), free = Run(0);
            for (int t = 1; t < signal.Length; t++)
                Assert.Equal(gamma * signal[t], coupled[t] - free[t], 1e-10);

            double[] Run(double gamma)
            {
                using Network<double> network = Single(times.Membrane, times.Prospective, 0.1, gamma: gamma);
                using var learner = new OnlineLearner<double>(network, Loss.MeanSquared, new GradientDescent(0)) { IsPlastic = false };
                network.Layers[0].IsObserved = true;
                return
                [
                    .. signal.Select((epsilon, t) =>
                    {
                        double rate = network.Layers[0].Variable(NeuronVariable.Rate)[0, 0];
                        learner.Step([Math.Cos(t)], [rate + epsilon]);
                        return network.Layers[0].Variable(NeuronVariable.Prospective)[0, 0];
                    }),
                ];
            }
        });

    private static Complex Response(double membrane, double prospective, double dt, double omega)
    {
        Complex shift = Complex.Exp(new Complex(0, -omega * dt));
        return prospective / membrane * (1 - ((1 - (dt / prospective)) * shift)) / (1 - ((1 - (dt / membrane)) * shift));
    }

    /// <summary>The answers of both filters to cos ωt + i sin ωt, when the transient is over.</summary>
    private static (Complex Neuron, Complex Error) Measure(double membrane, double prospective, double dt, double omega)
    {
        int steps = 10 + (int)(30 * Math.Max(membrane, prospective) / dt);
        double[] real = [.. Enumerable.Range(0, steps).Select(t => Math.Cos(omega * dt * t))];
        double[] imaginary = [.. Enumerable.Range(0, steps).Select(t => Math.Sin(omega * dt * t))];
        return (Last(NeuronFilter), Last((m, p, d, signal) => ErrorFilter(m, p, d, signal)));

        Complex Last(Func<double, double, double, double[], double[]> filter) =>
            new Complex(filter(membrane, prospective, dt, real)[^1], filter(membrane, prospective, dt, imaginary)[^1])
            / new Complex(real[^1], imaginary[^1]);
    }

    /// <summary>What a linear neuron of weight 1 makes of a drive.</summary>
    private static double[] NeuronFilter(double membrane, double prospective, double dt, double[] signal)
    {
        using Network<double> network = Single(membrane, prospective, dt);
        return
        [
            .. signal.Select(value =>
            {
                network.Input[0, 0] = value;
                network.StepForward();
                return network.Layers[0].Variable(NeuronVariable.Rate)[0, 0];
            }),
        ];
    }

    /// <summary>What its error neuron makes of an error that arrives.</summary>
    private static double[] ErrorFilter(double membrane, double prospective, double dt, double[] signal, bool prospectiveErrors = true)
    {
        using Network<double> network = Single(membrane, prospective, dt, prospectiveErrors);
        using var learner = new OnlineLearner<double>(network, Loss.MeanSquared, new GradientDescent(0)) { IsPlastic = false };

        // One step without error: slopes are zero at rest, and 1 after it.
        network.StepForward();
        return
        [
            .. signal.Select(value =>
            {
                learner.Step([0], [value]);
                return network.Layers[0].Variable(NeuronVariable.Error)[0, 0];
            }),
        ];
    }

    private static Network<double> Single(double membrane, double prospective, double dt, bool prospectiveErrors = true, double gamma = 0)
    {
        Network<double> network = Network.Describe(1, dt)
            .Dense(new LayerDescription
            {
                Neurons = [new TimeConstants(membrane, prospective)],
                Activation = Activation.Linear,
                ProspectiveErrors = prospectiveErrors,
                Gamma = gamma,
                HasBias = false,
            })
            .Build<double>(lanes: 1);
        network.Layers[0].Weight(0, 0) = 1;
        return network;
    }
}
