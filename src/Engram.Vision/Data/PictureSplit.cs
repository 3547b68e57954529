using Engram.Delaunay.Imaging;
using Engram.Delaunay.Splits;
using Engram.Lab;
using Engram.Numerics;

namespace Engram.Vision.Data;

/// <summary>Which pictures are learned from, watched during learning, and judged at its end (quirk Q7): places in a <see cref="PictureSet"/>.</summary>
/// <param name="Train">Learned from.</param>
/// <param name="Validation">Watched.</param>
/// <param name="Test">Judged.</param>
internal sealed record PictureSplit(IReadOnlyList<int> Train, IReadOnlyList<int> Validation, IReadOnlyList<int> Test)
{
    /// <summary>
    /// The rules there are: the authors' permutations (<c>authors</c>, specification 1.6); whole groups of near-duplicates, drawn artist by artist with the
    /// run's seed, 64, 16 and 20 % (<c>dedup</c>, specification 1.7).
    /// </summary>
    public static readonly string[] Names = ["authors", "dedup"];

    // Differing bits of 64 up to which two difference hashes are of one picture.
    private const int NearBits = 4;

    /// <summary>Splits a set.</summary>
    /// <param name="pictures">The set, in the canonical order of classes and names.</param>
    /// <param name="rule">One of <see cref="Names"/>.</param>
    /// <param name="seed">The run's seed; the authors' rule has seeds of its own.</param>
    public static PictureSplit Of(PictureSet pictures, string rule, ulong seed) => rule == "authors" ? Authors(pictures) : Deduplicated(pictures, seed);

    /// <summary>
    /// The authors' rule: the first ⌊0.8 N⌋ of a permutation with seed 1234 are for training; those are put in the order of their class and of their
    /// place's name as text, and all but the last ⌊0.2⌋ of a permutation with seed 42 are learned from.
    /// </summary>
    public static PictureSplit Authors(PictureSet pictures)
    {
        int[] order = ReferencePermutation.Draw(pictures.Count, SplitRule.AuthorsSeed);
        int kept = (int)(pictures.Count * 4L / 5);
        int[] training = [.. Enumerable.Range(0, kept).OrderBy(place => pictures.Labels[order[place]]).ThenBy(static place => $"{place}.png", StringComparer.Ordinal).Select(place => order[place])];
        int[] second = ReferencePermutation.Draw(kept, SplitRule.AuthorsValidationSeed);
        int learned = kept - (kept / 5);
        return new PictureSplit([.. second.Take(learned).Select(i => training[i])], [.. second.Skip(learned).Select(i => training[i])], order[kept..]);
    }

    /// <summary>The split of a file that <c>engram delaunay split</c> wrote; pictures that it does not name are left out.</summary>
    /// <exception cref="UsageException">It names none of the pictures, or a part that training does not have.</exception>
    public static PictureSplit OfFile(PictureSet pictures, string path)
    {
        DelaunaySplit split = SplitFile.Read(path);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < pictures.Count; i++)
            places[pictures.Ids[i]] = i;
        ILookup<string, int> parts = split.Rows.Where(row => places.ContainsKey(row.RelativePath)).ToLookup(static row => row.Part, row => places[row.RelativePath], StringComparer.Ordinal);
        var result = new PictureSplit([.. parts["train"]], [.. parts["validation"]], [.. parts["test"]]);
        return result.Train.Count > 0 && result.Test.Count > 0
            ? result
            : throw new UsageException($"{path} leaves {result.Train.Count} training and {result.Test.Count} test pictures of {pictures.Name}: it is of other pictures, or by a rule without these parts.");
    }

    private static PictureSplit Deduplicated(PictureSet pictures, ulong seed)
    {
        List<int> train = [], validation = [], test = [];
        int[] groups = Groups(pictures);
        for (int label = 0; label < pictures.Classes.Count; label++)
        {
            // A group goes where its first picture's artist goes, whole.
            int[][] drawn = [.. groups.Select(static (group, index) => (group, index)).GroupBy(static each => each.group, static each => each.index)
                .Where(group => pictures.Labels[group.First()] == label).Select(static group => group.ToArray())];
            new RandomStreams(seed).Named("split", label).Shuffle(drawn.AsSpan());
            int all = drawn.Sum(static group => group.Length), forTest = (int)Math.Round(0.2 * all), forValidation = (int)Math.Round(0.16 * all);
            int tested = 0, watched = 0;
            foreach (int[] group in drawn)
            {
                if (tested < forTest)
                {
                    test.AddRange(group);
                    tested += group.Length;
                }
                else if (watched < forValidation)
                {
                    validation.AddRange(group);
                    watched += group.Length;
                }
                else
                {
                    train.AddRange(group);
                }
            }
        }

        return new PictureSplit(train, validation, test);
    }

    /// <summary>The group of each picture: those whose difference hashes are near, and those near to these.</summary>
    internal static int[] Groups(PictureSet pictures)
    {
        ulong[] hashes = [.. pictures.Images.Select(DifferenceHash)];
        int[] group = [.. Enumerable.Range(0, hashes.Length)];
        for (int i = 0; i < hashes.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (System.Numerics.BitOperations.PopCount(hashes[i] ^ hashes[j]) <= NearBits)
                    group[Math.Max(Root(i), Root(j))] = Math.Min(Root(i), Root(j));
            }
        }

        return [.. Enumerable.Range(0, group.Length).Select(Root)];

        int Root(int index)
        {
            while (group[index] != index)
                index = group[index];
            return index;
        }
    }

    /// <summary>Whether each of 8 x 8 places is lighter than its right neighbour.</summary>
    private static ulong DifferenceHash(RgbImage image)
    {
        RgbImage small = ImageResize.To(image, 9, 8);
        ulong hash = 0;
        for (int y = 0; y < 8; y++)
        {
            ReadOnlySpan<byte> row = small.Row(y);
            for (int x = 0; x < 8; x++)
                hash = (hash << 1) | (Light(row[(3 * x)..]) > Light(row[(3 * x + 3)..]) ? 1UL : 0);
        }

        return hash;

        static int Light(ReadOnlySpan<byte> pixel) => (299 * pixel[0]) + (587 * pixel[1]) + (114 * pixel[2]);
    }
}
