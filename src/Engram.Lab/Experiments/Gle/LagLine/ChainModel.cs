namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>One of the five ways to learn that the chain compares.</summary>
/// <param name="Name">The word of the setting and of columns.</param>
/// <param name="Label">The words in figures.</param>
/// <param name="LooksAhead">Whether errors look ahead (GLE) or are instantaneous.</param>
/// <param name="Window">Steps of the window that is gone back through; 0 for learning at every step.</param>
internal sealed record ChainModel(string Name, string Label, bool LooksAhead, int Window)
{
    internal const string AllNames = "all";

    /// <summary>In the order of the paper's figure. Windows are 4, 2 and 1 time units of 100 steps.</summary>
    internal static readonly ChainModel[] All =
    [
        new("gle", "GLE", true, 0),
        new("instantaneous", "instantaneous errors", false, 0),
        new("bptt-4", "BPTT, window 4", false, 400),
        new("bptt-2", "BPTT, window 2", false, 200),
        new("bptt-1", "BPTT, window 1", false, 100),
    ];

    /// <summary>The models that a setting asks for.</summary>
    internal static ChainModel[] Of(string name) => [.. All.Where(model => name == AllNames || model.Name == name)];
}
