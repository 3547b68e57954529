using Engram.Delaunay.Painting;

namespace Engram.Delaunay.Tests.Painting;

public class StyleModelTests
{
    [Theory]
    [InlineData(0.5, 0.43)]
    [InlineData(0.75, 0.65)]
    [InlineData(1.0, 0.81)]
    [InlineData(1.5, 0.95)]
    [InlineData(2.0, 0.99)]
    public void V35_the_ideal_observer_reaches_the_reference_on_53_styles(double kappa, double reference)
    {
        var ideals = Seeds(40).Select(seed => StyleDifficulty.Ideal(Model(seed, 53, 8, kappa), 16)).ToArray();
        Assert.InRange(ideals.Average(static ideal => ideal.Mean), reference - 0.03, reference + 0.03);
    }

    [Theory]
    [InlineData(0.5, 0.29)]
    [InlineData(1.0, 0.48)]
    [InlineData(1.5, 0.63)]
    public void V35_errors_stay_inside_the_family_as_often_as_the_reference(double kappa, double reference)
    {
        var share = Seeds(40).Average(seed => StyleDifficulty.Ideal(Model(seed, 53, 8, kappa), 16).ErrorsInsideFamily);
        Assert.InRange(share, reference - 0.07, reference + 0.07);
    }

    [Theory]
    [InlineData(8, 0.5, 0.72)]
    [InlineData(8, 1.0, 0.95)]
    [InlineData(4, 0.5, 0.87)]
    [InlineData(4, 0.75, 0.95)]
    public void V35_the_ideal_observer_reaches_the_reference_on_few_styles(int styles, double kappa, double reference)
    {
        var mean = Seeds(100).Average(seed => StyleDifficulty.Ideal(Model(seed, styles, 4, kappa), 30).Mean);
        Assert.InRange(mean, reference - 0.08, Math.Min(1, reference + 0.08));
    }

    [Theory]
    [InlineData(53, 1.0, new[] { 0.33, 0.51, 0.60, 0.67, 0.71, 0.75 }, 0.05, 24)]
    [InlineData(53, 1.5, new[] { 0.63, 0.79, 0.89, 0.89, 0.91, 0.94 }, 0.05, 24)]
    [InlineData(8, 0.5, new[] { 0.30, 0.40, 0.49, 0.55, 0.61, 0.63 }, 0.08, 60)]
    [InlineData(8, 1.0, new[] { 0.65, 0.77, 0.85, 0.90, 0.92, 0.93 }, 0.08, 60)]
    [InlineData(4, 0.5, new[] { 0.47, 0.57, 0.66, 0.71, 0.77, 0.78 }, 0.08, 60)]
    [InlineData(4, 1.0, new[] { 0.81, 0.89, 0.94, 0.96, 0.97, 0.97 }, 0.08, 60)]
    public void V35_the_prototype_learner_follows_the_reference_curve(int styles, double kappa, double[] reference, double tolerance, int seeds)
    {
        for (var at = 0; at < reference.Length; at++)
        {
            var accuracy = Seeds(seeds).Average(seed => StyleDifficulty.Prototypes(Model(seed, styles, styles == 53 ? 8 : 4, kappa), 1 << at, 8));
            Assert.InRange(accuracy, reference[at] - tolerance, reference[at] + tolerance);
        }
    }

    [Fact]
    public void V38_no_style_has_the_name_of_a_person()
    {
        for (var style = 0; style < 100; style++) Assert.Matches("^Synth-[0-9]{2}$", StyleModel.NameOf(style));
    }

    [Fact]
    public void Latents_depend_on_seed_style_and_number_alone()
    {
        var model = Model(3, 8, 4, 1);
        Assert.Equal(model.Latents(5, 7), Model(3, 8, 4, 1).Latents(5, 7));
        Assert.NotEqual(model.Latents(5, 7), model.Latents(5, 8));
        Assert.NotEqual(model.Latents(5, 7), Model(4, 8, 4, 1).Latents(5, 7));
        // A model with more styles has the same first ones.
        Assert.Equal(model.Latents(5, 7), Model(3, 50, 4, 1).Latents(5, 7));
    }

    [Fact]
    public void Invented_class_sizes_have_the_published_moments()
    {
        var full = StandInPreset.All[^1];
        Assert.Equal((53, 11_503, 377), (full.ClassSizes.Count, full.Count, full.ClassSizes.Max()));
        var mean = full.ClassSizes.Average();
        var squares = full.ClassSizes.Sum(size => (size - mean) * (size - mean));
        Assert.Equal(58.54, Math.Sqrt(squares / 52), 2);
        Assert.Equal(57.99, Math.Sqrt(squares / 53), 2);
    }

    private static IEnumerable<ulong> Seeds(int count) => Enumerable.Range(1, count).Select(static seed => (ulong)seed);

    private static StyleModel Model(ulong seed, int styles, int families, double kappa) => new(new StyleSettings { Seed = seed, Styles = styles, Families = families, Kappa = kappa });
}
