using Engram.Lab.Settings;

namespace Engram.Lab.Tests.Settings;

public enum SampleOptimiser
{
    Plain,
    AdamSlow,
}

public sealed class SampleSettings
{
    [Setting("How often the training data are seen", Minimum = 1, Maximum = 1000)]
    public int Epochs { get; set; } = 10;

    [Setting("The training set", Choices = ["15k", "42k"])]
    public string TrainingSet { get; set; } = "15k";

    public SampleNeurons Neurons { get; set; } = new();

    [Setting("A name of no importance")]
    public string Label { get; set; } = "";

    [Setting("Whether to nudge")]
    public bool Nudge { get; set; } = true;

    [Setting("The rule that changes weights")]
    public SampleOptimiser Optimiser { get; set; }

    [Setting("A large number")]
    public ulong Salt { get; set; } = 1;

    [Setting("A long number")]
    public long Offset { get; set; }

    public SampleOutput Output { get; set; } = new();

    public int NotASetting { get; set; } = 7;
}

public sealed class SampleNeurons
{
    [Setting("The membrane time constant", Unit = "ms", Minimum = 0.01, Maximum = 100)]
    public double Tau { get; set; } = 0.6;

    [Setting("The slow time constant", Unit = "ms", Minimum = 0)]
    public double? TauSlow { get; set; }

    [Setting("The widths of the layers", Minimum = 1)]
    public int[] Widths { get; set; } = [53, 53];

    public SampleNoise Noise { get; set; } = new();
}

public sealed class SampleNoise
{
    [Setting("The levels of noise", Minimum = 0)]
    public double[] Levels { get; set; } = [];
}

public sealed class SampleOutput
{
    [Setting("The size of the batch; follows from the width if auto", Minimum = 1)]
    public int? Batch { get; set; } = 100;
}
