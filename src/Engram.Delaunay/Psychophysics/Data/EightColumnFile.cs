using System.Globalization;
using System.Text;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>
/// Export (a): the eight columns of the Geirhos toolbox, <c>subj, session, trial, rt, object_response, category, condition, imagename</c>.
/// Response times are in seconds, <c>NaN</c> for networks; no response is <c>na</c>.
/// </summary>
public static class EightColumnFile
{
    private static readonly string[] Columns = ["subj", "session", "trial", "rt", "object_response", "category", "condition", "imagename"];

    /// <summary>Writes the trials that were answered.</summary>
    /// <param name="path">The file.</param>
    /// <param name="trials">The rows.</param>
    public static void Write(string path, IEnumerable<TrialRecord> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(string.Join(',', Columns));
            foreach (TrialRecord trial in trials.Where(static trial => trial.Type is TrialType.Main or TrialType.Transfer))
            {
                // A network's seeds are observers of their own there.
                string subject = trial.AgentSeed is { } seed ? string.Create(CultureInfo.InvariantCulture, $"{trial.Subject}-seed{seed}") : trial.Subject;
                string[] cells =
                [
                    subject,
                    trial.Session.ToString(CultureInfo.InvariantCulture),
                    trial.Trial?.ToString(CultureInfo.InvariantCulture) ?? "",
                    trial.ResponseTime is { } time ? (time / 1000).ToString("R", CultureInfo.InvariantCulture) : "NaN",
                    trial.Answer?.ToString(CultureInfo.InvariantCulture) ?? TrialColumn.NoResponse,
                    trial.Category?.ToString(CultureInfo.InvariantCulture) ?? "",
                    trial.Condition.Length > 0 ? trial.Condition : trial.Family,
                    trial.ImageName.Length > 0 ? trial.ImageName : trial.ImageId,
                ];
                writer.WriteLine(string.Join(',', cells.Select(CsvReader.Quote)));
            }
        });
    }

    /// <summary>Whether a header is of this form; <c>Session</c> is <c>session</c>, as published files have it.</summary>
    /// <param name="header">The header.</param>
    internal static bool IsHeader(IReadOnlyList<string> header)
    {
        string[] names = [.. header.Select(static cell => cell.Trim().ToLowerInvariant())];
        return Array.TrueForAll(Columns, column => names.Contains(column, StringComparer.Ordinal)) && !names.Contains("trial_type", StringComparer.Ordinal);
    }

    /// <summary>Reads rows of this form: categories are numbered in the order of their names, n(t) is counted, W is the number of categories met.</summary>
    internal static TrialTable Read(string path, IReadOnlyList<CsvRow> rows)
    {
        var faults = new FaultList(path);
        string[] header = [.. rows[0].Cells.Select(static cell => cell.Trim().ToLowerInvariant())];
        foreach (string unknown in header.Except(Columns, StringComparer.Ordinal))
            faults.Add(rows[0].Line, unknown, $"there is no such column in this form. It has {string.Join(", ", Columns)}.");
        int At(string name) => Array.IndexOf(header, name);
        int subject = At("subj"), session = At("session"), number = At("trial"), time = At("rt"), answer = At("object_response");
        int category = At("category"), condition = At("condition"), image = At("imagename");

        CsvRow[] whole = [.. rows.Skip(1).Where(row => row.Cells.Count == header.Length)];
        foreach (CsvRow row in rows.Skip(1).Where(row => row.Cells.Count != header.Length))
            faults.Add(row.Line, "", $"the row has {row.Cells.Count} cells, and the header {header.Length}.");
        Dictionary<string, int> names = Number(whole.Select(row => row.Cells[category]));
        var trials = new List<TrialRecord>(whole.Length);
        foreach (CsvRow row in whole)
        {
            string answered = row.Cells[answer];
            var trial = new TrialRecord
            {
                Line = row.Line,
                Subject = row.Cells[subject],
                Session = Whole(row, session, "session"),
                Trial = Whole(row, number, "trial"),
                Category = names[row.Cells[category]],
                CategoryLabel = row.Cells[category],
                Condition = row.Cells[condition],
                Family = StimulusFamily.All.Contains(row.Cells[condition], StringComparer.Ordinal) ? row.Cells[condition] : StimulusFamily.Intact,
                ImageName = row.Cells[image],
                ImageId = row.Cells[image],
                Response = answered,
                Alternatives = Math.Max(2, names.Count),
                Protocol = "practice", // The protocol is not in the file, and with it no limit on times.
            };
            if (trial.Subject.Length == 0)
                faults.Add(row.Line, "subj", "the cell is empty.");
            if (answered != TrialColumn.NoResponse)
            {
                if (names.TryGetValue(answered, out int known))
                    trial.Answer = known;
                else
                    faults.Add(row.Line, "object_response", $"\"{answered}\" is no category of the file, nor na.");
            }

            trial.Correct = trial.Answer == trial.Category;
            string seconds = row.Cells[time];
            if (seconds is "NaN" or "nan" or "")
            {
                if (trial.Answer is not null)
                    trial.AgentType = AgentType.Network;
            }
            else if (double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value >= 0)
            {
                trial.ResponseTime = trial.Answer is null ? null : value * 1000;
            }
            else
            {
                faults.Add(row.Line, "rt", $"found \"{seconds}\", expected seconds, 0 or more, or NaN.");
            }

            trials.Add(trial);
        }

        Complete(trials);
        IReadOnlyList<string> remarks = TrialCheck.Of(trials, faults);
        return new TrialTable(trials, [.. remarks, "The file has eight columns: list, protocol and number of alternatives were inferred."], "eight columns (Geirhos toolbox)");

        int Whole(CsvRow row, int at, string name)
        {
            // Published files number sessions "session_1" too.
            string digits = row.Cells[at].AsSpan().TrimStart("session_-").ToString();
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 0)
                return value;
            faults.Add(row.Line, name, $"found \"{row.Cells[at]}\", expected a whole number.");
            return 0;
        }
    }

    private static Dictionary<string, int> Number(IEnumerable<string> names)
    {
        string[] distinct = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        bool areNumbers = Array.TrueForAll(distinct, static name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        return distinct.Select((name, i) => (name, i)).ToDictionary(
            entry => entry.name, entry => areNumbers ? int.Parse(entry.name, CultureInfo.InvariantCulture) : entry.i, StringComparer.Ordinal);
    }

    /// <summary>Counts exemplars, and gives people the type of their subject: one row with a time makes a person of all rows.</summary>
    private static void Complete(List<TrialRecord> trials)
    {
        foreach (var subject in trials.GroupBy(static trial => trial.Subject, StringComparer.Ordinal))
        {
            AgentType type = subject.Any(static trial => trial.ResponseTime is not null) ? AgentType.Human : AgentType.Network;
            foreach (TrialRecord trial in subject)
                trial.AgentType = type;
            foreach (var session in subject.GroupBy(static trial => trial.Session))
            {
                TrialRecord[] ordered = [.. session.OrderBy(static trial => trial.Trial)];
                var seen = new Dictionary<int, int>();
                int ways = Math.Max(2, ordered.Select(static trial => trial.Category).Distinct().Count());
                // The same images in whatever order make a list.
                string list = string.Join(' ', ordered.Select(static trial => trial.ImageId).Order(StringComparer.Ordinal));
                string id = $"images-{(uint)StableHash(list):x8}";
                for (int t = 0; t < ordered.Length; t++)
                {
                    int category = ordered[t].Category!.Value;
                    ordered[t].SeenTrue = seen.GetValueOrDefault(category);
                    ordered[t].SeenMean = t / (double)ways;
                    ordered[t].Alternatives = ways;
                    ordered[t].ListId = id;
                    seen[category] = ordered[t].SeenTrue!.Value + 1;
                }
            }
        }
    }

    private static int StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char letter in text)
            hash = unchecked((hash ^ letter) * 16777619);
        return (int)hash;
    }
}
