using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons.Equilibrium;

/// <summary>
/// φ′ of a layer <c>[row, lane]</c>: a table of numbers, or, where it is zero or one and nothing else, a bit for each
/// (<see cref="EquilibriumShortcuts.SlopeBits"/>). One of the two is there.
/// </summary>
internal sealed unsafe class Slopes<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _rows, _lanes;
    private readonly InstructionSet _set;

    internal Slopes(int rows, int lanes, InstructionSet set)
    {
        (_rows, _lanes, _set) = (rows, lanes, set);
        Table = new LaneMatrix<T>(rows, lanes);
    }

    internal LaneMatrix<T>? Table { get; private set; }

    internal LaneBits<T>? Bits { get; private set; }

    public void Dispose()
    {
        Table?.Dispose();
        Bits?.Dispose();
    }

    /// <summary>Chooses between the two; what was there stays.</summary>
    internal void Keep(bool asBits)
    {
        if (asBits == Bits is not null)
            return;
        if (asBits)
        {
            Bits = new LaneBits<T>(_rows, _lanes, _set);
            Bits.Take(Table!);
            Table!.Dispose();
            Table = null;
        }
        else
        {
            Table = Numbers();
            Bits!.Dispose();
            Bits = null;
        }
    }

    /// <summary>Takes the numbers of a table over.</summary>
    internal void Take(LaneMatrix<T> values)
    {
        if (Bits is not null)
            Bits.Take(values);
        else
            values.Storage().CopyTo(Table!.Storage());
    }

    /// <summary>A table of its own with the numbers.</summary>
    internal LaneMatrix<T> Numbers()
    {
        var numbers = new LaneMatrix<T>(_rows, _lanes);
        if (Bits is not null)
            Bits.Give(numbers);
        else
            Table!.Storage().CopyTo(numbers.Storage());
        return numbers;
    }

    internal void Clear()
    {
        Table?.Clear();
        Bits?.Clear();
    }
}
