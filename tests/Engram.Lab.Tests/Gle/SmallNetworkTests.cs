using Engram.Lab.Experiments.Gle.LagLine;
using Engram.Lab.Experiments.Gle.LagNet;
using Engram.Lab.Runs;
using Engram.Lab.Tests.Runs;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Tests.Gle;

/// <summary>The chain of two neurons and the small network, step by step as published (specification 3.1, 3.2, 5.4).</summary>
public sealed class SmallNetworkTests : IDisposable
{
    private const int Lanes = 11;

    private readonly SmallBench _bench = new();

    public static TheoryData<InstructionSet> Sets => [.. InstructionSets.Available];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_kernel_of_the_chain_takes_the_course_of_the_engine(bool looksAhead)
    {
        var settings = new LagLineSettings { Batch = Lanes, LearningRate = 1e-3 };
        var model = new ChainModel("test", "test", looksAhead, 0);
        LagLineStart start = LagLineStart.Draw(0, Lanes);
        ChainParameters teacher = new(1, 2, 1, 2);
        using var student = new ChainStudent(ChainKernel.For(InstructionSets.Default), model, start.Student(), teacher, settings);
        using Network<double> network = Engine(settings, start, looksAhead);
        using var learner = new OnlineLearner<double>(network, Loss.MeanSquared, new Adam(settings.LearningRate), settings.Beta);
        using LaneMatrix<double> inputs = new(1, Lanes), targets = new(1, Lanes);
        var wave = new LagLineInput(start.Shifts, 8000);
        for (int step = 0; step < 8000; step++)
        {
            Feed(wave, step, inputs, targets);
            double output = network.Layers[1].Variable(NeuronVariable.Rate)[0, 0];
            student.Step(step, inputs.Row(0), targets.Row(0));
            foreach (DenseLayer<double> layer in network.Layers.Where(_ => step is 0 or 2500))
            {
                layer.Times[0, 0] = step == 0 ? teacher.Values[2 + layer.Index] : student.Parameters.Values[2 + layer.Index];
                layer.UpdateCoefficients();
            }

            inputs.Row(0).CopyTo(network.Input.Row(0));
            targets.Row(0).CopyTo(learner.Target.Row(0));
            learner.IsPlastic = step > 5000;
            learner.ClearSums();
            learner.Step();
            Assert.Equal(output, student.Output, 1e-10);
            Assert.Equal(learner.MeanLoss, student.Loss, 1e-10);
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal(network.Layers[i].Weight(0, 0), student.Parameters.Values[i], 1e-9);
                if (step >= 2500)
                    Assert.Equal(network.Layers[i].Times[0, 0], student.Parameters.Values[2 + i], 1e-9);
            }
        }

        Assert.True(Math.Abs(student.Parameters.SecondWeight - start.SecondWeight) > 0.1);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Going_back_through_a_window_of_the_chain_agrees_with_finite_differences(InstructionSet set)
    {
        const int Window = 60;
        var constants = new ChainConstants(LagLineSettings.TimeStep, 0.1, 0.7, 0.3, LooksAhead: false);
        var kernel = ChainKernel.For(set);
        var parameters = new ChainParameters(0.6, 1.1, 0.4, 0.7);
        var gradient = new double[ChainParameters.Count];
        using (ChainWindow window = Windowed(out _))
            kernel.FindGradient(window, parameters, constants, gradient);
        for (int i = 0; i < ChainParameters.Count; i++)
        {
            double at = parameters.Values[i];
            parameters.Values[i] = at + 1e-5;
            Windowed(out double up).Dispose();
            parameters.Values[i] = at - 1e-5;
            Windowed(out double down).Dispose();
            parameters.Values[i] = at;
            double difference = (up - down) / 2e-5;
            Assert.True(Math.Abs(difference - gradient[i]) < 1e-6 * Math.Abs(difference), $"{ChainParameters.Names[i]}: {gradient[i]:R} by going back, {difference:R} by differences");
        }

        ChainWindow Windowed(out double loss)
        {
            // What comes before the window is the same whatever the parameters are in it.
            var before = new ChainParameters(0.6, 1.1, 0.4, 0.7);
            using var state = new ChainState(Lanes);
            var window = new ChainWindow(Lanes, Window);
            using LaneMatrix<double> input = new(1, Lanes), target = new(1, Lanes);
            loss = 0;
            for (int step = 0; step < 2 * Window; step++)
            {
                for (int lane = 0; lane < Lanes; lane++)
                    (input[0, lane], target[0, lane]) = (Math.Sin((0.05 * step) + lane), 1.5 + Math.Cos((0.03 * step) - lane));
                if (step == Window)
                    window.Begin(state);
                kernel.Step(state, ChainRatios.Of(step < Window ? before : parameters, constants), constants, input.Row(0), target.Row(0));
                if (step < Window)
                    continue;
                window.Add(state, input.Row(0), target.Row(0));
                loss += state.Sums[^1] / Lanes;
            }

            return window;
        }
    }

    [Fact]
    public void Of_a_chain_all_vector_widths_make_the_same_bits()
    {
        string[] courses = [.. InstructionSets.Available.SelectMany(set => ChainModel.All.Where(static model => model.Window is 0 or 100).Select(model =>
        {
            var settings = new LagLineSettings { Batch = Lanes };
            LagLineStart start = LagLineStart.Draw(0, Lanes);
            using var student = new ChainStudent(ChainKernel.For(set), model, start.Student(), new ChainParameters(1, 2, 1, 2), settings);
            using LaneMatrix<double> inputs = new(1, Lanes), targets = new(1, Lanes);
            var wave = new LagLineInput(start.Shifts, 5500);
            for (int step = 0; step < 5500; step++)
            {
                Feed(wave, step, inputs, targets);
                student.Step(step, inputs.Row(0), targets.Row(0));
            }

            return model.Name + string.Join(' ', student.Parameters.Values.Select(static value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        }))];
        Assert.Equal(3, courses.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void The_chain_of_seed_0_has_the_published_parameters_at_every_tabulated_step()
    {
        RunRequest request = _bench.Request("gle-lagline", ["model=gle", "steps=40001"], threads: 1) with { Seed = 0 };
        RunInformation run = Assert.Single(_bench.Laboratory.Run(request, RunObserver.None, CancellationToken.None).Runs);
        Assert.True(SmallBench.Value(run, "course_distance") < 0.6e-4, $"{SmallBench.Value(run, "course_distance")}");
        IReadOnlyList<double> steps = SmallBench.Column(run, "step"), losses = SmallBench.Column(run, "gle_loss");
        Assert.Equal(2.1275e-1, losses[steps.ToList().IndexOf(10_000)], 1e-4);
        Assert.Equal(2.7331e-6, losses[steps.ToList().IndexOf(40_000)], 3e-9);
    }

    [Fact]
    public void Instantaneous_errors_drive_a_time_constant_into_its_floor_and_the_run_says_so()
    {
        RunInformation run = _bench.Run("gle-lagline", ["model=instantaneous", "steps=30000"], preset: "paper");
        Assert.Equal(0.1, SmallBench.Value(run, "instantaneous_tau0"));
        Assert.Contains(new GleLagLine().Findings(run.Folder), static finding => finding.Text.StartsWith("τm0 was learned below its floor", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(run.Folder, "figures", "parameters.png")));
    }

    [Fact]
    public void The_small_network_of_seed_5_has_the_published_weights_at_every_tabulated_step_with_both_methods()
    {
        var settings = new SmallLagNetSettings { Steps = 30_001 };
        using var simulation = new LagNetSimulation(settings, [0.6605037450790405, -0.7477781772613525]);
        for (int step = 0; step < settings.Steps; step++)
            simulation.Step(step);
        Assert.True(GleLagNet.FromPublished(simulation.Trace) < 0.6e-5, $"{GleLagNet.FromPublished(simulation.Trace)}");
        LagNetCourse gle = simulation.Trace.Gle, adjoint = simulation.Trace.Adjoint;
        (int Step, double[] Weights)[] further = [(9000, [0.60612, 0.46312, 0.88446, -0.56882]), (12_000, [0.41533, 1.05461, 1.35603, 0.57696]), (30_000, [-0.37523, 1.07098, 0.27796, 0.37876])];
        foreach ((int step, double[] weights) in further)
        {
            double[] found = [gle.Weights[0][step], gle.Weights[1][step], adjoint.Weights[0][step], adjoint.Weights[1][step]];
            for (int i = 0; i < 4; i++)
                Assert.Equal(weights[i], found[i], 0.6e-5);
        }

        // Squared errors of single steps of the authors' program, before learning and after (tests/reference, lagnet).
        Assert.Equal(0.004004277, Square(adjoint, 5000), 1e-6);
        Assert.Equal(0.00400616, Square(gle, 5000), 1e-6);
        Assert.Equal(0.01164627, Square(gle, 10_000), 1e-5);
        Assert.Equal(0.4171662, Square(adjoint, 10_000), 1e-4);

        double Square(LagNetCourse course, int step) => Math.Pow(simulation.Trace.Target[step] - course.Output[step], 2);
    }

    [Fact]
    public void Errors_of_both_methods_have_the_same_phase_and_the_gains_that_theory_says()
    {
        var settings = new SmallLagNetSettings { Steps = 8400 };
        using var simulation = new LagNetSimulation(settings, [-0.07, 1]);
        for (int step = 0; step < settings.Steps; step++)
            simulation.Step(step);
        FourierComponent[] components = FourierComponent.Of(simulation.Trace);
        // Measured in the specification: gains and phase differences at 0.49, 1.07 and 1.98.
        double[] gains = [0.94, 1.08, 1.02, 1.76, 4.82, 22.2], phases = [-6.7, 1.1, -5.4, -4.7, -0.6, -6.3];
        for (int i = 0; i < components.Length; i++)
        {
            Assert.True(Math.Abs(components[i].Gain - gains[i]) < 0.01 * gains[i], $"gain {components[i].Gain} instead of {gains[i]}");
            Assert.Equal(phases[i], components[i].PhaseDifference, 0.1);
        }
    }

    [Theory]
    [InlineData("gle-mnist1d", "learning.window", "data.steps", "learning.credit=bptt", "learning.window=361")]
    [InlineData("gle-mnist1d", "learning.window", "learning.credit=prospective", "learning.window=36")]
    [InlineData("gle-mnist1d", "neurons.prospective-errors", "learning.credit=adjoint", "neurons.prospective-errors=false", "learning.credit=adjoint")]
    [InlineData("gle-lagnet", "window", "steps", "steps=9000", "window=1001")]
    [InlineData("gle-lagnet", "weights", "two neurons", "weights=1,2,3")]
    [InlineData("gle-lagline", "gamma", "beta", "beta=1", "gamma=1")]
    public void Settings_that_do_not_fit_together_are_refused_by_name(string experiment, string first, string second, params string[] settings)
    {
        string message = Assert.Throws<UsageException>(() => _bench.Run(experiment, settings)).Message;
        Assert.Contains(first, message, StringComparison.Ordinal);
        Assert.Contains(second, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "layer 0")]
    [InlineData(1, "layer 1")]
    public void Of_a_chain_that_breaks_down_the_layer_and_the_variable_are_named(int weight, string layer)
    {
        var start = new ChainParameters(0.5, 0.5, 1, 1);
        using var student = new ChainStudent(
            ChainKernel.For(InstructionSets.Default), ChainModel.All[0], start, new ChainParameters(1, 2, 1, 2), new LagLineSettings { Batch = Lanes });
        using LaneMatrix<double> ones = new(1, Lanes);
        ones.Row(0).Fill(1);
        student.Step(3000, ones.Row(0), ones.Row(0));
        Assert.Null(student.Broken);
        student.Parameters.Values[weight] = double.PositiveInfinity;
        student.Step(3001, ones.Row(0), ones.Row(0));
        Assert.Equal($"the membrane potential u of {layer}", student.Broken);
    }

    [Theory]
    [InlineData("bptt")]
    [InlineData("adjoint")]
    public void The_deep_network_learns_by_windows_and_a_stopped_run_goes_on_as_if_it_had_never_stopped(string credit)
    {
        string[] settings =
        [
            $"learning.credit={credit}", "learning.window=20", "training.epochs=4", "training.batch=50", "data.samples=500", "data.steps=50", "neurons.layers=2",
        ];
        RunInformation run = _bench.Run("gle-mnist1d", settings), resumed = _bench.RunInTwoSittings("gle-mnist1d", settings, stopAt: 14, threads: 2);
        IReadOnlyList<double> losses = SmallBench.Column(run, "train_loss");
        Assert.True(losses[^1] < losses[1] - 0.02, string.Join(", ", losses));
        Assert.Equal(losses.Skip(1), SmallBench.Column(resumed, "train_loss").Skip(1));
    }

    public void Dispose() => _bench.Dispose();

    private static void Feed(LagLineInput wave, int step, LaneMatrix<double> inputs, LaneMatrix<double> targets)
    {
        wave.Fill(step, 1, inputs);
        for (int lane = 0; lane < inputs.Lanes; lane++)
            targets[0, lane] = 1.7 + (0.2 * Math.Sin((0.02 * step) + lane));
    }

    private static Network<double> Engine(LagLineSettings settings, LagLineStart start, bool looksAhead)
    {
        NetworkDescription description = Network.Describe(1, LagLineSettings.TimeStep);
        for (int layer = 0; layer < 2; layer++)
        {
            description = description.Dense(new LayerDescription
            {
                Neurons = [new TimeConstants(layer == 0 ? start.FirstTime : start.SecondTime, settings.Prospective)],
                Activation = Activation.Softplus,
                Gamma = settings.Gamma,
                HasBias = false,
                ProspectiveErrors = looksAhead,
            });
        }

        Network<double> network = description.Build<double>(Lanes);
        (network.Layers[0].Weight(0, 0), network.Layers[1].Weight(0, 0)) = (start.FirstWeight, start.SecondWeight);
        foreach (DenseLayer<double> layer in network.Layers)
        {
            layer.Plasticity = Plasticity.Weights | Plasticity.TimeConstants;
            layer.LeastTime = settings.LeastTime;
        }

        return network;
    }

    private sealed class SmallBench() : ExperimentBench("paper", [new GleLagLine(), new GleLagNet(), new Experiments.Gle.GleMnist1D()]);
}
