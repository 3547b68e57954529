using System.Globalization;
using System.Text;
using Engram.Delaunay.Psychophysics;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Delaunay;

/// <summary>Writes the report of a study for people.</summary>
internal static class AnalysisMarkdown
{
    private const string Unknown = "not available";

    public static void Write(string path, string source, TrialTable table, PsychAnalysis analysis, AnalysisOptions options, IReadOnlyList<string> figures)
    {
        var text = new StringBuilder();
        text.Append("# Trials of ").Append(Path.GetFileName(source)).Append("\n\n");
        if (analysis.IsSimulated)
            text.Append("**Synthetic data**: participants or pictures are made by formulas. Nothing here is evidence about people.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{table.Trials.Count} rows ({table.Form}), {analysis.Exclusions.Kept.Count} after exclusions. Intervals are 95 %, from {options.Draws} bootstrap draws of lists and of participants within lists, seed {options.Seed}.\n\n");
        foreach (string remark in analysis.Remarks)
            text.Append("* ").Append(remark).Append('\n');
        text.Append("\n## Exclusions\n\nIn this order; *first* is how many a criterion was the first to leave out, *alone* how many it would leave out by itself.\n\n| participants | first | alone |\n|---|--:|--:|\n");
        AddCounts(text, analysis.Exclusions.ParticipantCounts);
        text.Append("\n| trials of those who stay | first | alone |\n|---|--:|--:|\n");
        AddCounts(text, analysis.Exclusions.TrialCounts);
        AddGroups(text, analysis);
        AddFits(text, analysis);
        AddRatios(text, analysis);
        AddConsistency(text, analysis);
        AddConfusions(text, analysis);
        AddTimes(text, analysis);
        AddHypotheses(text, analysis);
        text.Append("\n## Figures\n\n");
        foreach (string figure in figures.Where(static figure => figure.EndsWith(".png", StringComparison.Ordinal)))
            text.Append(CultureInfo.InvariantCulture, $"![{Path.GetFileNameWithoutExtension(figure)}](figures/{Path.GetFileName(figure)})\n\n");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString().TrimEnd() + "\n")));
    }

    /// <summary>n_θ for people: <c>5.31 (4.2 to 6.7)</c>, or more than the last n.</summary>
    public static string Needed(ExemplarsNeeded needed, BootstrapInterval? interval = null) => needed.IsCensored
        ? string.Create(CultureInfo.InvariantCulture, $"> {needed.Exemplars:0.#} (not reached)")
        : Value(needed.Exemplars, interval, "0.00");

    /// <summary>A number with its interval.</summary>
    public static string Value(double value, BootstrapInterval? interval, string format, double scale = 1) =>
        !double.IsFinite(value) ? Unknown
        : interval is null || !double.IsFinite(interval.Low) ? (scale * value).ToString(format, CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(scale * value).ToString(format, CultureInfo.InvariantCulture)} ({(scale * interval.Low).ToString(format, CultureInfo.InvariantCulture)} to {(scale * interval.High).ToString(format, CultureInfo.InvariantCulture)})");

    private static string Number(double value, string format = "0.000") => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : Unknown;

    private static void AddCounts(StringBuilder text, IReadOnlyList<ExclusionCount> counts)
    {
        foreach (ExclusionCount count in counts)
            text.Append(CultureInfo.InvariantCulture, $"| {count.Reason} | {count.Count} | {count.Affected} |\n");
    }

    private static void AddGroups(StringBuilder text, PsychAnalysis analysis)
    {
        GroupResult first = analysis.Groups[0];
        text.Append(CultureInfo.InvariantCulture, $"\n## Learning\n\nn is the number of images of the true category seen before. n_θ is where the monotone curve reaches θ = {first.Needed.Threshold:0.000}, the area is 0 for chance and 1 for no error, d' is that of {first.Alternatives} alternatives.\n\n");
        text.Append("| agents | family | W | runs | trials | accuracy % | n_θ | n_θ, own | area | d' | bits (corrected) | code length, bits (guessing) |\n|---|---|--:|--:|--:|---|---|---|---|---|---|---|\n");
        foreach (GroupResult group in analysis.Groups)
        {
            string code = group.CodeLength.Trials == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{group.CodeLength.Bits / group.Runs.Count:0.0} a run ({group.CodeLength.GuessingBits / group.Runs.Count:0.0})");
            text.Append(CultureInfo.InvariantCulture, $"| {group.Group} | {group.Family} | {group.Alternatives} | {group.Runs.Count} | {group.Trials} | {Value(group.Accuracy.Value, group.Accuracy, "0.0", 100)} | {Needed(group.Needed, group.NeededInterval)} | {Needed(group.NeededForOwn)} | {Value(group.Area.Value, group.Area, "0.000")} | {group.Sensitivity.Value:0.00} ({group.Sensitivity.Low:0.00} to {group.Sensitivity.High:0.00}) | {group.Information.Bits:0.000} ({group.Information.Corrected:0.000}) | {code} |\n");
        }

        text.Append("\n| agents | family |");
        for (int bin = 0; bin < AgentRun.BinCount; bin++)
            text.Append(CultureInfo.InvariantCulture, $" n = {AgentRun.NameOf(bin)} |");
        text.Append("\n|---|---|").Append(string.Concat(Enumerable.Repeat("---|", AgentRun.BinCount))).Append('\n');
        foreach (GroupResult group in analysis.Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Group} | {group.Family} |");
            for (int bin = 0; bin < AgentRun.BinCount; bin++)
            {
                int at = group.Curve.Points.ToList().FindIndex(point => point.Name == AgentRun.NameOf(bin));
                text.Append(' ').Append(at < 0 ? "" : Value(group.Curve.Points[at].Accuracy, group.Bands[at], "0", 100)).Append(" |");
            }

            text.Append('\n');
        }
    }

    private static void AddFits(StringBuilder text, PsychAnalysis analysis)
    {
        text.Append("\nFits to trials with n ≥ 1. τ and β trade off: compare curves, not them. 1 − P∞ is what is left of errors, lapses included.\n\n| agents | family | form | P∞ | τ | β | AIC |\n|---|---|---|--:|--:|--:|--:|\n");
        foreach (GroupResult group in analysis.Groups)
        {
            foreach (LearningFit fit in new[] { group.Power, group.Exponential }.OfType<LearningFit>())
            {
                string exponent = fit.Form == LearningForm.Power ? Number(fit.Exponent) : "";
                text.Append(CultureInfo.InvariantCulture, $"| {group.Group} | {group.Family} | {(fit.Form == LearningForm.Power ? "power" : "exponential")}{(fit == group.Fit ? " (better)" : "")} | {fit.Asymptote:0.000} | {fit.Scale:0.00} | {exponent} | {fit.Aic:0.0} |\n");
            }
        }
    }

    private static void AddRatios(StringBuilder text, PsychAnalysis analysis)
    {
        if (analysis.Ratios.Count == 0)
            return;
        text.Append("\n## Relative efficiency\n\nlog10 of R = n_θ(network)/n_θ(people), lists drawn in pairs; above 0, people need fewer images.\n\n| network | family | log10 R | R |\n|---|---|---|--:|\n");
        foreach (EfficiencyRatio ratio in analysis.Ratios)
            text.Append(CultureInfo.InvariantCulture, $"| {ratio.Network} | {ratio.Family} | {Value(ratio.Log10.Value, ratio.Log10, "0.00")} | {Number(Math.Pow(10, ratio.Log10.Value), "0.00")} |\n");
    }

    private static void AddConsistency(StringBuilder text, PsychAnalysis analysis)
    {
        text.Append("\n## Error consistency\n\n");
        if (analysis.Consistency.Count == 0)
        {
            text.Append("No two agents had the same list: not available.\n");
            return;
        }

        text.Append("| pairs of | family | pairs | κ | independent | κ in thirds | observed | Δaccuracy² | same wrong answer % (chance) |\n|---|---|--:|---|---|---|--:|--:|---|\n");
        foreach (ConsistencySummary summary in analysis.Consistency)
        {
            string half = double.IsFinite(summary.HalfWidth) ? string.Create(CultureInfo.InvariantCulture, $" ± {summary.HalfWidth:0.000}") : "";
            text.Append(CultureInfo.InvariantCulture, $"| {summary.Kind} | {summary.Family} | {summary.Pairs} | {summary.Kappa:0.000}{half} | {summary.Band.Low:0.000} to {summary.Band.High:0.000} | {string.Join(", ", summary.Thirds.Select(static third => Number(third, "0.00")))} | {summary.Observed:0.000} | {summary.SquaredDifference:0.0000} | {Number(100 * summary.SameWrong, "0.0")} ({100 * summary.SameWrongByChance:0.0}) |\n");
        }
    }

    private static void AddConfusions(StringBuilder text, PsychAnalysis analysis)
    {
        text.Append("\n## Confusions\n\n| network | family | Spearman with people | p (relabelling) | divergence, bits |\n|---|---|--:|--:|--:|\n");
        foreach (var (network, family, agreement) in analysis.Confusions)
            text.Append(CultureInfo.InvariantCulture, $"| {network} | {family} | {Number(agreement.Spearman)} | {Number(agreement.Probability)} | {Number(agreement.Divergence, "0.0000")} |\n");
        text.Append('\n');
        foreach (var (family, ceiling) in analysis.NoiseCeilings)
            text.Append(CultureInfo.InvariantCulture, $"* Noise ceiling of {analysis.People}, {family}: {Number(ceiling)}.\n");
        foreach (GroupResult group in analysis.Groups.Where(static group => group.Type != AgentType.Network))
        {
            if (group.Confusion.MostAlike() is not { } pair)
                continue;
            int i = group.Confusion.Classes.ToList().IndexOf(pair.First), j = group.Confusion.Classes.ToList().IndexOf(pair.Second);
            ConfusionMatrix of = group.Confusion;
            var (sensitivity, criterion) = Sensitivity.OfPair(of[i, i], of[i, j], of[j, i], of[j, j]);
            text.Append(CultureInfo.InvariantCulture, $"* Most alike to {group.Group}, {group.Family}: classes {pair.First} and {pair.Second}, Luce similarity {pair.Similarity:0.000}, d' {sensitivity:0.00}, c {criterion:0.00}.\n");
        }
    }

    private static void AddTimes(StringBuilder text, PsychAnalysis analysis)
    {
        if (analysis.Times.Count == 0)
            return;
        text.Append("\n## Response times\n\nOf right answers between 200 ms and 5 s.\n\n| family | median by n, ms | slope of ln rt on log2(n + 1), median of runs |\n|---|---|--:|\n");
        foreach (var (family, times) in analysis.Times)
        {
            string medians = times.Medians.Count == 0 ? Unknown : string.Join(", ", times.Medians.Select(static bin => string.Create(CultureInfo.InvariantCulture, $"{bin.Name}: {bin.Median:0}")));
            text.Append(CultureInfo.InvariantCulture, $"| {family} | {medians} | {Number(times.Slopes.Count == 0 ? double.NaN : Summary.Of([.. times.Slopes]).Median)} |\n");
        }

        text.Append("\n| network | family | Spearman of people's rt with its margin | images |\n|---|---|--:|--:|\n");
        foreach (var (network, family, spearman, images) in analysis.Margins)
            text.Append(CultureInfo.InvariantCulture, $"| {network} | {family} | {Number(spearman)} | {images} |\n");
    }

    private static void AddHypotheses(StringBuilder text, PsychAnalysis analysis)
    {
        text.Append("\n## Hypothesis\n\nSign convention: ").Append(StudyConfiguration.SignConvention).Append(".\n\n");
        if (analysis.Hypotheses.Count == 0)
        {
            text.Append("Not available: it needs two families of different naturalness with people and networks.\n");
            return;
        }

        text.Append("| against | of | b people | b network | Δb | p, two-sided | draws without n_θ |\n|---|---|---|---|---|--:|--:|\n");
        foreach (HypothesisTest test in analysis.Hypotheses)
        {
            foreach (var (name, slopes) in new[] { ("log10 n_θ", test.OfExemplars), ("area", test.OfArea) })
                text.Append(CultureInfo.InvariantCulture, $"| {test.Networks} | {name} | {Value(slopes.People.Value, slopes.People, "0.000")} | {Value(slopes.Networks.Value, slopes.Networks, "0.000")} | {Value(slopes.Difference.Value, slopes.Difference, "0.000")} | {Number(slopes.Probability)} | {100 * slopes.Difference.Undefined:0} % |\n");
        }

        text.Append("\nThe optional mixed logistic model of the design is not fitted.\n");
    }
}
