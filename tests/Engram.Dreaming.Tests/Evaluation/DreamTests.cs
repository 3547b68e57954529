using Engram.Datasets;
using Engram.Dreaming.Evaluation;
using Engram.Dreaming.Pathways;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Tests.Evaluation;

public class DreamTests
{
    [Fact]
    public void Dreams_do_not_depend_on_batches_and_those_of_NREM_are_reconstructions()
    {
        ImageSet images = Drawn.Images(11);
        using Cortex<float> cortex = Drawn.Cortex();
        using CortexReader wide = new(cortex, lanes: 11), narrow = new(cortex, lanes: 4);
        var chance = new RandomStreams(2);
        SeenPictures seen = new(images), others = new(images, [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]);
        using RemDreams rem = new(wide, seen, others, chance), again = new(narrow, seen, others, chance);
        Assert.Equal(Shown(rem, 11), Shown(again, 4));
        float[] nrem = Shown(new NremDreams(wide, seen), 11);
        Assert.Equal(nrem, Shown(new NremDreams(narrow, seen), 4));
        Assert.Equal(nrem, Shown(new NremDreams(narrow, seen), 11));

        using var latents = new LaneMatrix<float>(10, 11);
        LatentSet z = wide.Encode(images);
        for (var item = 0; item < 11; item++)
        {
            for (var row = 0; row < 10; row++)
                latents[row, item] = z[item][row];
        }

        LaneMatrix<float> expected = wide.Generate(latents);
        for (var row = 0; row < expected.Rows; row++)
            Assert.Equal(expected[row, 7], nrem[(7 * expected.Rows) + row]);
    }

    [Fact]
    public void The_spread_of_pictures_is_the_mean_squared_distance_of_all_pairs()
    {
        ImageSet images = Drawn.Images(9);
        float[] shown = Shown(new SeenPictures(images), 9);
        int size = shown.Length / 9;
        double sum = 0;
        for (var i = 0; i < 9; i++)
        {
            for (var j = 0; j < i; j++)
            {
                for (var k = 0; k < size; k++)
                    sum += Math.Pow((double)shown[(i * size) + k] - shown[(j * size) + k], 2);
            }
        }

        Assert.Equal(sum / 36, DreamQuality.Spread(new SeenPictures(images), 4, CancellationToken.None), 1e-6);
    }

    [Fact]
    public void Detection_is_the_share_of_pairs_that_are_judged_in_the_right_order()
    {
        Assert.Equal(1, DreamQuality.DetectionOf([3, 4], [1, 2]));
        Assert.Equal(0, DreamQuality.DetectionOf([1, 2], [3, 4]));
        Assert.Equal(0.5, DreamQuality.DetectionOf([1, 1, 1], [1, 1]));
        // 2 is above 1 and level with 2; 5 is above both.
        Assert.Equal((1 + 0.5 + 2) / 4, DreamQuality.DetectionOf([5, 2], [1, 2]));
    }

    [Fact]
    public void The_quality_of_a_cortexs_dreams_is_measured()
    {
        using Cortex<float> cortex = Drawn.Cortex();
        using var reader = new CortexReader(cortex, lanes: 8);
        SeenPictures seen = new(Drawn.Images(24));
        using var rem = new RemDreams(reader, seen, seen, new RandomStreams(2));
        DreamQuality quality = DreamQuality.Measure(reader, seen, new NremDreams(reader, seen), rem, seen);
        // An untrained generator makes the same grey of every latent, so that the error is what images are without a cortex.
        Assert.InRange(quality.NremDiversity, 0, 0.01);
        Assert.InRange(quality.RemDetection, 0, 1);
        float[] shown = Shown(seen, 24), dreamt = Shown(new NremDreams(reader, seen), 8);
        Assert.Equal(shown.Zip(dreamt, (a, b) => Math.Pow((double)a - b, 2)).Average(), quality.Reconstruction, 1e-6);
    }

    [Fact]
    public void A_curve_begins_at_the_clean_accuracy_and_ends_at_the_share_of_one_class()
    {
        ImageSet train = Drawn.Images(240), test = Drawn.Images(90, seed: 6);
        using Cortex<float> cortex = Drawn.Cortex();
        using var reader = new CortexReader(cortex);
        LatentSet latents = reader.Encode(train);
        using var readout = LinearReadout.Train(latents, new RandomStreams(1));
        OcclusionCurve curve = OcclusionCurve.Measure(reader, readout, test, new RandomStreams(1), [0, 0.5, 1]);
        Assert.Equal(readout.Accuracy(reader.Encode(test)), curve.Points[0].Accuracy);
        // All images are identical then, and each class has a third of them.
        Assert.Equal(1.0 / 3, curve.Points[2].Accuracy, 1e-12);
        Assert.Equal([0, 0.5, 1], curve.Points.Select(point => point.Probability));
        Assert.Equal(curve.Points.Average(point => point.Accuracy), curve.MeanAccuracy, 1e-12);
    }

    [Fact]
    public void A_classifier_learns_its_images_and_its_features_do_not_depend_on_threads()
    {
        ImageSet images = Drawn.Images(192);
        var training = new FeatureClassifierTraining { Width = 2, Features = 8, Epochs = 12, Batch = 32, LearningRate = 5e-3 };
        var (space, accuracy) = FeatureClassifier.Train(images, training);
        using (space)
        {
            Assert.True(accuracy > 0.9, $"accuracy {accuracy}");
            Assert.Equal(8, space.Features);
            float[] features = space.Read(new SeenPictures(images)).Values.ToArray();
            using var team = new WorkerTeam(2);
            var (other, same) = FeatureClassifier.Train(images, training, team);
            using (other)
            {
                Assert.Equal(accuracy, same);
                Assert.Equal(features, other.Read(new SeenPictures(images)).Values.ToArray());
            }
        }
    }

    [Fact]
    public void A_network_that_is_given_computes_what_its_weights_say()
    {
        var picture = new SignalShape(1, 2, 2);
        using FeatureSpace space = new FeatureSpaceBuilder(picture)
            .Convolution([1, 2, 3, 4, -1, 0, 0, 0], [0.5f, 0], kernel: 2, stride: 2, padding: 0, StageActivation.Rectified)
            .Dense([2, 1], [-1], StageActivation.Linear)
            .Build("mine");
        var set = new ImageSet([255, 0, 255, 255], [0], new ImageShape(1, 2, 2), ["one"], "drawn");
        // Pixels 1, −1, 1, 1: filters 1 − 2 + 3 + 4 + ½ and −1, of which the second is rectified.
        Assert.Equal((2 * 6.5f) - 1, space.Read(new SeenPictures(set)).Values[0], 1e-5f);
        Assert.Throws<ArgumentException>(() => new FeatureSpaceBuilder(picture).Dense([1, 2], [0], StageActivation.Linear));
        Assert.Throws<InvalidOperationException>(() => new FeatureSpaceBuilder(picture).Build("nothing"));
    }

    [Fact]
    public void Pooled_features_are_means_over_places()
    {
        using FeatureSpace space = new FeatureSpaceBuilder(new SignalShape(1, 2, 2))
            .Convolution([2], [1], kernel: 1, stride: 1, padding: 0, StageActivation.Linear)
            .Build("mine", poolsPlaces: true);
        var set = new ImageSet([255, 0, 255, 255], [0], new ImageShape(1, 2, 2), ["one"], "drawn");
        Assert.Equal(1, space.Features);
        Assert.Equal(2, space.Read(new SeenPictures(set)).Values[0], 1e-6f);
    }

    [Fact]
    public void Projections_are_read_through_the_head()
    {
        using Cortex<float> cortex = Drawn.Cortex(projections: 6);
        using var reader = new CortexReader(cortex, lanes: 4);
        LatentSet projected = reader.Project(new SeenPictures(Drawn.Images(5)));
        Assert.Equal((5, 6), (projected.Count, projected.Dimensions));
        using LaneMatrix<float> z = new(10, 1);
        LatentSet latents = reader.Encode(Drawn.Images(5));
        for (var row = 0; row < 10; row++)
            z[row, 0] = latents[3][row];
        using Activity<float> activity = cortex.Projection!.NewActivity(1);
        LaneMatrix<float> expected = cortex.Projection.Forward(cortex.Crew, z, activity);
        for (var row = 0; row < 6; row++)
            Assert.Equal(expected[row, 0], projected[3][row]);
    }

    [Fact]
    public void Each_measure_has_a_name_of_its_own_that_finds_it()
    {
        Assert.All(DreamMeasure.All, measure => Assert.Same(measure, DreamMeasure.Find(measure.Name)));
        Assert.Null(DreamMeasure.Find("beauty"));
    }

    private static float[] Shown(IPictures pictures, int lanes)
    {
        using var table = new LaneMatrix<float>(pictures.Shape.Count, lanes);
        var all = new float[pictures.Count * table.Rows];
        for (var first = 0; first < pictures.Count; first += lanes)
        {
            int count = Math.Min(lanes, pictures.Count - first);
            pictures.Show(first, count, table);
            for (var lane = 0; lane < count; lane++)
            {
                for (var row = 0; row < table.Rows; row++)
                    all[((first + lane) * table.Rows) + row] = table[row, lane];
            }
        }

        return all;
    }
}
