using Engram.Lab;
using Engram.Lab.Experiments;
using Engram.Lab.Settings;
using Engram.Vision.Data;
using Engram.Vision.Networks;
using Engram.Vision.Training;

namespace Engram.Vision.Experiments;

/// <summary>The settings of the experiments on abstract art.</summary>
public class DelaunaySettings
{
    /// <summary>The profile.</summary>
    [Setting(
        "what is left auto: authors-exact: as published with all quirks; authors-clean: the same with running statistics, a head of as many outputs as artists and one ordered test; modern: augmentation, cosine schedule, label smoothing",
        Choices = ["authors-exact", "authors-clean", "modern"])]
    public string Profile { get; set; } = "authors-clean";

    /// <summary>The device.</summary>
    [Setting("where the network is", Choices = ["cpu", "cuda"])]
    public string Device { get; set; } = "cpu";

    /// <summary>The pictures.</summary>
    public PictureSettings Data { get; set; } = new();

    /// <summary>The network.</summary>
    public NetworkSettings Network { get; set; } = new();

    /// <summary>The training.</summary>
    public TrainingSettings Training { get; set; } = new();

    /// <summary>The quirks.</summary>
    public QuirkSettings Quirks { get; set; } = new();

    /// <summary>Fills in what is open.</summary>
    internal void Resolve()
    {
        Data.Resolve();
        Quirks.Resolve(Profile);
        Training.Resolve(Profile);
    }

    /// <summary>Which pictures are for what.</summary>
    internal PictureSplit SplitOf(PictureSet pictures, IRunContext context) => Data.SplitFile.Length > 0
        ? PictureSplit.OfFile(pictures, Path.Combine(context.DataFolder, Data.SplitFile))
        : PictureSplit.Of(pictures, Quirks.Split!, context.Seed);

    /// <summary>The plan, for a number of threads.</summary>
    internal TrainingPlan PlanFor(int threads) => new()
    {
        Epochs = Training.Epochs,
        Batch = Training.Batch,
        LabelSmoothing = Training.LabelSmoothing!.Value,
        RunningStatistics = Quirks.BnEval == "running",
        SecondPass = Training.SecondPass,
        SelectsBest = Quirks.Select == "best-val",
        Augment = Quirks.Augment!,
        Threads = threads,
    };

    /// <summary>The optimiser.</summary>
    internal Optimizer OptimizerFor(VisionNetwork network)
    {
        var parameters = network.named_parameters();
        return Training.Optimizer == "adam"
            ? new Adam(parameters, Training.LearningRate, Training.WeightDecay)
            : new Sgd(parameters, Training.LearningRate, Training.Momentum, Training.WeightDecay);
    }

    /// <summary>The schedule.</summary>
    /// <param name="pictures">Training pictures.</param>
    internal LearningRateSchedule ScheduleFor(int pictures)
    {
        long batches = TrainingPlan.Batches(pictures, Training.Batch);
        return new LearningRateSchedule(Training.Schedule!, Training.LearningRate, Training.Epochs * batches, Training.WarmUp * batches);
    }
}

/// <summary>Which network.</summary>
public sealed class NetworkSettings
{
    /// <summary>The kind.</summary>
    [Setting("the network", Choices = ["small", "resnet18", "resnet34", "resnet50", "resnet101", "resnet152"])]
    public string Kind { get; set; } = "resnet152";

    /// <summary>Weights to begin with.</summary>
    [Setting("a safetensors file of weights to begin with, from the data folder; its last layer is not read; empty for random weights")]
    public string Weights { get; set; } = "";
}

/// <summary>How the network is trained (specification 2.1).</summary>
public sealed class TrainingSettings
{
    /// <summary>Epochs.</summary>
    [Setting("passes through the training pictures", Minimum = 1, Maximum = 100_000)]
    public int Epochs { get; set; } = 300;

    /// <summary>Pictures side by side.</summary>
    [Setting("pictures side by side; the last batch of a pass may have fewer", Minimum = 1, Maximum = 4096)]
    public int Batch { get; set; } = 20;

    /// <summary>The optimiser.</summary>
    [Setting("the optimiser", Choices = ["adam", "sgd"])]
    public string Optimizer { get; set; } = "adam";

    /// <summary>The learning rate.</summary>
    [Setting("learning rate, after the warm-up", Minimum = 0, Maximum = 100)]
    public double LearningRate { get; set; } = 0.003;

    /// <summary>The momentum.</summary>
    [Setting("momentum of sgd", Minimum = 0, Maximum = 0.9999)]
    public double Momentum { get; set; } = 0.9;

    /// <summary>The decay.</summary>
    [Setting("times the weights, is added to the gradient (coupled decay)", Minimum = 0, Maximum = 10)]
    public double WeightDecay { get; set; } = 0.0025;

    /// <summary>The schedule.</summary>
    [Setting("how the learning rate goes on; auto: constant, in the profile modern cosine", Choices = ["constant", "cosine"])]
    public string? Schedule { get; set; }

    /// <summary>The warm-up.</summary>
    [Setting("epochs in which the learning rate rises to its value", Minimum = 0, Maximum = 1000)]
    public int WarmUp { get; set; }

    /// <summary>Label smoothing.</summary>
    [Setting("share of the target spread over all outputs; auto: 0, in the profile modern 0.1", Minimum = 0, Maximum = 0.99)]
    public double? LabelSmoothing { get; set; }

    /// <summary>Whether training accuracy has a pass of its own.</summary>
    [Setting("training accuracy from a pass of its own after each epoch, as the authors have it; without, as each batch was when it was learned")]
    public bool SecondPass { get; set; } = true;

    /// <summary>Fills in what is open.</summary>
    internal void Resolve(string profile)
    {
        bool isModern = profile == "modern";
        Schedule ??= isModern ? "cosine" : "constant";
        LabelSmoothing ??= isModern ? 0.1 : 0;
        if (WarmUp >= Epochs)
            throw new UsageException($"training.warm-up is {WarmUp} epochs of {Epochs}: it must end before training.epochs do.");
    }
}

/// <summary>The seven behaviours of the authors' training that may be what one wants, or not (specification 2.4).</summary>
public sealed class QuirkSettings
{
    /// <summary>Q1.</summary>
    [Setting("Q1: what batch norm judges by: each batch's own statistics, or running averages", Choices = ["batch", "running"])]
    public string? BnEval { get; set; }

    /// <summary>Q2, order.</summary>
    [Setting("Q2: test pictures in random order, another for each pass")]
    public bool? TestShuffle { get; set; }

    /// <summary>Q2, passes.</summary>
    [Setting("Q2: one test pass for all numbers; without, one each for the accuracy, the artists' accuracies and the confusion matrix, which need not agree")]
    public bool? SingleTestPass { get; set; }

    /// <summary>Q3.</summary>
    [Setting("Q3: outputs of the last layer: 1000, or as many as there are artists", Choices = ["1000", "classes"])]
    public string? Head { get; set; }

    /// <summary>Q4.</summary>
    [Setting("Q4: how a picture becomes a square", Choices = ["squash", "centercrop", "letterbox"])]
    public string? Geometry { get; set; }

    /// <summary>Q5.</summary>
    [Setting("Q5: how training pictures vary", Choices = ["none", "crop-flip", "resized-crop", "fewshot"])]
    public string? Augment { get; set; }

    /// <summary>Q6.</summary>
    [Setting("Q6: the weights that are tested: those of the last epoch, or of the one with the best validation accuracy", Choices = ["last", "best-val"])]
    public string? Select { get; set; }

    /// <summary>Q7.</summary>
    [Setting("Q7: how pictures are split: the authors' permutations, or near-duplicates kept together, artist by artist", Choices = ["authors", "dedup"])]
    public string? Split { get; set; }

    /// <summary>The outputs that <see cref="Head"/> means.</summary>
    internal int OutputsFor(int classes) => Head == "1000" ? 1000 : classes;

    /// <summary>Fills in what is open, as the profile has it.</summary>
    internal void Resolve(string profile)
    {
        bool isExact = profile == "authors-exact", isModern = profile == "modern";
        BnEval ??= isExact ? "batch" : "running";
        TestShuffle ??= isExact;
        SingleTestPass ??= !isExact;
        Head ??= isExact ? "1000" : "classes";
        Geometry ??= "squash";
        Augment ??= isModern ? "resized-crop" : "none";
        Select ??= isModern ? "best-val" : "last";
        Split ??= isModern ? "dedup" : "authors";
    }
}
