using Engram.Dreaming.Evaluation;
using Engram.Numerics;

namespace Engram.Dreaming.Tests.Evaluation;

public class ReadoutTests
{
    private static readonly RandomStreams Chance = new(21);

    [Fact]
    public void Classes_that_a_plane_divides_are_told_apart()
    {
        LatentSet train = Drawn.Latents(600, 5, apart: 12), test = Drawn.Latents(200, 5, seed: 8, apart: 12);
        using var readout = LinearReadout.Train(train, Chance);
        ReadoutResult result = readout.Test(train, test);
        Assert.Equal(1, result.TrainAccuracy);
        Assert.Equal(1, result.TestAccuracy);
        Assert.True(result.TrainLoss < 0.05);
        Assert.True(result.TestInterval is { Lower: > 0.97, Upper: 1 });
    }

    [Fact]
    public void Latents_that_say_nothing_of_classes_are_read_by_chance()
    {
        LatentSet train = Drawn.Latents(3000, 4), test = Drawn.Latents(2000, 4, seed: 8);
        using var readout = LinearReadout.Train(train, Chance, new ReadoutTraining { LearningRate = 0.02 });
        Assert.Equal(1.0 / 3, readout.Test(train, test).TestAccuracy, 0.05);
    }

    [Fact]
    public void A_readout_is_the_softmax_regression_that_is_computed_elsewhere()
    {
        LatentSet train = Drawn.Latents(210, 6, apart: 1.5), test = Drawn.Latents(150, 6, seed: 8, apart: 1.5);
        var training = new ReadoutTraining { Epochs = 3, Batch = 32 };
        using var readout = LinearReadout.Train(train, Chance, training);
        var reference = new Reference(6, 3, Chance);
        for (var epoch = 0; epoch < training.Epochs; epoch++)
        {
            int[] order = [.. Enumerable.Range(0, train.Count)];
            Chance.Named("readout-order", epoch).Shuffle<int>(order);
            // Of 210 latents 18 are left over in each epoch.
            foreach (int[] batch in order.Chunk(32).Where(batch => batch.Length == 32))
                reference.Descend(train, batch, 0.2);
        }

        for (var label = 0; label < 3; label++)
        {
            for (var column = 0; column <= 6; column++)
                Assert.Equal(reference.Weights[label, column], readout.Weights[label, column], 2e-5);
        }

        ReadoutResult result = readout.Test(train, test);
        Assert.Equal(reference.Loss(train, [.. Enumerable.Range(0, train.Count)]), result.TrainLoss, 1e-5);
        Assert.Equal(reference.Accuracy(test, 150), result.TestAccuracy, 1e-12);
        Assert.Equal(reference.Accuracy(test, 128), result.TestAccuracyOfBatches, 1e-12);
    }

    [Fact]
    public void A_step_goes_down_the_slope_of_the_cross_entropy()
    {
        LatentSet latents = Drawn.Latents(32, 6);
        using var before = LinearReadout.Train(latents, Chance, new ReadoutTraining { Epochs = 0, Batch = 32 });
        using var after = LinearReadout.Train(latents, Chance, new ReadoutTraining { Epochs = 1, Batch = 32 });
        int[] all = [.. Enumerable.Range(0, 32)];
        var reference = new Reference(6, 3, Chance);
        for (var label = 0; label < 3; label++)
        {
            for (var column = 0; column <= 6; column++)
            {
                const double Step = 1e-5;
                double here = reference.Weights[label, column];
                reference.Weights[label, column] = here + Step;
                double above = reference.Loss(latents, all);
                reference.Weights[label, column] = here - Step;
                double below = reference.Loss(latents, all);
                reference.Weights[label, column] = here;
                Assert.Equal((above - below) / (2 * Step), (before.Weights[label, column] - after.Weights[label, column]) / 0.2, 2e-5);
            }
        }
    }

    [Fact]
    public void Weights_begin_within_one_over_the_root_of_the_dimensions()
    {
        LatentSet latents = Drawn.Latents(64, 256);
        using var readout = LinearReadout.Train(latents, Chance, new ReadoutTraining { Epochs = 0 });
        float[] weights = [.. Enumerable.Range(0, 3).SelectMany(row => readout.Weights.Row(row).ToArray())];
        Assert.All(weights, weight => Assert.InRange(weight, -0.0625f, 0.0625f));
        Assert.True(weights.Max() > 0.0615f && weights.Min() < -0.0615f);
        Assert.Equal(0, weights.Average(), 0.005);
    }

    [Fact]
    public void The_width_of_vectors_changes_no_bit()
    {
        LatentSet latents = Drawn.Latents(200, 37, apart: 1);
        var training = new ReadoutTraining { Epochs = 2 };
        using var one = LinearReadout.Train(latents, Chance, training, InstructionSet.Scalar);
        foreach (InstructionSet set in Enum.GetValues<InstructionSet>())
        {
            using var other = LinearReadout.Train(latents, Chance, training, set);
            for (var row = 0; row < 3; row++)
                Assert.Equal(one.Weights.Row(row).ToArray(), other.Weights.Row(row).ToArray());
        }
    }

    [Fact]
    public void Too_few_latents_are_refused() =>
        Assert.Contains("there are 63", Assert.Throws<UnmeasurableException>(() => LinearReadout.Train(Drawn.Latents(63, 4), Chance)).Message, StringComparison.Ordinal);

    /// <summary>Softmax regression as a textbook has it, in double precision.</summary>
    private sealed class Reference
    {
        public Reference(int dimensions, int classes, RandomStreams chance)
        {
            Weights = new double[classes, dimensions + 1];
            RandomStream stream = chance.Named("readout-weights");
            double range = 1 / Math.Sqrt(dimensions);
            for (var label = 0; label < classes; label++)
            {
                for (var column = 0; column <= dimensions; column++)
                    Weights[label, column] = (float)stream.NextUniform(-range, range);
            }
        }

        public double[,] Weights { get; }

        public double Loss(LatentSet latents, int[] items) => -items.Average(item => Math.Log(Probabilities(latents[item])[latents.Labels[item]]));

        public double Accuracy(LatentSet latents, int count) => Enumerable.Range(0, count).Average(item =>
        {
            double[] probabilities = Probabilities(latents[item]);
            return Array.IndexOf(probabilities, probabilities.Max()) == latents.Labels[item] ? 1.0 : 0;
        });

        public void Descend(LatentSet latents, int[] batch, double rate)
        {
            var gradient = new double[Weights.GetLength(0), Weights.GetLength(1)];
            foreach (int item in batch)
            {
                double[] probabilities = Probabilities(latents[item]);
                for (var label = 0; label < probabilities.Length; label++)
                {
                    double error = (probabilities[label] - (latents.Labels[item] == label ? 1 : 0)) / batch.Length;
                    for (var column = 0; column < latents.Dimensions; column++)
                        gradient[label, column] += error * latents[item][column];
                    gradient[label, latents.Dimensions] += error;
                }
            }

            for (var label = 0; label < gradient.GetLength(0); label++)
            {
                for (var column = 0; column < gradient.GetLength(1); column++)
                    Weights[label, column] -= rate * gradient[label, column];
            }
        }

        private double[] Probabilities(ReadOnlySpan<float> latent)
        {
            var powers = new double[Weights.GetLength(0)];
            for (var label = 0; label < powers.Length; label++)
            {
                double sum = Weights[label, latent.Length];
                for (var column = 0; column < latent.Length; column++)
                    sum += Weights[label, column] * latent[column];
                powers[label] = Math.Exp(sum);
            }

            double all = powers.Sum();
            return Array.ConvertAll(powers, power => power / all);
        }
    }
}
