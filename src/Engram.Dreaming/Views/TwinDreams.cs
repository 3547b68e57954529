using System.Numerics;
using Engram.Dreaming.Losses;
using Engram.Dreaming.Pathways;
using Engram.Numerics;

namespace Engram.Dreaming.Views;

/// <summary>
/// What contrastive dreaming needs beside the rest of a dreamer: room for two views of each memory side by side (2b lanes: views 1, then
/// views 2), their loss, and optimisers of its own.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal sealed class TwinDreams<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal const int Views = 2;

    internal TwinDreams(Cortex<T> cortex, DreamLearning learning)
    {
        int lanes = Views * cortex.Lanes;
        Memories = new LaneMatrix<T>(cortex.Description.Latents, cortex.Lanes);
        Images = new LaneMatrix<T>(cortex.Image.Count, lanes);
        Painting = new ViewUnits<T>(cortex.Image, cortex.Lanes);
        TrunkActivity = cortex.Trunk.NewActivity(lanes);
        LatentActivity = cortex.LatentHead.NewActivity(lanes);
        ProjectionActivity = cortex.Projection?.NewActivity(lanes);
        Loss = new ContrastiveLoss<T>(cortex.Projection?.Output.Count ?? cortex.Description.Latents, lanes);
        (EncoderConstants, ProjectionConstants) = (learning.ContrastAdam, learning.ProjectionAdam);
        EncoderOptimizer = new PathwayOptimizer<T>(EncoderConstants, ZeroGradients.Skip, cortex.InstructionSet, cortex.Trunk, cortex.LatentHead);
        ProjectionOptimizer = cortex.Projection is null ? null
            : new PathwayOptimizer<T>(ProjectionConstants, ZeroGradients.Skip, cortex.InstructionSet, cortex.Projection);
    }

    /// <summary>Memories with the noise of one view.</summary>
    internal LaneMatrix<T> Memories { get; }

    internal LaneMatrix<T> Images { get; }

    internal ViewUnits<T> Painting { get; }

    internal Activity<T> TrunkActivity { get; }

    internal Activity<T> LatentActivity { get; }

    internal Activity<T>? ProjectionActivity { get; }

    internal ContrastiveLoss<T> Loss { get; }

    internal AdamConstants EncoderConstants { get; }

    internal AdamConstants ProjectionConstants { get; }

    /// <summary>Of c1 to c3 and the z-head.</summary>
    internal PathwayOptimizer<T> EncoderOptimizer { get; }

    /// <summary>Of the projection head.</summary>
    internal PathwayOptimizer<T>? ProjectionOptimizer { get; }

    public void Dispose()
    {
        Memories.Dispose();
        Images.Dispose();
        TrunkActivity.Dispose();
        LatentActivity.Dispose();
        ProjectionActivity?.Dispose();
        EncoderOptimizer.Dispose();
        ProjectionOptimizer?.Dispose();
    }

    internal void Save(StateWriter writer, string name)
    {
        EncoderOptimizer.Save(writer, $"{name}/encoder");
        ProjectionOptimizer?.Save(writer, $"{name}/projection");
    }

    internal void Load(StateReader reader, string name)
    {
        EncoderOptimizer.Load(reader, $"{name}/encoder");
        ProjectionOptimizer?.Load(reader, $"{name}/projection");
    }
}
