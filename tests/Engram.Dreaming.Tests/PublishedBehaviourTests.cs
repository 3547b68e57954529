using Engram.Dreaming.Losses;
using Engram.Dreaming.Pathways;
using Engram.Dreaming.Phases;
using Engram.Numerics;

namespace Engram.Dreaming.Tests;

/// <summary>What the published network does when it is fresh, in which direction each loss moves it, and that it learns (PAD specification 11.4 to 11.8).</summary>
public class PublishedBehaviourTests
{
    private static readonly DreamLearning Still = new() { Adam = new AdamConstants(0, 0.5, 0.999) };

    [Fact]
    public void A_fresh_network_has_the_losses_that_were_computed_elsewhere()
    {
        using Cortex<float> cortex = new CortexDescription().Build<float>(lanes: 64, seed: 1);
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, [new Wake(), new Nrem(Weight: 0), new Rem(IsLearned: false)], Still);
        RandomStream noise = new RandomStreams(1).Named("images");
        double square = 0;
        for (var row = 0; row < dreamer.Images.Rows; row++)
        {
            noise.FillUniform(dreamer.Images.Row(row), -1, 1);
            foreach (var value in dreamer.Images.Row(row))
                square += value * value;
        }

        CycleReport report = dreamer.Live(isFirstOfEpoch: true);
        // Four standard deviations over seeds.
        Assert.Equal(3.62, report.Regularization, 0.32);
        Assert.Equal(0.502, report.JudgementAwake, 0.028);
        Assert.Equal(0.690, report.External, 0.06);
        Assert.Equal(0.697, report.Internal, 0.056);
        Assert.InRange(report.Reconstruction - (square / (3072 * 64)), -0.007, 0.017);
        Assert.InRange(report.Replay, 1e-4, 5e-4);
    }

    [Fact]
    public void Awake_discriminator_neurons_learn_to_say_external()
    {
        using Cortex<float> cortex = Fresh();
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, [new Wake(Reconstruction: 0)]);
        SmallCortex.Show(dreamer, 0);
        var before = dreamer.Live(isFirstOfEpoch: true).JudgementAwake;
        Assert.True(dreamer.Live(isFirstOfEpoch: false).JudgementAwake > before);
    }

    [Fact]
    public void In_REM_the_encoder_learns_to_say_internal_of_a_dream_and_the_generator_to_be_taken_for_real()
    {
        using Cortex<float> cortex = Fresh(), encoderLearned = Fresh(), generatorLearned = Fresh();
        var fixedDream = new FixedChance();
        (double Loss, double Judged) Dream(Cortex<float> from)
        {
            using var watching = new Dreamer<float>(from, [new Rem(RemSource.Noise, IsLearned: false)], fixedDream);
            CycleReport report = watching.Live(isFirstOfEpoch: true);
            return (report.Internal, report.JudgementDreaming);
        }

        var before = Dream(cortex);
        using var dreamer = new Dreamer<float>(cortex, [new Rem(RemSource.Noise)], fixedDream);
        dreamer.Live(isFirstOfEpoch: true);
        Copy(cortex.Trunk, encoderLearned.Trunk);
        Copy(cortex.JudgementHead, encoderLearned.JudgementHead);
        Copy(cortex.Generator, generatorLearned.Generator);
        var (encoder, generator) = (Dream(encoderLearned), Dream(generatorLearned));
        Assert.True(encoder.Judged < before.Judged && encoder.Loss < before.Loss, $"{before} {encoder}");
        Assert.True(generator.Judged > before.Judged && generator.Loss > before.Loss, $"{before} {generator}");
    }

    [Fact]
    public void NREM_leaves_the_generator_as_it_is_and_gives_discriminator_neurons_no_gradient_and_REM_none_to_latents()
    {
        using Cortex<float> cortex = SmallCortex.Build<float>();
        float[] generator = [];
        bool?[] seen = new bool?[3];
        using Dreamer<float> dreamer = SmallCortex.Dream(
            cortex,
            [
                new Wake(),
                new Look(() => generator = SmallCortex.Parameters(cortex, cortex.Generator)),
                new Nrem(),
                new Look(() =>
                {
                    Assert.Equal(generator, SmallCortex.Parameters(cortex, cortex.Generator));
                    (seen[0], seen[1]) = (cortex.JudgementHead.Stages[0].HasGradient, cortex.LatentHead.Stages[0].HasGradient);
                }),
                new Rem(),
                new Look(() => seen[2] = cortex.LatentHead.Stages[0].HasGradient),
            ]);
        SmallCortex.Live(dreamer, 1);
        Assert.Equal([false, true, false], seen);
    }

    /// <summary>Deperrois et al. 2022, a prediction: the same image moves feedforward weights one way awake and the other way in REM (specification 9).</summary>
    [Fact]
    public void For_one_image_plasticity_has_opposite_signs_awake_and_in_REM()
    {
        using Cortex<double> cortex = SmallCortex.Build<double>();
        using Dreamer<double> dreamer = SmallCortex.Dream(cortex, [new Wake()]);
        SmallCortex.Show(dreamer, 0);
        double[] Gradient(bool isExternal)
        {
            cortex.Trunk.ClearGradients();
            LaneMatrix<double> high = cortex.Trunk.Forward(cortex.Crew, dreamer.Images, dreamer.TrunkActivity);
            LaneMatrix<double> logits = cortex.JudgementHead.Forward(cortex.Crew, high, dreamer.JudgementActivity);
            Judgement.Find(logits, isExternal, dreamer.JudgementActivity.OutputError);
            // Of the first image alone.
            dreamer.JudgementActivity.OutputError.Row(0)[1..].Clear();
            cortex.JudgementHead.Backward(cortex.Crew, dreamer.JudgementActivity, dreamer.TrunkActivity.OutputError, withGradient: true);
            cortex.Trunk.Backward(cortex.Crew, dreamer.TrunkActivity, null, withGradient: true);
            return [.. cortex.Trunk.Stages.SelectMany(stage => MatrixState.Compact(stage.Gradient))];
        }

        double[] real = Gradient(true), dreamt = Gradient(false);
        var cosine = real.Zip(dreamt, (a, b) => a * b).Sum() / Math.Sqrt(real.Sum(a => a * a) * dreamt.Sum(b => b * b));
        Assert.Equal(-1, cosine, 1e-12);
    }

    [Fact]
    public void After_one_step_Adam_coasts_by_0_4715_of_it()
    {
        using Cortex<double> cortex = SmallCortex.Build<double>();
        double[] before = [], after = [];
        using Dreamer<double> dreamer = SmallCortex.Dream(
            cortex,
            [
                new Wake(),
                new Look(() => before = SmallCortex.Parameters(cortex, cortex.JudgementHead)),
                new Nrem(),
                new Look(() => after = SmallCortex.Parameters(cortex, cortex.JudgementHead)),
            ]);
        SmallCortex.Live(dreamer, 1);
        Assert.All(before.Zip(after), pair => Assert.Equal(9.4304e-5, Math.Abs(pair.Second - pair.First), 1e-7));
    }

    /// <summary>At a quarter of the width, in 80 cycles: the published width needs more time than a test has.</summary>
    [Fact]
    public void Awake_a_fixed_batch_is_learned_by_heart_with_latents_of_unit_variance()
    {
        using Cortex<float> cortex = new CortexDescription { Width = 16, Latents = 64 }.Build<float>(lanes: 64, seed: 1);
        var learning = new DreamLearning { Adam = new AdamConstants(1e-3, 0.5, 0.999) };
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, [new Wake(JudgesExternal: false)], learning);
        double square = 0;
        for (var row = 0; row < dreamer.Images.Rows; row++)
        {
            var (c, y, x) = (row / 1024, row / 32 % 32, row % 32);
            for (var i = 0; i < 64; i++)
            {
                var (f, g) = (i % 4, i / 4 % 4);
                dreamer.Images[row, i] = (float)(0.6 * Math.Sin((2 * Math.PI * ((f * x) + (g * y)) / 32) + (2 * Math.PI * ((i / 64.0) + (c / 3.0)))));
                square += dreamer.Images[row, i] * dreamer.Images[row, i];
            }
        }

        Assert.Equal(0.18, square / (3072 * 64), 1e-6);
        Assert.Equal(-0.2476242, dreamer.Images[(1 * 1024) + (2 * 32) + 3, 5], 1e-6);
        CycleReport first = dreamer.Live(isFirstOfEpoch: true), last = first;
        for (var cycle = 1; cycle < 80; cycle++)
            last = dreamer.Live(isFirstOfEpoch: false);
        Assert.Equal(0.185, first.Reconstruction, 0.01);
        Assert.True(last.Reconstruction < 0.08, $"{last.Reconstruction}");
        double[] deviations = [.. Enumerable.Range(0, 64).Select(row => Summary.Of([.. cortex.Hippocampus.Recent.Row(row).ToArray().Select(z => (double)z)]).SampleStandardDeviation)];
        Assert.Equal(1, deviations.Average(), 0.02);
    }

    private static Cortex<float> Fresh() => new CortexDescription { ImageSize = 16, Width = 16, Latents = 32 }.Build<float>(lanes: 16, seed: 5);

    private static void Copy(Pathway<float> from, Pathway<float> to)
    {
        for (var stage = 0; stage < from.Stages.Count; stage++)
            to.Stages[stage].Connection.Parameters.CopyFrom(from.Stages[stage].Connection.Parameters);
    }

    /// <summary>The same noise in every cycle.</summary>
    private sealed class FixedChance : IDreamChance<float>
    {
        public void FillNoise(string purpose, long iteration, LaneMatrix<float> noise) => new RandomStreams(1).Named(purpose).FillGaussian(noise.Storage());

        public void DrawMask(long iteration, int size, Span<bool> isBlank) => throw new NotSupportedException("Nothing is blanked in REM.");

        public RandomStreamState ViewOf(long iteration, int view, int lane) => throw new NotSupportedException("There are no views in REM.");
    }

    private sealed record Look(Action At) : Phase
    {
        public override void Live<T>(Dreamer<T> dreamer) => At();
    }
}
