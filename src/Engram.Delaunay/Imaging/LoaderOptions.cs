namespace Engram.Delaunay.Imaging;

/// <summary>How a loader works. Seed and steps decide what it gives; workers and queue only how fast.</summary>
public sealed record LoaderOptions
{
    /// <summary>The seed of order and augmentation.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether each epoch has an order of its own; otherwise pictures come by number.</summary>
    public bool Shuffles { get; init; } = true;

    /// <summary>What is done with each picture, in order.</summary>
    public IReadOnlyList<IImageStep> Steps { get; init; } = [];

    /// <summary>Pictures being made at once, at least 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Pictures made ahead of the reader at most, at least 1; fewer than the workers makes workers wait.</summary>
    public int QueueLength { get; init; } = 32;

    /// <summary>What to do with a picture that cannot be had.</summary>
    public FailurePolicy OnFailure { get; init; }

    /// <summary>Hears of pictures that could not be had, in the order of the pictures, on the reader's thread.</summary>
    public Action<ImageFailure>? Failed { get; init; }
}
