namespace Engram.Datasets;

/// <summary>SVHN, cropped digits: house numbers photographed from the street.</summary>
public sealed class SvhnDataset : ImageDataset
{
    /// <summary>How many extra images there are; they are easier, and no paper here uses them.</summary>
    public const int ExtraCount = 531_131;

    private const long ExtraBytes = (long)ExtraCount * 3072 + (1 << 23);

    internal SvhnDataset()
    {
    }

    /// <inheritdoc/>
    public override string Name => "svhn";

    /// <inheritdoc/>
    public override string Title => "SVHN";

    /// <inheritdoc/>
    public override string Summary => $"{TrainCount} + {TestCount} colour photographs of 32 x 32: digits of house numbers";

    /// <inheritdoc/>
    public override string Licence => "for non-commercial use only";

    /// <inheritdoc/>
    public override string Citation =>
        "Y. Netzer, T. Wang, A. Coates, A. Bissacco, B. Wu, A. Y. Ng. Reading digits in natural images with unsupervised feature learning. NIPS workshop (2011).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> UsedFor { get; } =
    [
        "Perturbed and adversarial dreaming (Deperrois et al. 2022), Figs. 3 to 6",
        "Contrastive dreaming (Deperrois et al. 2023)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Splits { get; } =
        ["official: 73257 to train, 26032 to test; 531131 extra ones are read only when asked for"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => SvhnReader.ClassNames;

    /// <inheritdoc/>
    public override ImageShape Shape => SvhnReader.Shape;

    /// <inheritdoc/>
    public override int TrainCount => 73_257;

    /// <inheritdoc/>
    public override int TestCount => 26_032;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders { get; } = ["svhn", "SVHN", "svhn-train-first55"];

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Files { get; } =
    [
        new(SvhnReader.TrainFile) { Checksum = Checksum.Md5("e26dedcc434d2e4c54c9b2d4a06d8373") },
        new(SvhnReader.TestFile),
        new(SvhnReader.ExtraFile) { IsOptional = true },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Downloads => [.. Files.Where(static file => !file.IsOptional)];

    /// <inheritdoc/>
    public override IReadOnlyList<Uri> Addresses { get; } = [new("http://ufldl.stanford.edu/housenumbers/")];

    // Of the digits 0, 1, ..., 9.
    internal override int[] KnownTrainCounts { get; } = [4948, 13861, 10585, 8497, 7458, 6882, 5727, 5595, 5045, 4659];

    internal override int[] KnownTestCounts { get; } = [1744, 5099, 4149, 2882, 2523, 2384, 1977, 2019, 1660, 1595];

    /// <inheritdoc/>
    public override LabelledImages Read(string data, bool allowIncomplete = false)
    {
        var location = Locate(data);
        if (allowIncomplete)
            location.RequireSomething();
        else
            location.RequireEverything();
        List<string> missing = [];
        var train = ReadPart(location, SvhnReader.TrainFile, TrainCount, allowIncomplete, missing);
        var test = ReadPart(location, SvhnReader.TestFile, TestCount, allowIncomplete, missing);
        return new LabelledImages(Name, train, test, missing);
    }

    /// <summary>Reads the extra images, which need 1.6 GB of memory.</summary>
    /// <param name="data">The folder that holds data sets, or the set's own folder.</param>
    /// <exception cref="DatasetException">They are not there, or damaged.</exception>
    public ImageSet ReadExtra(string data)
    {
        var location = Locate(data);
        location.RequireSomething();
        return location.Find(SvhnReader.ExtraFile) is { } file
            ? SvhnReader.Read(file, ExtraBytes)
            : throw new DatasetException(
                location.Folder ?? data, null, $"The extra images, {SvhnReader.ExtraFile}, are not there.", $"Download {Addresses[0]}{SvhnReader.ExtraFile}.");
    }

    private ImageSet ReadPart(DatasetLocation location, string name, int official, bool allowIncomplete, List<string> missing)
    {
        if (location.Find(name) is not { } file)
        {
            missing.Add($"{name} with {official} images");
            return ImageSet.Own([], [], Shape, ClassNames, location.Folder ?? "");
        }

        var set = SvhnReader.Read(file);
        if (set.Count > official || (set.Count < official && !allowIncomplete))
            throw new DatasetException(file, null, $"It holds {set.Count} images; the official file has {official}.", "Fetch it again with 'engram data fetch svhn'.");
        if (set.Count < official)
            missing.Add($"{official - set.Count} of the {official} images of {name}");
        return set;
    }
}
