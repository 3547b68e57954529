using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Le;

/// <summary>How a classifier is trained.</summary>
public sealed class ClassifierTrainingSettings
{
    /// <summary>Epochs.</summary>
    [Setting("passes through the training set", Minimum = 0, Maximum = 100_000)]
    public int? Epochs { get; set; }

    /// <summary>Samples side by side.</summary>
    [Setting("samples side by side", Minimum = 1, Maximum = 100_000)]
    public int? Batch { get; set; }

    /// <summary>Whether the order changes.</summary>
    [Setting("a fresh order every epoch; without, the order of the files")]
    public bool? Shuffle { get; set; }

    /// <summary>Fills in what is open as others have it, and checks that no batch is larger than the data may be.</summary>
    /// <exception cref="UsageException">It is.</exception>
    internal void Resolve(ClassifierTrainingSettings others, ClassifierDataSettings data)
    {
        Epochs ??= others.Epochs;
        Batch ??= others.Batch;
        Shuffle ??= others.Shuffle;
        if (Batch > data.Train)
            throw new UsageException($"training.batch is {Batch}, but data.train leaves only {data.Train} training samples: take a smaller batch or more data.");
        data.CheckHeldOut("training.batch", Batch!.Value);
    }
}

/// <summary>Which images or rows are learned from.</summary>
public sealed class ClassifierDataSettings
{
    /// <summary>The set.</summary>
    [Setting("which data; auto takes the published set where the data folder has it, else one that Engram draws itself", Choices = ["auto", "published", "built-in", "fashion-mnist"])]
    public string Set { get; set; } = "published";

    /// <summary>Training samples.</summary>
    [Setting("at most so many training samples", Minimum = 1, Maximum = 100_000_000)]
    public int? Train { get; set; }

    /// <summary>Validation and test samples.</summary>
    [Setting("at most so many validation samples, and as many test samples", Minimum = 1, Maximum = 100_000_000)]
    public int? Test { get; set; }

    /// <summary>Whether all of the published data are used, so that results compare.</summary>
    internal bool IsPublished => string.Equals(Set, "published", StringComparison.Ordinal) && Train is null && Test is null;

    /// <summary>Refuses a batch that validation samples cannot fill.</summary>
    /// <exception cref="UsageException">It is larger than <see cref="Test"/> allows.</exception>
    internal void CheckHeldOut(string key, int batch)
    {
        if (batch > Test)
            throw new UsageException($"{key} is {batch}, but data.test leaves only {Test} validation samples: take a smaller batch or more data.");
    }

    /// <summary>Refuses the one set that an experiment on other data cannot learn.</summary>
    /// <exception cref="UsageException">It was asked for.</exception>
    internal void RefuseFashion(string experiment)
    {
        if (string.Equals(Set, "fashion-mnist", StringComparison.Ordinal))
            throw new UsageException($"data.set is fashion-mnist, but {experiment} learns other data: take auto, published or built-in.");
    }
}
