namespace Engram.Datasets;

/// <summary>MNIST, and sets that come in its four files under its names.</summary>
public sealed class IdxDataset : ImageDataset
{
    private const int Side = 28;
    private const int MostBytes = 64 << 20;

    private const string TrainImages = "train-images-idx3-ubyte.gz";
    private const string TrainLabels = "train-labels-idx1-ubyte.gz";
    private const string TestImages = "t10k-images-idx3-ubyte.gz";
    private const string TestLabels = "t10k-labels-idx1-ubyte.gz";

    private IdxDataset(string name, string title, int[] trainCounts, int[] testCounts)
    {
        (Name, Title, KnownTrainCounts, KnownTestCounts) = (name, title, trainCounts, testCounts);
        (TrainCount, TestCount) = (trainCounts.Sum(), testCounts.Sum());
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Summary => $"{TrainCount} + {TestCount} grey images of {Side} x {Side}: {What}";

    /// <inheritdoc/>
    public override string Licence => Terms;

    /// <inheritdoc/>
    public override string Citation => Cited;

    /// <inheritdoc/>
    public override IReadOnlyList<string> UsedFor => Uses;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Splits { get; } =
    [
        "official: 60000 to train, 10000 to test",
        "in file order: images 0 … 49999 to train, 50000 … 59999 to validate, official test images (Latent Equilibrium, Fig. 2b)",
        "merged at random: of 70000 10000 to test, 10000 to validate, 50000 to train, by seed (Latent Equilibrium, Fig. 2d)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => Classes;

    /// <inheritdoc/>
    public override ImageShape Shape => new(1, Side, Side);

    /// <inheritdoc/>
    public override int TrainCount { get; }

    /// <inheritdoc/>
    public override int TestCount { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => Places;

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Files => Published;

    /// <inheritdoc/>
    public override IReadOnlyList<Uri> Addresses => Servers;

    internal override int[] KnownTrainCounts { get; }

    internal override int[] KnownTestCounts { get; }

    private string What { get; init; } = "";

    private string Terms { get; init; } = "";

    private string Cited { get; init; } = "";

    private string[] Uses { get; init; } = [];

    private string[] Classes { get; init; } = [];

    private string[] Places { get; init; } = [];

    private OfficialFile[] Published { get; init; } = [];

    private Uri[] Servers { get; init; } = [];

    /// <inheritdoc/>
    public override LabelledImages Read(string data, bool allowIncomplete = false)
    {
        var location = Locate(data);
        if (allowIncomplete)
            location.RequireSomething();
        else
            location.RequireEverything();

        List<string> missing = [];
        var train = ReadPart(location, TrainImages, TrainLabels, TrainCount, KnownTrainCounts, "training", allowIncomplete, missing);
        var test = ReadPart(location, TestImages, TestLabels, TestCount, KnownTestCounts, "test", allowIncomplete, missing);
        return new LabelledImages(Name, train, test, missing);
    }

    internal static IdxDataset CreateMnist() => new(
        "mnist",
        "MNIST",
        [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
        [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    {
        What = "handwritten digits",
        Terms = "its home page names no licence; commonly given as CC BY-SA 3.0",
        Cited = "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner. Gradient-based learning applied to document recognition. Proceedings of the IEEE 86 (1998).",
        Uses = ["Latent Equilibrium (Haider et al. 2021), Figs. 2b, 2d and 4"],
        Classes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        Places = ["mnist", "MNIST", "MNIST/raw"],
        Servers = [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")],
        Published =
        [
            File(TrainImages, 9_912_422, Checksum.Sha256("440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                Checksum.Sha256("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db")),
            File(TrainLabels, 28_881, Checksum.Sha256("3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                Checksum.Sha256("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5")),
            File(TestImages, 1_648_877, Checksum.Sha256("8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                Checksum.Sha256("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7")),
            File(TestLabels, 4_542, Checksum.Sha256("f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
                Checksum.Sha256("ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),
        ],
    };

    internal static IdxDataset CreateFashionMnist() => new(
        "fashion-mnist", "Fashion-MNIST", [.. Enumerable.Repeat(6000, 10)], [.. Enumerable.Repeat(1000, 10)])
    {
        What = "articles of clothing",
        Terms = "MIT",
        Cited = "H. Xiao, K. Rasul, R. Vollgraf. Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms. arXiv:1708.07747 (2017).",
        Uses = ["none of the papers: a harder drop-in for MNIST"],
        Classes = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        Places = ["fashion-mnist", "fashion_mnist", "FashionMNIST", "FashionMNIST/raw"],
        Servers = [new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")],
        Published =
        [
            File(TrainImages, 26_421_880, Checksum.Md5("8d4fb7e6c68d591d4c3dfef9ec88bf0d"), null),
            File(TrainLabels, 29_515, Checksum.Md5("25c81989df183df01b3e8a0aad5dffbe"), null),
            File(TestImages, 4_422_102, Checksum.Md5("bef4ecab320f06d8554ea6380940ec79"), null),
            File(TestLabels, 5_148, Checksum.Md5("bb300cfdad3c16e7a12a480ee83cd310"), null),
        ],
    };

    /// <summary>A file with the names under which it is also found: unpacked, and with the dot that some unpackers put in.</summary>
    private static OfficialFile File(string name, long bytes, Checksum checksum, Checksum? content)
    {
        var dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        return new OfficialFile(name)
        {
            OtherNames = [name[..^3], dotted, dotted[..^3]],
            Bytes = bytes,
            Checksum = checksum,
            ContentChecksum = content,
        };
    }

    private ImageSet ReadPart(
        DatasetLocation location, string imagesName, string labelsName, int official, int[] known, string part, bool allowIncomplete, List<string> missing)
    {
        if (location.Find(imagesName) is not { } images || location.Find(labelsName) is not { } labels)
        {
            missing.Add($"{official} {part} images");
            return ImageSet.Own([], [], Shape, ClassNames, location.Folder ?? "");
        }

        var set = IdxReader.ReadImages(images, labels, ClassNames, MostBytes);
        if (set.Shape != Shape || set.Count > official || (set.Count < official && !allowIncomplete))
        {
            throw new DatasetException(
                images, null, $"It holds {set.Count} images of {set.Shape}; {Title} has {official} {part} images of {Shape}.", "Fetch it again.");
        }

        if (set.Count < official)
        {
            missing.Add($"{official - set.Count} of the {official} {part} images");
        }
        else if (Difference(set.ClassCounts(), known) is { } difference)
        {
            var other = DatasetCatalogue.All.OfType<IdxDataset>().FirstOrDefault(
                other => other != this && (Difference(set.ClassCounts(), other.KnownTrainCounts) is null || Difference(set.ClassCounts(), other.KnownTestCounts) is null));
            throw new DatasetException(
                labels,
                null,
                $"These are not the labels of {Title}{(other is null ? "" : $", but those of {other.Title}")}. Images of each class: {difference}.",
                $"Put each set into a folder of its own ({Places[0]}), or fetch it again.");
        }

        return set;
    }
}
