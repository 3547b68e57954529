using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Le;

/// <summary>How a classifier is trained.</summary>
public sealed class ClassifierTrainingSettings
{
    /// <summary>Epochs.</summary>
    [Setting("passes through the training set", Minimum = 0, Maximum = 100_000)]
    public int Epochs { get; set; } = 199;

    /// <summary>Samples side by side.</summary>
    [Setting("samples side by side", Minimum = 1, Maximum = 100_000)]
    public int Batch { get; set; } = 512;

    /// <summary>Whether the order changes.</summary>
    [Setting("a fresh order every epoch; without, the order of the files")]
    public bool? Shuffle { get; set; }
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
}
