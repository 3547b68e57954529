using CsCheck;
using Engram.Numerics;

namespace Engram.Datasets.Tests;

public sealed class ImageSetTests
{
    private static readonly string[] Classes = ["a", "b", "c"];

    [Fact]
    public void Parts_selections_and_unions_show_the_same_pixels_and_labels()
    {
        var set = Numbered(7);
        Assert.Equal(set.Pixels(4).ToArray(), set.Slice(3, 4).Pixels(1).ToArray());
        var chosen = set.Select([6, 0, 6]);
        Assert.Equal(set.Pixels(6).ToArray(), chosen.Pixels(2).ToArray());
        Assert.Equal([set.Labels[6], set.Labels[0], set.Labels[6]], chosen.Labels.ToArray());
        var joined = ImageSet.Join(set, chosen);
        Assert.Equal(10, joined.Count);
        Assert.Equal(set.Pixels(6).ToArray(), joined.Pixels(9).ToArray());
        Assert.Equal(set.Count, set.ClassCounts().Sum());
    }

    [Fact]
    public void A_batch_holds_each_image_in_its_lane_times_the_scale()
    {
        var set = Numbered(5);
        using var lanes = new LaneMatrix<float>(set.Shape.Values, 3);
        lanes.Row(2)[2] = -1f;
        set.FillLanes([4, 1], lanes, 1f / 256);
        var image = new float[set.Shape.Values];
        for (var lane = 0; lane < 2; lane++)
        {
            set.CopyTo(lane == 0 ? 4 : 1, image, 1f / 256);
            for (var i = 0; i < image.Length; i++)
                Assert.Equal(image[i], lanes[i, lane]);
        }

        Assert.Equal(set.Pixels(4)[5] / 256f, lanes[5, 0]);
        Assert.Equal(-1f, lanes[2, 2]);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var shape = new ImageShape(1, 2, 2);
        Assert.Throws<ArgumentException>(() => new ImageSet(new byte[7], new int[2], shape, Classes, "here"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageSet(new byte[4], [3], shape, Classes, "here"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageSet([], [0], new ImageShape(1, 0, 2), Classes, "here"));
        var set = Numbered(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Pixels(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Slice(1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Select([-1]));
        Assert.Throws<ArgumentException>(() => ImageSet.Join(set, new ImageSet(new byte[4], [0], shape, Classes, "there")));
        using var lanes = new LaneMatrix<float>(set.Shape.Values, 1);
        Assert.Throws<ArgumentException>(() => set.FillLanes([0, 1], lanes, 1));
    }

    [Fact]
    public void In_file_order_the_last_training_images_are_for_validation()
    {
        var images = new LabelledImages("numbers", Numbered(6), Numbered(2), []);
        var split = images.SplitInFileOrder(2);
        Assert.Equal([0, 1, 2, 3], Numbers(split.Train));
        Assert.Equal([4, 5], Numbers(split.Validation));
        Assert.Equal([0, 1], Numbers(split.Test));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.SplitInFileOrder(7));
    }

    [Fact]
    public void A_random_split_puts_every_image_into_exactly_one_part_and_depends_on_nothing_but_the_seed() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 50], Gen.ULong).Sample((train, test, seed) =>
        {
            var images = new LabelledImages("numbers", Numbered(train), Numbered(test, train), []);
            var (held, validation) = ((train + test) / 7, (train + test) / 3);
            var split = images.MergeAndSplitAtRandom(held, validation, seed);
            Assert.Equal((held, validation), (split.Test.Count, split.Validation.Count));
            Assert.Equal(
                Enumerable.Range(0, train + test), Numbers(split.Train).Concat(Numbers(split.Validation)).Concat(Numbers(split.Test)).Order());
            Assert.Equal(Numbers(split.Train), Numbers(images.MergeAndSplitAtRandom(held, validation, seed).Train));

            var official = images.SplitAtRandom(train / 5, seed);
            Assert.Equal(Enumerable.Range(0, train), Numbers(official.Train).Concat(Numbers(official.Validation)).Order());
            Assert.Equal(Numbers(images.Test), Numbers(official.Test));
        }, iter: 200);

    [Fact]
    public void Other_seeds_split_otherwise() =>
        Assert.NotEqual(RandomDivision.Of(100, 1, 10)[0], RandomDivision.Of(100, 2, 10)[0]);

    [Fact]
    public void Higgs_rows_are_split_as_in_the_paper()
    {
        var split = RowSplit.LastTenthForTesting(400_000, 7);
        Assert.Equal((342_000, 18_000, 40_000), (split.Train.Length, split.Validation.Length, split.Test.Length));
        Assert.Equal(Enumerable.Range(360_000, 40_000), split.Test);
        Assert.Equal(Enumerable.Range(0, 360_000), split.Train.Concat(split.Validation).Order());
    }

    /// <summary>Images whose first pixels say which they are.</summary>
    private static ImageSet Numbered(int count, int first = 0)
    {
        var shape = new ImageShape(2, 3, 2);
        var pixels = new byte[count * shape.Values];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((i % shape.Values) switch { 0 => i / shape.Values + first, 1 => (i / shape.Values + first) >> 8, var place => place * 20 });
        return new ImageSet(pixels, [.. Enumerable.Range(first, count).Select(static i => i % 3)], shape, Classes, "numbers");
    }

    private static IEnumerable<int> Numbers(ImageSet set) => Enumerable.Range(0, set.Count).Select(i => set.Pixels(i)[0] | (set.Pixels(i)[1] << 8));
}
