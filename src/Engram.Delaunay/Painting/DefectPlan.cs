using Engram.Delaunay.Splits;

namespace Engram.Delaunay.Painting;

/// <summary>Which files are damaged, and how: decided by the seed before anything is painted.</summary>
internal sealed class DefectPlan
{
    private const double ShareOfEach = 0.01;

    // The authors' split: a permutation by seed 1234, of which the first four fifths are for training.
    private const uint SplitSeed = 1234;

    private readonly Dictionary<int, InjectedDefect> _byPicture = [];

    /// <summary>Plans defects for pictures numbered through all styles.</summary>
    /// <param name="classSizes">Pictures of each style.</param>
    /// <param name="seed">The root seed.</param>
    public DefectPlan(IReadOnlyList<int> classSizes, ulong seed)
    {
        var count = classSizes.Sum();
        var random = new PaintingRandom(seed, "defects", 0, 0);
        var isTraining = new bool[count];
        foreach (var picture in ReferencePermutation.Draw(count, SplitSeed).AsSpan(0, count * 4 / 5)) isTraining[picture] = true;
        var classOf = classSizes.SelectMany(static (size, style) => Enumerable.Repeat(style, size)).ToArray();
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order.AsSpan());
        var free = new Queue<int>(order);
        var each = Math.Max(1, (int)Math.Round(ShareOfEach * count));
        foreach (var kind in Enum.GetValues<DefectKind>())
        {
            for (var at = 0; at < each && free.Count > 0; at++)
            {
                var target = free.Dequeue();
                int? source = null;
                if (kind is DefectKind.ExactDuplicate or DefectKind.NearDuplicate)
                {
                    source = free.Cast<int?>().FirstOrDefault(other => classOf[other!.Value] == classOf[target] && (kind is DefectKind.ExactDuplicate || isTraining[other.Value] != isTraining[target]));
                    if (source is null) continue;
                    free = new Queue<int>(free.Where(other => other != source));
                }

                _byPicture[target] = new InjectedDefect(kind, target, source);
            }
        }
    }

    /// <summary>All defects by picture.</summary>
    public IEnumerable<InjectedDefect> All => _byPicture.Values.OrderBy(static defect => defect.Picture);

    /// <summary>The defect of a picture; null for none.</summary>
    public InjectedDefect? Of(int picture) => _byPicture.GetValueOrDefault(picture);
}

/// <summary>A defect of one file.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Picture">The picture, numbered through all styles.</param>
/// <param name="Source">The picture that it repeats; null where it repeats none.</param>
internal sealed record InjectedDefect(DefectKind Kind, int Picture, int? Source);
