using System.Numerics;
using Engram.Dreaming.Memory;
using Engram.Dreaming.Pathways;
using Engram.Dreaming.Phases;
using Engram.Numerics;

namespace Engram.Dreaming.Tests;

/// <summary>The cortex of the golden run, with prescribed weights, images, noise and masks (PAD specification 11.7).</summary>
internal static class GoldenCortex
{
    private const double Weights = 0.06, Biases = 0.05;
    private const int Kernel = 16;

    public static IReadOnlyList<Phase> Pad { get; } = [new Wake(), new Nrem(), new Rem()];

    public static Cortex<T> Build<T>(WorkerTeam? team = null, InstructionSet? set = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Cortex<T> cortex = new CortexDescription().Build<T>(lanes: 4, seed: 1, team, set);
        uint tensor = 0;
        foreach (Stage<T> stage in Stages(cortex))
        {
            var (weights, biases) = (new Filler(++tensor), new Filler(++tensor));
            LaneMatrix<T> parameters = stage.Connection.Parameters;
            var isGenerator = cortex.Generator.Stages.Contains(stage);
            if (isGenerator)
                FillTransposed(stage, parameters, weights);
            else
                FillRows(parameters, weights);
            for (var row = 0; row < parameters.Rows; row += stage.BiasSharers)
            {
                var bias = T.CreateChecked(Biases * biases.Symmetric());
                for (var sharer = 0; sharer < stage.BiasSharers; sharer++)
                    parameters[row + sharer, parameters.Lanes - 1] = bias;
            }
        }

        return cortex;
    }

    /// <summary>The areas in the order of the golden tensors.</summary>
    public static IEnumerable<Stage<T>> Stages<T>(Cortex<T> cortex)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. cortex.Trunk.Stages, .. cortex.LatentHead.Stages, .. cortex.JudgementHead.Stages, .. cortex.Generator.Stages];

    /// <summary>Σ over weights and over biases of a function of them, counting a shared bias once.</summary>
    public static (double Weights, double Biases) SumOfSquares<T>(Stage<T> stage, LaneMatrix<T> table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double weights = 0, biases = 0;
        for (var row = 0; row < table.Rows; row++)
        {
            for (var column = 0; column < table.Lanes - 1; column++)
                weights += Math.Pow(double.CreateChecked(table[row, column]), 2);
            if (row % stage.BiasSharers == 0)
                biases += Math.Pow(double.CreateChecked(table[row, table.Lanes - 1]), 2);
        }

        return (weights, biases);
    }

    private static void FillRows<T>(LaneMatrix<T> parameters, Filler filler)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var row = 0; row < parameters.Rows; row++)
        {
            for (var column = 0; column < parameters.Lanes - 1; column++)
                parameters[row, column] = T.CreateChecked(Weights * filler.Symmetric());
        }
    }

    /// <summary>Golden order <c>[in, out, place]</c>; here a row is an output neuron or filter and a column an input.</summary>
    private static void FillTransposed<T>(Stage<T> stage, LaneMatrix<T> parameters, Filler filler)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (inputs, outputs) = (stage.Connection.Below.Channels, stage.Connection.Above.Channels);
        for (var input = 0; input < inputs; input++)
        {
            for (var output = 0; output < outputs; output++)
            {
                for (var place = 0; place < Kernel; place++)
                {
                    var value = T.CreateChecked(Weights * filler.Symmetric());
                    if (stage.BiasSharers > 1)
                        parameters[(output * Kernel) + place, input] = value;
                    else
                        parameters[output, (input * Kernel) + place] = value;
                }
            }
        }
    }
}

/// <summary>The prescribed chance of the golden run.</summary>
internal sealed class GoldenChance<T> : IDreamChance<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void FillNoise(string purpose, long iteration, LaneMatrix<T> noise)
    {
        Assert.Equal("rem-noise", purpose);
        new Filler(201 + (uint)iteration).FillByLane(noise, Math.Sqrt(3));
    }

    public void DrawMask(long iteration, int size, Span<bool> isBlank) =>
        OcclusionMask.Draw(size, tile: 5, probability: 0.4, new Filler(301 + (uint)iteration).Next, isBlank);

    public RandomStreamState ViewOf(long iteration, int view, int lane) => throw new NotSupportedException("The golden run has no views.");
}
