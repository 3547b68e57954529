using Engram.Datasets;
using Engram.Dreaming.Evaluation;
using Engram.Numerics;

namespace Engram.Dreaming.Tests.Evaluation;

public class LatentOrganisationTests
{
    [Fact]
    public void Distances_are_means_over_the_pairs_that_there_are()
    {
        // Two images of each class: one pair within each class, and others at whose distance the latents leave no choice.
        ImageSet images = Drawn.Images(4, classes: 2);
        using Cortex<float> cortex = Drawn.Cortex();
        using var reader = new CortexReader(cortex);
        var latents = new LatentSet([0, 0, 3, 4, 0, 2, 3, 4], [0, 1, 0, 1], 2, 2);
        LatentDistances distances = LatentDistances.Measure(reader, images, Padded(latents, 10), new RandomStreams(1));
        Assert.Equal(1, distances.PairsPerClass);
        Assert.Equal((4 + 0) / 2.0 / 10, distances.Squared.Intra, 1e-12);
        Assert.Equal((2 + 0) / 2.0, distances.Euclidean.Intra, 1e-12);
        // From (0, 0) of class 0 to (3, 4), and from (3, 4) of class 1 to (0, 0) or (0, 2).
        Assert.Contains(Math.Round(distances.Squared.Inter * 20, 9), new double[] { 25 + 25, 25 + 13 });
    }

    [Fact]
    public void Distances_of_a_cortex_are_those_of_all_pairs_and_the_two_forms_agree_about_squares()
    {
        ImageSet images = Drawn.Images(120, classes: 3);
        using Cortex<float> cortex = Drawn.Cortex();
        using var reader = new CortexReader(cortex);
        LatentSet latents = reader.Encode(images);
        LatentDistances distances = LatentDistances.Measure(reader, images, latents, new RandomStreams(1));
        Assert.Equal(20, distances.PairsPerClass);
        double intra = MeanOf(latents, (a, b) => a == b), inter = MeanOf(latents, (a, b) => a != b);
        Assert.Equal(intra, distances.Squared.Intra, 0.15 * intra);
        Assert.Equal(inter, distances.Squared.Inter, 0.15 * inter);
        Assert.True(distances.Squared.IntraToInter < 0.5);
        Assert.True(distances.Squared.Occluded > 0);
        Assert.InRange(distances.Euclidean.IntraToInter, distances.Squared.IntraToInter, 1);
    }

    [Fact]
    public void Occluded_distances_are_those_of_the_same_images_under_one_mask()
    {
        ImageSet images = Drawn.Images(4, classes: 2);
        using Cortex<float> cortex = Drawn.Cortex();
        using var reader = new CortexReader(cortex);
        var chance = new RandomStreams(6);
        LatentSet clean = reader.Encode(images), hidden = reader.Encode(images, new Occlusion(0.3, chance, 4, MaskSharing.AllTheSame));
        LatentDistances distances = LatentDistances.Measure(reader, images, clean, chance);
        // Of each class the first half of its two images is one: images 0 and 1.
        double expected = (Squared(clean[0], hidden[0]) + Squared(clean[1], hidden[1])) / 2 / 10;
        Assert.Equal(expected, distances.Squared.Occluded, 1e-12);
    }

    [Fact]
    public void Components_of_stretched_noise_are_the_axes_aalongwhich_it_was_stretched()
    {
        const int Count = 4000;
        float[] noise = Drawn.Latents(Count, 3).Values.ToArray();
        var values = new float[Count * 3];
        for (var item = 0; item < Count; item++)
        {
            // Deviations 3, 1 and 0.1 along (0.6, 0.8, 0), (−0.8, 0.6, 0) and (0, 0, 1), about (5, 5, 5).
            float along = 3 * noise[item * 3], across = noise[(item * 3) + 1];
            values[item * 3] = 5 + (0.6f * along) - (0.8f * across);
            values[(item * 3) + 1] = 5 + (0.8f * along) + (0.6f * across);
            values[(item * 3) + 2] = 5 + (0.1f * noise[(item * 3) + 2]);
        }

        PrincipalComponents components = PrincipalComponents.Of(new LatentSet(values, new int[Count], 3, 1));
        Assert.Equal([0.6, 0.8, 0], components.Axis(0).ToArray(), (a, b) => Math.Abs(a - b) < 0.02);
        Assert.Equal([0.8, -0.6, 0], components.Axis(1).ToArray(), (a, b) => Math.Abs(a - b) < 0.02);
        Assert.Equal([9, 1, 0.01], components.Variances.ToArray(), (a, b) => Math.Abs(a - b) < 0.1 * Math.Max(a, b));
        Assert.Equal(9 / 10.01, components.ExplainedShare(1), 0.01);
        Assert.Equal(1, components.ExplainedShare(3), 1e-12);
        Assert.Equal(0, components.Place([5, 5, 5], 0), 0.2);
        Assert.Equal(5, components.Place([8, 9, 5], 0) - components.Place([5, 5, 5], 0), 0.01);
    }

    [Fact]
    public void A_map_shows_each_image_clean_and_occluded()
    {
        using Cortex<float> cortex = Drawn.Cortex();
        using var reader = new CortexReader(cortex);
        ComponentMap map = ComponentMap.Measure(reader, Drawn.Images(90, classes: 3), new RandomStreams(4), classes: 2, count: 40);
        Assert.Equal(40, map.Count);
        Assert.Equal(40, map.Points.Count(point => point.IsOccluded));
        Assert.Equal(map.Points.Take(40).Select(point => point.Label), map.Points.Skip(40).Select(point => point.Label));
        Assert.DoesNotContain(map.Points, point => point.Label > 1);
        Assert.True(map.FirstShare > map.SecondShare && map.FirstShare + map.SecondShare <= 1);
    }

    [Fact]
    public void Random_directions_have_the_known_uniformity_and_unrelated_views_are_at_2()
    {
        var found = AlignmentUniformity.Of(Drawn.Latents(1500, 128), Drawn.Latents(1500, 128, seed: 8));
        Assert.Equal(2, found.Alignment, 0.02);
        Assert.Equal(-3.94, found.Uniformity, 0.01);
    }

    [Fact]
    public void Equal_views_are_aligned_whatever_their_length_and_a_single_point_is_not_uniform_at_all()
    {
        LatentSet latents = Drawn.Latents(50, 8);
        var longer = new LatentSet([.. latents.Values.ToArray().Select(value => 3 * value)], latents.Labels.ToArray(), 8, 3);
        Assert.Equal(0, AlignmentUniformity.Of(latents, longer).Alignment, 1e-12);
        var point = new LatentSet([1, 2, 1, 2, 1, 2], new int[3], 2, 1);
        Assert.Equal(0, AlignmentUniformity.Of(point, point).Uniformity, 1e-12);
    }

    [Fact]
    public void The_invariance_index_is_0_of_the_same_and_1_of_another_image()
    {
        LatentSet latents = Drawn.Latents(4000, 6);
        Assert.Equal(0, InvarianceIndex.Of(latents, latents, new RandomStreams(1)));
        Assert.Equal(1, InvarianceIndex.Of(latents, Drawn.Latents(4000, 6, seed: 8), new RandomStreams(1)), 0.05);
    }

    [Fact]
    public void What_cannot_be_measured_is_said_for_people()
    {
        using Cortex<float> cortex = Drawn.Cortex();
        using var reader = new CortexReader(cortex);
        ImageSet one = Drawn.Images(6, classes: 1);
        Assert.Contains("two classes", Refusal(() => LatentDistances.Measure(reader, one, reader.Encode(one), new RandomStreams(1))), StringComparison.Ordinal);
        Assert.Contains("there are 1", Refusal(() => ComponentMap.Measure(reader, Drawn.Images(1), new RandomStreams(1))), StringComparison.Ordinal);
        Assert.Contains("the cortex has diverged", Refusal(() => PrincipalComponents.Of(new LatentSet([1, 2, float.NaN, 4], [0, 0], 2, 1))), StringComparison.Ordinal);

        static string Refusal(Action action) => Assert.Throws<UnmeasurableException>(action).Message;
    }

    private static double MeanOf(LatentSet latents, Func<int, int, bool> isWanted)
    {
        double sum = 0;
        var pairs = 0;
        for (var i = 0; i < latents.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!isWanted(latents.Labels[i], latents.Labels[j])) continue;
                sum += Squared(latents[i], latents[j]) / latents.Dimensions;
                pairs++;
            }
        }

        return sum / pairs;
    }

    private static double Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Pow((double)a[i] - b[i], 2);
        return sum;
    }

    private static LatentSet Padded(LatentSet latents, int dimensions)
    {
        var values = new float[latents.Count * dimensions];
        for (var item = 0; item < latents.Count; item++)
            latents[item].CopyTo(values.AsSpan(item * dimensions));
        return new LatentSet(values, latents.Labels.ToArray(), dimensions, latents.ClassCount);
    }
}
