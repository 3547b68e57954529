using CsCheck;
using Engram.Neurons.Dynamics;

namespace Engram.Neurons.Tests;

/// <summary>A plan is a matter of speed, but it must give every piece of work to somebody, and none to two.</summary>
public class StepPlanTests
{
    private static readonly Gen<(int[] Sizes, int Lanes, int Members)> GenNetwork =
        Gen.Select(Gen.Int[1, 70].Array[2, 9], Gen.Int[1, 40], Gen.Int[1, 9]);

    [Fact]
    public void Every_plan_gives_each_neuron_and_each_column_to_exactly_one_member() =>
        GenNetwork.Sample(
            static network =>
            {
                using Network<float> built = Samples.Mixed(network.Sizes).Build<float>(network.Lanes, seed: 1);
                foreach (StepPlan plan in StepPlan.For(built.Layers, network.Members, network.Lanes))
                {
                    Assert.Equal(network.Members, plan.Members.Length);
                    foreach (DenseLayer<float> layer in built.Layers)
                    {
                        Assert.All(Times(plan, layer, member => member.SharedNeurons, layer.NeuronCount), static times => Assert.Equal(1, times));
                        Assert.All(Times(plan, layer, member => member.SharedColumns, layer.PresynapticCount + 1), static times => Assert.Equal(1, times));
                    }
                }
            },
            iter: 60);

    [Fact]
    public void The_neurons_of_the_output_layer_stay_together_because_its_error_needs_them_all() =>
        GenNetwork.Sample(
            static network =>
            {
                using Network<float> built = Samples.Mixed(network.Sizes).Build<float>(network.Lanes, seed: 1);
                DenseLayer<float> output = built.Layers[^1];
                foreach (StepPlan plan in StepPlan.For(built.Layers, network.Members, network.Lanes))
                {
                    Segment[] parts = [.. plan.Members.SelectMany(static member => member.SharedNeurons).Where(part => part.Layer == output.Index)];
                    Assert.All(parts, part => Assert.Equal(new Segment(output.Index, 0, output.NeuronCount), part));
                }
            },
            iter: 60);

    [Fact]
    public void Columns_are_shared_out_in_whole_cache_lines()
    {
        using Network<float> built = Samples.Mixed([100, 90, 90, 10]).Build<float>(lanes: 20, seed: 1);
        Segment[] parts = [.. StepPlan.For(built.Layers, members: 5, lanes: 20)[0].Members.SelectMany(static member => member.SharedColumns)];
        Assert.NotEmpty(parts);
        Assert.All(parts, static part => Assert.Equal(0, part.First % 16));
    }

    [Fact]
    public void Where_whole_layers_can_be_shared_out_nearly_evenly_that_is_tried_too()
    {
        using Network<float> deep = Samples.Mixed([1, 53, 53, 53, 53, 53, 53, 10]).Build<float>(lanes: 100, seed: 1);
        StepPlan[] plans = StepPlan.For(deep.Layers, members: 2, lanes: 100);
        Assert.Equal([true, false], plans.Select(static plan => plan.HasSharedLayers));

        using Network<float> flat = Samples.Mixed([100, 90, 10]).Build<float>(lanes: 100, seed: 1);
        Assert.Equal([true], StepPlan.For(flat.Layers, members: 2, lanes: 100).Select(static plan => plan.HasSharedLayers));
    }

    private static int[] Times(StepPlan plan, DenseLayer<float> layer, Func<MemberPlan, Segment[]> shared, int units)
    {
        var times = new int[units];
        foreach (MemberPlan member in plan.Members)
        {
            var parts = shared(member).Where(part => part.Layer == layer.Index).ToList();
            if (member.Layers.Contains(layer.Index))
                parts.Add(new Segment(layer.Index, 0, units));
            foreach (Segment part in parts)
            {
                for (int unit = part.First; unit < part.First + part.Count; unit++)
                    times[unit]++;
            }
        }

        return times;
    }
}
