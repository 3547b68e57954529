using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Gle.LagNet;

/// <summary>The settings of <c>gle-lagnet</c>.</summary>
public sealed class SmallLagNetSettings
{
    internal const int PublishedSteps = 100_100;

    /// <summary>Steps before learning begins; the Fourier analysis is of these.</summary>
    internal const int RestSteps = 8000;

    /// <summary>Steps.</summary>
    [Setting("time steps of 0.01; the first 8000 do not learn", Minimum = 8100, Maximum = 10_000_000)]
    public int Steps { get; set; } = PublishedSteps;

    /// <summary>First weights.</summary>
    [Setting("first weights of the two neurons of the first layer; empty draws them as the authors' program did from the seed. One figure of theirs begins at -0.07,1")]
    public double[] Weights { get; set; } = [];

    /// <summary>η of GLE.</summary>
    [Setting("GLE: learning rate for a time step, with momentum 0.9", Minimum = 0, Maximum = 1)]
    public double LearningRate { get; set; } = 2e-4;

    /// <summary>η of the adjoint method.</summary>
    [Setting("adjoint method: learning rate for a window, times dt = 0.01, with momentum 0.9", Minimum = 0, Maximum = 100)]
    public double AdjointRate { get; set; } = 0.07;

    /// <summary>The window of the adjoint method.</summary>
    [Setting("adjoint method: steps of a window", Minimum = 2, Maximum = 8000)]
    public int Window { get; set; } = 300;

    /// <summary>γ.</summary>
    [Setting("GLE: strength with which errors move potentials in hidden layers", Minimum = 0, Maximum = 1)]
    public double Gamma { get; set; } = 1e-3;
}
