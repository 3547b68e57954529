namespace Engram.Datasets;

/// <summary>MNIST-1D, generated or as its authors froze it.</summary>
public sealed class Mnist1DDataset : Dataset
{
    private const int FrozenSteps = 40;
    private const string PickleName = "mnist1d_data.pkl";

    private static readonly int[] TrainCounts = [398, 396, 411, 394, 394, 402, 401, 404, 402, 398];
    private static readonly int[] TestCounts = [102, 104, 89, 106, 106, 98, 99, 96, 98, 102];

    private readonly bool _isFrozen;

    internal Mnist1DDataset(bool isFrozen) => _isFrozen = isFrozen;

    /// <inheritdoc/>
    public override string Name => _isFrozen ? "mnist1d-frozen" : "mnist1d";

    /// <inheritdoc/>
    public override string Title => _isFrozen ? "MNIST-1D (frozen file)" : "MNIST-1D";

    /// <inheritdoc/>
    public override string Summary =>
        _isFrozen ? "4000 + 1000 signals of 40 points: the file of its authors" : "4000 + 1000 signals of any length: ten digits in one dimension";

    /// <inheritdoc/>
    public override string Licence => "Apache-2.0";

    /// <inheritdoc/>
    public override string Citation => "S. Greydanus, D. Kobak. Scaling down deep learning with MNIST-1D. ICML 2024. arXiv:2011.14439.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> UsedFor { get; } =
        ["Generalized Latent Equilibrium (Ellenberger et al. 2025): gle-mnist1d and gle-mnist1d-lagnet, at 360 points"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Splits { get; } = ["official: 4000 to train, 1000 to test"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <inheritdoc/>
    public override bool IsBuiltIn => !_isFrozen;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders => _isFrozen ? ["mnist1d", "mnist1d-frozen"] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Files => _isFrozen
        ?
        [
            new(PickleName)
            {
                Bytes = 1_642_012,
                Checksum = Checksum.Sha256("e95257676e9fb04568e46dda007da22cc8664ccba1451456afde55d7f6dd6aa5"),
            },
        ]
        : [];

    /// <inheritdoc/>
    public override string FetchFolder => "mnist1d";

    /// <inheritdoc/>
    public override IReadOnlyList<Uri> Addresses => _isFrozen ? [new("https://github.com/greydanus/mnist1d/raw/master/")] : [];

    /// <inheritdoc/>
    public override DatasetFacts Describe(string data, Action<string, double>? progress = null, CancellationToken stop = default)
    {
        var split = Read(data, progress);
        stop.ThrowIfCancellationRequested();
        var values = split.Train.Values.ToArray();
        var mean = values.Average();
        return new DatasetFacts(
            [Part("train", split.Train), Part("test", split.Test)],
            [new ValueStatistics("signal", mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), values.Min(), values.Max())],
            []);
    }

    /// <inheritdoc/>
    protected override void CheckContent(string data, ICollection<DatasetCheck> checks, Action<string, double>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(checks);
        var split = Read(data, progress);
        foreach (var (name, set, known) in new[] { ("training signals", split.Train, TrainCounts), ("test signals", split.Test, TestCounts) })
        {
            var words = $"{set.Count} of {set.Steps} points, {(IsBuiltIn ? "generated" : "read")}";
            checks.Add(Difference(set.ClassCounts(), known) is { } difference
                ? new DatasetCheck(name, CheckState.Wrong, $"{words}, but the counts of the classes are not the official ones: {difference}")
                : new DatasetCheck(name, CheckState.Fine, $"{words}, as many of each class as is known"));
        }
    }

    private DatasetSplit Read(string data, Action<string, double>? progress)
    {
        progress?.Invoke($"{(IsBuiltIn ? "generating" : "reading")} {Name}", 0);
        if (IsBuiltIn)
            return Mnist1D.Generate(new Mnist1DOptions { Steps = FrozenSteps });
        var location = Locate(data);
        location.RequireEverything();
        return Mnist1D.ReadFrozen(location.Find(PickleName)!, FrozenSteps);
    }

    private static DatasetPart Part(string name, SequenceSet set) =>
        new(name, set.Count, $"{set.Channels} x {set.Steps}", Array.ConvertAll(set.ClassCounts(), static count => (long)count));
}
