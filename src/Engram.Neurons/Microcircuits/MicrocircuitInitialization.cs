using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// First weights of microcircuits: uniform from −1 to 1, circuit by circuit, pathway by pathway (each hidden layer's up, down, pi, ip, then
/// the output's up), row by row (specification 3.1).
/// </summary>
public static class MicrocircuitInitialization
{
    /// <summary>Draws the weights of one circuit from a stream.</summary>
    /// <param name="circuits">The circuits.</param>
    /// <param name="lane">Which of them.</param>
    /// <param name="stream">The stream, <c>weights</c> by custom.</param>
    /// <typeparam name="T">The number.</typeparam>
    public static void Uniform<T>(Microcircuit<T> circuits, int lane, RandomStream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        Draw(circuits, lane, () => stream.NextUniform(-1, 1));
    }

    /// <summary>Draws the weights of one circuit as the published runs did, so that a seed starts from the same weights.</summary>
    /// <param name="circuits">The circuits.</param>
    /// <param name="lane">Which of them.</param>
    /// <param name="twister">The generator of the published run's seed; it is left where the run went on with it.</param>
    /// <typeparam name="T">The number.</typeparam>
    public static void AsPublished<T>(Microcircuit<T> circuits, int lane, MersenneTwister twister)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(twister);
        Draw(circuits, lane, () => (2 * twister.NextDouble()) - 1);
    }

    private static void Draw<T>(Microcircuit<T> circuits, int lane, Func<double> uniform)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(circuits);
        foreach ((_, PathwayWeights<T> weights) in circuits.Pathways())
        {
            for (int row = 0; row < weights.Table.Rows; row++)
                weights.Table[row, lane] = T.CreateChecked(uniform());
        }
    }
}
