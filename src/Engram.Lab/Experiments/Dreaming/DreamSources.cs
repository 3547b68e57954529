using Engram.Datasets;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>Where the images of the experiments on dreams come from.</summary>
internal static class DreamSources
{
    private const int BuiltInTrain = 12_000, BuiltInTest = 2_000;

    /// <summary>Loads the images that the settings ask for.</summary>
    /// <param name="settings">Which.</param>
    /// <param name="folder">The folder that holds the datasets.</param>
    /// <param name="seed">The run's seed, for the choice of validation images.</param>
    /// <exception cref="UsageException">They are not there, or too few.</exception>
    internal static DreamImages Load(DreamDataSettings settings, string folder, ulong seed)
    {
        bool isBuiltIn = settings.Set == "built-in";
        LabelledImages images = isBuiltIn
            ? DrawnImages.Shapes(Math.Min(BuiltInTrain, settings.Train + settings.Validation ?? BuiltInTrain), Math.Min(BuiltInTest, settings.Test ?? BuiltInTest), settings.Size)
            : Read(settings.Set, folder);
        if (settings.Validation >= images.Train.Count)
            throw new UsageException($"data.validation is {settings.Validation}, but there are only {images.Train.Count} training images.");
        (ImageSet train, ImageSet test) = (images.Train, images.Test);
        var notes = new List<string>(images.Missing);
        if (isBuiltIn)
            notes.Add("images that Engram draws");
        if (settings.Validation > 0)
        {
            ImageSplit split = images.SplitAtRandom(settings.Validation, seed);
            (train, test) = (split.Train, split.Validation);
            notes.Add($"tested on {settings.Validation} training images that are not learned from");
        }

        return new DreamImages(
            isBuiltIn ? images.Name : DatasetCatalogue.Find(settings.Set)!.Title, Limited(train, settings.Train), Limited(test, settings.Test), string.Join("; ", notes));
    }

    private static LabelledImages Read(string name, string folder)
    {
        if (DatasetCatalogue.Find(name) is not ImageDataset dataset)
            throw new UsageException($"There is no reader of images named {name} in this version: take --set data.set=cifar10 or built-in.");
        try
        {
            LabelledImages images = dataset.Read(folder, allowIncomplete: true);
            if (images.Train.Count == 0 || images.Test.Count == 0)
                throw new UsageException($"{dataset.Title} in {folder} has no {(images.Train.Count == 0 ? "training" : "test")} images: {string.Join("; ", images.Missing)}.");
            return images;
        }
        catch (DatasetException problem)
        {
            throw new UsageException($"{problem.Message} (Or take images that Engram draws itself: --set data.set=built-in.)", problem);
        }
    }

    private static ImageSet Limited(ImageSet images, int? most) => most < images.Count ? images.Slice(0, most.Value) : images;
}

/// <summary>Images to learn from and to test on.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Train">To learn from.</param>
/// <param name="Test">To test on.</param>
/// <param name="Note">What a reader of results must know; may be empty.</param>
internal sealed record DreamImages(string Name, ImageSet Train, ImageSet Test, string Note);
