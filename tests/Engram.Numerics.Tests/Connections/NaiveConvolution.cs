using System.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Numerics.Tests;

/// <summary>
/// What a convolution is, in plain loops: every place of the map meets every place of the image that its kernel covers. Orders of sums are the
/// documented ones.
/// </summary>
internal sealed class NaiveConvolution<T>(SignalShape image, SignalShape map, int kernel, int stride, int padding)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>map = bias + the chain over channels and taps of weight[f, c, i, j] · image.</summary>
    internal void Gather(Func<int, int, int, int, T> weight, Func<int, T>? bias, LaneMatrix<T> images, LaneMatrix<T> maps)
    {
        for (int f = 0; f < map.Channels; f++)
        {
            ForEachPlace(map, (y, x) =>
            {
                for (int lane = 0; lane < images.Lanes; lane++)
                {
                    T sum = bias is null ? T.Zero : bias(f);
                    for (int c = 0; c < image.Channels; c++)
                    {
                        ForEachTap((i, j) =>
                        {
                            if (ImageRow(c, y, x, i, j) is { } row)
                                sum = T.FusedMultiplyAdd(weight(f, c, i, j), images[row, lane], sum);
                        });
                    }

                    maps[Row(map, f, y, x), lane] = sum;
                }
            });
        }
    }

    /// <summary>image = bias + the chain over filters and taps of weight[f, c, i, j] · map.</summary>
    internal void Spread(Func<int, int, int, int, T> weight, Func<int, T>? bias, LaneMatrix<T> maps, LaneMatrix<T> images)
    {
        for (int c = 0; c < image.Channels; c++)
        {
            for (int place = 0; place < image.Positions; place++)
            {
                for (int lane = 0; lane < images.Lanes; lane++)
                    images[(c * image.Positions) + place, lane] = bias is null ? T.Zero : bias(c);
            }
        }

        for (int f = 0; f < map.Channels; f++)
        {
            for (int c = 0; c < image.Channels; c++)
            {
                ForEachTap((i, j) => ForEachPlace(map, (y, x) =>
                {
                    if (ImageRow(c, y, x, i, j) is not { } row)
                        return;
                    for (int lane = 0; lane < images.Lanes; lane++)
                        images[row, lane] = T.FusedMultiplyAdd(weight(f, c, i, j), maps[Row(map, f, y, x), lane], images[row, lane]);
                }));
            }
        }
    }

    /// <summary>scale · Σ over places and lanes of map · image, joined from the chains of a cache line.</summary>
    internal T Gradient(int f, int c, int i, int j, LaneMatrix<T> maps, LaneMatrix<T> images, T scale)
    {
        T[] chains = new T[LaneMatrix<T>.PaddedLanes(1)];
        // Columns of the map that meet the same columns of the kernel are a band: bands from left to right, each row by row.
        foreach (IGrouping<string, int> band in Enumerable.Range(0, map.Width).GroupBy(TapsOfColumn, StringComparer.Ordinal))
        {
            for (int y = 0; y < map.Height; y++)
            {
                foreach (int x in band)
                {
                    if (ImageRow(c, y, x, i, j) is not { } row)
                        continue;
                    for (int lane = 0; lane < maps.Lanes; lane++)
                    {
                        ref T chain = ref chains[lane % chains.Length];
                        chain = T.FusedMultiplyAdd(maps[Row(map, f, y, x), lane], images[row, lane], chain);
                    }
                }
            }
        }

        return scale * Join(chains);
    }

    /// <summary>scale · Σ over places and lanes of one channel.</summary>
    internal static T Sum(LaneMatrix<T> table, int positions, int channel, T scale)
    {
        T[] chains = new T[LaneMatrix<T>.PaddedLanes(1)];
        for (int place = 0; place < positions; place++)
        {
            for (int lane = 0; lane < table.Lanes; lane++)
                chains[lane % chains.Length] += table[(channel * positions) + place, lane];
        }

        return scale * Join(chains);
    }

    private string TapsOfColumn(int x) =>
        string.Join(' ', Enumerable.Range(0, kernel).Where(j => (x * stride) + j - padding is int at && at >= 0 && at < image.Width));

    private static T Join(T[] chains)
    {
        for (int half = chains.Length / 2; half > 0; half /= 2)
        {
            for (int m = 0; m < half; m++)
                chains[m] += chains[m + half];
        }

        return chains[0];
    }

    private static int Row(SignalShape shape, int channel, int y, int x) => (((channel * shape.Height) + y) * shape.Width) + x;

    private static void ForEachPlace(SignalShape shape, Action<int, int> visit)
    {
        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0; x < shape.Width; x++)
                visit(y, x);
        }
    }

    private int? ImageRow(int channel, int y, int x, int i, int j)
    {
        int imageY = (y * stride) + i - padding, imageX = (x * stride) + j - padding;
        bool isInside = imageY >= 0 && imageY < image.Height && imageX >= 0 && imageX < image.Width;
        return isInside ? Row(image, channel, imageY, imageX) : null;
    }

    private void ForEachTap(Action<int, int> visit)
    {
        for (int i = 0; i < kernel; i++)
        {
            for (int j = 0; j < kernel; j++)
                visit(i, j);
        }
    }
}
