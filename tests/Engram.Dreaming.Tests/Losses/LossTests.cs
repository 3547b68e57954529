using CsCheck;
using Engram.Dreaming.Losses;
using Engram.Numerics;

namespace Engram.Dreaming.Tests.Losses;

public class LossTests
{
    [Fact]
    public void The_regularisation_of_0_1_2_3_and_its_gradient_are_the_closed_form()
    {
        using LaneMatrix<double> latents = Table([0, 1, 2, 3]), errors = new(1, 4);
        Assert.Equal(1.2029205215, LatentRegularization.Find(latents, errors), 1e-10);
        double[] expected = [0.175, 0.3083333333333, 0.4416666666667, 0.575];
        for (var lane = 0; lane < 4; lane++)
            Assert.Equal(expected[lane], errors[0, lane], 1e-12);
    }

    [Fact]
    public void The_regularisation_vanishes_at_mean_0_and_variance_1_and_nowhere_else()
    {
        var root = Math.Sqrt(0.5);
        using LaneMatrix<double> still = Table([root, -root]);
        Assert.Equal(0, LatentRegularization.Find(still, null), 1e-14);
        using LaneMatrix<double> moved = Table([root + 0.1, -root + 0.1]);
        Assert.Equal(0.005, LatentRegularization.Find(moved, null), 1e-12);
    }

    [Fact]
    public void An_undecided_judgement_costs_ln_2_either_way()
    {
        using LaneMatrix<double> logits = Table([0, 0, 0]), errors = new(1, 3);
        Assert.Equal((Math.Log(2), 0.5), Judgement.Find(logits, isExternal: true, errors));
        Assert.Equal(-0.5 / 3, errors[0, 1], 1e-15);
        Assert.Equal((Math.Log(2), 0.5), Judgement.Find(logits, isExternal: false, errors));
        Assert.Equal(0.5 / 3, errors[0, 1], 1e-15);
    }

    [Fact]
    public void A_judgement_that_is_surely_wrong_costs_its_logit_and_not_infinity()
    {
        using LaneMatrix<double> logits = Table([1000]);
        Assert.Equal(1000, Judgement.Find(logits, isExternal: false, null).Loss);
        Assert.Equal(0, Judgement.Find(logits, isExternal: true, null).Loss);
    }

    [Theory]
    [InlineData(4, 1.945910)]
    [InlineData(64, 4.844187)]
    [InlineData(128, 5.541264)]
    [InlineData(256, 6.236370)]
    public void Equal_projections_cost_the_logarithm_of_all_others(int memories, double expected)
    {
        using var projections = new LaneMatrix<double>(8, 2 * memories);
        for (var lane = 0; lane < 2 * memories; lane++)
            projections[3, lane] = 2;
        Assert.Equal(expected, new ContrastiveLoss<double>(8, 2 * memories).Find(projections, 0.5, ContrastiveParts.Both, null), 1e-6);
    }

    [Theory]
    [InlineData(0.5, 2.893270)]
    [InlineData(0.2, 0.614635)]
    [InlineData(0.1, 0.005704)]
    public void Aligned_views_of_orthogonal_memories_cost_the_closed_form(double temperature, double expected)
    {
        using var projections = new LaneMatrix<double>(64, 128);
        for (var lane = 0; lane < 128; lane++)
            projections[lane % 64, lane] = 1;
        Assert.Equal(expected, new ContrastiveLoss<double>(64, 128).Find(projections, temperature, ContrastiveParts.Both, null), 1e-6);
    }

    [Theory]
    [InlineData(0.1, 6.7111604644, 4.80607499, 3.42625950, -0.16841689)]
    [InlineData(0.2, 3.6847530386, 2.16252263, 1.57086620, -0.07645960)]
    [InlineData(0.5, 2.3462473763, 0.76059079, 0.53488498, -0.02688698)]
    [InlineData(1.0, 2.0906542626, 0.36829176, 0.25357139, -0.01570259)]
    public void The_contrastive_loss_and_its_gradient_are_those_computed_elsewhere(
        double temperature, double loss, double firstNorm, double secondNorm, double element)
    {
        using LaneMatrix<double> projections = GoldenViews(), errors = new(8, 8);
        Assert.Equal(loss, new ContrastiveLoss<double>(8, 8).Find(projections, temperature, ContrastiveParts.Both, errors), 1e-9);
        Assert.Equal(firstNorm, Norm(errors, 0), 1e-7);
        Assert.Equal(secondNorm, Norm(errors, 4), 1e-7);
        Assert.Equal(element, errors[0, 0], 1e-7);
        // Scale does not count, so the gradient has no part along the projection.
        for (var lane = 0; lane < 8; lane++)
            Assert.Equal(0, Enumerable.Range(0, 8).Sum(row => errors[row, lane] * projections[row, lane]), 1e-14);
    }

    [Theory]
    [InlineData(ContrastiveParts.Both)]
    [InlineData(ContrastiveParts.Attraction)]
    [InlineData(ContrastiveParts.Repulsion)]
    public void Gradients_of_the_contrastive_loss_are_differences_of_it(ContrastiveParts parts)
    {
        using LaneMatrix<double> projections = GoldenViews(), errors = new(8, 8);
        var contrast = new ContrastiveLoss<double>(8, 8);
        contrast.Find(projections, 0.3, parts, errors);
        const double Step = 1e-6;
        for (var row = 0; row < 8; row++)
        {
            for (var lane = 0; lane < 8; lane++)
            {
                var middle = projections[row, lane];
                projections[row, lane] = middle + Step;
                var above = contrast.Find(projections, 0.3, parts, null);
                projections[row, lane] = middle - Step;
                var below = contrast.Find(projections, 0.3, parts, null);
                projections[row, lane] = middle;
                Assert.Equal((above - below) / (2 * Step), errors[row, lane], 1e-8);
            }
        }
    }

    [Fact]
    public void The_contrastive_loss_does_not_mind_the_order_of_memories_nor_of_views()
    {
        using LaneMatrix<double> projections = GoldenViews(), shuffled = new(8, 8);
        Gen.Shuffle(Enumerable.Range(0, 4).ToArray()).Select(Gen.Bool).Sample((order, isSwapped) =>
        {
            for (var lane = 0; lane < 8; lane++)
            {
                var from = order[lane % 4] + ((lane < 4) ^ isSwapped ? 0 : 4);
                for (var row = 0; row < 8; row++)
                    shuffled[row, lane] = projections[row, from];
            }

            var contrast = new ContrastiveLoss<double>(8, 8);
            Assert.Equal(
                contrast.Find(projections, 0.5, ContrastiveParts.Both, null),
                contrast.Find(shuffled, 0.5, ContrastiveParts.Both, null),
                1e-12);
        }, iter: 20);
    }

    [Theory]
    [InlineData(0.5, 4.864)]
    [InlineData(0.2, 4.937)]
    [InlineData(0.1, 5.239)]
    public void Unrelated_projections_cost_a_little_more_than_equal_ones(double temperature, double expected)
    {
        using var projections = new LaneMatrix<double>(128, 128);
        new RandomStreams(1).Named("projections").FillGaussian(projections.Storage());
        Assert.Equal(expected, new ContrastiveLoss<double>(128, 128).Find(projections, temperature, ContrastiveParts.Both, null), tolerance: 0.05);
    }

    private static LaneMatrix<double> GoldenViews()
    {
        var views = new LaneMatrix<double>(8, 8);
        for (var view = 0; view < 2; view++)
        {
            var filler = new Filler(401 + (uint)view);
            for (var memory = 0; memory < 4; memory++)
            {
                for (var row = 0; row < 8; row++)
                    views[row, memory + (4 * view)] = filler.Symmetric();
            }
        }

        return views;
    }

    private static double Norm(LaneMatrix<double> errors, int firstLane) =>
        Math.Sqrt(Enumerable.Range(firstLane, 4).Sum(lane => Enumerable.Range(0, 8).Sum(row => errors[row, lane] * errors[row, lane])));

    private static LaneMatrix<double> Table(double[] lanes)
    {
        var table = new LaneMatrix<double>(1, lanes.Length);
        lanes.CopyTo(table.Row(0));
        return table;
    }
}
