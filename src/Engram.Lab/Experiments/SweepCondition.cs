using Engram.Lab.Runs;

namespace Engram.Lab.Experiments;

/// <summary>A condition of a sweep, with what is finished of it, to draw figures from.</summary>
/// <param name="Label">What sets it apart: <c>tau=0.5, beta=0.1</c>.</param>
/// <param name="Varied">The settings that the sweep varies, by their full keys, with the condition's values as they would be typed.</param>
/// <param name="Settings">The resolved settings, of the experiment's settings type.</param>
/// <param name="Runs">The finished runs, at least one, in the order of the seeds.</param>
public sealed record SweepCondition(
    string Label,
    IReadOnlyList<KeyValuePair<string, string>> Varied,
    object Settings,
    IReadOnlyList<RunInformation> Runs)
{
    /// <summary>The folders of the finished runs.</summary>
    public IReadOnlyList<string> RunFolders => [.. Runs.Select(run => run.Folder)];

    /// <summary>A summary value of the finished runs that have it.</summary>
    /// <param name="name">Its name in files, for instance <c>test_accuracy</c>.</param>
    public IReadOnlyList<double> Values(string name) =>
        [.. Runs.SelectMany(run => run.Summary).Where(value => string.Equals(value.Name, name, StringComparison.Ordinal)).Select(value => value.Value)];
}
