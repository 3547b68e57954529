using Engram.Dreaming;
using Engram.Dreaming.Pathways;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>What the experiments on dreams have in common: the cortex, how it learns, what it sees, and when it is measured.</summary>
public abstract class DreamSettings
{
    /// <summary>The filters.</summary>
    [Setting("filters of the first area; the second has twice, the third four times as many", Minimum = 1, Maximum = 1024)]
    public int Width { get; set; } = 64;

    /// <summary>n_z.</summary>
    [Setting("neurons of the highest area: the dimensions n_z of the latent", Minimum = 1, Maximum = 16_384)]
    public int Latents { get; set; } = 256;

    /// <summary>How it learns.</summary>
    public DreamLearningSettings Training { get; set; } = new();

    /// <summary>The images.</summary>
    public DreamDataSettings Data { get; set; } = new();

    /// <summary>When and how it is measured.</summary>
    public DreamMeasuringSettings Evaluation { get; set; } = new();

    /// <summary>The constants of learning.</summary>
    internal virtual DreamLearning Learning => new()
    {
        Adam = new AdamConstants(Training.LearningRate, 0.5, 0.999),
        ZeroGradients = Training.ZeroGradients,
    };

    /// <summary>The outputs of a projection head; 0 for none.</summary>
    internal virtual int Projections => 0;

    /// <summary>The cortex for images of a shape.</summary>
    internal CortexDescription Describe(int channels, int size) =>
        new() { Channels = channels, ImageSize = size, Width = Width, Latents = Latents, Projections = Projections };

    /// <summary>Checks what no single setting can say.</summary>
    /// <exception cref="UsageException">The settings do not fit together.</exception>
    internal virtual void Check()
    {
        if (Training.Batch > Data.Train)
            throw new UsageException($"training.batch is {Training.Batch}, but data.train leaves only {Data.Train} training images: take a smaller batch or more images.");
        if (Data.Size % 8 != 0)
            throw new UsageException($"data.size is {Data.Size}, but areas halve images three times: take a multiple of 8.");
        Evaluation.Check();
    }

    /// <summary>Makes everything so small that something is learned in half a minute from images that Engram draws.</summary>
    internal virtual void Shrink()
    {
        (Width, Latents) = (16, 64);
        Training = new DreamLearningSettings { Epochs = 12, Batch = 16, LearningRate = 1e-3 };
        Data = new DreamDataSettings { Set = "built-in", Train = 2048, Test = 512 };
        Evaluation = new DreamMeasuringSettings { Epochs = [0, 1, 2, 4, 8, 12], ReadoutEpochs = 40 };
    }
}

/// <summary>How long and how fast a cortex learns.</summary>
public sealed class DreamLearningSettings
{
    /// <summary>Epochs.</summary>
    [Setting("passes through the training images", Minimum = 0, Maximum = 100_000)]
    public int Epochs { get; set; } = 50;

    /// <summary>b.</summary>
    [Setting("images seen, and memories dreamt of, side by side", Minimum = 2, Maximum = 65_536)]
    public int Batch { get; set; } = 64;

    /// <summary>η.</summary>
    [Setting("learning rate of Adam, for encoder and generator", Minimum = 0, Maximum = 1)]
    public double LearningRate { get; set; } = 2e-4;

    /// <summary>What Adam does without a gradient.</summary>
    [Setting("parameters without a gradient in a phase coast on Adam's momentum, as in the published runs (fill), or are left alone (skip)")]
    public ZeroGradients ZeroGradients { get; set; } = ZeroGradients.Fill;
}

/// <summary>Which images are seen.</summary>
public sealed class DreamDataSettings
{
    /// <summary>The set.</summary>
    [Setting("which images; built-in: coloured shapes that Engram draws", Choices = ["cifar10", "svhn", "built-in"])]
    public string Set { get; set; } = "cifar10";

    /// <summary>The side of drawn images.</summary>
    [Setting("side of the images that Engram draws, a multiple of 8; published images have their own", Unit = "pixels", Minimum = 16, Maximum = 256)]
    public int Size { get; set; } = 32;

    /// <summary>Training images.</summary>
    [Setting("at most so many training images; all if auto", Minimum = 1, Maximum = 100_000_000)]
    public int? Train { get; set; }

    /// <summary>Test images.</summary>
    [Setting("at most so many test images; all if auto", Minimum = 1, Maximum = 100_000_000)]
    public int? Test { get; set; }

    /// <summary>Images to choose settings by.</summary>
    [Setting("so many training images are not learned from and tested on in place of the test images: to choose settings by", Minimum = 0, Maximum = 1_000_000)]
    public int Validation { get; set; }

    /// <summary>Whether these are digits, which may not be flipped.</summary>
    internal bool AreDigits => Set == "svhn";

    /// <summary>Whether all of a published set are used, so that results compare.</summary>
    internal bool IsPublished => Set != "built-in" && Train is null && Test is null && Validation == 0;
}

/// <summary>When a cortex is measured, and by what.</summary>
public sealed class DreamMeasuringSettings
{
    /// <summary>After which epochs.</summary>
    [Setting("epochs after which a readout is trained; the last always is one", Minimum = 0, Maximum = 100_000)]
    public int[] Epochs { get; set; } = [0, 1, 2, 3, 5, 10, 20, 30, 40, 50];

    /// <summary>At the end.</summary>
    [Setting("what else is measured at the end, with commas between: occlusion, distances, components, neighbours, alignment, dimension, invariance, dreams, frechet, all or none")]
    public string Measures { get; set; } = "occlusion,distances,dimension,invariance,neighbours";

    /// <summary>How long a readout is trained.</summary>
    [Setting("passes through the latents in which a readout is trained", Minimum = 1, Maximum = 100_000)]
    public int ReadoutEpochs { get; set; } = 20;

    /// <summary>Whether pictures are drawn.</summary>
    [Setting("draws what is seen and dreamt at every evaluation, and film, walks, ladder and map at the end")]
    public bool Pictures { get; set; } = true;

    internal void Check()
    {
        if (Measures != "none")
            _ = DreamEvaluator.Parse(Measures);
    }
}
