using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>How simulated participants differ from each other.</summary>
public sealed record SimulatedPopulation
{
    /// <summary>The mean of P∞, above 1/W and below 1; P∞ is beta-distributed.</summary>
    public double Asymptote { get; init; } = 0.9;

    /// <summary>α + β of that distribution: the larger, the more alike.</summary>
    public double AsymptoteConcentration { get; init; } = 40;

    /// <summary>The median of τ at naturalness 1, in exemplars; τ is log-normal.</summary>
    public double Scale { get; init; } = 4;

    /// <summary>The standard deviation of ln τ.</summary>
    public double ScaleSpread { get; init; } = 0.35;

    /// <summary>β.</summary>
    public double Exponent { get; init; } = 1.2;

    /// <summary>The slope of log10 τ on naturalness: below 0, natural images need fewer exemplars. The effect that a study looks for.</summary>
    public double NaturalnessSlope { get; init; }

    /// <summary>The share of trials answered by guessing, whatever is known.</summary>
    public double Lapse { get; init; } = 0.03;

    /// <summary>The share of trials without a response.</summary>
    public double Timeout { get; init; } = 0.02;

    /// <summary>The standard deviation of images' difficulty, in logits of knowing, shared by everybody: what makes errors consistent.</summary>
    public double ItemSpread { get; init; }
}

/// <summary>
/// A simulated participant: answers right with P(n) = P∞ − (P∞ − 1/W)(1 + n/τ)^−β, but for lapses and timeouts. Made of formulas, for tests
/// and plans; every row says <c>simulated</c>.
/// </summary>
public sealed record SimulatedParticipant
{
    private const double FastestResponse = 220;

    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>P∞; 1/W or below makes a guesser.</summary>
    public required double Asymptote { get; init; }

    /// <summary>τ in exemplars.</summary>
    public required double Scale { get; init; }

    /// <summary>β.</summary>
    public required double Exponent { get; init; }

    /// <summary>The share of lapses.</summary>
    public double Lapse { get; init; }

    /// <summary>The share of timeouts.</summary>
    public double Timeout { get; init; }

    /// <summary>The standard deviation of images' difficulty in logits.</summary>
    public double ItemSpread { get; init; }

    /// <summary>Draws a participant of a population.</summary>
    /// <param name="id">The id.</param>
    /// <param name="population">The population.</param>
    /// <param name="naturalness">q of the stimuli.</param>
    /// <param name="random">Takes two deviates.</param>
    public static SimulatedParticipant Draw(string id, SimulatedPopulation population, double naturalness, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(random);
        double a = population.Asymptote * population.AsymptoteConcentration;
        double asymptote = IncompleteBeta.Inverse(random.NextUniform(1e-6, 1 - 1e-6), a, population.AsymptoteConcentration - a);
        double scale = population.Scale * Math.Exp(population.ScaleSpread * random.NextGaussian()) * Math.Pow(10, population.NaturalnessSlope * (naturalness - 1));
        return new SimulatedParticipant
        {
            Id = id,
            Asymptote = asymptote,
            Scale = scale,
            Exponent = population.Exponent,
            Lapse = population.Lapse,
            Timeout = population.Timeout,
            ItemSpread = population.ItemSpread,
        };
    }

    /// <summary>A participant who presses any key.</summary>
    /// <param name="id">The id.</param>
    public static SimulatedParticipant Guesser(string id) => new() { Id = id, Asymptote = 0, Scale = 1, Exponent = 1 };

    /// <summary>The probability of a right answer after n exemplars, without lapses and timeouts.</summary>
    /// <param name="n">Exemplars of the category so far.</param>
    /// <param name="ways">W.</param>
    public double ProbabilityRight(double n, int ways)
    {
        double chance = 1.0 / ways;
        double asymptote = Math.Max(chance, Asymptote);
        return asymptote - ((asymptote - chance) * Math.Pow(1 + (n / Scale), -Exponent));
    }

    /// <summary>Takes part: a row for each trial of the list but those to study.</summary>
    /// <param name="list">The list.</param>
    /// <param name="streams">Random numbers; participant and list choose their own among them.</param>
    /// <param name="template">Fields that are the same in all rows.</param>
    /// <param name="similarity">How alike two classes are, to choose among wrong answers; null for any with equal chance.</param>
    public IReadOnlyList<TrialRecord> Play(TrialList list, RandomStreams streams, TrialRecord template, Func<int, int, double>? similarity = null)
    {
        ArgumentNullException.ThrowIfNull(list);
        Protocol protocol = Protocol.Find(list.Protocol) ?? Protocol.Learn;
        int ways = list.Alternatives;
        RandomStream random = streams.Named($"participant {Id} {list.Id}");
        char[] keys = [.. (ways <= 4 ? "dfjk" : "asdfjkl;").Take(ways)];
        random.Shuffle<char>(keys);
        string map = string.Join(';', keys.Select((key, i) => $"{list.Labels[i]}:{key}"));
        double clock = 2000;
        var rows = new List<TrialRecord>(list.Trials.Count);
        foreach (PlannedTrial planned in list.Trials)
        {
            if (planned.Type == TrialType.Study)
                continue;
            TrialRecord row = PlannedRows.Of(list, planned, template);
            row.AgentType = AgentType.Simulated;
            row.Synthetic = true;
            row.Subject = Id;
            row.KeyMap = map;
            row.Onset = Math.Round(clock += 500 + planned.BlankMilliseconds, 1);
            row.PlannedStimulus = protocol.ImageMilliseconds;
            row.Refresh = 60;
            row.FramesDropped = 0;
            row.BlurEvents = 0;
            row.Anticipation = false;
            row.TimedOut = false;
            int set = Math.Max(0, planned.Slot) / ways;
            int truth = planned.Slot % ways;
            int answer = planned.Type == TrialType.Catch ? (random.NextDouble() < 0.98 ? truth : random.NextBounded(ways)) : Decide(list, planned, streams, random, similarity);
            if (answer < 0)
            {
                row.TimedOut = true;
                clock += protocol.LatestResponse + 1000;
            }
            else
            {
                row.Response = keys[answer].ToString();
                row.Answer = planned.Type == TrialType.Catch ? null : list.Categories[(set * ways) + answer];
                row.Correct = answer == truth;
                row.ResponseTime = ResponseTime(planned, ways, protocol.LatestResponse, random);
                clock += row.ResponseTime!.Value;
            }

            row.ActualStimulus = protocol.Letter == "D" ? protocol.ImageMilliseconds : row.ResponseTime ?? protocol.ImageMilliseconds;
            if (planned.Feedback)
                clock += row.Correct ? 1000 : 1500;
            rows.Add(row);
        }

        return rows;
    }

    private int Decide(TrialList list, PlannedTrial planned, RandomStreams streams, RandomStream random, Func<int, int, double>? similarity)
    {
        int ways = list.Alternatives;
        int truth = planned.Slot % ways;
        // Always the same count of numbers, so that what happens in a trial does not move those of the next.
        double timeout = random.NextDouble(), lapse = random.NextDouble(), knowing = random.NextDouble(), choice = random.NextDouble();
        if (timeout < Timeout)
            return -1;
        if (lapse < Lapse)
            return (int)(choice * ways);
        double known = (ProbabilityRight(planned.SeenTrue, ways) - (1.0 / ways)) / (1 - (1.0 / ways));
        if (ItemSpread > 0 && known is > 0 and < 1)
        {
            double logit = Math.Log(known / (1 - known)) + (ItemSpread * streams.Named("item " + planned.ImageId).NextGaussian());
            known = 1 / (1 + Math.Exp(-logit));
        }

        if (knowing < known)
            return truth;
        if (similarity is null || planned.SeenTrue == 0)
            return (int)(choice * ways);
        // Knowing nothing still leaves 1/W for the right one; the rest goes to what looks alike.
        int set = planned.Slot / ways * ways;
        double[] weights = [.. Enumerable.Range(0, ways).Select(k => k == truth ? 0 : similarity(list.Categories[set + truth], list.Categories[set + k]))];
        double others = weights.Sum();
        double at = choice - (1.0 / ways);
        if (at < 0 || others <= 0)
            return truth;
        at /= 1 - (1.0 / ways);
        for (int k = 0; k < ways; k++)
        {
            at -= weights[k] / others;
            if (at < 0)
                return k;
        }

        return truth == ways - 1 ? ways - 2 : ways - 1;
    }

    private double ResponseTime(PlannedTrial planned, int ways, double latest, RandomStream random)
    {
        double known = planned.Type == TrialType.Catch ? 0.5 : (ProbabilityRight(planned.SeenTrue, ways) - (1.0 / ways)) / (1 - (1.0 / ways));
        double median = Math.Min(0.55 * latest, 650 + (700 * (1 - known)));
        return Math.Round(Math.Clamp(median * Math.Exp(0.28 * random.NextGaussian()), FastestResponse, latest - 1), 1);
    }
}
