using System.Globalization;

namespace Engram.Delaunay.Psychophysics;

/// <summary>One column of <c>trials.csv</c>: its name, how a cell is read into a record and how it is written.</summary>
/// <param name="Name">The header.</param>
/// <param name="IsRequired">Whether a file without it cannot be analysed.</param>
/// <param name="Read">Takes a cell; returns what was expected where it is none, else null.</param>
/// <param name="Write">The cell of a record.</param>
internal sealed record TrialColumn(string Name, bool IsRequired, Func<TrialRecord, string, string?> Read, Func<TrialRecord, string> Write)
{
    public const string NoResponse = "na";

    /// <summary>The columns in their order.</summary>
    public static IReadOnlyList<TrialColumn> All { get; } =
    [
        new("schema", false, static (_, cell) => cell == StudyFile.Schema ? null : $"\"{StudyFile.Schema}\"", static _ => StudyFile.Schema),
        Text("study", false, static r => r.Study, static (r, v) => r.Study = v),
        Text("config_hash", false, static r => r.ConfigHash, static (r, v) => r.ConfigHash = v),
        new("agent_type", true, ReadAgent, static r => TrialWords.Of(r.AgentType)),
        Text("subj", true, static r => r.Subject, static (r, v) => r.Subject = v),
        Whole("agent_seed", 0, static r => r.AgentSeed, static (r, v) => r.AgentSeed = v),
        Whole("session", 1, static r => r.Session, static (r, v) => r.Session = v ?? 1),
        new("protocol", false, ReadProtocol, static r => r.Protocol),
        Text("family", false, static r => r.Family, static (r, v) => r.Family = v.Length > 0 ? v : StimulusFamily.Intact),
        Text("condition", false, static r => r.Condition, static (r, v) => r.Condition = v),
        Text("list_id", false, static r => r.ListId, static (r, v) => r.ListId = v),
        Text("list_sha256", false, static r => r.ListSha256, static (r, v) => r.ListSha256 = v),
        Text("category_set", false, static r => r.CategorySet, static (r, v) => r.CategorySet = v),
        Whole("W", 2, static r => r.Alternatives, static (r, v) => r.Alternatives = v ?? 4) with { IsRequired = true },
        Whole("block", 0, static r => r.Block, static (r, v) => r.Block = v),
        Whole("trial", 1, static r => r.Trial, static (r, v) => r.Trial = v) with { IsRequired = true },
        Whole("trial_in_block", 0, static r => r.TrialInBlock, static (r, v) => r.TrialInBlock = v),
        new("trial_type", true, ReadType, static r => TrialWords.Of(r.Type)),
        Text("image_id", true, static r => r.ImageId, static (r, v) => r.ImageId = v),
        Text("imagename", false, static r => r.ImageName, static (r, v) => r.ImageName = v),
        Whole("category", 0, static r => r.Category, static (r, v) => r.Category = v) with { IsRequired = true },
        Text("category_label", false, static r => r.CategoryLabel, static (r, v) => r.CategoryLabel = v),
        Whole("n_seen_true", 0, static r => r.SeenTrue, static (r, v) => r.SeenTrue = v),
        Real("n_seen_mean", 0, static r => r.SeenMean, static (r, v) => r.SeenMean = v),
        Text("response", false, static r => r.Response, static (r, v) => r.Response = v),
        new("object_response", true, ReadAnswer, static r => r.Answer?.ToString(CultureInfo.InvariantCulture) ?? (r.Type == TrialType.Study ? "" : NoResponse)),
        Flag("correct", static r => r.Correct, static (r, v) => r.Correct = v ?? false) with { IsRequired = true },
        Real("rt_ms", 0, static r => r.ResponseTime, static (r, v) => r.ResponseTime = v),
        Flag("timed_out", static r => r.TimedOut, static (r, v) => r.TimedOut = v),
        Flag("anticipation", static r => r.Anticipation, static (r, v) => r.Anticipation = v),
        Flag("feedback", static r => r.Feedback, static (r, v) => r.Feedback = v),
        Real("onset_ms", 0, static r => r.Onset, static (r, v) => r.Onset = v),
        Real("stim_ms_planned", 0, static r => r.PlannedStimulus, static (r, v) => r.PlannedStimulus = v),
        Real("stim_ms_actual", 0, static r => r.ActualStimulus, static (r, v) => r.ActualStimulus = v),
        Real("mask_ms_actual", 0, static r => r.ActualMask, static (r, v) => r.ActualMask = v),
        Real("iti_ms", 0, static r => r.Blank, static (r, v) => r.Blank = v),
        Whole("frames_dropped", 0, static r => r.FramesDropped, static (r, v) => r.FramesDropped = v),
        Whole("blur_events", 0, static r => r.BlurEvents, static (r, v) => r.BlurEvents = v),
        Real("refresh_hz", 0, static r => r.Refresh, static (r, v) => r.Refresh = v),
        Real("dpr", 0, static r => r.PixelRatio, static (r, v) => r.PixelRatio = v),
        Real("img_px", 0, static r => r.ImagePixels, static (r, v) => r.ImagePixels = v),
        Real("px_per_mm", 0, static r => r.PixelsPerMillimetre, static (r, v) => r.PixelsPerMillimetre = v),
        Real("deg", 0, static r => r.Degrees, static (r, v) => r.Degrees = v),
        Text("key_map", false, static r => r.KeyMap, static (r, v) => r.KeyMap = v),
        new("scores", false, ReadScores, static r => r.Scores.Count == 0 ? "" : $"[{string.Join(',', r.Scores.Select(static s => s.ToString("R", CultureInfo.InvariantCulture)))}]"),
        Flag("synthetic", static r => r.Synthetic, static (r, v) => r.Synthetic = v ?? false),
        Flag("excluded", static r => r.Excluded, static (r, v) => r.Excluded = v),
        Text("exclusion_reason", false, static r => r.ExclusionReason, static (r, v) => r.ExclusionReason = v),
    ];

    private static TrialColumn Text(string name, bool isRequired, Func<TrialRecord, string> get, Action<TrialRecord, string> set) => new(
        name,
        isRequired,
        (record, cell) =>
        {
            set(record, cell);
            return isRequired && cell.Length == 0 && record.Type != TrialType.Catch ? "a text" : null;
        },
        get);

    private static TrialColumn Whole(string name, int least, Func<TrialRecord, int?> get, Action<TrialRecord, int?> set) => new(
        name,
        false,
        (record, cell) =>
        {
            if (cell.Length == 0)
            {
                set(record, null);
                return null;
            }

            if (!int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) || value < least)
                return string.Create(CultureInfo.InvariantCulture, $"a whole number, {least} or more");
            set(record, value);
            return null;
        },
        record => get(record)?.ToString(CultureInfo.InvariantCulture) ?? "");

    private static TrialColumn Real(string name, double least, Func<TrialRecord, double?> get, Action<TrialRecord, double?> set) => new(
        name,
        false,
        (record, cell) =>
        {
            if (cell.Length == 0)
            {
                set(record, null);
                return null;
            }

            if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value) || value < least)
                return string.Create(CultureInfo.InvariantCulture, $"a number with a dot, {least} or more");
            set(record, value);
            return null;
        },
        record => get(record)?.ToString("R", CultureInfo.InvariantCulture) ?? "");

    private static TrialColumn Flag(string name, Func<TrialRecord, bool?> get, Action<TrialRecord, bool?> set) => new(
        name,
        false,
        (record, cell) =>
        {
            if (cell is not ("" or "0" or "1"))
                return "0 or 1";
            set(record, cell.Length == 0 ? null : cell == "1");
            return null;
        },
        record => get(record) switch { true => "1", false => "0", null => "" });

    private static string? ReadAgent(TrialRecord record, string cell)
    {
        if (TrialWords.TryAgent(cell) is not { } agent)
            return "human, network or simulated";
        record.AgentType = agent;
        return null;
    }

    private static string? ReadType(TrialRecord record, string cell)
    {
        if (TrialWords.TryType(cell) is not { } type)
            return "main, catch, practice, transfer, study or probe";
        record.Type = type;
        return null;
    }

    private static string? ReadProtocol(TrialRecord record, string cell)
    {
        if (cell.Length > 0 && cell != "practice" && !Psychophysics.Protocol.All.Any(protocol => protocol.Letter == cell))
            return "A, B, C, D or practice";
        record.Protocol = cell.Length == 0 ? "A" : cell;
        return null;
    }

    private static string? ReadAnswer(TrialRecord record, string cell)
    {
        if (cell is NoResponse or "")
        {
            record.Answer = null;
            return null;
        }

        if (!int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int answer))
            return "the number of a category, or na for no response";
        record.Answer = answer;
        return null;
    }

    private static string? ReadScores(TrialRecord record, string cell)
    {
        const string Expected = "a JSON list of probabilities, such as [0.1,0.9]";
        if (cell.Length == 0)
            return null;
        if (cell[0] != '[' || cell[^1] != ']')
            return Expected;
        var scores = new List<double>();
        foreach (string part in cell[1..^1].Split(','))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || value is not (>= 0 and <= 1 + 1e-9))
                return Expected;
            scores.Add(value);
        }

        record.Scores = scores;
        return null;
    }
}
