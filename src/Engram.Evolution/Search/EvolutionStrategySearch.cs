namespace Engram.Evolution.Search;

/// <summary>
/// Separable natural evolution strategy (Wierstra et al. 2014; specification 1.11): samples around the present numbers, moves and
/// rescales by what the ranks of their fitness say. Needs no derivatives.
/// </summary>
public sealed class EvolutionStrategySearch : LocalSearch
{
    private const double LeastDeviation = 1e-9;
    private const double FirstDeviation = 0.05; // of the magnitude of the number

    /// <summary>How many steps it makes; 1 or more.</summary>
    public int Steps { get; init; } = 10;

    /// <summary>How fast the mean moves.</summary>
    public double MeanRate { get; init; } = 1;

    /// <summary>How fast the deviations change; null for (3 + ln d) / (5 √d) with d numbers.</summary>
    public double? DeviationRate { get; init; }

    /// <summary>How many samples a step draws before mirroring; null for 4 + ⌊3 ln d⌋.</summary>
    public int? Samples { get; init; }

    /// <summary>Whether every sample is also taken on the other side of the mean.</summary>
    public bool Mirrored { get; init; } = true;

    /// <inheritdoc/>
    public override string ToString() =>
        $"natural evolution strategy, {Steps} steps, rates {MeanRate} and {DeviationRate?.ToString() ?? "automatic"}, samples {Samples?.ToString() ?? "automatic"}{(Mirrored ? ", mirrored" : "")}";

    internal override void Improve(Individual individual, LocalSearchContext context)
    {
        var active = LocalSearchContext.ActiveParameters(individual);
        int d = active.Count;
        if (d == 0)
            return;
        double rate = DeviationRate ?? ((3 + Math.Log(d)) / (5 * Math.Sqrt(d)));
        int drawn = Samples ?? (4 + (int)Math.Floor(3 * Math.Log(d)));
        int n = Mirrored ? 2 * drawn : drawn;
        var random = context.CreateRandom();
        var mean = new double[d];
        var deviation = new double[d];
        for (int i = 0; i < d; i++)
        {
            var genome = individual.Genomes[active[i].Genome];
            mean[i] = genome.Parameters[active[i].Index];
            double known = genome.Deviations[active[i].Index];
            deviation[i] = double.IsNaN(known) ? FirstDeviation * Math.Abs(mean[i]) : known;
        }

        double[] utilities = Utilities(n);
        var samples = new double[n][];
        var fitness = new double[n];
        for (int step = 0; step < Steps; step++)
        {
            for (int s = 0; s < n; s++)
            {
                if (Mirrored && s >= drawn)
                {
                    samples[s] = [.. samples[s - drawn].Select(x => -x)];
                }
                else
                {
                    samples[s] = new double[d];
                    random.FillGaussian(samples[s]);
                }

                for (int i = 0; i < d; i++)
                    Set(individual, active[i], mean[i] + (deviation[i] * samples[s][i]));
                fitness[s] = context.Measure(individual);
            }

            int[] order = [.. Enumerable.Range(0, n).OrderByDescending(s => fitness[s])];
            for (int i = 0; i < d; i++)
            {
                double slope = 0, curvature = 0;
                for (int r = 0; r < n; r++)
                {
                    double s = samples[order[r]][i];
                    slope += utilities[r] * s;
                    curvature += utilities[r] * ((s * s) - 1);
                }

                mean[i] += MeanRate * deviation[i] * slope;
                deviation[i] = Math.Max(LeastDeviation, deviation[i] * Math.Exp(rate / 2 * curvature));
            }
        }

        for (int i = 0; i < d; i++)
        {
            Set(individual, active[i], mean[i]);
            individual.Genomes[active[i].Genome].Deviations[active[i].Index] = deviation[i];
        }
    }

    // Not cut off at zero, as the paper's are: specification 1.11.
    private static double[] Utilities(int n)
    {
        var raw = new double[n];
        for (int r = 0; r < n; r++)
            raw[r] = Math.Log((n / 2.0) + 1) - Math.Log(r + 1);
        double sum = raw.Sum();
        return [.. raw.Select(u => (u / sum) - (1.0 / n))];
    }

    private static void Set(Individual individual, (int Genome, int Index) which, double value) =>
        individual.Genomes[which.Genome].MutableParameters[which.Index] = value;
}
