using Engram.Vision.Data;
using Engram.Vision.Networks;
using Engram.Vision.Training;
using static TorchSharp.torch;

namespace Engram.Vision.Tests;

public sealed class NetworkTests
{
    [Theory]
    [InlineData(18, 53, 11_203_701)]
    [InlineData(50, 53, 23_616_629)]
    [InlineData(152, 53, 58_252_405)]
    [InlineData(152, 1000, 60_192_808)]
    public void V23_residual_networks_have_the_published_number_of_parameters(int depth, int outputs, long parameters)
    {
        using var network = new ResNet(depth, outputs);
        Assert.Equal(parameters, network.ParameterCount());
    }

    [Fact]
    public void V23_a_picture_of_256_pixels_shrinks_to_64_64_32_16_8()
    {
        using var network = new ResNet(18, 53);
        network.eval();
        using Tensor picture = zeros(1, 3, 256, 256);
        Assert.Equal([64, 64, 32, 16, 8], network.Heights(picture).ToArray());
    }

    [Fact]
    public void Modules_are_named_as_elsewhere()
    {
        using var network = new ResNet(50, 53);
        string[] names = [.. TensorState.All(network).Select(static each => each.Name)];
        Assert.All(
            ["conv1.weight", "bn1.running_mean", "layer1.0.downsample.0.weight", "layer3.5.conv3.weight", "layer4.2.bn3.bias", "fc.weight", "fc.bias"],
            name => Assert.Contains(name, names, StringComparer.Ordinal));
    }

    [Fact]
    public void An_unknown_depth_is_refused_by_name() =>
        Assert.Contains("18, 34, 50, 101, 152", Assert.Throws<ArgumentOutOfRangeException>(static () => new ResNet(20, 53)).Message);

    [Fact]
    public void Weights_have_the_spread_that_the_specification_gives_and_depend_on_the_seed_alone()
    {
        using VisionNetwork one = NetworkCatalogue.Build("resnet18", 53, 3), same = NetworkCatalogue.Build("resnet18", 53, 3), other = NetworkCatalogue.Build("resnet18", 53, 4);
        Tensor Weights(VisionNetwork network) => TensorState.All(network).Single(static each => each.Name == "layer4.1.conv2.weight").Tensor;
        // 512 outputs of 3 x 3 places: a deviation of √(2/4608).
        Assert.Equal(Math.Sqrt(2.0 / 4608), Weights(one).std().item<float>(), 1e-4);
        Assert.True(Weights(one).equal(Weights(same)).all().item<bool>());
        Assert.False(Weights(one).equal(Weights(other)).all().item<bool>());
        Assert.InRange(one.Head.weight!.abs().max().item<float>(), 0.04, 1 / Math.Sqrt(512));
    }

    [Theory]
    [InlineData(1000, 6.9078)]
    [InlineData(53, 3.9703)]
    public void V26_equal_logits_have_the_loss_of_chance_and_an_untrained_network_lies_near(int outputs, double chance)
    {
        using Tensor labels = tensor(new long[] { 0, 1, 2, 3, 4, 5, 6, 7 });
        using Tensor equal = zeros(8, outputs);
        Assert.Equal(chance, nn.functional.cross_entropy(equal, labels).item<float>(), 1e-4);
        PictureSet shapes = DrawnSets.Shapes(8, 32, 8);
        using VisionNetwork network = NetworkCatalogue.Build("resnet18", outputs, 1);
        double loss = new Examiner(network, new TrainingPlan { Epochs = 1, Batch = 8, RunningStatistics = false }, CPU, default).Ask(shapes, DrawnSets.Range(0, 8)).Loss;
        Assert.InRange(loss, chance - 0.7, chance + 0.7);
    }

    [Fact]
    public void V28_companions_change_an_answer_by_batch_statistics_and_not_by_running_ones()
    {
        PictureSet shapes = DrawnSets.Shapes(16, 16);
        using VisionNetwork network = NetworkCatalogue.Build("small", 4, 1);
        float[] Answer(bool running, params int[] companions) =>
            new Examiner(network, new TrainingPlan { Epochs = 1, Batch = 4, RunningStatistics = running }, CPU, default).Ask(shapes, [0, .. companions]).Of(0).ToArray();

        Assert.NotEqual(Answer(false, 1, 2, 3), Answer(false, 4, 5, 6));
        float[] one = Answer(true, 1, 2, 3), other = Answer(true, 4, 5, 6);
        for (int i = 0; i < one.Length; i++)
            Assert.Equal(one[i], other[i], 1e-5f);
    }

    [Fact]
    public void V28_judging_by_batch_statistics_still_moves_the_running_averages()
    {
        PictureSet shapes = DrawnSets.Shapes(8, 16);
        using VisionNetwork network = NetworkCatalogue.Build("small", 4, 1);
        float Average() => TensorState.All(network).Single(static each => each.Name == "bn1.running_mean").Tensor.abs().sum().item<float>();
        void Judge(bool running) => new Examiner(network, new TrainingPlan { Epochs = 1, Batch = 8, RunningStatistics = running }, CPU, default).Ask(shapes, DrawnSets.Range(0, 8));

        Judge(running: true);
        Assert.Equal(0, Average());
        Judge(running: false);
        Assert.NotEqual(0, Average());
    }
}
