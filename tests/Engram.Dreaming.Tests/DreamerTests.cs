using Engram.Dreaming.Conditions;
using Engram.Dreaming.Pathways;
using Engram.Dreaming.Phases;
using Engram.Numerics;

namespace Engram.Dreaming.Tests;

/// <summary>What holds for every condition: no bit depends on threads, widths or sittings, and what is no number stops the dreamer.</summary>
public class DreamerTests
{
    public static TheoryData<string> Conditions => [.. DreamConditions.Contrastive.Concat(DreamConditions.Perturbed).Select(condition => condition.Name)];

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Threads_and_vector_widths_change_no_bit(string name)
    {
        float[] expected = After(name, null, InstructionSet.Scalar);
        Assert.All(InstructionSets.Available, set => Assert.Equal(expected, After(name, null, set)));
        using var team = new WorkerTeam(2);
        Assert.Equal(expected, After(name, team, InstructionSets.Default));
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_dreamer_goes_on_from_its_state_as_if_it_had_never_stopped(string name)
    {
        IReadOnlyList<Phase> phases = Find(name).Phases;
        using Cortex<float> whole = SmallCortex.Build<float>(), cut = SmallCortex.Build<float>(), resumed = SmallCortex.Build<float>(seed: 99);
        using Dreamer<float> one = SmallCortex.Dream(whole, phases), first = SmallCortex.Dream(cut, phases), second = SmallCortex.Dream(resumed, phases);
        SmallCortex.Live(one, 5);
        SmallCortex.Live(first, 2);
        using var stream = new MemoryStream();
        StateArchive.Save(stream, "dreamer", 1, writer =>
        {
            cut.Save(writer);
            first.Save(writer);
        });
        stream.Position = 0;
        StateReader reader = StateArchive.Load(stream, "dreamer", 1);
        resumed.Load(reader);
        second.Load(reader);
        SmallCortex.Live(second, 3);
        Assert.Equal(SmallCortex.Parameters(whole), SmallCortex.Parameters(resumed));
        Assert.Equal(one.LastReport, second.LastReport);
    }

    [Theory]
    [InlineData("pad", 9, 9, 6)]
    [InlineData("without-memory-mix", 9, 9, 6)]
    [InlineData("without-nrem", 9, 9, 6)]
    [InlineData("without-rem", 6, 0, 3)]
    [InlineData("wake-only", 6, 0, 3)]
    public void Optimisers_have_stepped_as_often_as_in_the_published_runs(string name, int encoder, int judgement, int generator)
    {
        using Cortex<float> cortex = SmallCortex.Build<float>();
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, Find(name).Phases);
        SmallCortex.Live(dreamer, 3);
        Assert.All(cortex.Trunk.Stages.Concat(cortex.LatentHead.Stages), stage => Assert.Equal(encoder, dreamer.EncoderOptimizer.StepsOf(stage)));
        Assert.Equal(judgement, dreamer.EncoderOptimizer.StepsOf(cortex.JudgementHead.Stages[0]));
        Assert.All(cortex.Generator.Stages, stage => Assert.Equal(generator, dreamer.GeneratorOptimizer.StepsOf(stage)));
    }

    [Fact]
    public void Without_REM_discriminator_neurons_stay_as_they_were_born()
    {
        using Cortex<float> cortex = SmallCortex.Build<float>(), born = SmallCortex.Build<float>();
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, Find("without-rem").Phases);
        SmallCortex.Live(dreamer, 3);
        Assert.Equal(SmallCortex.Parameters(born, born.JudgementHead), SmallCortex.Parameters(cortex, cortex.JudgementHead));
        Assert.True(double.IsFinite(dreamer.LastReport.Internal));
    }

    [Fact]
    public void A_network_without_training_stays_as_it_was_born()
    {
        using Cortex<float> cortex = SmallCortex.Build<float>(), born = SmallCortex.Build<float>();
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, Find("no-training").Phases);
        SmallCortex.Live(dreamer, 2);
        Assert.Equal(SmallCortex.Parameters(born), SmallCortex.Parameters(cortex));
    }

    [Theory]
    [InlineData("W+C+R", "c2", "Wake")]
    [InlineData("W+C+R", "t3", "Wake")]
    [InlineData("W+C+R", "p1", "ContrastiveNrem")]
    public void What_is_no_number_stops_the_dreamer_in_the_phase_that_sees_it_and_teaches_nothing(string name, string area, string phase)
    {
        using Cortex<float> cortex = SmallCortex.Build<float>();
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, Find(name).Phases);
        SmallCortex.Live(dreamer, 2);
        Assert.True(cortex.IsFinite());
        Stage<float> sick = cortex.Pathways().SelectMany(pathway => pathway.Stages).Single(stage => stage.Name == area);
        sick.Connection.Parameters[0, 0] = float.NaN;
        Assert.False(cortex.IsFinite());
        float[] judgement = SmallCortex.Parameters(cortex, cortex.JudgementHead);
        DivergenceException stop = Assert.Throws<DivergenceException>(() => SmallCortex.Live(dreamer, 1));
        Assert.Equal((2, phase), (stop.Cycle, stop.Phase));
        Assert.Contains("cycle 3", stop.Message, StringComparison.Ordinal);
        Assert.Equal(2, dreamer.Cycle);
        if (phase == "Wake")
            Assert.Equal(judgement, SmallCortex.Parameters(cortex, cortex.JudgementHead));
    }

    [Fact]
    public void Every_condition_has_a_name_of_its_own_and_an_unknown_one_is_refused_with_the_list()
    {
        Assert.All(new[] { DreamConditions.Perturbed, DreamConditions.Contrastive }, all => Assert.Equal(all.Count, all.Select(condition => condition.Name).Distinct(StringComparer.Ordinal).Count()));
        Assert.All(DreamConditions.Contrastive, condition => Assert.Equal(condition.Name.Contains('R', StringComparison.Ordinal), condition.LearnsInRem));
        Assert.Contains("W+C+R", Assert.Throws<ArgumentException>(() => DreamConditions.Contrastive.Find("W+X")).Message, StringComparison.Ordinal);
        // Seeing is with noise and without a judgement exactly where there is no REM (trap 9 of PAD, trap 6 of the contrastive specification).
        Assert.All(
            DreamConditions.Perturbed.Concat(DreamConditions.Contrastive).Where(condition => condition.Phases.Count > 0),
            condition => Assert.Equal(condition.LearnsInRem ? new Wake() : new Wake(LatentNoise: 0.5, JudgesExternal: false), condition.Phases[0]));
    }

    private static DreamCondition Find(string name) => DreamConditions.Contrastive.Concat(DreamConditions.Perturbed).ToArray().Find(name);

    private static float[] After(string name, WorkerTeam? team, InstructionSet set)
    {
        using Cortex<float> cortex = SmallCortex.Build<float>(team, set);
        using Dreamer<float> dreamer = SmallCortex.Dream(cortex, Find(name).Phases);
        SmallCortex.Live(dreamer, 2);
        return SmallCortex.Parameters(cortex);
    }
}
