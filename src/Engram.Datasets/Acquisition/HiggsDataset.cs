namespace Engram.Datasets;

/// <summary>HIGGS: eleven million simulated particle collisions.</summary>
public sealed class HiggsDataset : Dataset
{
    private const int RowsAtOnce = 4096;

    internal HiggsDataset()
    {
    }

    /// <inheritdoc/>
    public override string Name => "higgs";

    /// <inheritdoc/>
    public override string Title => "HIGGS";

    /// <inheritdoc/>
    public override string Summary => $"{HiggsReader.OfficialRows} simulated particle collisions of 28 features: Higgs boson or background";

    /// <inheritdoc/>
    public override string Licence => "CC BY 4.0 (UCI Machine Learning Repository)";

    /// <inheritdoc/>
    public override string Citation =>
        "P. Baldi, P. Sadowski, D. Whiteson. Searching for exotic particles in high-energy physics with deep learning. Nature Communications 5, 4308 (2014).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> UsedFor { get; } = ["Latent Equilibrium (Haider et al. 2021), Fig. 2c: the first 400000 rows"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Splits { get; } =
    [
        $"official: the last {HiggsReader.OfficialTestRows} rows to test",
        "first 400000 rows: the last 40000 to test, 18000 of the others at random to validate, 342000 to train, by seed (Latent Equilibrium, Fig. 2c)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => HiggsReader.ClassNames;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Folders { get; } = ["higgs", "HIGGS"];

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Files { get; } =
    [
        new(HiggsReader.FileName)
        {
            OtherNames = [HiggsReader.PlainName],
            Bytes = 2_816_407_858,
            Checksum = Checksum.Sha256("ea302c18164d4e3d916a1e2e83a9a8d07069fa6ebc7771e4c0540d54e593b698"),
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<OfficialFile> Archives { get; } = [new(HiggsReader.ZipName)];

    /// <inheritdoc/>
    public override IReadOnlyList<Uri> Addresses { get; } = [new("https://archive.ics.uci.edu/ml/machine-learning-databases/00280/")];

    /// <summary>Opens the rows.</summary>
    /// <param name="data">The folder that holds data sets, or the set's own folder, or its file or archive.</param>
    /// <param name="firstRow">The row to start at, counted from 0.</param>
    /// <exception cref="DatasetException">It is not there, unreadable, or has fewer rows.</exception>
    public RowReader Open(string data, long firstRow = 0)
    {
        var location = Locate(data);
        location.RequireSomething();
        return HiggsReader.Open(location.Archive ?? location.Find(HiggsReader.FileName)!, firstRow);
    }

    /// <inheritdoc/>
    public override DatasetFacts Describe(string data, Action<string, double>? progress = null, CancellationToken stop = default)
    {
        var (classes, columns) = Walk(data, progress, stop);
        var rows = classes.Sum();
        return new DatasetFacts(
            [new DatasetPart("all rows", rows, $"{HiggsReader.Columns.Count - 1} features", classes)],
            rows == 0 ? [] : [.. columns.Select((column, i) => column.Summary(HiggsReader.Columns[i + 1]))],
            rows < HiggsReader.OfficialRows ? [$"{HiggsReader.OfficialRows - rows} of the {HiggsReader.OfficialRows} rows"] : []);
    }

    /// <inheritdoc/>
    protected override void CheckContent(string data, ICollection<DatasetCheck> checks, Action<string, double>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(checks);
        var (classes, _) = Walk(data, progress, stop);
        var rows = classes.Sum();
        checks.Add(new DatasetCheck("rows", rows > HiggsReader.OfficialRows ? CheckState.Wrong : CheckState.Fine,
            $"{rows} of 29 finite numbers, labels 0 and 1 ({classes[0]} background, {classes[1]} signal)"));
        if (rows < HiggsReader.OfficialRows)
            checks.Add(new DatasetCheck("completeness", CheckState.Missing, $"{HiggsReader.OfficialRows - rows} of the {HiggsReader.OfficialRows} rows"));
    }

    private (long[] Classes, Column[] Columns) Walk(string data, Action<string, double>? progress, CancellationToken stop)
    {
        using var reader = Open(data);
        var features = new float[RowsAtOnce * reader.FeatureCount];
        var labels = new byte[RowsAtOnce];
        var classes = new long[reader.ClassCount];
        var columns = new Column[reader.FeatureCount];
        Array.Fill(columns, new Column());
        while (reader.Read(features, labels) is var rows && rows > 0)
        {
            stop.ThrowIfCancellationRequested();
            for (var row = 0; row < rows; row++)
            {
                classes[labels[row]]++;
                for (var i = 0; i < columns.Length; i++)
                    columns[i].Add(features[(row * columns.Length) + i]);
            }

            progress?.Invoke($"reading {Name}", reader.Share);
        }

        return (classes, columns);
    }

    /// <summary>Mean and spread as the values come (Welford), in double precision.</summary>
    private struct Column()
    {
        private long _count;
        private double _mean;
        private double _squares;
        private float _least = float.PositiveInfinity;
        private float _most = float.NegativeInfinity;

        public void Add(float value)
        {
            var distance = value - _mean;
            _mean += distance / ++_count;
            _squares += distance * (value - _mean);
            _least = Math.Min(_least, value);
            _most = Math.Max(_most, value);
        }

        public readonly ValueStatistics Summary(string name) => new(name, _mean, Math.Sqrt(_squares / _count), _least, _most);
    }
}
