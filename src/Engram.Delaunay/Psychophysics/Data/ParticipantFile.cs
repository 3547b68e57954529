using System.Globalization;
using System.Text;
using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>One row of <c>participants.csv</c>. What is null was not asked or not measured.</summary>
public sealed record ParticipantRecord
{
    /// <summary>128 random bits in hexadecimal; no name, address or precise time goes with them.</summary>
    public required string Id { get; init; }

    /// <summary>Human or simulated.</summary>
    public AgentType AgentType { get; init; }

    /// <summary>The version of the text that was agreed to; empty for no consent.</summary>
    public string ConsentVersion { get; init; } = "";

    /// <summary>Whether they withdrew.</summary>
    public bool Withdrew { get; init; }

    /// <summary>Whether the quiz about the instructions was passed.</summary>
    public bool QuizPassed { get; init; } = true;

    /// <summary>The age band, optional.</summary>
    public string AgeBand { get; init; } = "";

    /// <summary>Whether vision was corrected, optional.</summary>
    public string VisionCorrected { get; init; } = "";

    /// <summary>Colour vision as they said, optional.</summary>
    public string ColourVision { get; init; } = "";

    /// <summary>Training in art, 0 to 4, optional.</summary>
    public int? ArtTraining { get; init; }

    /// <summary>The class of device.</summary>
    public string DeviceClass { get; init; } = "";

    /// <summary>Attention checks passed; null to count them in the trials.</summary>
    public int? CatchScore { get; init; }

    /// <summary>Times that the page lost the focus.</summary>
    public int? FocusLosses { get; init; }

    /// <summary>How long the page was hidden outside breaks, in milliseconds.</summary>
    public double? HiddenMilliseconds { get; init; }

    /// <summary>The median rate of the screen.</summary>
    public double? MedianRefresh { get; init; }

    /// <summary>Whether they reported that something technical failed.</summary>
    public bool TechnicalFailure { get; init; }

    /// <summary>Whether they recognised works or artists: a covariate, never an exclusion.</summary>
    public bool? Recognised { get; init; }

    /// <summary>Main trials that were planned; null for the most that anybody of the same list has.</summary>
    public int? PlannedTrials { get; init; }

    /// <summary>Main trials that were done, for records.</summary>
    public int? Trials { get; init; }

    /// <summary>The date, rounded to its week: <c>2026-W48</c>.</summary>
    public string Week { get; init; } = "";

    /// <summary>Whether the analysis left them out; null before one.</summary>
    public bool? Excluded { get; init; }

    /// <summary>Why.</summary>
    public string ExclusionReason { get; init; } = "";
}

/// <summary>Reads and writes <c>participants.csv</c>.</summary>
public static class ParticipantFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "participants.csv";

    private static readonly string[] Columns =
    [
        "schema", "subj", "agent_type", "consent_version", "withdrew", "quiz_passed", "age_band", "vision_corrected", "colour_vision", "art_training", "device_class",
        "catch_score", "focus_losses", "hidden_ms", "median_refresh_hz", "technical_failure", "recognised", "trials_planned", "trials_done", "week", "excluded", "exclusion_reason",
    ];

    /// <summary>Writes rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="participants">The rows.</param>
    public static void Write(string path, IEnumerable<ParticipantRecord> participants)
    {
        ArgumentNullException.ThrowIfNull(participants);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(string.Join(',', Columns));
            foreach (ParticipantRecord person in participants)
            {
                string[] cells =
                [
                    StudyFile.Schema, person.Id, TrialWords.Of(person.AgentType), person.ConsentVersion, Flag(person.Withdrew), Flag(person.QuizPassed), person.AgeBand,
                    person.VisionCorrected, person.ColourVision, Number(person.ArtTraining), person.DeviceClass, Number(person.CatchScore), Number(person.FocusLosses),
                    Number(person.HiddenMilliseconds), Number(person.MedianRefresh), Flag(person.TechnicalFailure), Flag(person.Recognised), Number(person.PlannedTrials),
                    Number(person.Trials), person.Week, Flag(person.Excluded), person.ExclusionReason,
                ];
                writer.WriteLine(string.Join(',', cells.Select(CsvReader.Quote)));
            }
        });
    }

    /// <summary>Reads rows; columns that are absent count as not recorded.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">A column is unknown, an id comes twice or a cell is no number; the message names line and column.</exception>
    public static IReadOnlyList<ParticipantRecord> Read(string path)
    {
        IReadOnlyList<CsvRow> rows = CsvReader.ReadFile(path);
        if (rows.Count == 0)
            throw new DatasetException(path, null, "The file is empty.", "Expected a header and one row for each participant.");
        var faults = new FaultList(path);
        string[] header = [.. rows[0].Cells];
        foreach (string unknown in header.Except(Columns, StringComparer.Ordinal))
            faults.Add(rows[0].Line, unknown, $"there is no such column. There are {string.Join(", ", Columns)}.");
        if (!header.Contains("subj", StringComparer.Ordinal))
            faults.Add(rows[0].Line, "subj", "the column is missing.");
        faults.ThrowIfAny();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var people = new List<ParticipantRecord>();
        foreach (CsvRow row in rows.Skip(1))
        {
            if (row.Cells.Count != header.Length)
            {
                faults.Add(row.Line, "", $"the row has {row.Cells.Count} cells, and the header {header.Length}.");
                continue;
            }

            var reader = new Cells(header, row, faults);
            string id = reader.Text("subj");
            if (id.Length == 0)
                faults.Add(row.Line, "subj", "the cell is empty.");
            else if (!lines.TryAdd(id, row.Line))
                faults.Add(row.Line, "subj", $"participant \"{id}\" stands in line {lines[id]} too.");
            people.Add(reader.Participant(id));
        }

        faults.ThrowIfAny();
        return people;
    }

    private static string Flag(bool? value) => value switch { true => "1", false => "0", null => "" };

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private sealed class Cells(string[] header, CsvRow row, FaultList faults)
    {
        public string Text(string name) => Array.IndexOf(header, name) is >= 0 and var at ? row.Cells[at] : "";

        public ParticipantRecord Participant(string id) => new()
        {
            Id = id,
            AgentType = Text("agent_type") is { Length: > 0 } word ? TrialWords.TryAgent(word) ?? Unknown(word) : AgentType.Human,
            ConsentVersion = Text("consent_version"),
            Withdrew = Flag("withdrew") ?? false,
            QuizPassed = Flag("quiz_passed") ?? true,
            AgeBand = Text("age_band"),
            VisionCorrected = Text("vision_corrected"),
            ColourVision = Text("colour_vision"),
            ArtTraining = (int?)Number("art_training", 4),
            DeviceClass = Text("device_class"),
            CatchScore = (int?)Number("catch_score"),
            FocusLosses = (int?)Number("focus_losses"),
            HiddenMilliseconds = Number("hidden_ms"),
            MedianRefresh = Number("median_refresh_hz", 1000),
            TechnicalFailure = Flag("technical_failure") ?? false,
            Recognised = Flag("recognised"),
            PlannedTrials = (int?)Number("trials_planned"),
            Trials = (int?)Number("trials_done"),
            Week = Text("week"),
            Excluded = Flag("excluded"),
            ExclusionReason = Text("exclusion_reason"),
        };

        private AgentType Unknown(string word)
        {
            faults.Add(row.Line, "agent_type", $"found \"{word}\", expected human or simulated.");
            return AgentType.Human;
        }

        private bool? Flag(string name)
        {
            string cell = Text(name);
            if (cell is not ("" or "0" or "1"))
                faults.Add(row.Line, name, $"found \"{cell}\", expected 0 or 1.");
            return cell.Length == 0 ? null : cell == "1";
        }

        private double? Number(string name, double most = 1e9)
        {
            string cell = Text(name);
            if (cell.Length == 0)
                return null;
            if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0 && value <= most)
                return value;
            faults.Add(row.Line, name, string.Create(CultureInfo.InvariantCulture, $"found \"{cell}\", expected a number from 0 to {most}."));
            return null;
        }
    }
}
