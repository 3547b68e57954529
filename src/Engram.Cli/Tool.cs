namespace Engram.Cli;

/// <summary>Which command this is: what it is called and what it offers. The verbs are the same; a sister command has fewer of them, over experiments of its own.</summary>
/// <param name="Name">What is typed, such as <c>engram</c>.</param>
/// <param name="Purpose">What the command's own help begins with.</param>
/// <param name="Examples">What the command's own help ends with: whole command lines.</param>
internal sealed record Tool(string Name, string Purpose, IReadOnlyList<string> Examples)
{
    /// <summary>The command that comes with everything.</summary>
    public static Tool Engram { get; } = new(
        "engram",
        "Engram: learning the way cortex might do it. Runs the experiments of papers on learning, and shows what came of them beside what was published.",
        [
            "engram list                                    the experiments there are",
            "engram show gle-mnist1d                        settings and published numbers of one",
            "engram run gle-mnist1d --preset quick          a minute's taste of it",
            "engram run gle-mnist1d --seeds 5               the paper's experiment with five seeds",
            "engram sweep gle-mnist1d --over neurons.tau=0.6,1.2,2.4 --seeds 3",
            "                                               every value with three seeds",
            "engram runs                                    what has been run",
        ]);

    /// <summary>The verbs that it has, by name; null for all there are.</summary>
    public IReadOnlyList<string>? Verbs { get; init; }

    /// <summary>Examples of verbs, in place of the verbs' own, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> VerbExamples { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Whether its experiments run rules given by <c>--rule</c>.</summary>
    public bool RunsRules { get; init; } = true;

    /// <summary>Whether it has a verb.</summary>
    public bool Has(string verb) => Verbs is null || Verbs.Contains(verb, StringComparer.Ordinal);
}
