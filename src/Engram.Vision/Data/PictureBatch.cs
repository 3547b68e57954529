using System.Runtime.InteropServices;
using Engram.Delaunay.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Engram.Vision.Data;

/// <summary>The place in memory where pictures become the input of a network; the same for every batch.</summary>
internal sealed class PictureBatch : IDisposable
{
    private readonly Tensor _pictures;
    private readonly Tensor _labels;
    private readonly Device _device;
    private readonly PixelNormalisation _normalisation;
    private readonly ParallelOptions _threads;
    private readonly int _side;

    /// <summary>Makes room.</summary>
    /// <param name="capacity">The most pictures side by side.</param>
    /// <param name="side">The side of the squares.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="threads">Threads that fill.</param>
    public PictureBatch(int capacity, int side, Device device, int threads)
    {
        (Capacity, _side, _device, _normalisation) = (capacity, side, device, PixelNormalisation.Delaunay);
        _threads = new ParallelOptions { MaxDegreeOfParallelism = threads };
        _pictures = zeros(capacity, 3, side, side).DetachFromDisposeScope();
        _labels = zeros(capacity, dtype: ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>The most pictures side by side.</summary>
    public int Capacity { get; }

    /// <summary>Fills with pictures and their labels. What it gives holds until the next call, and belongs to the scope of the caller.</summary>
    /// <param name="set">The set.</param>
    /// <param name="indices">Which, at most <see cref="Capacity"/>.</param>
    /// <param name="change">What becomes of each before it is normalised, from its place in the set; null for nothing.</param>
    /// <returns><c>[picture, 3, y, x]</c> and <c>[picture]</c>.</returns>
    public (Tensor Pictures, Tensor Labels) Fill(PictureSet set, ReadOnlyMemory<int> indices, Func<RgbImage, int, RgbImage>? change = null)
    {
        int values = 3 * _side * _side, count = indices.Length;
        Span<long> labels = MemoryMarshal.Cast<byte, long>(_labels.bytes);
        for (int i = 0; i < count; i++)
            labels[i] = set.Labels[indices.Span[i]];
        if (change is null || _threads.MaxDegreeOfParallelism == 1)
        {
            Span<float> all = MemoryMarshal.Cast<byte, float>(_pictures.bytes);
            for (int i = 0; i < count; i++)
                Convert(i, all.Slice(i * values, values));
        }
        else
        {
            Parallel.For(0, count, _threads, i => Convert(i, MemoryMarshal.Cast<byte, float>(_pictures.bytes).Slice(i * values, values)));
        }

        return (Part(_pictures), Part(_labels));

        void Convert(int i, Span<float> destination)
        {
            int index = indices.Span[i];
            RgbImage image = set.Images[index];
            _normalisation.Apply((change is null ? image : change(image, index)).Pixels, destination);
        }

        Tensor Part(Tensor whole)
        {
            Tensor part = whole.narrow(0, 0, count);
            return _device.type == DeviceType.CPU ? part : part.to(_device);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pictures.Dispose();
        _labels.Dispose();
    }
}
