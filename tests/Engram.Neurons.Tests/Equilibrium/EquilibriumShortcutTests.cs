using Engram.Numerics;

namespace Engram.Neurons.Tests.Equilibrium;

/// <summary>The shortcuts of specification 7.3 leave out work, and nothing else.</summary>
public class EquilibriumShortcutTests
{
    private const double Tolerance = 1e-10;

    public static TheoryData<string, EquilibriumShortcuts> Cases
    {
        get
        {
            var data = new TheoryData<string, EquilibriumShortcuts>();
            foreach (string network in new[] { "dense", "convolutional", "imperfect", "feedback alignment", "prospective errors" })
            {
                foreach (EquilibriumShortcuts shortcuts in new[] { EquilibriumShortcuts.NoMembrane, EquilibriumShortcuts.HeldInput, EquilibriumShortcuts.SlopeBits, EquilibriumShortcuts.All })
                    data.Add(network, shortcuts);
            }

            return data;
        }
    }

    public static TheoryData<InstructionSet> Widths => [.. InstructionSets.Available];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Presentations_of_any_length_leave_the_states_of_the_plain_algorithm(string name, EquilibriumShortcuts shortcuts)
    {
        EquilibriumDescription description = name switch
        {
            "dense" => EquilibriumSamples.Dense,
            "convolutional" => EquilibriumSamples.Convolutional,
            "imperfect" => EquilibriumSamples.Imperfect,
            "feedback alignment" => EquilibriumSamples.Dense with { HasRandomFeedback = true },
            _ => EquilibriumSamples.Dense with { ErrorSource = ErrorSource.ProspectivePotential },
        };
        bool wasHeld = false;
        foreach (int steps in new[] { 1, 2, 3, 4, 7, 12, 13 })
        {
            using EquilibriumNetwork<double> plain = description.Build<double>(lanes: 6, seed: 2), quick = description.Build<double>(lanes: 6, seed: 2);
            plain.Shortcuts = EquilibriumShortcuts.None;
            quick.Shortcuts = shortcuts;
            EquilibriumSamples.Train(plain, steps);
            EquilibriumSamples.Train(quick, steps);
            double difference = EquilibriumSamples.Difference(plain, quick);
            Assert.True(difference < Tolerance, $"{steps} steps: {difference}");
            wasHeld |= quick.LastMode.HoldsInput;
            Assert.False(plain.LastMode.HoldsInput || plain.LastMode.IsForward);
        }

        Assert.Equal(shortcuts.HasFlag(EquilibriumShortcuts.HeldInput) && name != "convolutional", wasHeld);
    }

    [Theory]
    [InlineData(false, 6)]
    [InlineData(true, 12)]
    public void Evaluation_of_two_steps_a_layer_is_one_forward_pass_with_the_state_that_it_leaves(bool isConvolutional, int steps)
    {
        EquilibriumDescription description = isConvolutional ? EquilibriumSamples.Convolutional : EquilibriumSamples.Dense;
        using EquilibriumNetwork<double> plain = description.Build<double>(lanes: 6, seed: 2), quick = description.Build<double>(lanes: 6, seed: 2);
        plain.Shortcuts = EquilibriumShortcuts.None;
        foreach (EquilibriumNetwork<double> network in new[] { plain, quick })
            EquilibriumSamples.Train(network, steps: 9);
        using LaneMatrix<double> x = EquilibriumSamples.Random<double>(description.Input.Count, 6, "test");
        using LaneMatrix<double> y = EquilibriumSamples.Random<double>(3, 6, "target");
        plain.Evaluate(x, steps - 1);
        quick.Evaluate(x, steps - 1);
        Assert.False(quick.LastMode.IsForward);
        Assert.InRange(EquilibriumSamples.Difference(plain, quick), 0, Tolerance);
        using LaneMatrix<double> other = EquilibriumSamples.Random<double>(description.Input.Count, 6, "other");
        plain.Evaluate(other, steps);
        quick.Evaluate(other, steps);
        Assert.True(quick.LastMode.IsForward);
        Assert.Equal(plain.StepCount, quick.StepCount);
        Assert.InRange(EquilibriumSamples.Difference(plain, quick), 0, Tolerance);
        plain.Learn(x, y, 5);
        quick.Learn(x, y, 5);
        Assert.InRange(EquilibriumSamples.Difference(plain, quick), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Slopes_as_bits_change_no_bit_of_what_is_learned(InstructionSet set)
    {
        using EquilibriumNetwork<double> numbers = EquilibriumSamples.Convolutional.Build<double>(lanes: 21, seed: 2, set);
        using EquilibriumNetwork<double> bits = EquilibriumSamples.Convolutional.Build<double>(lanes: 21, seed: 2, set);
        numbers.Shortcuts &= ~EquilibriumShortcuts.SlopeBits;
        EquilibriumSamples.Train(numbers, steps: 9);
        EquilibriumSamples.Train(bits, steps: 9);
        Assert.Equal(0, EquilibriumSamples.Difference(numbers, bits));
        // In the middle of a life, too: what is kept moves over.
        numbers.Shortcuts |= EquilibriumShortcuts.SlopeBits;
        bits.Shortcuts &= ~EquilibriumShortcuts.SlopeBits;
        EquilibriumSamples.Train(numbers, steps: 5);
        EquilibriumSamples.Train(bits, steps: 5);
        Assert.Equal(0, EquilibriumSamples.Difference(numbers, bits));
        Assert.Contains(bits.Layers, layer => layer.HasNeurons && layer.Variable(EquilibriumVariable.RateSlope).Storage().Contains(1d));
        Assert.Contains(numbers.Layers, layer => layer.KeepsSlopeBits && !layer.HasNeurons);
        Assert.DoesNotContain(bits.Layers, layer => layer.KeepsSlopeBits);
    }

    [Fact]
    public void A_limit_of_the_parameters_keeps_the_first_layer_from_postponing_its_learning()
    {
        EquilibriumDescription description = EquilibriumSamples.Dense.EachNeurons(layer => layer with { ParameterLimit = 0.31 });
        using EquilibriumNetwork<double> plain = description.Build<double>(lanes: 6, seed: 2), quick = description.Build<double>(lanes: 6, seed: 2);
        plain.Shortcuts = EquilibriumShortcuts.None;
        EquilibriumSamples.Train(plain);
        EquilibriumSamples.Train(quick);
        Assert.False(quick.LastMode.HoldsInput);
        Assert.InRange(EquilibriumSamples.Difference(plain, quick), 0, Tolerance);
        double greatest = 0;
        foreach (EquilibriumPopulation<double> layer in quick.Layers)
        {
            foreach (double parameter in MatrixState.Compact(layer.Parameters))
                greatest = Math.Max(greatest, Math.Abs(parameter));
        }

        Assert.Equal(0.31, greatest);
    }
}
