using Engram.Numerics;

namespace Engram.Delaunay.Imaging;

/// <summary>
/// Gives the pictures of a source, epoch after epoch, made ahead by several workers. What comes, and in which order, depends on the seed, the
/// epoch and the picture's number alone, never on the workers.
/// </summary>
/// <param name="source">The pictures.</param>
/// <param name="options">How.</param>
public sealed class ImageLoader(IImageSource source, LoaderOptions options)
{
    private readonly RandomStreams _streams = new(options.Seed);

    /// <summary>The numbers of the pictures in the order of an epoch.</summary>
    /// <param name="epoch">Any number.</param>
    public int[] Order(int epoch)
    {
        var order = Enumerable.Range(0, source.Count).ToArray();
        if (options.Shuffles) _streams.Named("order", epoch).Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>All pictures once.</summary>
    /// <param name="epoch">Any number.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="IOException">A picture cannot be had, with <see cref="FailurePolicy.Throw"/>, or none can.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public IEnumerable<LoadedImage> Epoch(int epoch, CancellationToken stop = default) => Load(Order(epoch), epoch, stop);

    /// <summary>Some pictures, in the order given.</summary>
    /// <param name="indices">Their numbers.</param>
    /// <param name="epoch">Decides the augmentation, any number.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <inheritdoc cref="Epoch"/>
    public IEnumerable<LoadedImage> Load(IReadOnlyList<int> indices, int epoch, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return Ahead(indices, epoch, stop);
    }

    private IEnumerable<LoadedImage> Ahead(IReadOnlyList<int> indices, int epoch, CancellationToken stop)
    {
        // Leaving the loop early must stop the workers too.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Math.Max(1, options.Workers)).ConcurrentScheduler;
        var factory = new TaskFactory(ended.Token, TaskCreationOptions.None, TaskContinuationOptions.None, scheduler);
        var queue = new Queue<Task<Outcome>>();
        var next = 0;
        try
        {
            while (next < indices.Count || queue.Count > 0)
            {
                while (next < indices.Count && queue.Count < Math.Max(1, options.QueueLength))
                {
                    var index = indices[next++];
                    queue.Enqueue(factory.StartNew(() => Make(index, epoch), ended.Token));
                }

                stop.ThrowIfCancellationRequested();
                var outcome = queue.Dequeue().GetAwaiter().GetResult();
                foreach (var failure in outcome.Failures)
                {
                    if (options.OnFailure is FailurePolicy.Throw) throw failure.Error;
                    options.Failed?.Invoke(failure);
                }

                if (outcome.Image is { } image) yield return image;
                else if (options.OnFailure is FailurePolicy.SubstituteNext) throw outcome.Failures[^1].Error;
            }
        }
        finally
        {
            ended.Cancel();
            foreach (var task in queue) ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        }
    }

    private Outcome Make(int index, int epoch)
    {
        var failures = new List<ImageFailure>();
        var tries = options.OnFailure is FailurePolicy.SubstituteNext ? source.Count : 1;
        for (var attempt = 0; attempt < tries; attempt++)
        {
            var candidate = (index + attempt) % source.Count;
            try
            {
                var image = source.Load(candidate);
                var random = _streams.Named($"augmentation of epoch {epoch}", index);
                foreach (var step in options.Steps) image = step.Apply(image, random);
                return new Outcome(new LoadedImage(index, image, attempt == 0 ? null : candidate), failures);
            }
            catch (IOException error)
            {
                failures.Add(new ImageFailure(candidate, source.NameOf(candidate), error));
            }
        }

        return new Outcome(null, failures);
    }

    private sealed record Outcome(LoadedImage? Image, List<ImageFailure> Failures);
}
