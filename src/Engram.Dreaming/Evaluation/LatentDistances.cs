using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Dreaming.Evaluation;

/// <summary>Mean distances between latents, and the ratios that figures show.</summary>
/// <param name="Intra">Between images of one class.</param>
/// <param name="Inter">Between images of different classes.</param>
/// <param name="Occluded">Between an image and itself with 30 % of its tiles (of 4 x 4) blanked.</param>
public readonly record struct DistanceMeans(double Intra, double Inter, double Occluded)
{
    /// <summary>Intra / inter: below 1 where classes are apart (Fig. 6e).</summary>
    public double IntraToInter => Intra / Inter;

    /// <summary>Occluded / inter: 0 where occlusion does not matter (Fig. 6f).</summary>
    public double OccludedToInter => Occluded / Inter;
}

/// <summary>
/// How latents are organised by class, on the training set: Deperrois et al. 2022, Fig. 6e and f; PAD specification 6.3. The squared form is what
/// the authors' code computes, and what figures are to be compared with; the Euclidean form is what the paper says. A ratio of the squared form
/// is near the square of the other.
/// </summary>
/// <param name="Squared">
/// Mean squared differences, over pairs and over dimensions. For each class: n pairs from the first and the second half of its images, n pairs
/// with images of other classes, n images with themselves occluded; then the mean over classes.
/// </param>
/// <param name="Euclidean">Mean Euclidean distances: n same-class pairs for each class, 10 n pairs of different classes, 10 n images with themselves occluded.</param>
/// <param name="PairsPerClass">n: 1,000, or as many as half of the smallest class.</param>
public sealed record LatentDistances(DistanceMeans Squared, DistanceMeans Euclidean, int PairsPerClass)
{
    private const double HiddenShare = 0.3;
    private const int Tile = 4;

    /// <summary>Measures distances.</summary>
    /// <param name="reader">The cortex: it sees the occluded images.</param>
    /// <param name="images">The images.</param>
    /// <param name="latents">Their clean latents, as <see cref="CortexReader.Encode(ImageSet, PictureView?, Action{double}?, CancellationToken)"/> gives them.</param>
    /// <param name="chance">Streams for pairs and masks.</param>
    /// <param name="pairsPerClass">n.</param>
    /// <param name="report">Told the share that is done.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UnmeasurableException">Fewer than two classes have two images.</exception>
    /// <exception cref="ArgumentException">The latents are not of the images.</exception>
    public static LatentDistances Measure(
        CortexReader reader,
        ImageSet images,
        LatentSet latents,
        RandomStreams chance,
        int pairsPerClass = 1000,
        Action<double>? report = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(latents);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairsPerClass, 1);
        if (latents.Count != images.Count)
            throw new ArgumentException($"There are {images.Count} images and {latents.Count} latents.", nameof(latents));
        int[][] members = [.. Members(latents).Where(items => items.Length >= 2)];
        if (members.Length < 2)
            throw new UnmeasurableException("Distances between classes need at least two classes with two images each.");
        int pairs = Math.Min(pairsPerClass, members.Min(items => items.Length) / 2);

        var hidden = new Occlusion(HiddenShare, chance, Tile, MaskSharing.AllTheSame);
        double intra = 0, inter = 0, occluded = 0, farIntra = 0, farInter = 0, farOccluded = 0;
        for (int group = 0; group < members.Length; group++)
        {
            RandomStream stream = chance.Named("distance-pairs", group);
            int[] items = members[group];
            int half = items.Length / 2;
            int[] first = Draw(stream, items.AsSpan(0, half), pairs), second = Draw(stream, items.AsSpan(half), pairs);
            int label = latents.Labels[items[0]];
            int[] others = Draw(stream, OthersOf(latents, label), pairs);
            LatentSet seen = reader.Encode(new SeenPictures(images, first), hidden, share => report?.Invoke((group + share) / members.Length), stop);
            for (int i = 0; i < pairs; i++)
            {
                Add(LatentSet.SquaredDistance(latents[first[i]], latents[second[i]]), ref intra, ref farIntra);
                Add(LatentSet.SquaredDistance(latents[first[i]], latents[others[i]]), ref inter, ref farInter);
                Add(LatentSet.SquaredDistance(latents[first[i]], seen[i]), ref occluded, ref farOccluded);
            }
        }

        double count = (double)members.Length * pairs, numbers = count * latents.Dimensions;
        return new LatentDistances(
            new DistanceMeans(intra / numbers, inter / numbers, occluded / numbers),
            new DistanceMeans(farIntra / count, farInter / count, farOccluded / count),
            pairs);

        static void Add(double squared, ref double sum, ref double far)
        {
            sum += squared;
            far += Math.Sqrt(squared);
        }
    }

    /// <summary>The items of each class, in their order.</summary>
    internal static int[][] Members(LatentSet latents)
    {
        var members = new List<int>[latents.ClassCount];
        for (int label = 0; label < members.Length; label++)
            members[label] = [];
        for (int item = 0; item < latents.Count; item++)
            members[latents.Labels[item]].Add(item);
        return [.. members.Select(items => items.ToArray())];
    }

    private static int[] OthersOf(LatentSet latents, int label)
    {
        var others = new List<int>(latents.Count);
        for (int item = 0; item < latents.Count; item++)
        {
            if (latents.Labels[item] != label)
                others.Add(item);
        }

        return [.. others];
    }

    /// <summary>Some of the items, in a random order, none twice.</summary>
    private static int[] Draw(RandomStream stream, ReadOnlySpan<int> items, int count)
    {
        int[] order = items.ToArray();
        stream.Shuffle<int>(order);
        return order[..count];
    }
}
