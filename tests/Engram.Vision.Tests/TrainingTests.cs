using System.Diagnostics;
using Engram.Delaunay.Imaging;
using Engram.Lab;
using Engram.Numerics;
using Engram.Vision.Data;
using Engram.Vision.Networks;
using Engram.Vision.Training;
using static TorchSharp.torch;

namespace Engram.Vision.Tests;

public sealed class TrainingTests
{
    [Fact]
    public void V27_a_network_learns_sixteen_pictures_by_heart()
    {
        PictureSet shapes = DrawnSets.Shapes(16, 16, 8);
        using var bench = new Bench(shapes, DrawnSets.Range(0, 16), new TrainingPlan { Epochs = 60, Batch = 8, SecondPass = true }, decay: 0);
        Assert.Equal(0, bench.Run()[^1].TrainingError);
    }

    [Fact]
    public void V29_the_same_seed_has_the_same_losses_and_another_seed_others()
    {
        double[] Losses(ulong seed)
        {
            using var bench = new Bench(DrawnSets.Shapes(24), DrawnSets.Range(0, 20), new TrainingPlan { Epochs = 3, Batch = 8, Augment = "crop-flip" }, seed: seed);
            return [.. bench.Run().Select(static record => record.Loss)];
        }

        Assert.Equal(Losses(1), Losses(1));
        Assert.NotEqual(Losses(1), Losses(2));
    }

    [Theory]
    [InlineData(7362, 20, 369, 2)]
    [InlineData(1840, 20, 92, 20)]
    [InlineData(2301, 20, 116, 1)]
    public void V30_passes_have_the_published_batches(int pictures, int batch, int batches, int last)
    {
        Assert.Equal(batches, TrainingPlan.Batches(pictures, batch));
        Assert.Equal(last, TrainingPlan.LastBatch(pictures, batch));
    }

    [Fact]
    public void V30_the_authors_rule_gives_7362_1840_and_2301_pictures_of_all()
    {
        var image = new RgbImage(1, 1);
        PictureSet set = DrawnSets.Set([.. Enumerable.Repeat(image, 11_503)], [.. Enumerable.Range(0, 11_503).Select(static i => i % 53).Order()], 53);
        PictureSplit split = PictureSplit.Authors(set);
        Assert.Equal((7362, 1840, 2301), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(11_503, split.Train.Concat(split.Validation).Concat(split.Test).Distinct().Count());
        Assert.Equal([5437, 1357, 4388, 8889, 6091], split.Test.Take(5).ToArray());
        Assert.Equal(13_503_476, split.Test.Sum());
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(true, 8)]
    [InlineData(false, 5)]
    [InlineData(false, 11)]
    public void A_training_that_is_cut_goes_on_to_the_same_bits(bool running, int cut)
    {
        var plan = new TrainingPlan { Epochs = 3, Batch = 8, RunningStatistics = running, SelectsBest = true, Augment = "crop-flip", LabelSmoothing = 0.1 };
        PictureSet shapes = DrawnSets.Shapes(32);
        using var whole = new Bench(shapes, DrawnSets.Range(0, 20), plan, validation: DrawnSets.Range(20, 12));
        EpochRecord[] expected = whole.Run();

        using var first = new Bench(shapes, DrawnSets.Range(0, 20), plan, validation: DrawnSets.Range(20, 12));
        byte[] saved = [];
        int batches = 0;
        var records = new List<EpochRecord>();
        Assert.Throws<OperationCanceledException>(() => first.Training.Run(
            () =>
            {
                if (batches++ < cut)
                    return;
                saved = first.State();
                throw new OperationCanceledException();
            },
            records.Add));
        using var second = new Bench(shapes, DrawnSets.Range(0, 20), plan, validation: DrawnSets.Range(20, 12));
        second.Restore(saved);
        records.AddRange(second.Run());
        Assert.Equal(expected, records.ToArray());
        Assert.Equal(whole.State(), second.State());
    }

    [Fact]
    public void The_best_epoch_is_the_one_that_is_kept()
    {
        PictureSet shapes = DrawnSets.Shapes(32);
        var plan = new TrainingPlan { Epochs = 6, Batch = 10, SelectsBest = true };
        using var bench = new Bench(shapes, DrawnSets.Range(0, 20), plan, validation: DrawnSets.Range(20, 12));
        EpochRecord[] records = bench.Run();
        double least = records.Min(static record => record.ValidationError);
        Assert.Equal(records.First(record => record.ValidationError.Equals(least)).Epoch, bench.Training.BestEpoch);
        bench.Training.KeepBest();
        Assert.Equal(least, 100 - new Examiner(bench.Network, plan, CPU, default).Ask(shapes, DrawnSets.Range(20, 12)).Accuracy(), 1e-9);
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_the_training_with_a_word_on_the_learning_rate()
    {
        using var bench = new Bench(DrawnSets.Shapes(16), DrawnSets.Range(0, 16), new TrainingPlan { Epochs = 30, Batch = 8 }, rate: 1e30);
        Assert.Contains("training.learning-rate", Assert.Throws<LaboratoryException>(() => bench.Run()).Message);
    }

    [Fact]
    public void A_last_batch_of_one_small_picture_is_refused_by_name()
    {
        Assert.Contains("training.batch", Assert.Throws<UsageException>(static () =>
            new Bench(DrawnSets.Shapes(17), DrawnSets.Range(0, 17), new TrainingPlan { Epochs = 1, Batch = 8 })).Message);
    }

    [Fact]
    public void Resident_memory_stays_flat()
    {
        using var bench = new Bench(DrawnSets.Shapes(8), DrawnSets.Range(0, 8), new TrainingPlan { Epochs = 1, Batch = 4 });
        int[] indices = DrawnSets.Range(0, 4);
        for (int i = 0; i < 150; i++)
            bench.Training.Learn(indices);
        long before = Resident();
        for (int i = 0; i < 300; i++)
            bench.Training.Learn(indices);
        // libtorch's own Adam grows by megabytes an iteration.
        Assert.InRange(Resident() - before, long.MinValue, 30_000_000);

        static long Resident()
        {
            GC.Collect();
            using Process self = Process.GetCurrentProcess();
            return self.WorkingSet64;
        }
    }

    /// <summary>A small network with all that trains it.</summary>
    private sealed class Bench : IDisposable
    {
        private readonly Optimizer _optimizer;

        public Bench(PictureSet set, int[] train, TrainingPlan plan, int[]? validation = null, ulong seed = 1, double decay = 0.0025, double rate = 0.003)
        {
            set_num_threads(1);
            Network = new SmallNetwork(set.Classes.Count, [8, 16, 32]);
            Network.Draw(new RandomStreams(seed).Named("weights"));
            _optimizer = new Training.Adam(Network.named_parameters(), rate, decay);
            var schedule = new LearningRateSchedule("cosine", rate, 1000);
            Training = new ClassifierTraining(Network, _optimizer, schedule, set, train, validation ?? [], plan, seed, CPU);
        }

        public SmallNetwork Network { get; }

        public ClassifierTraining Training { get; }

        public EpochRecord[] Run()
        {
            var records = new List<EpochRecord>();
            Training.Run(static () => { }, records.Add);
            return [.. records];
        }

        public byte[] State()
        {
            using var stream = new MemoryStream();
            StateArchive.Save(stream, "test", 1, Training.Save);
            return stream.ToArray();
        }

        public void Restore(byte[] state)
        {
            using var stream = new MemoryStream(state);
            Training.Load(StateArchive.Load(stream, "test", 1));
        }

        public void Dispose()
        {
            Training.Dispose();
            _optimizer.Dispose();
            Network.Dispose();
        }
    }
}
