using Engram.Datasets;

namespace Engram.Delaunay.Psychophysics;

/// <summary>Collects what is wrong in a table, so that a person can mend all of it at once.</summary>
internal sealed class FaultList(string path)
{
    private const int MostShown = 20;
    private readonly List<string> _faults = [];
    private int _count;

    /// <summary>Adds a fault.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column's name; empty for the whole row.</param>
    /// <param name="problem">What is wrong, ending with a full stop.</param>
    public void Add(int line, string column, string problem)
    {
        if (_count++ < MostShown)
            _faults.Add($"{path}, line {line}{(column.Length > 0 ? $", column {column}" : "")}: {problem}");
    }

    /// <exception cref="DatasetException">There is a fault.</exception>
    public void ThrowIfAny()
    {
        if (_count == 0)
            return;
        string more = _count > MostShown ? $"\n\nand {_count - MostShown} more." : "";
        throw new DatasetException(string.Join("\n\n", _faults) + more);
    }
}
