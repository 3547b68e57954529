using System.Numerics;
using Engram.Numerics;

namespace Engram.Dreaming.Memory;

/// <summary>The memory of a cortex: the latents of the last batch that was seen awake and of the one before, nothing more.</summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Hippocampus<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal Hippocampus(int latents, int lanes)
    {
        Recent = new LaneMatrix<T>(latents, lanes);
        Older = new LaneMatrix<T>(latents, lanes);
    }

    /// <summary>Z: the latents of the last batch <c>[latent, lane]</c>.</summary>
    public LaneMatrix<T> Recent { get; }

    /// <summary>Z_old: those of the batch before.</summary>
    public LaneMatrix<T> Older { get; }

    /// <summary>Keeps latents as the recent ones.</summary>
    public void Store(LaneMatrix<T> latents) => Recent.CopyFrom(latents);

    /// <summary>The recent latents become the older ones.</summary>
    public void Age() => Older.CopyFrom(Recent);

    /// <inheritdoc/>
    public void Dispose()
    {
        Recent.Dispose();
        Older.Dispose();
    }

    internal void Save(StateWriter writer, string name)
    {
        writer.Add<T>($"{name}/recent", MatrixState.Compact(Recent));
        writer.Add<T>($"{name}/older", MatrixState.Compact(Older));
    }

    internal void Load(StateReader reader, string name)
    {
        MatrixState.Load(reader, $"{name}/recent", Recent);
        MatrixState.Load(reader, $"{name}/older", Older);
    }
}
