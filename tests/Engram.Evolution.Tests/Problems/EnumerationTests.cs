using Engram.Evolution.Primitives;
using Engram.Evolution.Problems;

namespace Engram.Evolution.Tests.Problems;

public class EnumerationTests
{
    [Fact]
    public void Small_rules_are_as_many_as_exhaustive_search_found()
    {
        // Specification 5.6.
        var reference = Samples.Reference("enumeration").GetProperty("counts_by_min_nodes");
        var counts = RuleEnumeration.Count(3, 4, Operations.Subtract, Operations.Multiply);
        Assert.Equal(Enumerable.Range(0, 5).Select(m => reference.GetProperty($"{m}").GetInt32()), counts);
    }

    [Fact]
    public void Enumerated_graphs_are_as_large_as_they_are_said_to_be_and_the_best_rules_are_among_them()
    {
        var rules = RuleEnumeration.Enumerate(3, 3, Operations.Subtract, Operations.Multiply);
        for (int m = 0; m < rules.Count; m++)
        {
            Assert.All(rules[m], rule => Assert.InRange(rule.OperationCount, 0, m));
            Assert.Equal(rules[m].Count, rules[m].Select(rule => rule.Key).Distinct().Count());
        }

        Assert.Contains(Samples.Parse("y*(x - w*y)").Key, rules[3].Select(rule => rule.Key));
        Assert.Contains(Samples.Parse("x*x - w").Key, rules[2].Select(rule => rule.Key));
    }

    [Fact]
    public void Other_operations_are_refused() =>
        Assert.Throws<ArgumentException>(() => RuleEnumeration.Count(3, 2, Operations.Divide));
}
