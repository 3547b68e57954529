using System.Numerics;
using Engram.Dreaming.Pathways;
using Engram.Numerics;

namespace Engram.Dreaming;

/// <summary>First weights.</summary>
public static class CortexInitialization
{
    private const double WeightDeviation = 0.02;

    // The kernel of every convolution has 4 x 4 places.
    private const int KernelPlaces = 16;

    /// <summary>
    /// Weights N(0, 0.02²), biases uniform in ±1/√fan (PAD specification 3.3); the projection head uniform in ±1/√inputs, weights and biases. Each
    /// area draws from a stream of its name.
    /// </summary>
    public static void AsPublished<T>(Cortex<T> cortex, RandomStreams streams)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(cortex);
        foreach (Pathway<T> pathway in cortex.Pathways())
        {
            foreach (Stage<T> stage in pathway.Stages)
            {
                RandomStream stream = streams.Named($"weights-{stage.Name}");
                bool isProjection = pathway == cortex.Projection;
                // A transposed convolution counts its outputs as fan, a convolution its inputs.
                int fan = isProjection ? stage.Connection.Below.Count
                    : pathway == cortex.Generator ? stage.Connection.Above.Channels * KernelPlaces
                    : stage.Connection.Below.Channels * KernelPlaces;
                double range = 1 / Math.Sqrt(fan);
                LaneMatrix<T> parameters = stage.Connection.Parameters;
                for (int row = 0; row < parameters.Rows; row++)
                {
                    for (int column = 0; column < parameters.Lanes - 1; column++)
                        parameters[row, column] = T.CreateChecked(isProjection ? stream.NextUniform(-range, range) : WeightDeviation * stream.NextGaussian());
                }

                int sharers = stage.BiasSharers;
                for (int row = 0; row < parameters.Rows; row += sharers)
                {
                    T bias = T.CreateChecked(stream.NextUniform(-range, range));
                    for (int sharer = row; sharer < row + sharers; sharer++)
                        parameters[sharer, parameters.Lanes - 1] = bias;
                }
            }
        }
    }
}
