using Engram.Datasets;
using Engram.Dreaming.Evaluation;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Tests.Evaluation;

public class ViewAndReaderTests
{
    private static readonly SignalShape Large = new(1, 32, 32);

    // Standard deviation of the occluded fraction at p = 0.3 for tiles of 1 to 8: PAD specification 11.3.
    private static readonly double[] Deviations = [0.01432, 0.02864, 0.04207, 0.05728, 0.06892, 0.08234, 0.09487, 0.11456];

    [Fact]
    public void Masks_of_each_tile_size_hide_the_share_that_is_wanted_with_the_known_spread()
    {
        const int Count = 3000;
        using var pictures = new LaneMatrix<float>(1024, Count);
        for (var tile = 1; tile <= 8; tile++)
        {
            pictures.Storage().Fill(1);
            new Occlusion(0.3, new RandomStreams((ulong)tile), tile).Change(0, Count, Large, pictures);
            var hidden = new double[Count];
            for (var row = 0; row < 1024; row++)
            {
                for (var lane = 0; lane < Count; lane++)
                    hidden[lane] += (1 - pictures[row, lane]) / 1024;
            }

            var summary = Summary.Of(hidden);
            double deviation = Deviations[tile - 1];
            // Four standard errors of the mean and of the deviation.
            Assert.Equal(0.3, summary.Mean, 4 * deviation / Math.Sqrt(Count));
            Assert.Equal(deviation, summary.SampleStandardDeviation, 4 * deviation / Math.Sqrt(2 * Count));
        }
    }

    [Fact]
    public void Masks_are_of_all_or_of_each_and_hide_all_channels()
    {
        var shape = new SignalShape(2, 8, 8);
        using var pictures = new LaneMatrix<float>(shape.Count, 6);
        pictures.Storage().Fill(1);
        new Occlusion(0.5, new RandomStreams(3), 2, MaskSharing.AllTheSame).Change(0, 6, shape, pictures);
        for (var row = 0; row < shape.Count; row++)
        {
            Assert.Single(pictures.Row(row).ToArray().Distinct());
            Assert.Equal(pictures[row, 0], pictures[row % shape.Positions, 0]);
        }

        pictures.Storage().Fill(1);
        new Occlusion(0.5, new RandomStreams(3), 2).Change(0, 6, shape, pictures);
        Assert.Contains(Enumerable.Range(0, shape.Count), row => pictures.Row(row).ToArray().Distinct().Count() > 1);
    }

    [Fact]
    public void Latents_do_not_depend_on_batches_threads_or_vectors()
    {
        ImageSet images = Drawn.Images(37);
        var view = new Occlusion(0.4, new RandomStreams(2));
        using Cortex<float> cortex = Drawn.Cortex();
        using var reader = new CortexReader(cortex, lanes: 37);
        float[] clean = reader.Encode(images).Values.ToArray(), hidden = reader.Encode(images, view).Values.ToArray();
        Assert.NotEqual(clean, hidden);
        using var team = new WorkerTeam(3);
        using Cortex<float> other = Drawn.Cortex(team, set: InstructionSet.Scalar);
        using var another = new CortexReader(other, lanes: 5);
        Assert.Equal(clean, another.Encode(images).Values.ToArray());
        Assert.Equal(hidden, another.Encode(images, view).Values.ToArray());
    }

    [Fact]
    public void Everything_hidden_looks_the_same_and_nothing_hidden_looks_clean()
    {
        ImageSet images = Drawn.Images(9);
        using Cortex<float> cortex = Drawn.Cortex();
        using var reader = new CortexReader(cortex);
        LatentSet dark = reader.Encode(images, new Occlusion(1, new RandomStreams(2)));
        for (var item = 1; item < dark.Count; item++)
            Assert.Equal(dark[0].ToArray(), dark[item].ToArray());
        Assert.Equal(reader.Encode(images).Values.ToArray(), reader.Encode(images, new Occlusion(0, new RandomStreams(2))).Values.ToArray());
        Assert.Equal(images.Labels.ToArray(), dark.Labels.ToArray());
    }

    [Fact]
    public void Pixels_lie_between_minus_1_and_1()
    {
        var set = new ImageSet([0, 255, 51, 102], [0], new ImageShape(1, 2, 2), ["one"], "drawn");
        using var pictures = new LaneMatrix<float>(4, 1);
        SeenPictures.Fill(set, [0], pictures);
        Assert.Equal([-1f, 1, -0.6f, -0.2f], Enumerable.Range(0, 4).Select(row => pictures[row, 0]), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Views_change_pictures_as_they_say_whatever_the_batch()
    {
        var shape = new SignalShape(3, 8, 8);
        using var pictures = new LaneMatrix<float>(shape.Count, 6);
        RandomStream stream = new RandomStreams(1).Named("pixels");
        stream.FillUniform(pictures.Storage(), -1, 1);
        float[] before = pictures.Storage().ToArray();
        PaintedView.Flip.Change(0, 6, shape, pictures);
        Assert.Equal(before[pictures.Stride * 7], pictures[0, 0], 1e-6f);
        Assert.Equal(before[pictures.Stride * 16], pictures[23, 0], 1e-6f);

        before.CopyTo(pictures.Storage());
        PaintedView.Grey.Change(0, 6, shape, pictures);
        float grey = (0.299f * before[0]) + (0.587f * before[pictures.Stride * 64]) + (0.114f * before[pictures.Stride * 128]);
        Assert.All(new[] { 0, 64, 128 }, row => Assert.Equal(grey, pictures[row, 0], 1e-5f));

        foreach (PictureView view in (IEnumerable<PictureView>)[.. PaintedView.For(shape, new RandomStreams(3)), new PixelNoise(0.2, new RandomStreams(3))])
        {
            before.CopyTo(pictures.Storage());
            view.Change(10, 6, shape, pictures);
            Assert.NotEqual(before, pictures.Storage().ToArray());
            using var one = new LaneMatrix<float>(shape.Count, 1);
            for (var row = 0; row < shape.Count; row++)
                one[row, 0] = before[(row * pictures.Stride) + 4];
            view.Change(14, 1, shape, one);
            for (var row = 0; row < shape.Count; row++)
                Assert.Equal(one[row, 0], pictures[row, 4]);
        }
    }

    [Fact]
    public void A_crop_has_half_the_area_and_noise_its_deviation()
    {
        var shape = new SignalShape(3, 32, 32);
        using var pictures = new LaneMatrix<float>(shape.Count, 1);
        // A slope across the picture becomes as much less steep as the crop is narrower.
        for (var row = 0; row < shape.Count; row++)
            pictures[row, 0] = row % 32 / 64f;
        PaintedView.Crop(new RandomStreams(1)).Change(0, 1, shape, pictures);
        Assert.Equal(Math.Sqrt(0.5) / 64, (pictures[20, 0] - pictures[10, 0]) / 10, 1e-6);

        pictures.Clear();
        new PixelNoise(0.2, new RandomStreams(1)).Change(0, 1, shape, pictures);
        Assert.Equal(0.2, Math.Sqrt(Enumerable.Range(0, shape.Count).Average(row => (double)pictures[row, 0] * pictures[row, 0])), 0.01);
        Assert.Equal(["crop", "flip", "rotation"], PaintedView.For(new SignalShape(1, 28, 28), new RandomStreams(1)).Select(view => view.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void Images_of_another_shape_are_refused()
    {
        using Cortex<float> cortex = Drawn.Cortex();
        using var reader = new CortexReader(cortex);
        var small = new ImageSet(new byte[64], [0], new ImageShape(1, 8, 8), ["one"], "drawn");
        Assert.Contains("3x16x16", Assert.Throws<ArgumentException>(() => reader.Encode(small)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => reader.Project(new SeenPictures(Drawn.Images(3))));
    }
}
