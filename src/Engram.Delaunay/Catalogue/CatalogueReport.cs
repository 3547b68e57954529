namespace Engram.Delaunay.Catalogue;

/// <summary>How a number is spread over pictures.</summary>
/// <param name="Name">What it is, with its unit.</param>
/// <param name="Least">The least.</param>
/// <param name="LowerQuartile">A quarter are below it (linear between neighbours).</param>
/// <param name="Median">Half are below it.</param>
/// <param name="UpperQuartile">Three quarters are below it.</param>
/// <param name="Greatest">The greatest.</param>
/// <param name="Mean">The mean.</param>
/// <param name="LeastPath">The picture with the least.</param>
/// <param name="GreatestPath">The picture with the greatest.</param>
public sealed record Spread(
    string Name, double Least, double LowerQuartile, double Median, double UpperQuartile, double Greatest, double Mean, string LeastPath, string GreatestPath)
{
    /// <summary>The spread of a number over pictures.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="values">At least one number with the picture's path.</param>
    public static Spread Of(string name, IEnumerable<(double Value, string Path)> values)
    {
        (double Value, string Path)[] sorted = [.. values.OrderBy(static pair => pair.Value)];
        if (sorted.Length == 0) throw new ArgumentException("There is no spread of no numbers.", nameof(values));
        double At(double share)
        {
            double place = share * (sorted.Length - 1);
            int below = (int)place;
            int above = Math.Min(below + 1, sorted.Length - 1);
            return sorted[below].Value + (place - below) * (sorted[above].Value - sorted[below].Value);
        }

        return new Spread(name, sorted[0].Value, At(0.25), At(0.5), At(0.75), sorted[^1].Value, sorted.Average(static pair => pair.Value), sorted[0].Path, sorted[^1].Path);
    }
}

/// <summary>How large classes are.</summary>
/// <param name="Mean">Mean pictures a class.</param>
/// <param name="PopulationDeviation">Standard deviation ÷N.</param>
/// <param name="SampleDeviation">Standard deviation ÷(N − 1).</param>
/// <param name="Least">Pictures of the smallest class.</param>
/// <param name="Greatest">Pictures of the largest class.</param>
public sealed record ClassSizes(double Mean, double PopulationDeviation, double SampleDeviation, int Least, int Greatest)
{
    /// <summary>The sizes of classes; the paper gives one deviation without saying which, so both are here.</summary>
    /// <param name="sizes">Pictures of each class, at least one class.</param>
    public static ClassSizes Of(IReadOnlyList<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        double mean = sizes.Average(), squares = sizes.Sum(size => (size - mean) * (size - mean));
        return new ClassSizes(mean, Math.Sqrt(squares / sizes.Count), sizes.Count > 1 ? Math.Sqrt(squares / (sizes.Count - 1)) : 0, sizes.Min(), sizes.Max());
    }
}

/// <summary>Pictures of one class.</summary>
/// <param name="Index">The label.</param>
/// <param name="Name">Its name.</param>
/// <param name="Count">Files in it.</param>
/// <param name="WithoutPixels">Files of them that give no picture.</param>
/// <param name="Flagged">Files of them with any flag.</param>
public sealed record ClassCount(int Index, string Name, int Count, int WithoutPixels, int Flagged);

/// <summary>The aggregate report on a catalogue.</summary>
public sealed record CatalogueReport
{
    /// <summary>Files of the catalogue.</summary>
    public required int Files { get; init; }

    /// <summary>Files that give no picture.</summary>
    public required int WithoutPixels { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long Bytes { get; init; }

    /// <summary>The classes in label order.</summary>
    public required IReadOnlyList<ClassCount> Classes { get; init; }

    /// <summary>Their sizes; none for a catalogue without classes.</summary>
    public required ClassSizes? Sizes { get; init; }

    /// <summary>Sides, pixels, proportions and statistics; empty without any picture.</summary>
    public required IReadOnlyList<Spread> Spreads { get; init; }

    /// <summary>How many files have each flag, in ordinal order of the flags that occur.</summary>
    public required IReadOnlyList<(string Flag, int Count)> Flags { get; init; }

    /// <summary>How many files are of each format.</summary>
    public required IReadOnlyList<(string Format, int Count)> Formats { get; init; }

    /// <summary>Groups of near-duplicates.</summary>
    public required int DuplicateGroups { get; init; }

    /// <summary>Groups of near-duplicates with pictures of more than one class.</summary>
    public required int GroupsAcrossClasses { get; init; }

    /// <summary>Reports on a catalogue.</summary>
    /// <param name="catalogue">The catalogue.</param>
    public static CatalogueReport Of(CatalogueFile catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var entries = catalogue.Entries;
        var classes = catalogue.Classes.Select((name, index) =>
        {
            CatalogueEntry[] its = [.. entries.Where(entry => entry.ClassIndex == index)];
            return new ClassCount(index, name, its.Length, its.Count(static entry => !entry.HasPixels), its.Count(static entry => entry.Flags.Count > 0));
        }).Where(static one => one.Count > 0).ToArray();
        var groups = entries.Where(static entry => entry.DuplicateGroup >= 0).GroupBy(static entry => entry.DuplicateGroup).ToArray();
        return new CatalogueReport
        {
            Files = entries.Count,
            WithoutPixels = entries.Count(static entry => !entry.HasPixels),
            Bytes = entries.Sum(static entry => entry.Bytes),
            Classes = classes,
            Sizes = classes.Length > 0 ? ClassSizes.Of([.. classes.Select(static one => one.Count)]) : null,
            Spreads = SpreadsOf([.. entries.Where(static entry => entry.Statistics is not null)]),
            Flags = [.. entries.SelectMany(static entry => entry.Flags).CountBy(static flag => flag, StringComparer.Ordinal).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value))],
            Formats = [.. entries.CountBy(static entry => entry.Format, StringComparer.Ordinal).OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value))],
            DuplicateGroups = groups.Length,
            GroupsAcrossClasses = groups.Count(static group => group.Select(static entry => entry.ClassIndex).Distinct().Count() > 1),
        };
    }

    private static Spread[] SpreadsOf(CatalogueEntry[] entries)
    {
        if (entries.Length == 0) return [];
        Spread Of(string name, Func<CatalogueEntry, double> value) => Spread.Of(name, entries.Select(entry => (value(entry), entry.RelativePath)));
        List<Spread> spreads =
        [
            Of("width, pixels", static entry => entry.Width),
            Of("height, pixels", static entry => entry.Height),
            Of("pixels, thousands", static entry => entry.Width * (double)entry.Height / 1000),
            Of("width / height", static entry => (double)entry.Width / entry.Height),
            Of("luminance", static entry => entry.Statistics!.LuminanceMean),
            Of("luminance deviation", static entry => entry.Statistics!.LuminanceDeviation),
            Of("colourfulness", static entry => entry.Statistics!.Colourfulness),
            Of("edge density", static entry => entry.Statistics!.EdgeDensity),
            Of("entropy, bits", static entry => entry.Statistics!.EntropyBits),
        ];
        var sloped = entries.Where(static entry => entry.Statistics!.SpectralSlope is not null).Select(static entry => (entry.Statistics!.SpectralSlope!.Value, entry.RelativePath)).ToArray();
        if (sloped.Length > 0) spreads.Add(Spread.Of("spectral slope", sloped));
        return [.. spreads];
    }
}
