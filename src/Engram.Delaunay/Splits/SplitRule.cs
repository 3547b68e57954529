using Engram.Datasets;
using Engram.Delaunay.Catalogue;
using Engram.Numerics;

namespace Engram.Delaunay.Splits;

/// <summary>Makes splits of a catalogue by the rules there are.</summary>
public static class SplitRule
{
    /// <summary>The seed of the authors' split into training and test.</summary>
    public const uint AuthorsSeed = 1234;

    /// <summary>The seed of the authors' split of the training files into training and validation.</summary>
    public const uint AuthorsValidationSeed = 42;

    private const string Train = "train";
    private const string Validation = "validation";
    private const string Test = "test";

    /// <summary>The rules as they are typed.</summary>
    public static IReadOnlyList<string> Names { get; } = ["authors", "dedup", "source-NAME", "fewshot", "pd", "balanced-M"];

    /// <summary>Makes a split.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="rule">
    /// <c>authors</c>; <c>dedup</c>; <c>source-NAME</c>, which holds out pictures of a source; <c>fewshot</c> (<c>fewshot-34-8-11</c>), which splits classes;
    /// <c>pd</c>; <c>balanced-M</c> with M pictures a class.
    /// </param>
    /// <param name="seed">The seed; null for the rule's own, which is 1234 for the authors' and 1 for others.</param>
    /// <exception cref="DatasetException">There is no such rule, or the catalogue cannot be split by it.</exception>
    public static DelaunaySplit Make(CatalogueFile catalogue, string rule, ulong? seed = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentException.ThrowIfNullOrEmpty(rule);
        if (!catalogue.Entries.Any(static entry => entry.ClassIndex >= 0)) throw new DatasetException(catalogue.Path, null, "None of its pictures has a class.", "Scan with --labels, or a folder a class.");
        if (rule == "authors") return Authors(catalogue, seed ?? AuthorsSeed);
        if (rule == "dedup") return Deduplicated(catalogue, seed ?? 1);
        if (rule == "pd") return Cleared(catalogue, seed ?? 1);
        if (rule is "fewshot" or "fewshot-34-8-11") return FewShot(catalogue, rule, seed ?? 1);
        if (rule.StartsWith("balanced-", StringComparison.Ordinal))
        {
            if (int.TryParse(rule["balanced-".Length..], System.Globalization.NumberStyles.None, null, out int images) && images > 0)
                return Balanced(catalogue, images, seed ?? 1);
            throw new DatasetException(rule, null, "This does not say how many pictures of each class.", "Write balanced-20 for twenty of each.");
        }

        if (rule.StartsWith("source-", StringComparison.Ordinal)) return HoldOut(catalogue, rule["source-".Length..], seed ?? 1);
        throw new DatasetException(rule, null, "There is no such rule.", $"There are {string.Join(", ", Names)}.");
    }

    /// <summary>
    /// The authors' split: files in the order of their index, permuted; the first ⌊0.8 N⌋ are for training and the rest for the test. The
    /// training files, named by their places, are put in order again, and ⌊0.2 n⌋ of them, by another permutation, are for validation.
    /// </summary>
    private static DelaunaySplit Authors(CatalogueFile catalogue, ulong seed)
    {
        if (seed > uint.MaxValue) throw new DatasetException("authors", null, $"The seed {seed} has more than 32 bits.", "Their generator takes seeds from 0 to 4294967295.");
        CatalogueEntry[] files = [.. AuthorsIndex(catalogue.Entries)];
        int[] order = ReferencePermutation.Draw(files.Length, (uint)seed);
        int training = (int)(files.Length * 4L / 5);
        var rows = new DatasetSplitRow[files.Length];
        for (int place = training; place < files.Length; place++) rows[order[place]] = Row(files[order[place]], Test, place - training);

        int[] again = [.. Enumerable.Range(0, training).OrderBy(place => files[order[place]].ClassIndex).ThenBy(static place => $"{place}.png", StringComparer.Ordinal)];
        int[] inner = ReferencePermutation.Draw(training, AuthorsValidationSeed);
        int kept = training - training / 5;
        for (int i = 0; i < training; i++)
        {
            int place = again[inner[i]];
            rows[order[place]] = Row(files[order[place]], i < kept ? Train : Validation, place);
        }

        return Finished(catalogue, "authors", seed, rows);
    }

    /// <summary>Files in the order of the authors' index: classes, then folders, then names, all ordinal.</summary>
    internal static IEnumerable<CatalogueEntry> AuthorsIndex(IEnumerable<CatalogueEntry> entries) => entries
        .Where(static entry => entry.ClassIndex >= 0 && !entry.Has(CatalogueFlags.Missing) && !entry.RelativePath.EndsWith(".gif", StringComparison.OrdinalIgnoreCase))
        .OrderBy(static entry => entry.ClassIndex)
        .ThenBy(static entry => entry.RelativePath[..(entry.RelativePath.LastIndexOf('/') + 1)], StringComparer.Ordinal)
        .ThenBy(static entry => entry.RelativePath, StringComparer.Ordinal);

    /// <summary>Whole groups of near-duplicates go to training, validation and test, 64 / 16 / 20 % of each class.</summary>
    private static DelaunaySplit Deduplicated(CatalogueFile catalogue, ulong seed)
    {
        var random = new RandomStreams(seed).Named("delaunay-split-dedup");
        var groups = Usable(catalogue).Select(static (entry, i) => (entry, i)).GroupBy(static pair => pair.entry.DuplicateGroup >= 0 ? pair.entry.DuplicateGroup : -1 - pair.i)
            .Select(static group => group.Select(static pair => pair.entry).ToArray()).ToArray();
        string[] parts = [Train, Validation, Test];
        double[] shares = [0.64, 0.16, 0.20];
        var partOf = new Dictionary<string, string>(StringComparer.Ordinal);
        // A group that spans classes counts for the class of its first picture.
        foreach (var ofClass in groups.GroupBy(static group => group[0].ClassIndex).OrderBy(static ofClass => ofClass.Key))
        {
            CatalogueEntry[][] shuffled = [.. ofClass];
            random.Shuffle<CatalogueEntry[]>(shuffled);
            int total = shuffled.Sum(static group => group.Length);
            var filled = new double[parts.Length];
            // Large groups first, while every part still has room for them.
            foreach (var group in shuffled.OrderByDescending(static group => group.Length))
            {
                int best = Enumerable.Range(0, parts.Length).MaxBy(part => (shares[part] * total - filled[part]) / shares[part]);
                filled[best] += group.Length;
                foreach (var entry in group) partOf.Add(entry.RelativePath, parts[best]);
            }
        }

        return Finished(catalogue, "dedup", seed, Usable(catalogue).Select(entry => Row(entry, partOf[entry.RelativePath])));
    }

    private static DelaunaySplit HoldOut(CatalogueFile catalogue, string source, ulong seed)
    {
        string[] sources = [.. Usable(catalogue).Select(static entry => entry.Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (!sources.Contains(source, StringComparer.Ordinal) || sources.Length < 2)
            throw new DatasetException(catalogue.Path, null, $"Its pictures come from {string.Join(", ", sources)}: '{source}' cannot be held out from others.", "Scan each source with --source and join the catalogues.");
        return Finished(catalogue, "source-" + source, seed, Usable(catalogue).Select(entry => Row(entry, entry.Source == source ? Test : Train)));
    }

    /// <summary>Classes 0 to 33 are for meta-training, 34 to 41 for meta-validation, 42 to 52 for the test; other numbers of classes in like shares.</summary>
    private static DelaunaySplit FewShot(CatalogueFile catalogue, string rule, ulong seed)
    {
        int classes = catalogue.Classes.Count;
        if (rule != "fewshot" && classes != 53)
            throw new DatasetException(catalogue.Path, null, $"It has {classes} classes; this rule is for the 53 artists.", "Use --rule fewshot, which takes like shares of any number.");
        if (classes < 3) throw new DatasetException(catalogue.Path, null, $"It has {classes} classes, too few for three parts.", "Three are needed at least.");
        int test = Math.Max(1, (int)Math.Round(classes * 11 / 53.0)), validation = Math.Max(1, (int)Math.Round(classes * 8 / 53.0)), train = classes - validation - test;
        return Finished(catalogue, $"fewshot-{train}-{validation}-{test}", seed, Usable(catalogue).Select(entry =>
            Row(entry, entry.ClassIndex < train ? "meta-train" : entry.ClassIndex < train + validation ? "meta-validation" : "meta-test")));
    }

    private static DelaunaySplit Cleared(CatalogueFile catalogue, ulong seed)
    {
        CatalogueEntry[] cleared = [.. Usable(catalogue).Where(static entry =>
            entry.Rights == "cleared" && entry.RightsDecision.Length > 0 && ArtistNames.IndexOf(entry.Artist) is >= 0 and var index && ArtistNames.All[index].Term == CopyrightTerm.Passed)];
        if (cleared.Length == 0)
        {
            string artists = string.Join(", ", ArtistNames.All.Where(static artist => artist.Term == CopyrightTerm.Passed).Select(static artist => artist.Name));
            throw new DatasetException(
                catalogue.Path, null, $"No picture of it is cleared: its artist must be one of those whose term has passed ({artists}), and a person must have recorded a decision.",
                "Set \"rights\" to \"cleared\" and \"rights_decision\" to who decided, when and on what basis.");
        }

        return Finished(catalogue, "pd", seed, cleared.Select(static entry => Row(entry, "pd")), "not cleared");
    }

    private static DelaunaySplit Balanced(CatalogueFile catalogue, int images, ulong seed)
    {
        var classes = Usable(catalogue).GroupBy(static entry => entry.ClassIndex).OrderBy(static group => group.Key).Select(static group => group.ToArray()).ToArray();
        var smallest = classes.MinBy(static its => its.Length)!;
        if (images > smallest.Length)
            throw new DatasetException(catalogue.Path, null, $"{images} pictures of each class are more than '{smallest[0].Artist}' has.", $"The most is balanced-{smallest.Length}.");
        var random = new RandomStreams(seed).Named("delaunay-split-balanced");
        HashSet<string> drawn = new(StringComparer.Ordinal);
        foreach (var its in classes)
        {
            random.Shuffle<CatalogueEntry>(its);
            drawn.UnionWith(its.Take(images).Select(static entry => entry.RelativePath));
        }

        return Finished(catalogue, $"balanced-{images}", seed, Usable(catalogue).Where(entry => drawn.Contains(entry.RelativePath)).Select(static entry => Row(entry, Train)), "not drawn");
    }

    private static IEnumerable<CatalogueEntry> Usable(CatalogueFile catalogue) => catalogue.Entries.Where(static entry => entry.ClassIndex >= 0 && entry.HasPixels);

    private static DatasetSplitRow Row(CatalogueEntry entry, string part, int position = -1) => new(entry.ImageId, entry.ClassIndex, part, entry.RelativePath, position);

    /// <summary>Counts what is in no part, so that nothing is dropped in silence.</summary>
    private static DelaunaySplit Finished(CatalogueFile catalogue, string rule, ulong seed, IEnumerable<DatasetSplitRow> rows, string otherwise = "other")
    {
        DatasetSplitRow[] kept = [.. rows];
        HashSet<string> paths = new(kept.Select(static row => row.RelativePath), StringComparer.Ordinal);
        var left = catalogue.Entries.Where(entry => !paths.Contains(entry.RelativePath))
            .CountBy(entry => entry.ClassIndex < 0 ? "without a class" : !entry.HasPixels ? "without pixels" : otherwise, StringComparer.Ordinal)
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value));
        return new DelaunaySplit(rule, seed, catalogue.Sha256, kept, [.. left]);
    }
}
