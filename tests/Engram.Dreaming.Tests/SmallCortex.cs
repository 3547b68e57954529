using System.Numerics;
using Engram.Dreaming.Pathways;
using Engram.Dreaming.Phases;
using Engram.Numerics;

namespace Engram.Dreaming.Tests;

/// <summary>Cortices so small that a cycle takes a millisecond.</summary>
internal static class SmallCortex
{
    public const int Lanes = 4;

    public static CortexDescription Description { get; } = new() { ImageSize = 16, Width = 3, Latents = 12, Projections = 6 };

    public static Cortex<T> Build<T>(WorkerTeam? team = null, InstructionSet? set = null, ulong seed = 7)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Description.Build<T>(Lanes, seed, team, set);

    public static Dreamer<T> Dream<T>(Cortex<T> cortex, IReadOnlyList<Phase> phases, DreamLearning? learning = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(cortex, phases, new StreamChance<T>(new RandomStreams(3)), learning);

    /// <summary>Fills with smooth images that differ from lane to lane and cycle to cycle.</summary>
    public static void Show<T>(Dreamer<T> dreamer, long cycle)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var size = dreamer.Cortex.Description.ImageSize;
        for (var row = 0; row < dreamer.Images.Rows; row++)
        {
            var (channel, y, x) = (row / (size * size), row / size % size, row % size);
            for (var lane = 0; lane < dreamer.Images.Lanes; lane++)
                dreamer.Images[row, lane] = T.CreateChecked(0.7 * Math.Sin((0.3 * x * (1 + (lane % 3))) + (0.2 * y * (1 + (cycle % 2))) + channel + lane + (0.4 * cycle)));
        }
    }

    public static void Live<T>(Dreamer<T> dreamer, int cycles)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            Show(dreamer, dreamer.Cycle);
            dreamer.Live(isFirstOfEpoch: dreamer.Cycle % 3 == 0);
        }
    }

    /// <summary>All parameters, to compare bits.</summary>
    public static T[] Parameters<T>(Cortex<T> cortex, params ReadOnlySpan<Pathway<T>> pathways)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var chosen = pathways.IsEmpty ? [.. cortex.Pathways()] : pathways.ToArray();
        return [.. chosen.SelectMany(pathway => pathway.Stages).SelectMany(stage => MatrixState.Compact(stage.Connection.Parameters))];
    }
}
