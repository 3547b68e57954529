using System.Numerics;
using Engram.Dreaming.Memory;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Views;

/// <summary>
/// Paints views of images of one shape. Crop, flip and rotation are one bilinear resampling; colours come after it, missing tiles last. It
/// owns its tables, so give each thread its own.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class ViewPainter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _channels;
    private readonly int _size;
    private readonly int[] _column;
    private readonly T[] _share;
    private readonly bool[] _isBlank;

    /// <summary>Creates a painter.</summary>
    /// <param name="image">The shape of the images: as wide as high, 2 pixels or more.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public ViewPainter(SignalShape image)
    {
        if (image.Width != image.Height || image.Width < 2)
            throw new ArgumentException($"Views are painted of images that are as wide as high, and of 2 pixels at least, not of {image}.", nameof(image));
        (_channels, _size) = (image.Channels, image.Width);
        (_column, _share) = (new int[_size], new T[_size]);
        _isBlank = new bool[image.Positions];
    }

    /// <summary>Paints a view.</summary>
    /// <param name="view">How the image is looked at.</param>
    /// <param name="chance">Where the missing tiles come from; read only where the view has an occlusion.</param>
    /// <param name="image">The image <c>[channel][y][x]</c>, values from −1 to 1.</param>
    /// <param name="painted">Written: the view, of the same shape; other memory than the image.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or colours shall change and there are not three channels.</exception>
    public void Paint(in ImageView view, RandomStream chance, ReadOnlySpan<T> image, Span<T> painted)
    {
        if (image.Length != _channels * _isBlank.Length || painted.Length != image.Length)
            throw new ArgumentException($"Images of {_channels * _isBlank.Length} values are expected, not of {image.Length} and {painted.Length}.", nameof(image));
        if (_channels != 3 && (view.IsJittered || view.IsGrey))
            throw new ArgumentException($"Colours are changed where there are three of them, not {_channels}.", nameof(view));
        if (view.Rotation != 0)
            Turn(view, image, painted);
        else if (view.Width == _size && view.Height == _size && !view.IsFlipped)
            image.CopyTo(painted);
        else
            Crop(view, image, painted);
        ColourChange.Apply(view, painted);
        if (view.Occlusion > 0)
            Blank(view, chance, painted);
    }

    /// <summary>Rows and columns are resampled apart from each other: the places of the columns are found once.</summary>
    private void Crop(in ImageView view, ReadOnlySpan<T> image, Span<T> painted)
    {
        for (int x = 0; x < _size; x++)
            (_column[x], _share[x]) = Between(PlaceOf(view.IsFlipped ? _size - 1 - x : x, view.Left, view.Width));
        for (int y = 0; y < _size; y++)
        {
            (int row, T share) = Between(PlaceOf(y, view.Top, view.Height));
            T rest = T.One - share;
            for (int channel = 0; channel < _channels; channel++)
            {
                ReadOnlySpan<T> upper = image.Slice(((channel * _size) + row) * _size, _size), lower = image.Slice(((channel * _size) + row + 1) * _size, _size);
                Span<T> target = painted.Slice(((channel * _size) + y) * _size, _size);
                for (int x = 0; x < target.Length; x++)
                {
                    int column = _column[x];
                    T right = _share[x], left = T.One - right;
                    T above = (left * upper[column]) + (right * upper[column + 1]);
                    T below = (left * lower[column]) + (right * lower[column + 1]);
                    target[x] = (rest * above) + (share * below);
                }
            }
        }
    }

    private void Turn(in ImageView view, ReadOnlySpan<T> image, Span<T> painted)
    {
        (double sin, double cos) = Math.SinCos(view.Rotation);
        double middle = (_size - 1) / 2.0;
        int plane = _size * _size;
        for (int y = 0; y < _size; y++)
        {
            double down = PlaceOf(y, view.Top, view.Height) - middle;
            for (int x = 0; x < _size; x++)
            {
                double along = PlaceOf(view.IsFlipped ? _size - 1 - x : x, view.Left, view.Width) - middle;
                (int column, T right) = Between(Reflected(middle + (cos * along) - (sin * down)));
                (int row, T lower) = Between(Reflected(middle + (sin * along) + (cos * down)));
                int place = (row * _size) + column;
                for (int channel = 0; channel < _channels; channel++)
                {
                    ReadOnlySpan<T> source = image.Slice(channel * plane, plane);
                    T above = ((T.One - right) * source[place]) + (right * source[place + 1]);
                    T below = ((T.One - right) * source[place + _size]) + (right * source[place + _size + 1]);
                    painted[(channel * plane) + (y * _size) + x] = ((T.One - lower) * above) + (lower * below);
                }
            }
        }
    }

    private void Blank(in ImageView view, RandomStream chance, Span<T> painted)
    {
        OcclusionMask.Draw(_size, view.Tile, view.Occlusion, chance, _isBlank);
        for (int i = 0, place = 0; i < painted.Length; i++, place = place + 1 == _isBlank.Length ? 0 : place + 1)
        {
            if (_isBlank[place])
                painted[i] = T.Zero;
        }
    }

    /// <summary>Where the middle of a pixel of the view lies in the image, counted between middles of its pixels.</summary>
    private double PlaceOf(int pixel, double start, double length) => Math.Clamp(start + ((pixel + 0.5) * length / _size) - 0.5, 0, _size - 1);

    /// <summary>Beyond the border the image goes on as in a mirror that stands on the middle of the last pixel.</summary>
    private double Reflected(double place)
    {
        double last = _size - 1;
        place = Math.Abs(place);
        return place > last ? Math.Max(0, (2 * last) - place) : place;
    }

    private (int First, T ShareOfNext) Between(double place)
    {
        int first = Math.Min((int)place, _size - 2);
        return (first, T.CreateTruncating(place - first));
    }
}
