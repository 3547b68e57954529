using System.Numerics;
using Engram.Dreaming.Pathways;
using Engram.Dreaming.Phases;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming.Views;

/// <summary>
/// Views of a batch of images, some lanes a unit: they are taken out of the table into one image after the other, painted, and put into the
/// lanes of the view.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal sealed class ViewUnits<T> : IUnits<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Half a cache line of single precision: a row's numbers for one unit are fetched together.</summary>
    private const int LanesOfUnit = 8;

    private readonly int _size;
    private readonly int _values;
    private readonly ViewPainter<T>[] _painters;
    private readonly RandomStream[] _streams;
    private LaneMatrix<T> _images = null!, _painted = null!;
    private DreamTransforms _transforms = null!;
    private IDreamChance<T> _chance = null!;
    private long _cycle;
    private int _view;

    internal ViewUnits(SignalShape image, int lanes)
    {
        (_size, _values) = (image.Width, image.Count);
        _painters = new ViewPainter<T>[(lanes + LanesOfUnit - 1) / LanesOfUnit];
        _streams = new RandomStream[_painters.Length];
        for (int unit = 0; unit < _painters.Length; unit++)
            (_painters[unit], _streams[unit]) = (new ViewPainter<T>(image), new RandomStream(default(RandomStreamState)));
    }

    public int Units => _painters.Length;

    /// <summary>Paints one view of every lane.</summary>
    /// <param name="crew">Who works.</param>
    /// <param name="images">The images <c>[channel · place, lane]</c>.</param>
    /// <param name="painted">Written: as many lanes, after those of the views before.</param>
    /// <param name="transforms">What may be drawn.</param>
    /// <param name="chance">Where chance comes from.</param>
    /// <param name="cycle">The cycle.</param>
    /// <param name="view">Which view, from 0.</param>
    internal void Paint(
        Crew<T> crew, LaneMatrix<T> images, LaneMatrix<T> painted, DreamTransforms transforms, IDreamChance<T> chance, long cycle, int view)
    {
        (_images, _painted, _transforms, _chance, _cycle, _view) = (images, painted, transforms, chance, cycle, view);
        crew.Reserve((LanesOfUnit + 1) * _values);
        crew.Run(this);
    }

    public void Work(int first, int count, AlignedBuffer<T> scratch)
    {
        for (int unit = first; unit < first + count; unit++)
            Work(unit, scratch.Span);
    }

    private void Work(int unit, Span<T> room)
    {
        int firstLane = unit * LanesOfUnit, lanes = Math.Min(LanesOfUnit, _images.Lanes - firstLane);
        Span<T> seen = room[..(LanesOfUnit * _values)], view = room.Slice(LanesOfUnit * _values, _values);
        for (int row = 0; row < _values; row++)
        {
            ReadOnlySpan<T> values = _images.Row(row).Slice(firstLane, lanes);
            for (int i = 0; i < values.Length; i++)
                seen[(i * _values) + row] = values[i];
        }

        for (int i = 0; i < lanes; i++)
        {
            RandomStream chance = _streams[unit];
            chance.MoveTo(_chance.ViewOf(_cycle, _view, firstLane + i));
            Span<T> image = seen.Slice(i * _values, _values);
            _painters[unit].Paint(_transforms.Draw(chance, _size), chance, image, view);
            view.CopyTo(image);
        }

        int target = (_view * _images.Lanes) + firstLane;
        for (int row = 0; row < _values; row++)
        {
            Span<T> values = _painted.Row(row).Slice(target, lanes);
            for (int i = 0; i < values.Length; i++)
                values[i] = seen[(i * _values) + row];
        }
    }
}
