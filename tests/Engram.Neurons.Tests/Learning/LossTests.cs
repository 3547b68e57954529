using CsCheck;
using Engram.Neurons.Learning;
using Engram.Numerics;

namespace Engram.Neurons.Tests;

/// <summary>The error at the output descends on the number that is logged.</summary>
public class LossTests
{
    /// <summary>A loss, and what its error descends on as a multiple of what is logged: ½ Σ (y − r)² is rows/2 times the mean.</summary>
    public static TheoryData<Loss, int, double> Losses => new()
    {
        { Loss.MeanSquared, 4, 2 },
        { Loss.MeanSquared, 1, 0.5 },
        { Loss.CrossEntropy, 4, 1 },
        { Loss.NegativeLogLikelihood, 3, 1 },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void The_error_is_beta_times_the_descent_on_the_logged_loss(Loss loss, int rows, double factor) =>
        Gen.Select(Gen.Double[-3, 3].Array[rows * 3], Gen.Double[0, 1].Array[rows * 3], Gen.Double[0.01, 2]).Sample(
            (outputs, targets, beta) =>
            {
                using LaneMatrix<double> output = Fill(rows, 3, outputs), target = Fill(rows, 3, targets);
                if (loss == Loss.CrossEntropy)
                    Normalize(target);
                using LaneMatrix<double> error = new(rows, 3), lost = new(1, 3), unused = new(rows, 3);
                LossKernel<double> kernel = LossKernel<double>.For(InstructionSets.Default, loss);
                kernel.Find(output, target, beta, error, lost);
                for (int row = 0; row < rows; row++)
                {
                    for (int lane = 0; lane < 3; lane++)
                    {
                        double up = With(row, lane, 1e-5), down = With(row, lane, -1e-5);
                        Assert.Equal(-beta * factor * (up - down) / 2e-5, error[row, lane], 1e-8);
                    }
                }

                double With(int row, int lane, double change)
                {
                    double before = output[row, lane];
                    output[row, lane] = before + change;
                    kernel.Find(output, target, beta, unused, lost);
                    output[row, lane] = before;
                    return lost[0, lane];
                }
            },
            iter: 50);

    [Fact]
    public void Losses_have_the_values_of_their_formulas()
    {
        using LaneMatrix<double> output = Fill(3, 1, [0.5, -1, 2]), target = Fill(3, 1, [0, 1, 0.25]), error = new(3, 1), lost = new(1, 1);
        double sum = Math.Exp(0.5) + Math.Exp(-1) + Math.Exp(2);
        Assert.Equal((0.25 + 4 + (1.75 * 1.75)) / 3, Find(Loss.MeanSquared), 1e-14);
        Assert.Equal(-(-1 - Math.Log(sum)) - (0.25 * (2 - Math.Log(sum))), Find(Loss.CrossEntropy), 1e-13);
        Assert.Equal(-(-1 + (0.25 * 2)), Find(Loss.NegativeLogLikelihood), 1e-14);

        double Find(Loss loss)
        {
            LossKernel<double>.For(InstructionSets.Default, loss).Find(output, target, 1, error, lost);
            return lost[0, 0];
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(-1000)]
    public void Cross_entropy_of_extreme_logits_stays_finite(double shift)
    {
        using LaneMatrix<double> output = Fill(3, 1, [shift, shift + 1, shift - 2]), target = Fill(3, 1, [1, 0, 0]), error = new(3, 1), lost = new(1, 1);
        LossKernel<double>.For(InstructionSets.Default, Loss.CrossEntropy).Find(output, target, 1, error, lost);
        Assert.Equal(Math.Log(1 + Math.E + Math.Exp(-2)), lost[0, 0], 1e-12);
        Assert.Equal(0, error[0, 0] + error[1, 0] + error[2, 0], 1e-15);
    }

    [Fact]
    public void The_padding_of_the_error_is_zero_whatever_lies_behind_output_and_target()
    {
        foreach (Loss loss in Enum.GetValues<Loss>())
        {
            foreach (InstructionSet set in InstructionSets.Available)
            {
                using LaneMatrix<float> output = new(3, 5), target = new(3, 5), error = new(3, 5), lost = new(1, 5);
                output.Storage().Fill(3);
                target.Storage().Fill(7);
                error.Storage().Fill(9);
                LossKernel<float>.For(set, loss).Find(output, target, 1, error, lost);
                for (int row = 0; row < 3; row++)
                {
                    Assert.True(error.Storage().Slice((row * error.Stride) + 5, error.Stride - 5).IndexOfAnyExcept(0f) < 0);
                    Assert.NotEqual(0, error[row, 4]);
                }
            }
        }
    }

    [Fact]
    public void Beta_scales_every_error_of_the_network()
    {
        using Network<double> network = Samples.Mixed([2, 5, 4]).Build<double>(lanes: 2, seed: 1), other = Samples.Mixed([2, 5, 4]).Build<double>(lanes: 2, seed: 1);
        using var learner = new OnlineLearner<double>(network, Loss.CrossEntropy, new GradientDescent(0), beta: 1);
        using var weaker = new OnlineLearner<double>(other, Loss.CrossEntropy, new GradientDescent(0), beta: 0.25);
        learner.SetLabels([1, 2]);
        weaker.SetLabels([1, 2]);
        for (int step = 0; step < 10; step++)
        {
            Samples.SetInput(network, step);
            Samples.SetInput(other, step);
            learner.Step();
            weaker.Step();
        }

        for (int layer = 0; layer < 2; layer++)
        {
            double error = network.Layers[layer].Variable(NeuronVariable.Error)[1, 1];
            Assert.NotEqual(0, error);
            Assert.Equal(0.25 * error, other.Layers[layer].Variable(NeuronVariable.Error)[1, 1]);
        }
    }

    [Fact]
    public void Labels_become_one_hot_targets_and_wrong_ones_are_named()
    {
        using Network<float> network = Samples.Mixed([2, 4]).Build<float>(lanes: 3);
        using var learner = new OnlineLearner<float>(network, Loss.CrossEntropy, new GradientDescent(0));
        learner.SetLabels([0, 3, 1]);
        learner.SetLabels([2, 3, 0]);
        Assert.Equal([0, 0, 1], learner.Target.Row(0).ToArray());
        Assert.Equal([0, 0, 0], learner.Target.Row(1).ToArray());
        Assert.Equal([1, 0, 0], learner.Target.Row(2).ToArray());
        Assert.Equal([0, 1, 0], learner.Target.Row(3).ToArray());
        Assert.Contains("2 labels for 3 lanes", Assert.Throws<ArgumentException>(() => learner.SetLabels([0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("Lane 1 has label 4", Assert.Throws<ArgumentException>(() => learner.SetLabels([0, 4, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("Lane 2 has label -1", Assert.Throws<ArgumentException>(() => learner.SetLabels([0, 1, -1])).Message, StringComparison.Ordinal);
    }

    private static LaneMatrix<double> Fill(int rows, int lanes, double[] values)
    {
        var matrix = new LaneMatrix<double>(rows, lanes);
        for (int row = 0; row < rows; row++)
            values.AsSpan(row * lanes, lanes).CopyTo(matrix.Row(row));
        return matrix;
    }

    /// <summary>Makes the lanes distributions: only then is y − softmax the descent.</summary>
    private static void Normalize(LaneMatrix<double> target)
    {
        for (int lane = 0; lane < target.Lanes; lane++)
        {
            target[0, lane] += 0.1;
            double sum = Enumerable.Range(0, target.Rows).Sum(row => target[row, lane]);
            for (int row = 0; row < target.Rows; row++)
                target[row, lane] /= sum;
        }
    }
}
