using Engram.Dreaming.Conditions;
using Engram.Dreaming.Losses;
using Engram.Dreaming.Pathways;
using Engram.Dreaming.Phases;
using Engram.Dreaming.Views;
using Engram.Numerics;

namespace Engram.Dreaming.Tests.Phases;

/// <summary>Contrastive dreaming (contrastive specification 3 and 8).</summary>
public class ContrastiveNremTests
{
    private static readonly DreamLearning Still = new()
    {
        Adam = new AdamConstants(0, 0.5, 0.999),
        ContrastAdam = new AdamConstants(0, 0.5, 0.999),
        ProjectionAdam = new AdamConstants(0, 0.9, 0.999),
    };

    [Theory]
    [InlineData(ContrastiveParts.Both, ContrastSource.SingleMemories)]
    [InlineData(ContrastiveParts.Both, ContrastSource.RealImages)]
    [InlineData(ContrastiveParts.Attraction, ContrastSource.MixedMemories)]
    [InlineData(ContrastiveParts.Repulsion, ContrastSource.Noise)]
    public void Gradients_of_encoder_and_projection_are_differences_of_the_loss(ContrastiveParts parts, ContrastSource source)
    {
        using Cortex<double> cortex = SmallCortex.Build<double>();
        Widen(cortex);
        var phase = new ContrastiveNrem { Parts = parts, Source = source, Temperature = 0.3 };
        using Dreamer<double> dreamer = SmallCortex.Dream(cortex, [new Wake(), phase], Still);
        SmallCortex.Show(dreamer, 0);
        dreamer.Live(isFirstOfEpoch: true);
        Stage<double>[] learning = [.. cortex.Trunk.Stages, .. cortex.LatentHead.Stages, .. cortex.Projection!.Stages];
        double[][] gradients = [.. learning.Select(stage => MatrixState.Compact(stage.Gradient))];
        Assert.All(learning, stage => Assert.True(stage.HasGradient));
        Assert.DoesNotContain(cortex.JudgementHead.Stages.Concat(cortex.Generator.Stages), stage => stage.HasGradient);
        const double Step = 1e-5;
        // Chance belongs to the cycle, so the phase sees the same views each time.
        for (var area = 0; area < learning.Length; area++)
        {
            LaneMatrix<double> parameters = learning[area].Connection.Parameters;
            for (var pick = 0; pick < 6; pick++)
            {
                var (row, column) = (pick * 5 % parameters.Rows, pick == 5 ? parameters.Lanes - 1 : pick * 7 % parameters.Lanes);
                var middle = parameters[row, column];
                parameters[row, column] = middle + Step;
                var above = LossOf(phase, dreamer);
                parameters[row, column] = middle - Step;
                var below = LossOf(phase, dreamer);
                parameters[row, column] = middle;
                Assert.Equal((above - below) / (2 * Step), gradients[area][(row * parameters.Lanes) + column], 2e-7);
            }
        }
    }

    [Fact]
    public void Generator_and_discriminator_neurons_are_untouched_to_the_last_bit()
    {
        using Cortex<float> cortex = SmallCortex.Build<float>();
        float[] still = [], learning = [];
        using Dreamer<float> dreamer = SmallCortex.Dream(
            cortex,
            [
                new Wake(),
                new Look(() => (still, learning) = (Untouched(cortex), Learning(cortex))),
                new ContrastiveNrem(),
                new Look(() =>
                {
                    Assert.Equal(still, Untouched(cortex));
                    Assert.NotEqual(learning, Learning(cortex));
                }),
                new Rem(),
            ]);
        SmallCortex.Live(dreamer, 4);
        Assert.Equal(8, dreamer.EncoderOptimizer.StepsOf(cortex.JudgementHead.Stages[0]));
        Assert.All(cortex.Trunk.Stages.Concat(cortex.LatentHead.Stages), stage => Assert.Equal(4, dreamer.ContrastOptimizer!.StepsOf(stage)));
        Assert.All(cortex.Projection!.Stages, stage => Assert.Equal(4, dreamer.ProjectionOptimizer!.StepsOf(stage)));
    }

    [Fact]
    public void Through_the_shared_optimiser_discriminator_neurons_coast_and_the_weight_counts()
    {
        (float[] Judgement, float[] Latent) After(ContrastiveNrem phase)
        {
            using Cortex<float> cortex = SmallCortex.Build<float>();
            Widen(cortex);
            using Dreamer<float> dreamer = SmallCortex.Dream(cortex, [new Wake(), phase, new Rem()]);
            SmallCortex.Live(dreamer, 3);
            return (SmallCortex.Parameters(cortex, cortex.JudgementHead), SmallCortex.Parameters(cortex, cortex.LatentHead));
        }

        var own = After(new ContrastiveNrem());
        var weighted = After(new ContrastiveNrem { Weight = 0.1 });
        var shared = After(new ContrastiveNrem { SharesAdam = true });
        Assert.NotEqual(own.Judgement, shared.Judgement);
        Assert.NotEqual(shared.Latent, After(new ContrastiveNrem { SharesAdam = true, Weight = 0.1 }).Latent);
        Assert.Equal(own.Latent, weighted.Latent);
        Assert.Equal(own.Judgement, weighted.Judgement);
    }

    [Fact]
    public void With_a_learning_rate_of_zero_all_else_goes_on_as_without_the_phase()
    {
        var learning = new DreamLearning { ZeroGradients = ZeroGradients.Skip, ContrastAdam = Still.ContrastAdam };
        float[] With(string condition)
        {
            using Cortex<float> cortex = SmallCortex.Build<float>();
            using Dreamer<float> dreamer = SmallCortex.Dream(cortex, DreamConditions.Contrastive.Find(condition).Phases, learning);
            SmallCortex.Live(dreamer, 5);
            return SmallCortex.Parameters(cortex, cortex.Trunk, cortex.LatentHead, cortex.JudgementHead, cortex.Generator);
        }

        Assert.Equal(With("W+R"), With("W+C+R"));
        Assert.Equal(With("W+N+R"), With("W+N+C+R"));
        // Also where the contrast mixes memories as REM will in the same cycle.
        Assert.Equal(With("W+N+R"), With("W+N+Rc"));
    }

    [Fact]
    public void Dreams_of_a_fresh_network_are_all_alike_so_the_phase_is_inert()
    {
        using Cortex<float> cortex = new CortexDescription { Projections = 128 }.Build<float>(lanes: 8, seed: 1);
        var transforms = DreamTransforms.None;
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, [new ContrastiveNrem { Transforms = transforms, WarmUp = 10 }], Still);
        new RandomStreams(1).Named("memories").FillGaussian(cortex.Hippocampus.Recent.Storage());
        CycleReport report = dreamer.Live(isFirstOfEpoch: true);
        Assert.InRange(report.PartnerCosine, 0.99, 1 + 1e-6);
        Assert.InRange(report.OtherCosine, 0.99, 1 + 1e-6);
        Assert.Equal(Math.Log(15), report.Contrast, 0.01);
    }

    [Fact]
    public void Learning_brings_partners_together_and_parts_the_others()
    {
        using Cortex<float> cortex = SmallCortex.Build<float>();
        Widen(cortex);
        var learning = new DreamLearning { ContrastAdam = new AdamConstants(3e-3, 0.5, 0.999) };
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, [new ContrastiveNrem { Source = ContrastSource.RealImages, Transforms = DreamTransforms.None with { LargestOcclusion = 0.3 } }], learning);
        SmallCortex.Show(dreamer, 0);
        CycleReport first = dreamer.Live(isFirstOfEpoch: true), last = first;
        for (var cycle = 0; cycle < 60; cycle++)
            last = dreamer.Live(isFirstOfEpoch: false);
        Assert.True(last.Contrast < first.Contrast - 0.5, $"{first.Contrast} {last.Contrast}");
        Assert.True(last.PartnerCosine - last.OtherCosine > first.PartnerCosine - first.OtherCosine + 0.3);
    }

    [Fact]
    public void In_the_warm_up_the_first_step_is_that_share_of_a_whole_one()
    {
        float Moved(long warmUp)
        {
            using Cortex<float> cortex = SmallCortex.Build<float>();
            float[] before = SmallCortex.Parameters(cortex, cortex.LatentHead);
            using Dreamer<float> dreamer = SmallCortex.Dream(cortex, [new ContrastiveNrem { WarmUp = warmUp, Source = ContrastSource.RealImages }]);
            SmallCortex.Live(dreamer, 1);
            return before.Zip(SmallCortex.Parameters(cortex, cortex.LatentHead), (a, b) => Math.Abs(a - b)).Max();
        }

        Assert.Equal(Moved(0), 4 * Moved(4), 1e-6);
    }

    [Fact]
    public void Without_a_head_the_latents_themselves_are_compared()
    {
        using Cortex<float> cortex = (SmallCortex.Description with { Projections = 0 }).Build<float>(SmallCortex.Lanes, seed: 1);
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, [new Wake(), new ContrastiveNrem()]);
        SmallCortex.Live(dreamer, 2);
        Assert.True(double.IsFinite(dreamer.LastReport.Contrast));
        Assert.Null(dreamer.ProjectionOptimizer);
    }

    private static double LossOf(ContrastiveNrem phase, Dreamer<double> dreamer)
    {
        // The cycle has gone on by one since the gradient was found; a dreamer of its own is at its beginning again.
        using Dreamer<double> again = SmallCortex.Dream(dreamer.Cortex, [phase], Still);
        again.Images.CopyFrom(dreamer.Images);
        return again.Live(isFirstOfEpoch: true).Contrast;
    }

    /// <summary>Weights of a size at which the areas do something to each other.</summary>
    private static void Widen<T>(Cortex<T> cortex)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        foreach (Stage<T> stage in cortex.Trunk.Stages.Concat(cortex.LatentHead.Stages).Concat(cortex.Generator.Stages))
        {
            foreach (ref T weight in stage.Connection.Parameters.Storage())
                weight *= T.CreateChecked(8);
        }
    }

    private static float[] Untouched(Cortex<float> cortex) => SmallCortex.Parameters(cortex, cortex.JudgementHead, cortex.Generator);

    private static float[] Learning(Cortex<float> cortex) => SmallCortex.Parameters(cortex, cortex.Trunk, cortex.LatentHead, cortex.Projection!);

    private sealed record Look(Action At) : Phase
    {
        public override void Live<T>(Dreamer<T> dreamer) => At();
    }
}
