using Engram.Lab.Experiments;
using Engram.Lab.Settings;

namespace Engram.Lab.Runs;

/// <summary>Turns a request into conditions and seeds, and finds everything that is wrong with it before anything is begun.</summary>
internal static class SweepPlan
{
    private const int MostRuns = 10_000;

    /// <summary>The conditions of a request, in order: the last setting swept over varies fastest. Without a sweep there is one.</summary>
    /// <exception cref="UsageException">The request is wrong; the message names the key and what was expected.</exception>
    public static IReadOnlyList<PlannedCondition> Of(Experiment experiment, RunRequest request)
    {
        if (request.SeedCount is < 1 or > MostRuns)
            throw new UsageException($"{request.SeedCount} seeds were asked for. Expected 1 to {MostRuns}.");
        List<Variation> variations = [.. request.Variations.Select(Variation.Parse)];
        Check(experiment, request, variations);

        var conditions = new List<PlannedCondition>();
        int[] choice = new int[variations.Count];
        do
        {
            conditions.Add(Condition(experiment, request, variations, choice));
        }
        while (Next(choice, variations));
        return conditions;
    }

    private static void Check(Experiment experiment, RunRequest request, List<Variation> variations)
    {
        if (variations.Count == 0)
            return;
        object settings = ResolvedSettings.Requested(experiment, request);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        double runs = request.SeedCount;
        foreach (Variation variation in variations)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string value in variation.Values)
            {
                string now = Assign(settings, variation, value);
                if (!values.TryAdd(now, value))
                    throw new UsageException($"{variation.Where}: {variation.Key} is to be {now} twice, as \"{values[now]}\" and as \"{value}\". Leave one out.");
            }

            if (!keys.Add(variation.Key))
                throw new UsageException($"{variation.Where}: {variation.Key} is swept over twice. Put all its values into one list.");
            if (request.Assignments.FirstOrDefault(assignment => assignment.Split('=')[0].Trim() == variation.Key) is { } assigned)
                throw new UsageException($"{variation.Where}: {variation.Key} is swept over, and set with --set {assigned} as well. Leave out one of the two.");
            runs *= variation.Values.Count;
        }

        if (runs > MostRuns)
            throw new UsageException($"The sweep would have {runs} runs: {runs / request.SeedCount} conditions with {request.SeedCount} seeds each. Expected at most {MostRuns}.");
    }

    private static PlannedCondition Condition(Experiment experiment, RunRequest request, List<Variation> variations, int[] choice)
    {
        object settings = ResolvedSettings.Requested(experiment, request);
        var varied = new List<KeyValuePair<string, string>>();
        for (int i = 0; i < variations.Count; i++)
            varied.Add(new(variations[i].Key, Assign(settings, variations[i], variations[i].Values[choice[i]])));
        string label = string.Join(", ", varied.Select(setting => $"{ShortKey(setting.Key, variations)}={setting.Value}"));
        try
        {
            experiment.Resolve(settings);
        }
        catch (UsageException exception) when (variations.Count > 0)
        {
            throw new UsageException($"The condition {label} cannot be: {exception.Message}", exception);
        }

        return new PlannedCondition(label, varied, settings, Seeds(request, experiment.PublishedSeeds(settings)));
    }

    // Sets the value and reads it back as the house writes it.
    private static string Assign(object settings, Variation variation, string value)
    {
        SettingsBinder.Assign(settings, variation.Key, value, variation.Where);
        return SettingsSchema.Of(settings).Find(variation.Key, variation.Where).Format(settings);
    }

    /// <summary>The last part of a key, where no other swept key ends like it.</summary>
    private static string ShortKey(string key, List<Variation> variations)
    {
        static string Last(string key) => key[(key.LastIndexOf('.') + 1)..];
        return variations.Count(other => Last(other.Key) == Last(key)) == 1 ? Last(key) : key;
    }

    private static bool Next(int[] choice, List<Variation> variations)
    {
        for (int i = choice.Length - 1; i >= 0; i--)
        {
            if (++choice[i] < variations[i].Values.Count)
                return true;
            choice[i] = 0;
        }

        return false;
    }

    // Published seeds first; where they end, 1, 2, 3, ... without those that were used.
    private static List<ulong> Seeds(RunRequest request, IReadOnlyList<ulong> published)
    {
        var seeds = new List<ulong>();
        if (request.Seed is not { } first)
            seeds.AddRange(published.Distinct().Take(request.SeedCount));
        else if (first > ulong.MaxValue - (ulong)(request.SeedCount - 1))
            throw new UsageException($"The seeds {first}, {first} + 1, ... go beyond {ulong.MaxValue}, the greatest seed. Choose a smaller one.");
        for (ulong seed = request.Seed ?? 1; seeds.Count < request.SeedCount; seed++)
        {
            if (!seeds.Contains(seed))
                seeds.Add(seed);
        }

        return seeds;
    }
}
