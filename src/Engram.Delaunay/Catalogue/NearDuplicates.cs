using System.Numerics;

namespace Engram.Delaunay.Catalogue;

/// <summary>
/// Finds pictures that show the same work. A pair is a candidate where the hash of one and any of the eight of the other differ in at most
/// 6 of 64 bits; it is one where the greys at 64 × 64, turned likewise, correlate by 0.95 or more. Groups are what hangs together.
/// </summary>
public sealed class NearDuplicates
{
    /// <summary>Bits in which the hashes of a candidate may differ.</summary>
    public const int GreatestDistance = 6;

    /// <summary>The least correlation that confirms a candidate.</summary>
    public const double LeastCorrelation = 0.95;

    /// <summary>The side of the greys that are correlated.</summary>
    public const int Side = 64;

    // Two hashes that differ in six bits agree on at least one of seven parts.
    private const int Parts = GreatestDistance + 1;

    private readonly int[] _parents;

    private NearDuplicates(int count)
    {
        _parents = new int[count];
        for (int i = 0; i < count; i++) _parents[i] = i;
    }

    /// <summary>Groups pictures.</summary>
    /// <param name="hashes">The eight hashes of each picture; null for one that has no pixels.</param>
    /// <param name="greys">The 64 × 64 greys of each picture, row by row; null likewise.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <returns>For each picture the first one of its group; its own place if it stands alone.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static int[] Group(IReadOnlyList<ulong[]?> hashes, IReadOnlyList<byte[]?> greys, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        ArgumentNullException.ThrowIfNull(greys);
        if (hashes.Count != greys.Count) throw new ArgumentException("Hashes and greys are those of the same pictures.", nameof(greys));
        var groups = new NearDuplicates(hashes.Count);
        var buckets = new Dictionary<(int Part, ulong Bits), List<int>>();
        for (int i = 0; i < hashes.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            if (hashes[i] is not { } own) continue;
            groups.Join(i, own, buckets, hashes, greys);
            for (int part = 0; part < Parts; part++)
            {
                var key = (part, PartOf(own[0], part));
                if (!buckets.TryGetValue(key, out var bucket)) buckets.Add(key, bucket = []);
                bucket.Add(i);
            }
        }

        return [.. Enumerable.Range(0, hashes.Count).Select(groups.Root)];
    }

    /// <summary>The correlation of greys, one of them turned by a symmetry of <see cref="PerceptualHash"/>; pictures without contrast are compared by their level.</summary>
    internal static double Correlation(ReadOnlySpan<byte> upright, ReadOnlySpan<byte> turned, int symmetry)
    {
        var (mirrorsAcross, mirrorsDown, transposes) = PerceptualHash.Parts(symmetry);
        long a = 0, b = 0, aa = 0, bb = 0, ab = 0;
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                int column = mirrorsAcross ? Side - 1 - x : x, row = mirrorsDown ? Side - 1 - y : y;
                int first = upright[y * Side + x], second = transposes ? turned[column * Side + row] : turned[row * Side + column];
                a += first;
                b += second;
                aa += first * first;
                bb += second * second;
                ab += first * second;
            }
        }

        const double Count = Side * Side;
        double varianceOfA = aa - a * (a / Count), varianceOfB = bb - b * (b / Count);
        if (varianceOfA < Count || varianceOfB < Count) return varianceOfA < Count && varianceOfB < Count && Math.Abs(a - b) <= Count ? 1 : 0;
        return (ab - a * (b / Count)) / Math.Sqrt(varianceOfA * varianceOfB);
    }

    private void Join(
        int picture, ulong[] own, Dictionary<(int Part, ulong Bits), List<int>> buckets, IReadOnlyList<ulong[]?> hashes, IReadOnlyList<byte[]?> greys)
    {
        for (int symmetry = 0; symmetry < PerceptualHash.Symmetries; symmetry++)
        {
            for (int part = 0; part < Parts; part++)
            {
                if (!buckets.TryGetValue((part, PartOf(own[symmetry], part)), out var bucket)) continue;
                foreach (int other in bucket)
                {
                    if (BitOperations.PopCount(own[symmetry] ^ hashes[other]![0]) > GreatestDistance || Root(picture) == Root(other)) continue;
                    if (Correlation(greys[other], greys[picture], symmetry) >= LeastCorrelation) Unite(picture, other);
                }
            }
        }
    }

    private static ulong PartOf(ulong hash, int part)
    {
        int from = 64 * part / Parts, to = 64 * (part + 1) / Parts;
        return (hash >> from) & ((1UL << (to - from)) - 1);
    }

    private int Root(int item)
    {
        while (_parents[item] != item) item = _parents[item] = _parents[_parents[item]];
        return item;
    }

    private void Unite(int first, int second)
    {
        int a = Root(first), b = Root(second);
        _parents[Math.Max(a, b)] = Math.Min(a, b);
    }
}
