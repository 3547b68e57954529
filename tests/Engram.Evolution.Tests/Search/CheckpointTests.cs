using Engram.Evolution.Genomes;
using Engram.Evolution.Primitives;
using Engram.Evolution.Problems;
using Engram.Evolution.Search;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Search;

public class CheckpointTests
{
    public static TheoryData<string, string> Searches => new()
    {
        { "square", "Fittest" },
        { "square-reordered", "Fittest" },
        { "square-hurdles", "Fittest" },
        { "two-genomes", "Youngest" },
        { "square", "Pareto" },
        { "gradient", "Fittest" },
        { "strategy", "Fittest" },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_search_that_was_killed_goes_on_as_if_nothing_had_happened(string name, string survival)
    {
        using var whole = Create(name, survival);
        using var killed = Create(name, survival);
        for (int i = 0; i < 30; i++)
            whole.Step();
        for (int i = 0; i < 13; i++)
            killed.Step();
        using var resumed = Create(name, survival);
        using var file = new MemoryStream();
        StateArchive.Save(file, "test", 1, state => killed.Save(state));
        resumed.Load(StateArchive.Load(file, "test", 1));
        Assert.Equal(13 - 1, resumed.Generation);
        for (int i = 13; i < 30; i++)
            resumed.Step();
        Assert.Equal(Bytes(whole), Bytes(resumed));
    }

    [Fact]
    public void A_checkpoint_of_another_search_is_refused_in_words()
    {
        using var search = BenchmarkProblem.Square.CreateSearch(1);
        search.Step();
        using var file = new MemoryStream();
        StateArchive.Save(file, "test", 1, state => search.Save(state));
        var reader = StateArchive.Load(file, "test", 1);

        Refuse(BenchmarkProblem.Square.CreateSearch(2), "\"seed 1\" where this one has \"seed 2\"");
        Refuse(BenchmarkProblem.Quartic.CreateSearch(1), "128 columns");
        Refuse(BenchmarkProblem.SquareHurdles.CreateSearch(1), "x^2 + 1 at 1000 points");
        Refuse(BenchmarkProblem.Square.CreateSearch(1, new EvolutionSettings { Mutation = Mutation.PerGene(0.1) }), "probability 0.03");
        Refuse(BenchmarkProblem.Square.CreateSearch(1, new EvolutionSettings { Parents = 5 }), "parents 4");

        using var longer = BenchmarkProblem.Square.CreateSearch(1, BenchmarkProblem.Square.Settings with { MaximumGenerations = 5, Threads = 1 });
        longer.Load(reader);
        longer.Finish();
        Assert.Equal(4, longer.Generation);

        void Refuse(EvolutionSearch other, string words)
        {
            using (other)
                Assert.Contains(words, Assert.Throws<StateException>(() => other.Load(reader)).Message, StringComparison.Ordinal);
        }
    }

    private static EvolutionSearch Create(string name, string survival)
    {
        if (name == "strategy")
        {
            var shape = new GenomeShape(1, PrimitiveSet.Parse("add, sub, mul, parameter"), columns: 20);
            var objective = RegressionObjective.Of("x^2 + 1.7", Samples.Points(1, 40), x => (x[0] * x[0]) + 1.7);
            return new EvolutionSearch(shape, objective, new EvolutionSettings { LocalSearch = new EvolutionStrategySearch { Steps = 3 }, LocalSearchCount = 2 }, 5);
        }

        var problem = BenchmarkProblem.Regressions.Single(p => p.Name == name);
        return problem.CreateSearch(5, problem.Settings with { Survival = Enum.Parse<Survival>(survival), TerminationFitness = 1 });
    }

    private static byte[] Bytes(EvolutionSearch search)
    {
        using var file = new MemoryStream();
        StateArchive.Save(file, "test", 1, state => search.Save(state));
        return file.ToArray();
    }
}
