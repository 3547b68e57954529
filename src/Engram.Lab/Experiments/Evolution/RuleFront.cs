using Engram.Evolution.Search;
using Engram.Lab.Figures;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>
/// What a search for fitness and simplicity at once has found: of each complexity the fittest rule, as far as no simpler one is as fit
/// (specification 2.12). Written as <c>front.csv</c> and drawn as <c>front</c>.
/// </summary>
internal static class RuleFront
{
    /// <summary>The table of a run's front.</summary>
    public const string File = "front.csv";

    /// <summary>Whom nobody beats in fitness and simplicity at once, the simplest first.</summary>
    public static IReadOnlyList<Individual> Of(IEnumerable<Individual> individuals)
    {
        var front = new List<Individual>();
        foreach (Individual candidate in individuals.OrderBy(one => one.Complexity).ThenByDescending(one => one.Fitness))
        {
            if (double.IsFinite(candidate.Fitness) && (front.Count == 0 || candidate.Fitness > front[^1].Fitness))
                front.Add(candidate);
        }

        return front;
    }

    /// <summary>Writes the table and draws the figure.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="individuals">The last parents.</param>
    /// <param name="inputs">The names of a rule's inputs.</param>
    /// <param name="reference">A fitness to reach, such as Oja's; not finite for none.</param>
    public static void Write(string runFolder, ulong seed, IEnumerable<Individual> individuals, IReadOnlyList<string> inputs, double reference)
    {
        IReadOnlyList<Individual> front = Of(individuals);
        TableFile.Write(
            Path.Combine(runFolder, File),
            ["operations", "fitness", "rule"],
            front.Select(one => (IReadOnlyList<object>)[one.Complexity, one.Fitness, Words(one, inputs)]));
        new LineFigure
        {
            Title = $"fitness against simplicity, seed {seed}: {front.Count} rules that none beats in both",
            X = new FigureAxis("operations of the rule") { Minimum = 0 },
            Y = new FigureAxis("fitness"),
            Curves =
            [
                new Curve("front", [.. front.Select(one => (double)one.Complexity)], [.. front.Select(one => one.Fitness)])
                {
                    Style = CurveStyle.LineAndPoints,
                },
            ],
            References = double.IsFinite(reference) ? [new ReferenceLine("to be reached", reference)] : [],
        }.Save(Path.Combine(runFolder, "figures", "front"));
    }

    private static string Words(Individual individual, IReadOnlyList<string> inputs) =>
        string.Join("; ", individual.Genomes.Select(genome => RuleReport.Of(genome.Decode(), inputs).Text));
}
