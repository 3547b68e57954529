using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>The settings of <c>gle-lagline</c>.</summary>
public sealed class LagLineSettings
{
    internal const double TimeStep = 0.01;

    /// <summary>How the student learns.</summary>
    [Setting(
        "how the student learns: gle, instantaneous errors, exact gradients of windows of 4, 2 or 1 time units, or all five side by side",
        Choices = [ChainModel.AllNames, "gle", "instantaneous", "bptt-4", "bptt-2", "bptt-1"])]
    public string Model { get; set; } = ChainModel.AllNames;

    /// <summary>Steps.</summary>
    [Setting("time steps of 0.01; the first 5000 do not learn", Minimum = 6000, Maximum = LagLineInput.PublishedSteps)]
    public int Steps { get; set; } = LagLineInput.PublishedSteps;

    /// <summary>Samples side by side.</summary>
    [Setting("samples side by side, each of them a square wave shifted in time", Minimum = 1, Maximum = 10_000)]
    public int Batch { get; set; } = 100;

    /// <summary>η.</summary>
    [Setting("Adam's learning rate for a time step; a window learns with as many times as much as it has steps", Minimum = 0, Maximum = 1)]
    public double LearningRate { get; set; } = 1e-4;

    /// <summary>β.</summary>
    [Setting("strength of the output error", Minimum = 0, Maximum = 1)]
    public double Beta { get; set; } = 0.01;

    /// <summary>γ.</summary>
    [Setting("strength with which errors move potentials, in both neurons", Minimum = 0, Maximum = 1)]
    public double Gamma { get; set; } = 1;

    /// <summary>τr.</summary>
    [Setting("prospective time constant τr of both neurons", Unit = "time units", Minimum = TimeStep, Maximum = 100)]
    public double Prospective { get; set; } = 0.1;

    /// <summary>The floor of τm.</summary>
    [Setting("least membrane time constant: what is learned below is raised to it", Unit = "time units", Minimum = TimeStep, Maximum = 100)]
    public double LeastTime { get; set; } = 0.1;

    internal ChainConstants Constants(bool looksAhead) => new(TimeStep, Prospective, Gamma, Beta, looksAhead);
}
