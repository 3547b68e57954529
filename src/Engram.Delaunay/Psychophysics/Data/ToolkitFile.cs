using System.Globalization;
using System.Text;
using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>A row of export (b).</summary>
/// <param name="TrialType">What the trial is for.</param>
/// <param name="TrialIndex">From 0.</param>
/// <param name="TimeElapsed">Milliseconds since the visit began; null where no clock ran.</param>
/// <param name="Stimulus">The opaque id.</param>
/// <param name="Response">The key, or the category where there are no keys; null for none.</param>
/// <param name="ResponseTime">Milliseconds; null for none.</param>
/// <param name="Correct">Whether it was right.</param>
public sealed record ToolkitTrial(string TrialType, int TrialIndex, double? TimeElapsed, string Stimulus, string? Response, double? ResponseTime, bool Correct);

/// <summary>
/// Export (b): the names that browser toolkits use, <c>trial_type, trial_index, time_elapsed, stimulus, response, rt, correct</c>, of one
/// participant. Response times are in milliseconds.
/// </summary>
public static class ToolkitFile
{
    private const string Header = "trial_type,trial_index,time_elapsed,stimulus,response,rt,correct";

    /// <summary>Writes the trials of one participant.</summary>
    /// <param name="path">The file.</param>
    /// <param name="trials">The rows.</param>
    public static void Write(string path, IEnumerable<TrialRecord> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(Header);
            int index = 0;
            foreach (TrialRecord trial in trials)
            {
                string response = trial.Response.Length > 0 ? trial.Response : trial.Answer?.ToString(CultureInfo.InvariantCulture) ?? "null";
                string[] cells =
                [
                    TrialWords.Of(trial.Type), (index++).ToString(CultureInfo.InvariantCulture), Number(trial.Onset + (trial.ResponseTime ?? 0)),
                    trial.ImageId, response, Number(trial.ResponseTime), trial.Correct ? "true" : "false",
                ];
                writer.WriteLine(string.Join(',', cells.Select(CsvReader.Quote)));
            }
        });
    }

    /// <summary>Reads rows back.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">The header or a cell is another; the message names line and column.</exception>
    public static IReadOnlyList<ToolkitTrial> Read(string path)
    {
        IReadOnlyList<CsvRow> rows = CsvReader.ReadFile(path);
        if (rows.Count == 0 || string.Join(',', rows[0].Cells) != Header)
            throw new DatasetException(path, null, "The header is another.", $"Expected {Header}.");
        var faults = new FaultList(path);
        var trials = new List<ToolkitTrial>();
        foreach (CsvRow row in rows.Skip(1))
        {
            if (row.Cells is not [var type, var index, var elapsed, var stimulus, var response, var time, var correct])
            {
                faults.Add(row.Line, "", $"the row has {row.Cells.Count} cells, expected 7.");
                continue;
            }

            if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                faults.Add(row.Line, "trial_index", $"found \"{index}\", expected a whole number from 0.");
            if (correct is not ("true" or "false"))
                faults.Add(row.Line, "correct", $"found \"{correct}\", expected true or false.");
            trials.Add(new ToolkitTrial(type, number, Time(elapsed, "time_elapsed"), stimulus, response == "null" ? null : response, Time(time, "rt"), correct == "true"));

            double? Time(string cell, string column)
            {
                if (cell is "null" or "")
                    return null;
                if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value >= 0)
                    return value;
                faults.Add(row.Line, column, $"found \"{cell}\", expected milliseconds, 0 or more, or null.");
                return null;
            }
        }

        faults.ThrowIfAny();
        return trials;
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "null";
}
