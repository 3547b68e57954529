using Engram.Dreaming.Evaluation;
using Engram.Dreaming.Pathways;
using Engram.Numerics;

namespace Engram.Dreaming.Tests.Evaluation;

public class NearestNeighbourTests
{
    [Fact]
    public void Votes_are_those_of_a_search_through_all_pairs_with_any_team_and_vectors()
    {
        LatentSet train = Drawn.Latents(333, 9, apart: 1), test = Drawn.Latents(150, 9, seed: 8, apart: 1);
        int[] neighbours = [1, 7, 20, 333];
        foreach (Nearness nearness in Enum.GetValues<Nearness>())
        {
            IReadOnlyList<NeighbourResult> found = Measure(train, test, nearness, neighbours);
            for (var i = 0; i < neighbours.Length; i++)
                Assert.Equal(new NeighbourResult(nearness, neighbours[i], BruteForce(train, test, nearness, neighbours[i])), found[i]);
            Assert.True(found[2].Accuracy > 0.45);
            using var team = new WorkerTeam(2);
            Assert.Equal(found, Measure(train, test, nearness, neighbours, team, InstructionSet.Scalar));
        }
    }

    [Fact]
    public void Angles_and_distances_may_disagree()
    {
        // The query lies in the direction of class 0 and near class 1.
        var train = new LatentSet([10, 0, 1, 1], [0, 1], 2, 2);
        var test = new LatentSet([1, 0.2f], [0], 2, 2);
        Assert.Equal(1, Measure(train, test, Nearness.Cosine, [1])[0].Accuracy);
        Assert.Equal(0, Measure(train, test, Nearness.Euclidean, [1])[0].Accuracy);
    }

    [Fact]
    public void Equal_votes_go_to_the_nearest_and_equal_distances_to_the_earlier()
    {
        var train = new LatentSet([3, 1, 2, 4], [0, 1, 1, 0], 1, 2);
        Assert.Equal(1, Measure(train, new LatentSet([0], [1], 1, 2), Nearness.Euclidean, [4])[0].Accuracy);
        var twins = new LatentSet([1, 1], [1, 0], 1, 2);
        Assert.Equal(1, Measure(twins, new LatentSet([1], [1], 1, 2), Nearness.Euclidean, [1])[0].Accuracy);
    }

    [Fact]
    public void More_neighbours_than_there_are_are_refused() =>
        Assert.Throws<ArgumentException>(() => Measure(Drawn.Latents(10, 2), Drawn.Latents(3, 2), Nearness.Cosine, [11]));

    private static IReadOnlyList<NeighbourResult> Measure(
        LatentSet train, LatentSet test, Nearness nearness, int[] neighbours, WorkerTeam? team = null, InstructionSet? set = null)
    {
        using var crew = new Crew<float>(team);
        return NearestNeighbours.Measure(train, test, nearness, neighbours, crew, set);
    }

    private static double BruteForce(LatentSet train, LatentSet test, Nearness nearness, int count) => Enumerable.Range(0, test.Count).Average(item =>
    {
        int[] voters = [.. Enumerable.Range(0, train.Count).OrderBy(other => Far(test[item], train[other], nearness)).Take(count)];
        int[] votes = [.. Enumerable.Range(0, 3).Select(label => voters.Count(voter => train.Labels[voter] == label))];
        int winner = train.Labels[voters.First(voter => votes[train.Labels[voter]] == votes.Max())];
        return winner == test.Labels[item] ? 1.0 : 0;
    });

    private static double Far(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Nearness nearness)
    {
        double dot = 0, squaresA = 0, squaresB = 0, distance = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            squaresA += (double)a[i] * a[i];
            squaresB += (double)b[i] * b[i];
            distance += Math.Pow((double)a[i] - b[i], 2);
        }

        return nearness == Nearness.Cosine ? -dot / Math.Sqrt(squaresA * squaresB) : distance;
    }
}
