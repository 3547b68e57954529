using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>What a study of some size would find.</summary>
/// <param name="Lists">Lists of each family.</param>
/// <param name="Power">The share of simulated studies whose Δb has a two-sided probability below 0.05.</param>
/// <param name="Interval">Wilson's interval of that share.</param>
/// <param name="MeanDifference">The mean Δb found.</param>
public sealed record StudyPower(int Lists, double Power, BinomialInterval Interval, double MeanDifference);

/// <summary>
/// Plans a study by simulating it (specification 4.8.9): people are power-law learners whose log τ depends on naturalness with a given slope,
/// networks are such learners without the slope; each simulated study is analysed as a real one would be.
/// </summary>
public sealed record PowerAnalysis
{
    /// <summary>The people; <see cref="SimulatedPopulation.NaturalnessSlope"/> is the effect looked for.</summary>
    public SimulatedPopulation People { get; init; } = new() { NaturalnessSlope = -0.5 };

    /// <summary>The networks.</summary>
    public SimulatedPopulation Networks { get; init; } = new() { Scale = 12, Lapse = 0, Timeout = 0 };

    /// <summary>The families.</summary>
    public IReadOnlyList<string> Families { get; init; } = [StimulusFamily.Intact, "scramble-0.5", "scramble-1"];

    /// <summary>People for each list.</summary>
    public int ParticipantsPerList { get; init; } = 4;

    /// <summary>Seeds of the network.</summary>
    public int NetworkSeeds { get; init; } = 5;

    /// <summary>W.</summary>
    public int Alternatives { get; init; } = 4;

    /// <summary>Images of each category.</summary>
    public int ImagesPerCategory { get; init; } = 40;

    /// <summary>Simulated studies of each size.</summary>
    public int Studies { get; init; } = 100;

    /// <summary>Bootstrap draws of each.</summary>
    public int Draws { get; init; } = 400;

    /// <summary>The power of a study with a number of lists.</summary>
    /// <param name="lists">Lists of each family.</param>
    /// <param name="seed">The seed.</param>
    public StudyPower Of(int lists, ulong seed)
    {
        var streams = new RandomStreams(seed);
        int found = 0, analysed = 0;
        double sum = 0;
        for (int study = 0; study < Studies; study++)
        {
            RandomStream random = streams.Named("study", (lists * 100_000L) + study);
            var people = new List<AgentRun>();
            var networks = new List<AgentRun>();
            foreach (string family in Families)
            {
                for (int list = 0; list < lists; list++)
                {
                    for (int p = 0; p < ParticipantsPerList; p++)
                        people.Add(Simulate(People, AgentType.Simulated, family, list, p, random));
                    for (int s = 0; s < NetworkSeeds; s++)
                        networks.Add(Simulate(Networks, AgentType.Network, family, list, s, random));
                }
            }

            if (HypothesisTest.Of(people, networks, StimulusFamily.Naturalness, Draws, random) is not { } test)
                continue;
            // What the analysis looks at where n_θ is censored.
            SlopeComparison used = double.IsNaN(test.OfExemplars.Probability) ? test.OfArea : test.OfExemplars;
            analysed++;
            found += used.Probability < 0.05 ? 1 : 0;
            sum += test.OfExemplars.Difference.Value;
        }

        return new StudyPower(lists, analysed == 0 ? double.NaN : found / (double)analysed, BinomialInterval.Wilson(found, analysed), sum / analysed);
    }

    private AgentRun Simulate(SimulatedPopulation population, AgentType type, string family, int list, int number, RandomStream random)
    {
        var learner = SimulatedParticipant.Draw($"{family} {list} {number}", population, StimulusFamily.Naturalness(family) ?? 1, random);
        var trials = new TrialRecord[Alternatives * ImagesPerCategory];
        for (int t = 0; t < trials.Length; t++)
        {
            int n = t / Alternatives;
            double right = learner.ProbabilityRight(n, Alternatives);
            right = (1 - learner.Timeout) * (((1 - learner.Lapse) * right) + (learner.Lapse / Alternatives));
            trials[t] = new TrialRecord
            {
                AgentType = type,
                Subject = type == AgentType.Network ? "network" : learner.Id,
                Family = family,
                ListId = $"{family}-{list}",
                Alternatives = Alternatives,
                Trial = t + 1,
                SeenTrue = n,
                Correct = random.NextDouble() < right,
            };
        }

        return new AgentRun(trials);
    }
}
