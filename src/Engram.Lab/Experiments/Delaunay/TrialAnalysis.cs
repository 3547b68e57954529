using Engram.Datasets;
using Engram.Delaunay.Psychophysics;
using Engram.Lab.Runs;

namespace Engram.Lab.Experiments.Delaunay;

/// <summary>What came of an analysis.</summary>
/// <param name="Source">The file of trials.</param>
/// <param name="Folder">The folder that the results lie in, that of the trials.</param>
/// <param name="Analysis">The numbers.</param>
/// <param name="Report">The report for people, in Markdown.</param>
/// <param name="Data">The numbers for programs.</param>
/// <param name="Figures">The figures, PNG and SVG.</param>
public sealed record TrialAnalysisReport(string Source, string Folder, PsychAnalysis Analysis, string Report, string Data, IReadOnlyList<string> Figures);

/// <summary>Analyses the trials of a run, a folder or a file: <c>engram delaunay analyse</c>.</summary>
public static class TrialAnalysis
{
    /// <summary>The report's file.</summary>
    public const string ReportName = "report.md";

    private const string DataName = "analysis.json";
    private const string ExcludedName = "excluded.csv";

    /// <summary>Finds the file of trials behind a name.</summary>
    /// <param name="name">A run's folder, a unique part of its name, <c>latest</c> (the newest run that has trials), or any folder or CSV file of trials.</param>
    /// <param name="runsFolder">The folder that holds the runs.</param>
    /// <exception cref="UsageException">There is none.</exception>
    public static string Find(string name, string runsFolder)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (File.Exists(name))
            return Path.GetFullPath(name);
        if (Directory.Exists(name) && File.Exists(Path.Combine(name, TrialFile.Name)))
            return Path.GetFullPath(Path.Combine(name, TrialFile.Name));
        if (name == "latest")
        {
            return RunCatalogue.List(runsFolder).Runs.Select(static run => Path.Combine(run.Folder, TrialFile.Name)).FirstOrDefault(File.Exists)
                ?? throw new UsageException($"No run below {Path.GetFullPath(runsFolder)} has trials. engram delaunay simulate-participants makes one.");
        }

        if (Directory.Exists(name) && !File.Exists(Path.Combine(name, RunFolder.InformationName)))
            throw new UsageException($"{Path.GetFullPath(name)} has no {TrialFile.Name}. Give a folder with one, a CSV file of trials, or a run.");
        string path = Path.Combine(RunCatalogue.Find(name, runsFolder).Path, TrialFile.Name);
        return File.Exists(path)
            ? path
            : throw new UsageException($"{Path.GetDirectoryName(path)} has no {TrialFile.Name}: it is not a run of participants, or has not got so far.");
    }

    /// <summary>Analyses trials, and writes report, numbers and figures beside them. The trials themselves are not touched.</summary>
    /// <param name="trials">The file of trials, or the folder that holds it.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="ideal">The accuracy of the ideal observer on intact images, where it is known.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="DatasetException">A file is damaged, or nothing is left to analyse.</exception>
    public static TrialAnalysisReport Of(string trials, AnalysisOptions options, Action<double, string>? progress = null, double? ideal = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(options);
        string source = Directory.Exists(trials) ? Path.Combine(trials, TrialFile.Name) : trials;
        string folder = Path.GetDirectoryName(Path.GetFullPath(source))!;
        string people = Path.Combine(folder, ParticipantFile.Name), events = Path.Combine(folder, EventFile.Name);
        TrialTable table = TrialFile.Read(source);
        if (!File.Exists(people))
            table = table with { Remarks = [.. table.Remarks, $"There is no {ParticipantFile.Name}: consent, quiz, focus and technical reports could not be checked."] };
        PsychAnalysis analysis = PsychAnalysis.Of(
            table, File.Exists(people) ? ParticipantFile.Read(people) : [], File.Exists(events) ? EventFile.Read(events) : [], options, progress, stop);
        string report = Path.Combine(folder, ReportName), data = Path.Combine(folder, DataName), excluded = Path.Combine(folder, ExcludedName);
        IReadOnlyList<string> figures = ParticipantFigures.Draw(analysis, ideal, Path.Combine(folder, "figures"), options);
        AnalysisJson.Write(data, source, table, analysis, options);
        AnalysisMarkdown.Write(report, source, table, analysis, options, figures);
        if (analysis.Exclusions.Kept.Count < analysis.Exclusions.All.Count)
            TrialFile.Write(excluded, analysis.Exclusions.All.Where(static trial => trial.Excluded == true));
        else
            File.Delete(excluded);
        return new TrialAnalysisReport(source, folder, analysis, report, data, figures);
    }
}
