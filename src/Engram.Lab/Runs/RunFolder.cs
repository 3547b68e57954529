namespace Engram.Lab.Runs;

/// <summary>The names of things in a run's folder, or in a group's.</summary>
internal readonly record struct RunFolder(string Path)
{
    public const string InformationName = "run.json";
    public const string GroupName = "group.json";

    public string Information => At(InformationName);

    public string Group => At(GroupName);

    public string Metrics => At("metrics.csv");

    public string Timing => At("timing.csv");

    public string Checkpoints => At("checkpoints");

    public string Figures => At("figures");

    public string Arrays => At("arrays");

    public string Lock => At(".lock");

    public string Failure => At("error.txt");

    /// <summary>PNG and SVG figures, in the order of their names.</summary>
    public IReadOnlyList<string> FindFigures() => !Directory.Exists(Figures)
        ? []
        : [.. Directory.EnumerateFiles(Figures)
            .Where(file => System.IO.Path.GetExtension(file) is ".png" or ".svg")
            .Order(StringComparer.Ordinal)];

    /// <summary>
    /// Creates a folder that nobody has: filled aside, then renamed, so that no one ever sees it half-made. A rename onto a folder with
    /// something in it fails, so of two processes that want a name one gets it and the other gets <c>name-2</c>.
    /// </summary>
    /// <param name="parent">Where; created if it is not there.</param>
    /// <param name="name">The name wanted.</param>
    /// <param name="mayBeAnother">Whether <c>name-2</c> will do where the name is taken.</param>
    /// <param name="fill">Puts at least one file into the new folder, which will have the name given; called again for another name.</param>
    /// <exception cref="UsageException">The name is taken, and no other will do.</exception>
    public static RunFolder Create(string parent, string name, bool mayBeAnother, Action<RunFolder, string> fill)
    {
        Directory.CreateDirectory(parent);
        string aside = System.IO.Path.Combine(parent, $".new-{System.IO.Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(aside);
            for (int attempt = 1; ; attempt++)
            {
                string chosen = attempt == 1 ? name : $"{name}-{attempt}";
                string target = System.IO.Path.Combine(parent, chosen);
                if (!mayBeAnother && (attempt > 1 || System.IO.Path.Exists(target)))
                    throw new UsageException($"The run cannot have the folder {System.IO.Path.Combine(parent, name)}: it is there already, and is none of a run. Move it away.");
                if (System.IO.Path.Exists(target))
                    continue;
                fill(new RunFolder(aside), chosen);
                try
                {
                    Directory.Move(aside, target);
                    return new RunFolder(target);
                }
                catch (IOException) when (System.IO.Path.Exists(target))
                {
                    // Another process took the name in between.
                }
            }
        }
        catch
        {
            if (Directory.Exists(aside))
                Directory.Delete(aside, recursive: true);
            throw;
        }
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
