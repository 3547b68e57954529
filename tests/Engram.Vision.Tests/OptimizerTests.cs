using Engram.Vision.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = Engram.Vision.Training.Adam;

namespace Engram.Vision.Tests;

public sealed class OptimizerTests
{
    [Fact]
    public void V25_two_steps_of_Adam_are_those_of_the_formula()
    {
        using var weight = new Parameter(ones(1));
        using var optimizer = new Adam([("w", weight)], 0.003, 0.0025);
        foreach (double expected in (double[])[0.9970, 0.9940])
        {
            (weight * 0.5).sum().backward();
            optimizer.Step();
            Assert.Equal(expected, weight.item<float>(), 1e-6);
        }
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("sgd")]
    public void Our_steps_are_those_of_libtorch_with_odd_lengths_too(string kind)
    {
        using Tensor start = randn(1037, dtype: float32), slope = randn(1037, dtype: float32);
        using var ours = new Parameter(start.clone());
        using var theirs = new Parameter(start.clone());
        using Optimizer optimizer = kind == "adam" ? new Adam([("w", ours)], 0.01, 0.02) : new Sgd([("w", ours)], 0.01, 0.9, 0.02);
        using optim.Optimizer reference = kind == "adam" ? optim.Adam([theirs], 0.01, weight_decay: 0.02) : optim.SGD([theirs], 0.01, momentum: 0.9, weight_decay: 0.02);
        for (int step = 0; step < 20; step++)
        {
            (ours * slope).sin().sum().backward();
            optimizer.Step();
            reference.zero_grad();
            (theirs * slope).sin().sum().backward();
            reference.step();
        }

        Assert.True((ours - theirs).abs().max().item<float>() < 2e-5f);
    }

    [Fact]
    public void A_step_sets_gradients_to_zero_so_that_the_next_begins_anew()
    {
        using var weight = new Parameter(ones(3));
        using var optimizer = new Sgd([("w", weight)], 0.1, 0, 0);
        (weight * 2).sum().backward();
        optimizer.Step();
        Assert.Equal(0, weight.grad!.abs().sum().item<float>());
        (weight * 2).sum().backward();
        optimizer.Step();
        Assert.Equal(0.6f, weight[0].item<float>(), 1e-6f);
    }

    [Fact]
    public void A_cosine_schedule_rises_through_its_warm_up_and_ends_at_zero()
    {
        var schedule = new LearningRateSchedule("cosine", 1, Steps: 110, WarmUp: 10);
        Assert.Equal(0.1, schedule.At(0), 1e-12);
        Assert.Equal(1, schedule.At(9), 1e-12);
        Assert.Equal(1, schedule.At(10), 1e-12);
        Assert.Equal(0.5, schedule.At(60), 1e-12);
        Assert.Equal(0, schedule.At(110), 1e-12);
        Assert.Equal(1, new LearningRateSchedule("constant", 1, 110).At(109));
    }
}
