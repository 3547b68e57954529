using Engram.Evolution.Problems;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>The settings of <c>evolve-parity</c>.</summary>
public sealed class EvolveParitySettings
{
    /// <summary>Bits.</summary>
    [Setting("bits whose number of ones is odd or even", Minimum = 2, Maximum = 12)]
    public int Bits { get; set; } = 3;

    /// <summary>The limit.</summary>
    [Setting("generations at most; 1000 if auto", Minimum = 1, Maximum = 10_000_000)]
    public long? Generations { get; set; }
}

/// <summary>Parity from logic gates by Cartesian genetic programming (specification 5.3).</summary>
public sealed class EvolveParity : Experiment<EvolveParitySettings>
{
    /// <inheritdoc/>
    public override string Name => "evolve-parity";

    /// <inheritdoc/>
    public override string Paper => "Mettler et al. 2021";

    /// <inheritdoc/>
    public override string Summary => "Cartesian genetic programming builds parity from and, or, not and xor";

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => EvolveProblem.Measured("3-bit parity", 60, 59, 60, 52, 132);

    /// <inheritdoc/>
    public override string HeadlineMetric => EvolveProblem.Solved;

    /// <inheritdoc/>
    public override IReadOnlyList<Finding> Findings(string runFolder) => RuleReport.FindingsIn(runFolder);

    /// <inheritdoc/>
    protected override EvolveParitySettings CreatePreset(string preset) => new();

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(EvolveParitySettings settings) =>
        settings is { Bits: 3, Generations: null } ? Published : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(EvolveParitySettings settings, IRunContext context) =>
        EvolveProblem.Run(BenchmarkProblem.Parity(settings.Bits), settings.Generations, context);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DrawGroup(EvolveParitySettings settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        EvolveProblem.DrawGroup(BenchmarkProblem.Parity(settings.Bits), runFolders, figureFolder);
}
