using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Evaluation;

/// <summary>Images that latents evoke through the feedback pathway, as they are before anything is hidden.</summary>
public abstract class DreamtPictures : IPictures
{
    private readonly CortexReader _reader;

    private protected DreamtPictures(CortexReader reader, int count)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (_reader, Count) = (reader, count);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public SignalShape Shape => _reader.Cortex.Image;

    /// <inheritdoc/>
    public void Show(int first, int count, LaneMatrix<float> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        // The cortex dreams as many at once as its reader has lanes, however many are wanted.
        for (int start = 0; start < count; start += _reader.Lanes)
        {
            int part = Math.Min(_reader.Lanes, count - start);
            LaneMatrix<float> dreamt = _reader.Generate(Memories(_reader, first + start, part));
            for (int row = 0; row < dreamt.Rows; row++)
                dreamt.Row(row)[..part].CopyTo(pictures.Row(row)[start..]);
        }
    }

    /// <summary>What some dreams are made of.</summary>
    /// <returns>Latents with as many lanes as the reader; the next call overwrites them.</returns>
    private protected abstract LaneMatrix<float> Memories(CortexReader reader, int first, int count);
}

/// <summary>
/// Dreams of NREM: G(E_z(x)), each of a single memory. With the same pictures they are reconstructions. PAD specification 6.5.
/// </summary>
/// <param name="reader">The cortex that dreams.</param>
/// <param name="remembered">What it dreams of.</param>
public sealed class NremDreams(CortexReader reader, IPictures remembered) : DreamtPictures(reader, remembered.Count)
{
    private protected override LaneMatrix<float> Memories(CortexReader reader, int first, int count) => reader.Encode(remembered, first, count);
}

/// <summary>
/// Dreams of REM: G(¼ z₁ + ¼ z₂ + ½ ε), each of two memories and noise of its own. PAD specification 6.5.
/// </summary>
public sealed class RemDreams : DreamtPictures, IDisposable
{
    private const float MemoryShare = 0.25f;
    private const float NoiseShare = 0.5f;

    private readonly IPictures _first;
    private readonly IPictures _second;
    private readonly RandomStreams _chance;
    private readonly LaneMatrix<float> _mixed;
    private readonly float[] _noise;

    /// <summary>Dreams of a cortex.</summary>
    /// <param name="reader">The cortex that dreams; it stays its owner's.</param>
    /// <param name="first">The first memories.</param>
    /// <param name="second">The second memories, as many.</param>
    /// <param name="chance">Streams named <c>rem-dream</c>, one for each dream.</param>
    /// <exception cref="ArgumentException">There are more of one than of the other.</exception>
    public RemDreams(CortexReader reader, IPictures first, IPictures second, RandomStreams chance)
        : base(reader, first.Count)
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"{first.Count} first and {second.Count} second memories cannot be paired.", nameof(second));
        (_first, _second, _chance) = (first, second, chance);
        _mixed = new LaneMatrix<float>(reader.Cortex.Description.Latents, reader.Lanes);
        _noise = new float[_mixed.Rows];
    }

    /// <inheritdoc/>
    public void Dispose() => _mixed.Dispose();

    private protected override LaneMatrix<float> Memories(CortexReader reader, int first, int count)
    {
        _mixed.Clear();
        Add(reader.Encode(_first, first, count));
        Add(reader.Encode(_second, first, count));
        for (int lane = 0; lane < count; lane++)
        {
            _chance.Named("rem-dream", first + lane).FillGaussian(_noise);
            for (int row = 0; row < _noise.Length; row++)
                _mixed[row, lane] += NoiseShare * _noise[row];
        }

        return _mixed;
    }

    private void Add(LaneMatrix<float> latents)
    {
        Span<float> sum = _mixed.Storage();
        ReadOnlySpan<float> added = latents.Storage();
        for (int i = 0; i < sum.Length; i++)
            sum[i] += MemoryShare * added[i];
    }
}
