using Engram.Numerics;

namespace Engram.Datasets;

/// <summary>A set of labelled images as its authors divided it, and what of it is not there.</summary>
/// <param name="Name">The short name of the data set, such as <c>cifar10</c>.</param>
/// <param name="Train">The official training images in the order of their files.</param>
/// <param name="Test">The official test images in the order of their file.</param>
/// <param name="Missing">What is missing, each in words with its count; empty where the set is complete.</param>
public sealed record LabelledImages(string Name, ImageSet Train, ImageSet Test, IReadOnlyList<string> Missing)
{
    /// <summary>Whether every official image is there.</summary>
    public bool IsComplete => Missing.Count == 0;

    /// <summary>Training images in file order, of which the last are for validation; the official test images.</summary>
    /// <remarks>Latent Equilibrium, Fig. 2b: 50,000 MNIST images to train, the last 10,000 to validate.</remarks>
    /// <param name="validation">How many of the training images are for validation, 0 … number of training images.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public ImageSplit SplitInFileOrder(int validation)
    {
        CheckShare(validation, Train.Count);
        var kept = Train.Count - validation;
        return new ImageSplit(
            Name, Train.Slice(0, kept), Train.Slice(kept, validation), Test, $"official training images in file order, the last {validation} for validation; official test images");
    }

    /// <summary>Training images divided at random; the official test images.</summary>
    /// <remarks>Latent Equilibrium, Fig. 2e: 40,000 CIFAR-10 images to train, 10,000 to validate.</remarks>
    /// <param name="validation">How many of the training images are for validation, 0 … number of training images.</param>
    /// <param name="seed">The same seed gives the same division.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public ImageSplit SplitAtRandom(int validation, ulong seed)
    {
        CheckShare(validation, Train.Count);
        var parts = RandomDivision.Of(Train.Count, seed, validation);
        return new ImageSplit(
            Name, Train.Select(parts[^1]), Train.Select(parts[0]), Test, $"official training images, {validation} drawn with seed {seed} for validation; official test images");
    }

    /// <summary>Training and test images merged, then divided at random: first the test images are drawn, then those for validation.</summary>
    /// <remarks>Latent Equilibrium, Fig. 2d: of 70,000 MNIST images 10,000 to test, 10,000 to validate, 50,000 to train.</remarks>
    /// <param name="test">How many are for testing.</param>
    /// <param name="validation">How many of the others are for validation.</param>
    /// <param name="seed">The same seed gives the same division.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public ImageSplit MergeAndSplitAtRandom(int test, int validation, ulong seed)
    {
        var all = ImageSet.Join(Train, Test);
        CheckShare(test, all.Count);
        CheckShare(validation, all.Count - test);
        var parts = RandomDivision.Of(all.Count, seed, test, validation);
        return new ImageSplit(
            Name,
            all.Select(parts[^1]),
            all.Select(parts[1]),
            all.Select(parts[0]),
            $"official training and test images merged; {test} for testing and {validation} for validation drawn with seed {seed}");
    }

    private static void CheckShare(int wanted, int available)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wanted);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, available);
    }
}

/// <summary>Images to learn from, to choose by, and to test on; no image is in two of them.</summary>
/// <param name="Name">The short name of the data set.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Validation">The images to choose by; may be empty.</param>
/// <param name="Test">The images to test on.</param>
/// <param name="Preparation">How the division was made, as a phrase for a report.</param>
public sealed record ImageSplit(string Name, ImageSet Train, ImageSet Validation, ImageSet Test, string Preparation);

/// <summary>Divides numbered things at random.</summary>
public static class RandomDivision
{
    /// <summary>The name of the random stream that divisions are drawn from.</summary>
    public const string StreamName = "split";

    /// <summary>Puts the numbers 0 … <paramref name="count"/> − 1 into a random order and cuts it into parts.</summary>
    /// <param name="count">How many things there are; 0 or more.</param>
    /// <param name="seed">The same seed gives the same division.</param>
    /// <param name="sizes">The sizes of the first parts; together at most <paramref name="count"/>.</param>
    /// <returns>The parts in their order, and behind them all the rest. Every number is in exactly one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or they are too large together.</exception>
    public static int[][] Of(int count, ulong seed, params ReadOnlySpan<int> sizes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        new RandomStreams(seed).Named(StreamName).Shuffle<int>(order);

        var parts = new int[sizes.Length + 1][];
        var start = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(sizes[i], nameof(sizes));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(sizes[i], count - start, nameof(sizes));
            parts[i] = order[start..(start + sizes[i])];
            start += sizes[i];
        }

        parts[^1] = order[start..];
        return parts;
    }
}
