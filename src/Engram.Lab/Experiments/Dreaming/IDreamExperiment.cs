using Engram.Datasets;
using Engram.Dreaming;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>
/// An experiment whose runs leave a dreaming cortex behind, so that <c>engram dream evaluate</c> can measure it afterwards. Besides this, a run must
/// save its cortex in each checkpoint with <c>Cortex.Save(writer)</c> under the name in <see cref="DreamSubject.StateName"/>, and write a last
/// checkpoint at its very end: <c>context.Checkpoint(save)</c>.
/// </summary>
public interface IDreamExperiment
{
    /// <summary>What a run with these settings has learned from, and what its cortex is built of.</summary>
    /// <param name="settings">Resolved settings of this experiment.</param>
    /// <param name="dataFolder">The folder that holds the datasets.</param>
    /// <param name="seed">The run's seed: a division of images may depend on it.</param>
    /// <exception cref="UsageException">The images are not there, or not sound.</exception>
    DreamSubject Open(object settings, string dataFolder, ulong seed);
}

/// <summary>What is to be measured.</summary>
/// <param name="Cortex">What the cortex was built from.</param>
/// <param name="Lanes">How many images its batches had: b. A checkpoint fits only a cortex with as many.</param>
/// <param name="Train">The images that it learned from, and that readouts learn from.</param>
/// <param name="Test">The images that readouts are tested on.</param>
/// <param name="Data">What the images are, in a few words: <c>CIFAR-10</c>.</param>
public sealed record DreamSubject(CortexDescription Cortex, int Lanes, ImageSet Train, ImageSet Test, string Data)
{
    /// <summary>The name that the cortex has in a checkpoint.</summary>
    public string StateName { get; init; } = "cortex";
}
