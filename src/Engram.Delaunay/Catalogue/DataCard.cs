using System.Text;
using Engram.Delaunay.Acquisition;

namespace Engram.Delaunay.Catalogue;

/// <summary>What a card is made from.</summary>
/// <param name="Name">The dataset's name: <c>DELAUNAY</c> for the real one alone.</param>
/// <param name="Catalogue">The catalogue.</param>
/// <param name="Report">The report on it.</param>
/// <param name="Archives">The archives of the lock file; none without one.</param>
public sealed record CardSource(string Name, CatalogueFile Catalogue, CatalogueReport Report, IReadOnlyList<LockedArchive> Archives)
{
    /// <summary>Whether the classes are the 53 artists.</summary>
    public bool IsDelaunay => Catalogue.Classes.SequenceEqual(ArtistNames.Names, StringComparer.Ordinal);

    /// <summary>Whether the pictures were painted by the stand-in.</summary>
    public bool IsSynthetic => Catalogue.Entries.All(static entry => entry.IsSynthetic);
}

/// <summary>Writes the dataset's card: Markdown with YAML front matter.</summary>
public static class DataCard
{
    /// <summary>The card.</summary>
    /// <param name="source">What it is made from.</param>
    public static string Write(CardSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var (report, card) = (source.Report, new StringBuilder());
        string size = report.Files switch { < 1000 => "n<1K", < 10_000 => "1K<n<10K", < 100_000 => "10K<n<100K", _ => "100K<n<1M" };
        card.Append($"---\npretty_name: {Quote(source.Name)}\nlicense: other\nlicense_name: {(source.IsSynthetic ? "mit" : "works-of-their-artists")}\n");
        card.Append($"license_link: {(source.IsDelaunay ? "https://github.com/camillegontier/DELAUNAY_dataset" : "not available")}\nlanguage:\n- en\ntask_categories:\n- image-classification\n");
        card.Append($"size_categories:\n- {size}\nsource_datasets:\n- original\nannotations_creators:\n- found\n");
        card.Append($"tags:\n- art\n{(source.IsDelaunay || source.IsSynthetic ? "- abstract-art\n- psychophysics\n" : "")}synthetic: {(source.IsSynthetic ? "true" : "false")}\ndataset_info:\n  features:\n  - name: image\n    dtype: image\n  - name: artist\n    dtype:\n      class_label:\n        names:\n");
        for (int i = 0; i < source.Catalogue.Classes.Count; i++) card.Append($"          '{i}': {Quote(source.Catalogue.Classes[i])}\n");
        card.Append($"  splits:\n  - name: all\n    num_examples: {report.Files}\nconfigs:\n- config_name: default\n  data_files:\n  - split: all\n    path: '*/*'\n---\n\n");
        WriteBody(card, source);
        return card.ToString();
    }

    private static void WriteBody(StringBuilder card, CardSource source)
    {
        var report = source.Report;
        card.Append($"# {source.Name}\n\n## Summary\n\n{report.Files} files of {report.Classes.Count} classes, {report.WithoutPixels} of which give no picture.");
        if (source.IsDelaunay)
            card.Append(" Abstract paintings and non-figurative objects of art, labelled by artist, after Gontier, Jordan and Petrovici (2022). Networks begin without knowledge of natural objects and people bring a lifetime of it; abstract art, between photographs and patterns without structure, narrows that gap.");
        card.Append("\n\n## Tasks\n\nClassification by class; learning from few examples; comparison of people and networks.\n\n## Structure\n\n| label | class | files |\n|--:|---|--:|\n");
        foreach (var one in report.Classes) card.Append($"| {one.Index} | {one.Name.Replace("|", "\\|", StringComparison.Ordinal)} | {one.Count} |\n");
        if (report.Sizes is { } sizes) card.Append($"\nFiles a class: mean {sizes.Mean:0.00}, standard deviation {sizes.SampleDeviation:0.00} (÷(N−1)) or {sizes.PopulationDeviation:0.00} (÷N), from {sizes.Least} to {sizes.Greatest}.\n");
        card.Append("\n## Creation\n\n");
        card.Append(source.IsDelaunay ? "Collected by its authors by image search and from a picture agency between July and November 2021, then selected by criteria that are not in their code.\n" : "Not available.\n");
        card.Append("\n## Source and curation\n\n| found by detectors | files |\n|---|--:|\n");
        foreach (var (flag, count) in report.Flags) card.Append($"| {flag} | {count} |\n");
        card.Append($"\n{report.DuplicateGroups} groups of near-duplicates, {report.GroupsAcrossClasses} of them across classes. Detectors only flag; nothing was removed.\n\n");
        card.Append("## Annotations\n\n").Append(source.IsDelaunay ? "The artist's name that was searched for; not verified by a person as far as is known.\n\n" : "The class of the folder or table that the pictures were sorted by.\n\n");
        card.Append("## Personal data\n\n").Append(source.IsDelaunay ? "Names of artists; some photographs show visitors of exhibitions.\n\n" : "Not available.\n\n");
        card.Append("## Uses and misuses\n\nFor research on learning. Not for attributing works, and not for imitating living artists.\n\n");
        card.Append("## Bias\n\n").Append(source.IsDelaunay ? "Mostly European and North American men of the twentieth century, as image search and one agency present them.\n\n" : "Not available.\n\n");
        card.Append("## Limitations\n\nLabels are not verified; there may be duplicates, watermarks, frames and photographs of objects that give a class away.\n\n");
        card.Append("## Licensing\n\n").Append(source.IsSynthetic ? "Painted by a program; free to use.\n" : "The pictures are works of their artists and photographers; no licence to them is given here. This card, the catalogue and the splits may be shared.\n");
        if (source.IsDelaunay)
            card.Append("\n## Citation\n\nC. Gontier, J. Jordan, M. A. Petrovici (2022). DELAUNAY: a dataset of abstract art for psychophysical and machine learning research. arXiv 2201.12123.\n");
        card.Append($"\n## Changes\n\nMade from the catalogue with SHA-256 {source.Catalogue.Sha256}.\n");
    }

    // YAML takes a JSON text as it is.
    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
