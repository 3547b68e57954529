namespace Engram.Datasets;

/// <summary>CIFAR-10: small colour photographs of ten kinds of things.</summary>
public sealed class Cifar10Dataset : ImageDataset
{
    private const long BatchBytes = (long)Cifar10Reader.BatchImages * Cifar10Reader.RecordLength;

    internal Cifar10Dataset()
    {
    }

    /// <inheritdoc/>
    public override string Name => "cifar10";

    /// <inheritdoc/>
    public override string Title => "CIFAR-10";

    /// <inheritdoc/>
    public override string Summary => $"{TrainCount} + {TestCount} colour photographs of 32 x 32: airplanes to trucks";

    /// <inheritdoc/>
    public override string Licence => "its authors name none; free for research with citation";

    /// <inheritdoc/>
    public override string Citation => "A. Krizhevsky. Learning multiple layers of features from tiny images. Technical report, University of Toronto (2009).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> UsedFor { get; } =
    [
        "Latent Equilibrium (Haider et al. 2021), Fig. 2e",
        "Perturbed and adversarial dreaming (Deperrois et al. 2022), Figs. 3 to 6",
        "Contrastive dreaming (Deperrois et al. 2023)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Splits { get; } =
    [
        "official: 50000 to train, 10000 to test",
        "at random: of the training images 40000 to train, 10000 to validate, by seed; official test images (Latent Equilibrium, Fig. 2e)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => Cifar10Reader.ClassNames;

    /// <inheritdoc/>
    public override ImageShape Shape => Cifar10Reader.Shape;

    /// <inheritdoc/>
    public override int TrainCount => Cifar10Reader.TrainBatches * Cifar10Reader.BatchImages;

    /// <inheritdoc/>
    public override int TestCount => Cifar10Reader.BatchImages;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders { get; } =
        ["cifar-10-batches-bin", "cifar10", "cifar10/cifar-10-batches-bin", "cifar-10", "cifar-10/cifar-10-batches-bin"];

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Files { get; } =
    [
        Batch("data_batch_1.bin", Checksum.Sha256("cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5")),
        Batch("data_batch_2.bin", Checksum.Sha256("a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed")),
        Batch("data_batch_3.bin", Checksum.Sha256("bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67")),
        Batch("data_batch_4.bin", Checksum.Sha256("014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48")),
        Batch("data_batch_5.bin", Checksum.Sha1("26e2849e66a845b7f1e4614ae70f4889ae604628")),
        Batch(Cifar10Reader.TestBatch, Checksum.Sha1("67eb016db431130d61cd03c7ad570b013799c88c")) with { ExcerptFolders = ["cifar-10-test-first1000"] },
        new(Cifar10Reader.MetaFile) { IsOptional = true },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Archives { get; } =
    [
        new(Cifar10Reader.ArchiveName)
        {
            OtherNames = ["cifar-10-binary.tar"],
            Bytes = 170_052_171,
            Checksum = Checksum.Md5("c32a1d4ab5d03f1284b67883e8d87530"),
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Downloads => Archives;

    /// <inheritdoc/>
    public override IReadOnlyList<Uri> Addresses { get; } = [new("https://www.cs.toronto.edu/~kriz/")];

    internal override int[] KnownTrainCounts { get; } = [.. Enumerable.Repeat(5000, 10)];

    internal override int[] KnownTestCounts { get; } = [.. Enumerable.Repeat(1000, 10)];

    /// <inheritdoc/>
    public override LabelledImages Read(string data, bool allowIncomplete = false)
    {
        var location = Locate(data);
        if (allowIncomplete)
            location.RequireSomething();
        else
            location.RequireEverything();
        return location.Archive is { } archive
            ? Cifar10Reader.Read(archive, allowIncomplete)
            : Cifar10Reader.ReadFiles(location.Find, location.Find(Cifar10Reader.MetaFile), location.Folder!, allowIncomplete);
    }

    private static OfficialFile Batch(string name, Checksum checksum) => new(name) { Bytes = BatchBytes, Checksum = checksum };
}
