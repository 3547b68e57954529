using Engram.Lab;
using Engram.Lab.Settings;

namespace Engram.Vision.Experiments;

/// <summary>The settings of <see cref="DelaunaySampleEfficiency"/>.</summary>
public sealed class DelaunaySampleEfficiencySettings : DelaunaySettings
{
    /// <summary>The sizes.</summary>
    [Setting("training pictures of each artist, one training each; an artist with fewer gives all there are", Minimum = 1, Maximum = 100_000)]
    public int[] PerArtist { get; set; } = [4, 8, 16, 32, 64, 128];

    /// <summary>Fills in what is open.</summary>
    /// <exception cref="UsageException">The sizes do not rise, or validation is asked for, which there is none of.</exception>
    internal void ResolveAll()
    {
        if (PerArtist.Length == 0 || PerArtist.Zip(PerArtist.Skip(1)).Any(static pair => pair.Second <= pair.First))
            throw new UsageException($"per-artist is [{string.Join(", ", PerArtist)}]: give one or more sizes that rise, such as [4,8,16].");
        Quirks.Select ??= "last";
        Resolve();
        if (Quirks.Select != "last")
            throw new UsageException("quirks.select is best-val, and sample efficiency uses no validation pictures: take last.");
        if (Training.SecondPass)
            throw new UsageException("training.second-pass is true, and sample efficiency tells no training accuracy of every epoch: take false.");
        if (Quirks.SingleTestPass == false)
            throw new UsageException("quirks.single-test-pass is false, and sample efficiency has one number of each test: take true.");
    }
}
