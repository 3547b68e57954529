using Engram.Numerics;

namespace Engram.Dreaming.Tests;

/// <summary>The pseudo-random numbers of the golden runs: u(seed, 1), u(seed, 2), ... (PAD specification 11.7).</summary>
internal sealed class Filler(uint seed)
{
    private uint _state = seed;

    public double Next()
    {
        _state = unchecked((1664525u * _state) + 1013904223u);
        return _state / 4294967296.0;
    }

    public double Symmetric() => (2 * Next()) - 1;

    /// <summary>Fills a table whose lanes are the outermost index of the golden numbers.</summary>
    public void FillByLane<T>(LaneMatrix<T> table, double scale)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        for (var lane = 0; lane < table.Lanes; lane++)
        {
            for (var row = 0; row < table.Rows; row++)
                table[row, lane] = T.CreateChecked(scale * Symmetric());
        }
    }
}
