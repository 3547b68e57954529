using System.Text;
using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>Trials, and what a reader must know about them.</summary>
/// <param name="Trials">The rows in their order.</param>
/// <param name="Remarks">What is incomplete but no reason to refuse: trials that are missing, columns that were empty. One sentence each.</param>
/// <param name="Form">How the file was laid out.</param>
public sealed record TrialTable(IReadOnlyList<TrialRecord> Trials, IReadOnlyList<string> Remarks, string Form);

/// <summary>Reads and writes <c>trials.csv</c>.</summary>
public static class TrialFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "trials.csv";

    private const string FullForm = "delaunay-psych/1";

    /// <summary>Writes rows with all columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="trials">The rows.</param>
    public static void Write(string path, IEnumerable<TrialRecord> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(string.Join(',', TrialColumn.All.Select(static column => column.Name)));
            foreach (TrialRecord trial in trials)
                writer.WriteLine(string.Join(',', TrialColumn.All.Select(column => CsvReader.Quote(column.Write(trial)))));
        });
    }

    /// <summary>
    /// Reads trials in any of the forms: all columns, the eight columns of the Geirhos toolbox (which is told from the header, also with
    /// <c>Session</c>), and checks them.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">
    /// Cells that are no numbers, unknown columns, ids that come twice, times that cannot be: all of them (up to twenty) with line and column.
    /// </exception>
    public static TrialTable Read(string path)
    {
        IReadOnlyList<CsvRow> rows = CsvReader.ReadFile(path);
        if (rows.Count == 0)
            throw new DatasetException(path, null, "The file is empty.", "Expected a header and one row for each trial.");
        return EightColumnFile.IsHeader(rows[0].Cells) ? EightColumnFile.Read(path, rows) : Read(path, rows);
    }

    private static TrialTable Read(string path, IReadOnlyList<CsvRow> rows)
    {
        var faults = new FaultList(path);
        IReadOnlyList<string> header = [.. rows[0].Cells.Select(static cell => cell == "Session" ? "session" : cell.Trim())];
        var columns = new TrialColumn?[header.Count];
        for (int c = 0; c < header.Count; c++)
        {
            columns[c] = TrialColumn.All.FirstOrDefault(column => column.Name == header[c]);
            if (columns[c] is null)
                faults.Add(rows[0].Line, header[c], $"there is no such column. Did you mean {Nearest(header[c])}?");
            else if (header.Take(c).Contains(header[c], StringComparer.Ordinal))
                faults.Add(rows[0].Line, header[c], "the column stands there twice.");
        }

        foreach (TrialColumn column in TrialColumn.All.Where(column => column.IsRequired && !header.Contains(column.Name, StringComparer.Ordinal)))
            faults.Add(rows[0].Line, column.Name, "the column is missing.");
        faults.ThrowIfAny();

        // The type of a row decides what may be empty in it, so it is read first.
        int[] order = [.. Enumerable.Range(0, columns.Length).OrderBy(c => columns[c]!.Name == "trial_type" ? 0 : 1)];
        var trials = new List<TrialRecord>(rows.Count - 1);
        foreach (CsvRow row in rows.Skip(1))
        {
            if (row.Cells.Count != columns.Length)
            {
                faults.Add(row.Line, "", $"the row has {row.Cells.Count} cells, and the header {columns.Length}.");
                continue;
            }

            var trial = new TrialRecord { Line = row.Line };
            foreach (int c in order)
            {
                if (columns[c]!.Read(trial, row.Cells[c]) is { } expected)
                    faults.Add(row.Line, header[c], $"found \"{Short(row.Cells[c])}\", expected {expected}.");
            }

            trials.Add(trial);
        }

        return new TrialTable(trials, TrialCheck.Of(trials, faults), FullForm);
    }

    private static string Short(string cell) => cell.Length <= 40 ? cell : cell[..39] + "…";

    private static string Nearest(string name) =>
        TrialColumn.All.Select(static column => column.Name).MinBy(known => Distance(known, name))!;

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1)));
        }

        return row[^1];
    }
}
