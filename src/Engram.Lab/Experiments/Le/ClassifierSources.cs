using Engram.Datasets;
using Engram.Datasets.Procedural;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Le;

/// <summary>Where the samples of the classifiers come from: official sets in the data folder, or sets that Engram draws itself.</summary>
internal static class ClassifierSources
{
    private const int BuiltInTrain = 12_000, BuiltInTest = 2_000;

    /// <summary>MNIST as in Fig. 2b: the last 10,000 training images validate, pixels are divided by 256 (trap T14).</summary>
    internal static ClassificationTask Digits(ClassifierDataSettings settings, string folder) => Images(
        settings, folder, DatasetCatalogue.Mnist, DrawnImages.Digits, 1f / 256, set => set.SplitInFileOrder(Math.Min(10_000, set.Train.Count / 6)));

    /// <summary>MNIST as in Fig. 2d: all images merged and divided at random, pixels are divided by 255.</summary>
    internal static ClassificationTask MergedDigits(ClassifierDataSettings settings, string folder, ulong seed) => Images(
        settings, folder, DatasetCatalogue.Mnist, DrawnImages.Digits, 1f / 255, set =>
        {
            int seventh = (set.Train.Count + set.Test.Count) / 7;
            return set.MergeAndSplitAtRandom(seventh, seventh, seed);
        });

    /// <summary>MNIST for the backpropagation reference of Fig. 2d: the official test set, a random sixth of the training set validates.</summary>
    internal static ClassificationTask OfficialDigits(ClassifierDataSettings settings, string folder, ulong seed) => Images(
        settings, folder, DatasetCatalogue.Mnist, DrawnImages.Digits, 1f / 255, set => set.SplitAtRandom(set.Train.Count / 6, seed));

    /// <summary>CIFAR-10 as in Fig. 2e: a random fifth of the training images validates, pixels are divided by 255.</summary>
    internal static ClassificationTask Photographs(ClassifierDataSettings settings, string folder, ulong seed) => Images(
        settings, folder, DatasetCatalogue.Cifar10, DrawnImages.Shapes, 1f / 255, set => set.SplitAtRandom(set.Train.Count / 5, seed));

    /// <summary>HIGGS as in Fig. 2c: the first rows of the table, the last tenth tests, one in twenty of the others validates.</summary>
    internal static ClassificationTask Collisions(ClassifierDataSettings settings, string folder, ulong seed)
    {
        const int PublishedRows = 400_000, BuiltInRows = 40_000;
        bool isBuiltIn = IsBuiltIn(settings, DatasetCatalogue.Higgs, folder);
        int wanted = settings.Train is { } train ? (int)Math.Min(PublishedRows, Math.Ceiling(train / 0.855)) : isBuiltIn ? BuiltInRows : PublishedRows;
        RowSet rows = isBuiltIn ? Invented(wanted) : Guard(() => ReadRows(folder, wanted));
        RowSplit split = RowSplit.LastTenthForTesting(rows.Count, seed);
        string note = rows.Count < wanted ? $"{rows.Count} of the {wanted} rows are there" : isBuiltIn ? "collisions that Engram invents, not HIGGS" : "";
        return new ClassificationTask(
            isBuiltIn ? "invented collisions" : "HIGGS",
            new SignalShape(rows.FeatureCount),
            Outputs: 1,
            new RowSamples(rows, Limited(split.Train, settings.Train)),
            new RowSamples(rows, Limited(split.Validation, settings.Test)),
            new RowSamples(rows, Limited(split.Test, settings.Test)),
            note);
    }

    private static ClassificationTask Images(
        ClassifierDataSettings settings,
        string folder,
        ImageDataset published,
        Func<int, int, LabelledImages> builtIn,
        float scale,
        Func<LabelledImages, ImageSplit> divide)
    {
        ImageDataset wanted = settings.Set == "fashion-mnist" ? DatasetCatalogue.FashionMnist : published;
        bool isBuiltIn = settings.Set != "fashion-mnist" && IsBuiltIn(settings, wanted, folder);
        LabelledImages images = isBuiltIn ? Enough(settings, builtIn) : Guard(() => wanted.Read(folder, allowIncomplete: true));
        if (images.Train.Count == 0 || images.Test.Count == 0)
            throw new UsageException($"{wanted.Title} in {folder} has no {(images.Train.Count == 0 ? "training" : "test")} images: {string.Join("; ", images.Missing)}.");
        ImageSplit split = divide(images);
        string note = isBuiltIn ? $"{images.Name} that Engram draws, not {wanted.Title}" : string.Join("; ", images.Missing);
        ImageShape shape = images.Train.Shape;
        return new ClassificationTask(
            isBuiltIn ? images.Name : wanted.Title,
            new SignalShape(shape.Channels, shape.Height, shape.Width),
            images.Train.ClassCount,
            new ImageSamples(Limited(split.Train, settings.Train), scale),
            new ImageSamples(Limited(split.Validation, settings.Test), scale),
            new ImageSamples(Limited(split.Test, settings.Test), scale),
            note);
    }

    private static bool IsBuiltIn(ClassifierDataSettings settings, Dataset wanted, string folder) =>
        settings.Set == "built-in" || (settings.Set == "auto" && !wanted.Locate(folder).IsPresent);

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DatasetException problem)
        {
            throw new UsageException($"{problem.Message} (Or take data that Engram draws itself: --set data.set=built-in.)", problem);
        }
    }

    private static ImageSet Limited(ImageSet images, int? most) => most < images.Count ? images.Slice(0, most.Value) : images;

    private static int[] Limited(int[] rows, int? most) => most < rows.Length ? rows[..most.Value] : rows;

    private static RowSet ReadRows(string folder, int wanted)
    {
        using RowReader reader = DatasetCatalogue.Higgs.Open(folder);
        var features = new float[wanted * reader.FeatureCount];
        var labels = new byte[wanted];
        int count = 0;
        while (count < wanted && reader.Read(features.AsSpan(count * reader.FeatureCount), labels.AsSpan(count)) is var read and > 0)
            count += read;
        return new RowSet(features.AsSpan(0, count * reader.FeatureCount), labels.AsSpan(0, count), HiggsReader.Columns, reader.ClassCount, "HIGGS");
    }

    private static RowSet Invented(int count)
    {
        RandomStream stream = new RandomStreams(DrawnImages.Seed).Named("collisions");
        var features = new float[count * SyntheticCollisions.Features];
        var labels = new byte[count];
        for (int row = 0; row < count; row++)
            labels[row] = (byte)SyntheticCollisions.Draw(stream, features.AsSpan(row * SyntheticCollisions.Features, SyntheticCollisions.Features));
        return new RowSet(features, labels, HiggsReader.Columns, 2, "invented collisions");
    }

    /// <summary>
    /// As many images as are asked for, however they are divided: at least four fifths of the training images, or five sevenths of all, are
    /// learned from; the validation images are at least a sixth of the training images, or a seventh of all.
    /// </summary>
    private static LabelledImages Enough(ClassifierDataSettings settings, Func<int, int, LabelledImages> draw)
    {
        if (settings is not { Train: { } train, Test: { } test })
            return draw(BuiltInTrain, BuiltInTest);
        return draw((int)Math.Min(BuiltInTrain, Math.Max(1.25 * train, 6.0 * test) + 10), (int)Math.Min(BuiltInTest, Math.Max(train / 4.0, test) + 10));
    }
}
