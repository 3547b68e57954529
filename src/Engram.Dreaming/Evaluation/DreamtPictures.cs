using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Evaluation;

/// <summary>
/// Dreams of NREM as they are before anything is hidden: G(E_z(x)), each of a single memory. With the same pictures they are reconstructions.
/// PAD specification 6.5.
/// </summary>
/// <param name="reader">The cortex that dreams.</param>
/// <param name="remembered">What it dreams of.</param>
public sealed class NremDreams(CortexReader reader, IPictures remembered) : IPictures
{
    /// <inheritdoc/>
    public int Count => remembered.Count;

    /// <inheritdoc/>
    public SignalShape Shape => remembered.Shape;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The table has not as many lanes as the reader.</exception>
    public void Show(int first, int count, LaneMatrix<float> pictures) => reader.Generate(reader.Encode(remembered, first, count), pictures);
}

/// <summary>
/// Dreams of REM: G(¼ z₁ + ¼ z₂ + ½ ε), each of two memories and noise of its own. PAD specification 6.5.
/// </summary>
public sealed class RemDreams : IPictures, IDisposable
{
    private const float MemoryShare = 0.25f;
    private const float NoiseShare = 0.5f;

    private readonly CortexReader _reader;
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
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
            throw new ArgumentException($"{first.Count} first and {second.Count} second memories cannot be paired.", nameof(second));
        (_reader, _first, _second, _chance) = (reader, first, second, chance);
        _mixed = new LaneMatrix<float>(reader.Cortex.Description.Latents, reader.Lanes);
        _noise = new float[_mixed.Rows];
    }

    /// <inheritdoc/>
    public int Count => _first.Count;

    /// <inheritdoc/>
    public SignalShape Shape => _first.Shape;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The table has not as many lanes as the reader.</exception>
    public void Show(int first, int count, LaneMatrix<float> pictures)
    {
        _mixed.Clear();
        Add(_reader.Encode(_first, first, count));
        Add(_reader.Encode(_second, first, count));
        for (int lane = 0; lane < count; lane++)
        {
            _chance.Named("rem-dream", first + lane).FillGaussian(_noise);
            for (int row = 0; row < _noise.Length; row++)
                _mixed[row, lane] += NoiseShare * _noise[row];
        }

        _reader.Generate(_mixed, pictures);
    }

    /// <inheritdoc/>
    public void Dispose() => _mixed.Dispose();

    private void Add(LaneMatrix<float> latents)
    {
        Span<float> sum = _mixed.Storage();
        ReadOnlySpan<float> added = latents.Storage();
        for (int i = 0; i < sum.Length; i++)
            sum[i] += MemoryShare * added[i];
    }
}
