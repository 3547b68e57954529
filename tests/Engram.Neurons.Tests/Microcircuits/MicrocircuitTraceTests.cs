using System.Globalization;
using System.Text.Json;
using Engram.Neurons.Tests.Reference;
using Engram.Numerics;

namespace Engram.Neurons.Tests.Microcircuits;

/// <summary>Trace I of the specification (section 6, item 13), in double precision.</summary>
public class MicrocircuitTraceTests
{
    private const double Tolerance = 1e-10;

    [Theory]
    [InlineData("LE_selfpredicting", true)]
    [InlineData("original_selfpredicting", false)]
    [InlineData("LE_random_lateral", true)]
    public void Every_listed_step_average_and_final_weight_is_that_of_the_reference(string name, bool isProspective)
    {
        JsonElement trace = MicrocircuitSamples.Reference("I_microcircuit");
        JsonElement variant = trace.GetProperty("variants").GetProperty(name);
        using Microcircuit<double> stepped = MicrocircuitSamples.OfTrace(trace, variant, isProspective, lanes: 3);
        using Microcircuit<double> presented = MicrocircuitSamples.OfTrace(trace, variant, isProspective);
        int compared = 0;
        for (int pattern = 0; pattern < 3; pattern++)
        {
            SetPattern(stepped, trace, pattern);
            SetPattern(presented, trace, pattern);
            for (int step = 1; step <= 5; step++)
            {
                stepped.Present(new MicrocircuitPresentation(1) { IsNudged = pattern < 2, IsPlastic = pattern < 2 });
                string key = ((5 * pattern) + step).ToString(CultureInfo.InvariantCulture);
                if (!variant.GetProperty("state").TryGetProperty(key, out JsonElement state))
                    continue;
                AssertState(stepped, state.Numbers(), $"{name}, step {key}");
                compared++;
            }

            presented.Present(new MicrocircuitPresentation(5) { IsNudged = pattern < 2, IsPlastic = pattern < 2 });
            double[] average = variant.GetProperty("pattern_output")[pattern].Numbers();
            for (int output = 0; output < 2; output++)
                ReferenceTraces.AssertClose(average[output], presented.Readout[output, 0], Tolerance, $"{name}, pattern {pattern}, output {output}");
        }

        Assert.Equal(8, compared);
        foreach (Microcircuit<double> circuits in (Microcircuit<double>[])[stepped, presented])
        {
            AssertWeights(circuits.Hidden[0].Up, variant.GetProperty("W_up_end"), "W_up");
            AssertWeights(circuits.Hidden[0].FromInterneurons, variant.GetProperty("W_pi_end"), "W_pi");
            AssertWeights(circuits.Hidden[0].ToInterneurons, variant.GetProperty("W_ip_end"), "W_ip");
            AssertWeights(circuits.OutputWeights, variant.GetProperty("W_out_end"), "W_out");
        }
    }

    [Fact]
    public void Unnudged_in_the_self_predicting_state_interneurons_become_the_layer_above_and_apical_dendrites_fall_silent()
    {
        JsonElement trace = MicrocircuitSamples.Reference("I_microcircuit");
        using Microcircuit<double> circuits = MicrocircuitSamples.OfTrace(trace, trace.GetProperty("variants").GetProperty("LE_random_lateral"), isProspective: true);
        circuits.PredictItself();
        MicrocircuitHiddenLayer<double> hidden = circuits.Hidden[0];
        JsonElement selfPredicting = trace.GetProperty("variants").GetProperty("LE_selfpredicting");
        AssertWeights(hidden.FromInterneurons, selfPredicting.GetProperty("W_pi"), "W_pi");
        AssertWeights(hidden.ToInterneurons, selfPredicting.GetProperty("W_ip"), "W_ip");

        (circuits.Input[0, 0], circuits.Input[1, 0]) = (0.3, 0.8);
        JsonElement expected = trace.GetProperty("self_prediction_LE_unnudged");
        for (int step = 1; step <= 40; step++)
        {
            circuits.Present(new MicrocircuitPresentation(1));
            double distance = Distance(circuits), apical = MicrocircuitSamples.Largest(hidden.Apical);
            if (step <= expected.GetArrayLength())
                ReferenceTraces.AssertClose(expected[step - 1].GetProperty("max_abs_int_minus_out").GetDouble(), distance, Tolerance, $"interneurons, step {step}");
            // The reference's apical potential is that of the rates which the step leaves: what the next step finds.
            if (step > 1 && step - 2 < expected.GetArrayLength())
                ReferenceTraces.AssertClose(expected[step - 2].GetProperty("max_abs_apical").GetDouble(), apical, Tolerance, $"apical, step {step}");
            Assert.True(step <= 6 || Math.Max(distance, apical) < 1e-4, $"step {step}: {distance}, {apical}");
        }

        // The closed form of the output: gb/(gl+gb) W_out φ(gb/(gl+gb+ga) W_up r).
        double[] closed = trace.GetProperty("self_prediction_closed_form_output").Numbers("ub_out");
        for (int output = 0; output < 2; output++)
        {
            ReferenceTraces.AssertClose(closed[output], circuits.Output.Prospective[output, 0], 1e-9, $"output {output}");
            double own = 0;
            for (int neuron = 0; neuron < 3; neuron++)
            {
                double basal = (hidden.Up[neuron, 0, 0] * 0.3) + (hidden.Up[neuron, 1, 0] * 0.8);
                own += 0.1 / 0.13 * circuits.OutputWeights[output, neuron, 0] * Math.Log(1 + Math.Exp(0.1 / 0.19 * basal));
            }

            ReferenceTraces.AssertClose(own, circuits.Output.Prospective[output, 0], 1e-12, $"closed form {output}");
        }

        Assert.True(MicrocircuitSamples.Largest(hidden.Apical) < 1e-13);
    }

    private static double Distance(Microcircuit<double> circuits) => Enumerable.Range(0, 2)
        .Max(output => Math.Abs(circuits.Hidden[0].Interneurons.Prospective[output, 0] - circuits.Output.Prospective[output, 0]));

    private static void SetPattern(Microcircuit<double> circuits, JsonElement trace, int pattern)
    {
        for (int lane = 0; lane < circuits.Lanes; lane++)
        {
            for (int i = 0; i < 2; i++)
            {
                circuits.Input[i, lane] = trace.GetProperty("X")[pattern][i].GetDouble();
                circuits.Target[i, lane] = trace.GetProperty("T")[pattern][i].GetDouble();
            }
        }
    }

    private static void AssertState(Microcircuit<double> circuits, double[] expected, string what)
    {
        MicrocircuitHiddenLayer<double> hidden = circuits.Hidden[0];
        LaneMatrix<double>[] parts =
        [
            hidden.Pyramidal.Membrane, hidden.Pyramidal.Prospective,
            hidden.Interneurons.Membrane, hidden.Interneurons.Prospective,
            circuits.Output.Membrane, circuits.Output.Prospective,
        ];
        for (int lane = 0; lane < circuits.Lanes; lane++)
        {
            int at = 0;
            foreach (LaneMatrix<double> part in parts)
            {
                for (int neuron = 0; neuron < part.Rows; neuron++, at++)
                    ReferenceTraces.AssertClose(expected[at], part[neuron, lane], Tolerance, $"{what}, place {at}, lane {lane}");
            }

            Assert.Equal(expected.Length, at);
        }
    }

    private static void AssertWeights(PathwayWeights<double> actual, JsonElement expected, string what)
    {
        for (int post = 0; post < actual.PostsynapticCount; post++)
        {
            for (int pre = 0; pre < actual.PresynapticCount; pre++)
                ReferenceTraces.AssertClose(expected[post][pre].GetDouble(), actual[post, pre, 0], Tolerance, $"{what}[{post}, {pre}]");
        }
    }
}
