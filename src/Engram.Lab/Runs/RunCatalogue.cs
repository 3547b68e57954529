namespace Engram.Lab.Runs;

/// <summary>The runs and groups below a folder: <c>runs/experiment/name</c>.</summary>
internal static class RunCatalogue
{
    private const string LatestName = "latest";

    public static RunListing List(string runsFolder)
    {
        var runs = new List<RunInformation>();
        var groups = new List<(RunFolder Folder, RunGroup Record)>();
        var problems = new List<string>();
        foreach (RunFolder folder in Folders(runsFolder))
        {
            try
            {
                if (IsGroup(folder))
                    groups.Add((folder, RunGroup.Read(folder)));
                else
                    runs.Add(RunFile.Read(folder));
            }
            catch (UsageException exception)
            {
                problems.Add(exception.Message);
            }
        }

        return new RunListing(
            [.. runs.OrderByDescending(run => run.Started).ThenBy(run => run.Folder, StringComparer.Ordinal)],
            problems)
        {
            Groups = [.. Describe(groups, runs).OrderByDescending(group => group.Started).ThenBy(group => group.Folder, StringComparer.Ordinal)],
        };
    }

    /// <summary>Finds the folder of a run or group.</summary>
    /// <param name="run">A folder, a name below the runs folder, a unique part of one, or <c>latest</c>.</param>
    /// <param name="runsFolder">The folder that holds the runs.</param>
    /// <exception cref="UsageException">There is none, or more than one.</exception>
    public static RunFolder Find(string run, string runsFolder)
    {
        if (string.IsNullOrWhiteSpace(run))
            throw new UsageException("No run was named. Give the folder of a run, a part of its name, or latest.");
        foreach (string path in new[] { run, Path.Combine(runsFolder, run) })
        {
            var folder = new RunFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
            if (IsGroup(folder) || File.Exists(folder.Information))
                return folder;
        }

        List<RunFolder> all = Folders(runsFolder);
        if (all.Count == 0)
            throw new UsageException($"There are no runs below {Path.GetFullPath(runsFolder)}.");
        if (run is LatestName)
            return Latest(all);

        string wanted = run.Replace('\\', '/').TrimEnd('/');
        List<RunFolder> exact = [.. all.Where(folder => string.Equals(ShortName(folder), wanted, StringComparison.Ordinal))];
        List<RunFolder> found = exact.Count > 0 ? exact : [.. all.Where(folder => Name(folder).Contains(wanted, StringComparison.OrdinalIgnoreCase))];
        if (found.Count > 1)
            found = WithoutMembers(found);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new UsageException(
                $"There is no run \"{run}\" below {Path.GetFullPath(runsFolder)}.{Settings.Suggestion.Question(run, all.Select(Name).Concat(all.Select(ShortName)))} `engram runs` lists them."),
            _ => throw new UsageException(
                $"\"{run}\" could be {found.Count} runs: {string.Join(", ", found.Take(5).Select(Name))}{(found.Count > 5 ? ", ..." : "")}. Write more of the name."),
        };
    }

    private static IEnumerable<GroupInformation> Describe(List<(RunFolder Folder, RunGroup Record)> groups, List<RunInformation> runs)
    {
        HashSet<string> finished = [.. runs.Where(run => run.State == RunState.Finished).Select(run => run.Folder)];
        return groups.Select(group => new GroupInformation
        {
            Experiment = group.Record.Experiment,
            Preset = group.Record.Preset,
            Folder = group.Folder.Path,
            Started = group.Record.Started,
            Varied = [.. group.Record.Conditions.Take(1).SelectMany(condition => condition.Varied).Select(setting => setting.Key)],
            ConditionCount = group.Record.Conditions.Count,
            RunCount = group.Record.Members.Count(),
            FinishedCount = group.Record.Members.Count(member => finished.Contains(Path.Combine(Path.GetDirectoryName(group.Folder.Path)!, member.Folder))),
            IsAtWork = RunLock.IsHeld(group.Folder),
        });
    }

    public static bool IsGroup(RunFolder folder) => File.Exists(folder.Group);

    private static string ShortName(RunFolder folder) => Path.GetFileName(folder.Path);

    private static string Name(RunFolder folder) => $"{Path.GetFileName(Path.GetDirectoryName(folder.Path))}/{ShortName(folder)}";

    private static List<RunFolder> Folders(string runsFolder)
    {
        if (!Directory.Exists(runsFolder))
            return [];
        return DiskFault.Guard(runsFolder, () => Visible(Path.GetFullPath(runsFolder)).SelectMany(Visible).Select(path => new RunFolder(path)).ToList());
    }

    // Folders that begin with a dot are runs in the making, or none of ours.
    private static IEnumerable<string> Visible(string folder) =>
        Directory.EnumerateDirectories(folder)
            .Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Order(StringComparer.Ordinal);

    // A group and its runs share a time stamp: whoever names only that means the group.
    private static List<RunFolder> WithoutMembers(List<RunFolder> found)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (RunFolder group in found.Where(IsGroup))
            members.UnionWith(MembersOf(group));
        return [.. found.Where(folder => !members.Contains(folder.Path))];
    }

    private static IEnumerable<string> MembersOf(RunFolder group)
    {
        try
        {
            string parent = Path.GetDirectoryName(group.Path)!;
            return [.. RunGroup.Read(group).Members.Select(member => Path.Combine(parent, member.Folder))];
        }
        catch (UsageException)
        {
            return [];
        }
    }

    private static RunFolder Latest(List<RunFolder> all)
    {
        var dated = new List<(RunFolder Folder, DateTimeOffset Started)>();
        foreach (RunFolder folder in WithoutMembers(all))
        {
            try
            {
                dated.Add((folder, IsGroup(folder) ? RunGroup.Read(folder).Started : RunFile.Read(folder).Started));
            }
            catch (UsageException)
            {
                // A run that cannot be read is nobody's latest; a list shows it.
            }
        }

        return dated.Count > 0
            ? dated.MaxBy(entry => entry.Started).Folder
            : throw new UsageException("None of the runs can be read; `engram runs` says why.");
    }
}
