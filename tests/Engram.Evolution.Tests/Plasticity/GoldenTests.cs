using System.Text.Json;
using Engram.Evolution.Plasticity;
using Engram.Evolution.Programs;

namespace Engram.Evolution.Tests.Plasticity;

/// <summary>The deterministic vectors of section 5.1.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void The_portable_generator_gives_the_specified_numbers()
    {
        var draws = new SplitMixDraws(1000);
        Assert.Equal([4332104999045480776, 15022492692291828655, 14266957338849687121], new[] { draws.Next(), draws.Next(), draws.Next() });
        draws = new SplitMixDraws(1000);
        foreach (double expected in Reference.At("golden", "normal_seed1000_first3").Numbers())
            Assert.Equal(expected, draws.NextGaussian(), 1e-15);
    }

    [Fact]
    public void The_portable_dataset_of_seed_1000_is_the_specified_one()
    {
        PlasticityDataset data = PlasticityDataset.DrawPortable(DatasetFamily.Iso, 1000);
        JsonElement expected = Reference.At("golden", "iso1000");
        Near(expected.GetProperty("pc").Numbers(), data.Component, 1e-15);
        Near(expected.GetProperty("w0").Numbers(), data.InitialWeights, 1e-15);
        Near([.. expected.GetProperty("x_first3").EnumerateArray().SelectMany(x => x.Numbers())], [.. data.Samples.Take(6)], 1e-14);
        Near(expected.GetProperty("x_last").Numbers(), [.. data.Samples.Skip((1800 - 1) * 2)], 1e-14);
    }

    [Fact]
    public void Ojas_rule_walks_the_specified_path()
    {
        using var data = new DatasetBatch([PlasticityDataset.DrawPortable(DatasetFamily.Iso, 1000, new DatasetOptions { Samples = 1801, HeldOut = 0 })]);
        using var evaluator = new RuleEvaluator(data);
        IReadOnlyList<double[]> course = evaluator.Follow(KnownRules.Oja(), every: 1);
        foreach (JsonProperty moment in Reference.At("golden", "iso1000", "oja_eta0.01_w_after").EnumerateObject())
        {
            int updates = int.Parse(moment.Name);
            Near(moment.Value.Numbers(), course[updates], updates <= 100 ? 1e-12 : 1e-10);
        }
    }

    public static TheoryData<string, string> Fitnesses()
    {
        var cells = new TheoryData<string, string>();
        foreach (JsonProperty family in Reference.At("golden", "fitness_D10_T1800_eta0.01").EnumerateObject())
        {
            foreach (JsonProperty rule in family.Value.EnumerateObject())
                cells.Add(family.Name, rule.Name);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Fitnesses))]
    public void A_rules_fitness_over_seeds_1000_to_1009_is_the_specified_one(string family, string rule)
    {
        using DatasetBatch data = Portable(Enum.Parse<DatasetFamily>(family, ignoreCase: true));
        using var evaluator = new RuleEvaluator(data);
        JsonElement expected = Reference.At("golden", "fitness_D10_T1800_eta0.01", family, rule);
        Assert.Equal(expected.GetProperty("F_alpha2").GetDouble(), evaluator.Evaluate(Named(rule)), 1e-8);
        double cosines = Enumerable.Range(0, 10).Sum(evaluator.MeanCosine);
        Assert.Equal(expected.GetProperty("sum_mean_abs_cos").GetDouble(), cosines, 1e-8);
    }

    internal static DatasetBatch Portable(DatasetFamily family) =>
        new([.. Enumerable.Range(1000, 10).Select(seed => PlasticityDataset.DrawPortable(family, (ulong)seed))]);

    private static Program Named(string name) => name switch
    {
        "zero" => KnownRules.Zero(),
        "oja" => KnownRules.Oja(),
        "oja_x2" => KnownRules.Oja(2),
        "oja_x5" => KnownRules.Oja(5),
        "oja_x9" => KnownRules.Oja(9),
        "candA_(2y+1+w)(x-wy)" => KnownRules.Oja(2, 1, 1),
        "(6y-3w+1)(x-wy)" => KnownRules.Oja(6, -3, 1),
        "(2y-x)(x-wy)" => KnownRules.Oja(2, d: -1),
        _ => throw new ArgumentException(name),
    };

    private static void Near(double[] expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
