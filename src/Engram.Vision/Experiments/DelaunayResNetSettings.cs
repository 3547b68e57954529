using Engram.Lab.Settings;

namespace Engram.Vision.Experiments;

/// <summary>The settings of <see cref="DelaunayResNet"/>.</summary>
public sealed class DelaunayResNetSettings : DelaunaySettings
{
    /// <summary>Probes.</summary>
    [Setting("ask the network about pictures with something taken away")]
    public bool Probes { get; set; } = true;

    /// <summary>t-SNE.</summary>
    [Setting("iterations of t-SNE; 0 for none", Minimum = 0, Maximum = 100_000)]
    public int TsneIterations { get; set; } = 1000;
}
