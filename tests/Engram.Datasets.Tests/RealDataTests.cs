namespace Engram.Datasets.Tests;

/// <summary>The official files, where they are there.</summary>
public sealed class RealDataTests
{
    [Fact]
    public void Mnist_is_whole_sound_and_has_its_known_statistics()
    {
        var data = RealData.Mnist();
        Assert.All(DatasetCatalogue.Mnist.Verify(data, stop: TestContext.Current.CancellationToken), check => Assert.True(check.State == CheckState.Fine, check.Words));
        var images = DatasetCatalogue.Mnist.Read(data);
        Assert.Equal((60_000, 10_000), (images.Train.Count, images.Test.Count));
        Assert.Equal([5, 0, 4, 1, 9], images.Train.Labels[..5].ToArray());
        var grey = Assert.Single(DatasetCatalogue.Mnist.Describe(data, stop: TestContext.Current.CancellationToken).Values);
        Assert.Equal((0.1307, 0.3081), (Math.Round(grey.Mean, 4), Math.Round(grey.Deviation, 4)));

        var split = images.SplitInFileOrder(10_000);
        Assert.Equal((50_000, 10_000, 10_000), (split.Train.Count, split.Validation.Count, split.Test.Count));
        var merged = images.MergeAndSplitAtRandom(10_000, 10_000, seed: 1);
        Assert.Equal((50_000, 10_000, 10_000), (merged.Train.Count, merged.Validation.Count, merged.Test.Count));
    }

    [Fact]
    public void Cifar10_has_what_its_excerpt_is_said_to_have()
    {
        var images = DatasetCatalogue.Cifar10.Read(RealData.Cifar10(), allowIncomplete: true);
        Assert.Equal([103, 89, 100, 103, 90, 86, 112, 102, 106, 109], images.Test.ClassCounts());
        Assert.Equal([1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981], images.Train.Slice(0, 10_000).ClassCounts());
        Assert.Equal(["data_batch_5.bin with 10000 images", "9000 of the 10000 images of test_batch.bin"], images.Missing, StringComparer.Ordinal);
    }

    [Fact]
    public void Higgs_has_what_its_excerpt_is_said_to_have()
    {
        var facts = DatasetCatalogue.Higgs.Describe(RealData.Higgs(), stop: TestContext.Current.CancellationToken);
        Assert.Equal([6_321, 7_157], facts.Parts[0].ClassCounts);
        using var rows = DatasetCatalogue.Higgs.Open(RealData.Higgs(), firstRow: 10_984);
        Assert.Equal([0.869f, -0.635f, 0.226f], rows.ReadRows(1).Features(0)[..3].ToArray());
    }
}
