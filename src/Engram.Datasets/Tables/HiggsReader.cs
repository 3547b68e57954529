namespace Engram.Datasets;

/// <summary>
/// Reads HIGGS: simulated particle collisions, 28 features each, and whether a Higgs boson was produced. The file has 11 million rows, so it
/// is read a chunk at a time; <see cref="RowReader.ReadRows"/> takes as many into memory as are asked for.
/// </summary>
/// <remarks>Baldi, Sadowski and Whiteson, "Searching for exotic particles in high-energy physics with deep learning", 2014.</remarks>
public static class HiggsReader
{
    /// <summary>How many rows the official file has.</summary>
    public const int OfficialRows = 11_000_000;

    /// <summary>How many rows at the end of the official file its authors test on.</summary>
    public const int OfficialTestRows = 500_000;

    internal const string FileName = "HIGGS.csv.gz";
    internal const string PlainName = "HIGGS.csv";
    internal const string ZipName = "higgs.zip";

    /// <summary>The names of the 29 columns: the label, 21 measured features, and 7 that physicists derive from them.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "class_label", "lepton_pT", "lepton_eta", "lepton_phi", "missing_energy_magnitude", "missing_energy_phi", "jet_1_pt", "jet_1_eta",
        "jet_1_phi", "jet_1_btag", "jet_2_pt", "jet_2_eta", "jet_2_phi", "jet_2_btag", "jet_3_pt", "jet_3_eta", "jet_3_phi", "jet_3_btag",
        "jet_4_pt", "jet_4_eta", "jet_4_phi", "jet_4_btag", "m_jj", "m_jjj", "m_lv", "m_jlv", "m_bb", "m_wbb", "m_wwbb",
    ];

    /// <summary>The names of the classes in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["background", "signal"];

    /// <summary>Opens the file at its first row.</summary>
    /// <param name="path"><c>HIGGS.csv</c>, <c>HIGGS.csv.gz</c>, or a zip archive with one of them, which is read in place.</param>
    /// <param name="firstRow">The row to start at, counted from 0.</param>
    /// <exception cref="DatasetException">The file is missing, unreadable, or has fewer rows.</exception>
    public static RowReader Open(string path, long firstRow = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        var reader = new RowReader(OpenContent(path), Columns, ClassNames.Count);
        try
        {
            if (reader.Skip(firstRow) < firstRow)
            {
                throw new DatasetException(
                    path, null, $"Row {firstRow + 1} was asked for; the file has only {reader.NextRow}.", "Ask for earlier rows, or fetch the whole set.");
            }

            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Opens the rows of a stream from its present position.</summary>
    /// <param name="stream">A stream that knows its length; it stays open.</param>
    /// <param name="name">What to call the stream in messages.</param>
    public static RowReader Open(Stream stream, string name) =>
        new(new ContentStream(stream, DatasetFile.BytesLeft(stream, name), name, leaveOpen: true), Columns, ClassNames.Count);

    internal static ContentStream OpenContent(string path)
    {
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return ContentStream.Open(path);
        var file = DatasetFile.Open(path);
        try
        {
            return ZipContent.OpenEntry(file, path, [FileName, PlainName]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
