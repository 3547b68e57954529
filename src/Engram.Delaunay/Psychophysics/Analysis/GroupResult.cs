using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>What a group of agents did on a family of stimuli.</summary>
public sealed record GroupResult
{
    /// <summary>People, simulated people, or a network's id.</summary>
    public required string Group { get; init; }

    /// <summary>The family.</summary>
    public required string Family { get; init; }

    /// <summary>Who answered.</summary>
    public required AgentType Type { get; init; }

    /// <summary>The runs.</summary>
    public required IReadOnlyList<AgentRun> Runs { get; init; }

    /// <summary>The curve in bins.</summary>
    public required LearningCurve Curve { get; init; }

    /// <summary>The interval of each bin.</summary>
    public required IReadOnlyList<BootstrapInterval> Bands { get; init; }

    /// <summary>The overall share of right answers.</summary>
    public required BootstrapInterval Accuracy { get; init; }

    /// <summary>n_θ at the default θ.</summary>
    public required ExemplarsNeeded Needed { get; init; }

    /// <summary>Its interval over draws that reach θ.</summary>
    public required BootstrapInterval NeededInterval { get; init; }

    /// <summary>n_θ midway to the group's own final accuracy.</summary>
    public required ExemplarsNeeded NeededForOwn { get; init; }

    /// <summary>The area under the curve, 0 for chance.</summary>
    public required BootstrapInterval Area { get; init; }

    /// <summary>d′ of the overall accuracy, the ends mapped from those of accuracy.</summary>
    public required (double Value, double Low, double High) Sensitivity { get; init; }

    /// <summary>The power-law fit; null where nothing can be fitted.</summary>
    public required LearningFit? Power { get; init; }

    /// <summary>The exponential fit.</summary>
    public required LearningFit? Exponential { get; init; }

    /// <summary>Bits of mutual information, and corrected for bias.</summary>
    public required (double Bits, double Corrected) Information { get; init; }

    /// <summary>The prequential code length; NaN for people.</summary>
    public required (double Bits, double GuessingBits, int Trials) CodeLength { get; init; }

    /// <summary>The confusions.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>W.</summary>
    public int Alternatives => Curve.Alternatives;

    /// <summary>Trials.</summary>
    public int Trials => Curve.Points.Sum(static point => point.Trials);

    /// <summary>Different subjects, or seeds of a network.</summary>
    public int Agents => Runs.Select(static run => (run.Subject, run.Seed)).Distinct().Count();

    /// <summary>The better fit by Akaike's criterion.</summary>
    public LearningFit? Fit => Power is null || Exponential is null ? Power ?? Exponential : Power.Aic <= Exponential.Aic ? Power : Exponential;

    // Within lists: across lists with other categories, which list it is would count as something that the agent tells.
    private static (double Bits, double Corrected) InformationOf(IReadOnlyList<AgentRun> runs)
    {
        double bits = 0, corrected = 0, trials = 0;
        foreach (IReadOnlyList<AgentRun> list in ClusterBootstrap.ByList(runs))
        {
            var (plain, less) = InformationMeasures.Mutual(ConfusionMatrix.Of(list).WithSilence());
            int weight = list.Sum(static run => run.Trials.Count);
            bits += weight * plain;
            corrected += weight * less;
            trials += weight;
        }

        return (bits / trials, corrected / trials);
    }

    internal static GroupResult Of(IReadOnlyList<AgentRun> runs, AnalysisOptions options, RandomStream random)
    {
        int ways = runs[0].Alternatives;
        LearningCurve curve = LearningCurve.Of(runs);
        string[] names = [.. curve.Points.Select(static point => point.Name)];
        IReadOnlyList<BootstrapInterval> intervals = ClusterBootstrap.Of(runs, Numbers, options.Draws, random);
        BootstrapInterval accuracy = intervals[names.Length];
        int trials = curve.Points.Sum(static point => point.Trials);
        ConfusionMatrix confusion = ConfusionMatrix.Of(runs);
        return new GroupResult
        {
            Group = runs[0].Group,
            Family = runs[0].Family,
            Type = runs[0].Type,
            Runs = runs,
            Curve = curve,
            Bands = [.. intervals.Take(names.Length)],
            Accuracy = accuracy,
            NeededInterval = intervals[names.Length + 1],
            Area = intervals[names.Length + 2],
            Needed = SampleEfficiency.Needed(curve),
            NeededForOwn = SampleEfficiency.NeededForOwn(curve),
            Sensitivity = (
                Psychophysics.Sensitivity.Of(accuracy.Value, ways, trials), Psychophysics.Sensitivity.Of(accuracy.Low, ways, trials), Psychophysics.Sensitivity.Of(accuracy.High, ways, trials)),
            Power = LearningFit.Of(LearningForm.Power, runs),
            Exponential = LearningFit.Of(LearningForm.Exponential, runs),
            Information = InformationOf(runs),
            CodeLength = InformationMeasures.CodeLength(runs),
            Confusion = confusion,
        };

        IReadOnlyList<double> Numbers(IReadOnlyList<AgentRun> drawn)
        {
            LearningCurve of = LearningCurve.Of(drawn);
            var numbers = new double[names.Length + 3];
            int right = 0, all = 0;
            for (int i = 0; i < names.Length; i++)
            {
                CurvePoint? point = of.Points.FirstOrDefault(point => point.Name == names[i]);
                numbers[i] = point?.Accuracy ?? double.NaN;
                right += point?.Right ?? 0;
                all += point?.Trials ?? 0;
            }

            numbers[^3] = right / (double)all;
            numbers[^2] = SampleEfficiency.Needed(of).Value;
            numbers[^1] = SampleEfficiency.Area(of);
            return numbers;
        }
    }
}

/// <summary>R_θ = n_θ(network) / n_θ(people): above 1, people need fewer examples.</summary>
/// <param name="Network">The network.</param>
/// <param name="Family">The family.</param>
/// <param name="Log10">log10 R_θ with its interval over lists drawn in pairs; NaN where either is censored.</param>
public sealed record EfficiencyRatio(string Network, string Family, BootstrapInterval Log10);
