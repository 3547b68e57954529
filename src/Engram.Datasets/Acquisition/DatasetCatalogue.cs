namespace Engram.Datasets;

/// <summary>All data sets that Engram knows. A new one is a new file and a line here.</summary>
public static class DatasetCatalogue
{
    /// <summary>MNIST-1D as it is generated.</summary>
    public static Mnist1DDataset Mnist1D { get; } = new(isFrozen: false);

    /// <summary>MNIST-1D as its authors froze it in a file.</summary>
    public static Mnist1DDataset Mnist1DFrozen { get; } = new(isFrozen: true);

    /// <summary>MNIST: handwritten digits.</summary>
    public static IdxDataset Mnist { get; } = IdxDataset.CreateMnist();

    /// <summary>Fashion-MNIST: articles of clothing in the format of MNIST.</summary>
    public static IdxDataset FashionMnist { get; } = IdxDataset.CreateFashionMnist();

    /// <summary>CIFAR-10: small photographs of ten kinds of things.</summary>
    public static Cifar10Dataset Cifar10 { get; } = new();

    /// <summary>SVHN: photographed digits of house numbers.</summary>
    public static SvhnDataset Svhn { get; } = new();

    /// <summary>HIGGS: simulated particle collisions.</summary>
    public static HiggsDataset Higgs { get; } = new();

    /// <summary>Speech Commands: recordings of 35 spoken words.</summary>
    public static SpeechCommandsDataset SpeechCommands { get; } = new();

    /// <summary>The free spoken digits.</summary>
    public static SpokenDigitsDataset SpokenDigits { get; } = new();

    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<Dataset> All { get; } = [Mnist1D, Mnist1DFrozen, Mnist, FashionMnist, Cifar10, Svhn, Higgs, SpeechCommands, SpokenDigits];

    /// <summary>The set of a name, or none.</summary>
    /// <param name="name">Its short name; capitals do not matter.</param>
    public static Dataset? Find(string name) =>
        All.FirstOrDefault(dataset => string.Equals(dataset.Name, name, StringComparison.OrdinalIgnoreCase));
}
