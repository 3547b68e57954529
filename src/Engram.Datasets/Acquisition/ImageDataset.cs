namespace Engram.Datasets;

/// <summary>A data set of labelled images.</summary>
public abstract class ImageDataset : Dataset
{
    private const int Levels = 256;

    /// <summary>The shape of every image.</summary>
    public abstract ImageShape Shape { get; }

    /// <summary>How many training images there are officially.</summary>
    public abstract int TrainCount { get; }

    /// <summary>How many test images there are officially.</summary>
    public abstract int TestCount { get; }

    /// <summary>Reads the images.</summary>
    /// <param name="data">The folder that holds data sets, or the set's own folder, or its archive.</param>
    /// <param name="allowIncomplete">
    /// Whether images may be missing; <see cref="LabelledImages.Missing"/> then says which. Something must be there.
    /// </param>
    /// <exception cref="DatasetException">It is not there, incomplete without leave, or damaged.</exception>
    public abstract LabelledImages Read(string data, bool allowIncomplete = false);

    /// <inheritdoc/>
    public sealed override DatasetFacts Describe(string data, Action<string, double>? progress = null, CancellationToken stop = default)
    {
        progress?.Invoke($"reading {Name}", 0);
        var images = Read(data, allowIncomplete: true);
        progress?.Invoke($"reading {Name}", 1);
        stop.ThrowIfCancellationRequested();
        return new DatasetFacts([Part("train", images.Train), Part("test", images.Test)], Statistics(images.Train), images.Missing);
    }

    /// <inheritdoc/>
    protected sealed override void CheckContent(
        string data, ICollection<DatasetCheck> checks, Action<string, double>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(checks);
        progress?.Invoke($"reading {Name}", 0);
        var images = Read(data, allowIncomplete: true);
        stop.ThrowIfCancellationRequested();
        foreach (var (name, set, known) in new[] { ("training images", images.Train, KnownTrainCounts), ("test images", images.Test, KnownTestCounts) })
        {
            var words = $"{set.Count} of shape {Shape}, labels 0 … {ClassNames.Count - 1}";
            if (set.Count < known.Sum())
                checks.Add(new DatasetCheck(name, set.Count == 0 ? CheckState.Missing : CheckState.Fine, set.Count == 0 ? "none is there" : words));
            else if (Difference(set.ClassCounts(), known) is { } difference)
                checks.Add(new DatasetCheck(name, CheckState.Wrong, $"{words}, but the counts of the classes are not the official ones: {difference}"));
            else
                checks.Add(new DatasetCheck(name, CheckState.Fine, $"{words}, as many of each class as is known"));
        }

        // Whole files that are missing have been told of already.
        var files = Locate(data).Missing;
        foreach (var missing in images.Missing.Where(missing => !files.Any(file => missing.StartsWith(file.Name, StringComparison.Ordinal))))
            checks.Add(new DatasetCheck("completeness", CheckState.Missing, missing));
    }

    /// <summary>How many training images every class has officially.</summary>
    internal abstract int[] KnownTrainCounts { get; }

    /// <summary>How many test images every class has officially.</summary>
    internal abstract int[] KnownTestCounts { get; }

    private static DatasetPart Part(string name, ImageSet set) =>
        new(name, set.Count, set.Shape.ToString(), Array.ConvertAll(set.ClassCounts(), static count => (long)count));

    /// <summary>Exact, from counts of the 256 levels of each channel.</summary>
    private static List<ValueStatistics> Statistics(ImageSet set)
    {
        List<ValueStatistics> statistics = [];
        if (set.Count == 0)
            return statistics;
        var (channels, area) = (set.Shape.Channels, set.Shape.Height * set.Shape.Width);
        var counts = new long[channels, Levels];
        for (var i = 0; i < set.Count; i++)
        {
            var pixels = set.Pixels(i);
            for (var channel = 0; channel < channels; channel++)
            {
                foreach (var level in pixels.Slice(channel * area, area))
                    counts[channel, level]++;
            }
        }

        string[] names = channels switch { 1 => ["grey"], 3 => ["red", "green", "blue"], _ => [.. Enumerable.Range(0, channels).Select(static c => $"channel {c}")] };
        for (var channel = 0; channel < channels; channel++)
        {
            double sum = 0, squares = 0;
            int least = Levels, most = -1;
            for (var level = 0; level < Levels; level++)
            {
                if (counts[channel, level] == 0)
                    continue;
                sum += (double)counts[channel, level] * level;
                (least, most) = (Math.Min(least, level), level);
            }

            var total = (double)set.Count * area;
            var mean = sum / total;
            for (var level = 0; level < Levels; level++)
                squares += counts[channel, level] * (level - mean) * (level - mean);
            statistics.Add(new ValueStatistics(
                $"{names[channel]} / 255", mean / 255, Math.Sqrt(squares / total) / 255, least / 255.0, most / 255.0));
        }

        return statistics;
    }
}
