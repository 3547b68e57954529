using System.Text.Json;
using Engram.Delaunay.Psychophysics;
using Engram.Lab.Runs;

namespace Engram.Lab.Experiments.Delaunay;

/// <summary>The numbers of a study for programs.</summary>
public static class AnalysisJson
{
    private const int Format = 1;

    internal static void Write(string path, string source, TrialTable table, PsychAnalysis analysis, AnalysisOptions options) => JsonFile.Write(path, json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("source", Path.GetFileName(source));
        json.WriteString("form", table.Form);
        json.WriteNumber("draws", options.Draws);
        json.WriteNumber("seed", options.Seed);
        Write(json, analysis);
    });

    /// <summary>Writes the members of an object.</summary>
    /// <param name="json">Takes them; inside an object.</param>
    /// <param name="analysis">The numbers.</param>
    public static void Write(Utf8JsonWriter json, PsychAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(analysis);
        json.WriteBoolean("synthetic", analysis.IsSimulated);
        json.WriteString("sign_convention", StudyConfiguration.SignConvention);
        json.WriteNumber("rows", analysis.Exclusions.All.Count);
        json.WriteNumber("rows_kept", analysis.Exclusions.Kept.Count);
        json.WriteStartObject("exclusions");
        Counts("participants", analysis.Exclusions.ParticipantCounts);
        Counts("trials", analysis.Exclusions.TrialCounts);
        json.WriteStartObject("excluded_participants");
        foreach (var (id, reason) in analysis.Exclusions.Participants)
        {
            if (reason is not null)
                json.WriteString(id, reason);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        Many("groups", analysis.Groups, group => WriteGroup(json, group));
        Many("relative_efficiency", analysis.Ratios, ratio =>
        {
            json.WriteString("network", ratio.Network);
            json.WriteString("family", ratio.Family);
            Interval(json, "log10_ratio", ratio.Log10);
        });
        Many("error_consistency", analysis.Consistency, summary =>
        {
            json.WriteString("pairs_of", summary.Kind);
            json.WriteString("family", summary.Family);
            json.WriteNumber("pairs", summary.Pairs);
            Real(json, "kappa", summary.Kappa);
            Real(json, "half_width", summary.HalfWidth);
            Real(json, "independent_low", summary.Band.Low);
            Real(json, "independent_high", summary.Band.High);
            Reals(json, "kappa_thirds", summary.Thirds);
            Real(json, "observed", summary.Observed);
            Real(json, "squared_accuracy_difference", summary.SquaredDifference);
            Real(json, "same_wrong", summary.SameWrong);
            Real(json, "same_wrong_by_chance", summary.SameWrongByChance);
            json.WriteNumber("trials_left_out", summary.LeftOut);
        });
        Many("confusion_agreement", analysis.Confusions, entry =>
        {
            json.WriteString("network", entry.Network);
            json.WriteString("family", entry.Family);
            Real(json, "spearman", entry.Agreement.Spearman);
            Real(json, "probability", entry.Agreement.Probability);
            Real(json, "divergence_bits", entry.Agreement.Divergence);
        });
        Many("noise_ceiling", analysis.NoiseCeilings, entry =>
        {
            json.WriteString("family", entry.Family);
            Real(json, "spearman_brown", entry.Ceiling);
        });
        Many("response_times", analysis.Times, entry =>
        {
            json.WriteString("family", entry.Family);
            Reals(json, "mean_n", entry.Times.Medians.Select(static bin => bin.MeanN));
            Reals(json, "median_ms", entry.Times.Medians.Select(static bin => bin.Median));
            Reals(json, "slopes", entry.Times.Slopes);
        });
        Many("margins", analysis.Margins, entry =>
        {
            json.WriteString("network", entry.Network);
            json.WriteString("family", entry.Family);
            Real(json, "spearman", entry.Spearman);
            json.WriteNumber("images", entry.Images);
        });
        Many("hypothesis", analysis.Hypotheses, test =>
        {
            json.WriteString("network", test.Networks);
            Slopes(json, "log10_exemplars", test.OfExemplars);
            Slopes(json, "area", test.OfArea);
        });
        Many("transfer", analysis.Transfers, entry =>
        {
            json.WriteString("group", entry.Group);
            json.WriteString("condition", entry.Condition);
            json.WriteNumber("right", entry.Right);
            json.WriteNumber("trials", entry.Trials);
        });
        json.WriteStartArray("remarks");
        foreach (string remark in analysis.Remarks)
            json.WriteStringValue(remark);
        json.WriteEndArray();

        void Counts(string name, IReadOnlyList<ExclusionCount> counts) => Many(name, counts, count =>
        {
            json.WriteString("criterion", count.Reason);
            json.WriteNumber("first", count.Count);
            json.WriteNumber("alone", count.Affected);
        });

        void Many<T>(string name, IEnumerable<T> items, Action<T> write)
        {
            json.WriteStartArray(name);
            foreach (T item in items)
            {
                json.WriteStartObject();
                write(item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private static void WriteGroup(Utf8JsonWriter json, GroupResult group)
    {
        json.WriteString("agents", group.Group);
        json.WriteString("family", group.Family);
        json.WriteNumber("alternatives", group.Alternatives);
        json.WriteNumber("runs", group.Runs.Count);
        json.WriteNumber("subjects", group.Agents);
        json.WriteNumber("trials", group.Trials);
        Interval(json, "accuracy", group.Accuracy);
        Real(json, "threshold", group.Needed.Threshold);
        Interval(json, "exemplars", group.NeededInterval);
        json.WriteBoolean("censored", group.Needed.IsCensored);
        Real(json, "last_n", group.Curve.Points[^1].MeanN);
        Real(json, "own_exemplars", group.NeededForOwn.Value);
        Interval(json, "area", group.Area);
        Real(json, "d_prime", group.Sensitivity.Value);
        Real(json, "d_prime_low", group.Sensitivity.Low);
        Real(json, "d_prime_high", group.Sensitivity.High);
        Real(json, "information_bits", group.Information.Bits);
        Real(json, "information_corrected", group.Information.Corrected);
        Real(json, "code_length_bits", group.CodeLength.Bits);
        Real(json, "code_length_guessing", group.CodeLength.GuessingBits);
        json.WriteStartArray("curve");
        for (int i = 0; i < group.Curve.Points.Count; i++)
        {
            CurvePoint point = group.Curve.Points[i];
            json.WriteStartObject();
            json.WriteString("bin", point.Name);
            Real(json, "mean_n", point.MeanN);
            json.WriteNumber("right", point.Right);
            json.WriteNumber("trials", point.Trials);
            Interval(json, "accuracy", group.Bands[i]);
            Real(json, "wilson_low", point.Wilson.Lower);
            Real(json, "wilson_high", point.Wilson.Upper);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("fits");
        foreach (LearningFit fit in new[] { group.Power, group.Exponential }.OfType<LearningFit>())
        {
            json.WriteStartObject();
            json.WriteString("form", fit.Form == LearningForm.Power ? "power" : "exponential");
            Real(json, "asymptote", fit.Asymptote);
            Real(json, "tau", fit.Scale);
            Real(json, "beta", fit.Form == LearningForm.Power ? fit.Exponent : double.NaN);
            Real(json, "log_likelihood", fit.LogLikelihood);
            Real(json, "aic", fit.Aic);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("classes");
        foreach (int category in group.Confusion.Classes)
            json.WriteNumberValue(category);
        json.WriteEndArray();
        json.WriteStartArray("confusions");
        for (int i = 0; i < group.Confusion.Classes.Count; i++)
        {
            json.WriteStartArray();
            for (int j = 0; j < group.Confusion.Classes.Count; j++)
                json.WriteNumberValue(group.Confusion[i, j]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Slopes(Utf8JsonWriter json, string name, SlopeComparison slopes)
    {
        json.WriteStartObject(name);
        Interval(json, "people", slopes.People);
        Interval(json, "network", slopes.Networks);
        Interval(json, "difference", slopes.Difference);
        Real(json, "probability", slopes.Probability);
        json.WriteEndObject();
    }

    private static void Interval(Utf8JsonWriter json, string name, BootstrapInterval interval)
    {
        json.WriteStartObject(name);
        Real(json, "value", interval.Value);
        Real(json, "low", interval.Low);
        Real(json, "high", interval.High);
        Real(json, "basic_low", interval.BasicLow);
        Real(json, "basic_high", interval.BasicHigh);
        Real(json, "undefined", interval.Undefined);
        json.WriteEndObject();
    }

    // A number that is none (n_θ not reached, probabilities of people) is null.
    private static void Real(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static void Reals(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteNullValue();
        }

        json.WriteEndArray();
    }
}
