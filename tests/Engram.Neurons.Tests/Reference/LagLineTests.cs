using System.Text.Json;
using Engram.Numerics;

namespace Engram.Neurons.Tests.Reference;

/// <summary>
/// Two neurons learn the weights and time constants of a teacher (specification 3.1, 5.4): the first of 405,000 steps of seed 0, to the
/// four digits of the published code.
/// </summary>
public class LagLineTests
{
    private const int Lanes = 100;
    private const int Steps = 20_000;
    private const int Length = 405_000;
    private const double Beta = 0.01;

    [Fact]
    public void A_student_of_seed_0_follows_the_published_course_of_weights_and_time_constants()
    {
        JsonElement reference = ReferenceTraces.Section("lagline");
        var twister = new MersenneTwister(0);
        for (int discarded = 0; discarded < 4; discarded++)
            twister.NextUInt32();
        double[] times = [twister.NextSingle24(), twister.NextSingle24()];
        double[] weights = [twister.NextSingle24(), twister.NextSingle24()];
        int[] shifts = [.. Enumerable.Range(0, Lanes).Select(_ => (int)(twister.NextUInt32() % 200))];
        Assert.Equal(reference.GetProperty("init").Numbers("tau"), times, static (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal(reference.GetProperty("init").Numbers("w"), weights, static (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal(reference.Numbers("sample_shifts_first10"), shifts.Take(10).Select(static shift => (double)shift));

        double[] wave = SquareWave(reference.Numbers("pulse_onsets_first"));
        double[][] samples = [.. shifts.Select(shift => Smooth(wave, shift))];
        using Network<double> teacher = Chain([1, 2], [1, 2], gamma: 0), student = Chain(weights, [1, 2], gamma: 1);
        using var learner = new OnlineLearner<double>(student, Loss.MeanSquared, new Adam(1e-6 / Beta), Beta) { IsPlastic = false };
        foreach (DenseLayer<double> layer in student.Layers)
        {
            layer.Plasticity = Plasticity.Weights | Plasticity.TimeConstants;
            layer.LeastTime = 0.1;
        }

        var checkedSteps = new List<int>();
        for (int step = 0; step < Steps + 1; step++)
        {
            if (step == 2500)
            {
                // Until here the student had the teacher's time constants.
                foreach (DenseLayer<double> layer in student.Layers)
                {
                    layer.Times[0, 0] = times[layer.Index];
                    layer.UpdateCoefficients();
                }
            }

            for (int lane = 0; lane < Lanes; lane++)
                teacher.Input[0, lane] = student.Input[0, lane] = samples[lane][step];
            teacher.StepForward();
            teacher.Output.Row(0).CopyTo(learner.Target.Row(0));
            learner.IsPlastic = step > 5000;
            learner.ClearSums();
            learner.Step();
            foreach (JsonElement row in reference.GetProperty("gle_step_loss_w0_w1_tau0_tau1").EnumerateArray().Where(row => row[0].GetInt32() == step))
            {
                checkedSteps.Add(step);
                double loss = learner.SummedLoss.Row(0).ToArray().Average();
                Assert.Equal(row[1].GetDouble(), loss, 1e-3 * loss);
                double[] found = [student.Layers[0].Weight(0, 0), student.Layers[1].Weight(0, 0), student.Layers[0].Times[0, 0], student.Layers[1].Times[0, 0]];
                for (int i = 0; i < 4; i++)
                    ReferenceTraces.AssertClose(row[2 + i].GetDouble(), found[i], 0.6e-4, $"parameter {i} after step {step}");
            }
        }

        Assert.Equal([10_000, 20_000], checkedSteps);
        Assert.Equal(0, student.Layers[0].Bias(0));
        Assert.Equal(0.1, student.Layers[1].Times[1, 0]);
    }

    private static Network<double> Chain(double[] weights, double[] times, double gamma)
    {
        NetworkDescription description = Network.Describe(1, 0.01);
        for (int layer = 0; layer < 2; layer++)
        {
            description = description.Dense(new LayerDescription
            {
                Neurons = [new TimeConstants(times[layer], 0.1)],
                Activation = Activation.Softplus,
                Gamma = gamma,
                HasBias = false,
            });
        }

        Network<double> network = description.Build<double>(Lanes);
        for (int layer = 0; layer < 2; layer++)
            network.Layers[layer].Weight(0, 0) = weights[layer];
        return network;
    }

    /// <summary>−1, and +1 for 200 steps from each onset.</summary>
    private static double[] SquareWave(double[] firstOnsets)
    {
        var wave = new double[Steps + 100];
        wave.AsSpan().Fill(-1);
        for (int pulse = 0; ; pulse++)
        {
            int onset = (int)(float)(pulse * (double)Length / 1012);
            if (pulse < firstOnsets.Length)
                Assert.Equal(firstOnsets[pulse], onset);
            if (onset >= wave.Length)
                return wave;
            wave.AsSpan(onset, Math.Min(200, wave.Length - onset)).Fill(1);
        }
    }

    /// <summary>The wave rotated to the right, what comes in from the end being −1, then smoothed by a Gaussian of 5 steps.</summary>
    private static double[] Smooth(double[] wave, int shift)
    {
        const int Radius = 20;
        double[] kernel = [.. Enumerable.Range(-Radius, (2 * Radius) + 1).Select(static k => Math.Exp(-0.5 * k * k / 25.0))];
        double total = kernel.Sum();
        var smooth = new double[Steps + 1];
        for (int t = 0; t < smooth.Length; t++)
        {
            double sum = 0;
            for (int k = -Radius; k <= Radius; k++)
            {
                // The ends reflect: before the first sample comes the first again.
                int source = (t + k < 0 ? -(t + k) - 1 : t + k) - shift;
                sum += kernel[k + Radius] * (source < 0 ? -1 : wave[source]);
            }

            smooth[t] = sum / total;
        }

        return smooth;
    }
}
