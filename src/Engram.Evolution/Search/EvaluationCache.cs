using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Search;

/// <summary>
/// What is known of rules that were evaluated: level three after silent inheritance and parents that are never evaluated again (specification
/// 1.12). Rules are known by their canonical graph, so a hit is the very value that evaluation would give.
/// </summary>
internal sealed class EvaluationCache(int capacity)
{
    private readonly Dictionary<(GraphKey Key, int Objective), double> _values = [];

    public long Hits { get; private set; }

    public bool TryGet(GraphKey key, int objective, out double value)
    {
        if (!_values.TryGetValue((key, objective), out value))
            return false;
        Hits++;
        return true;
    }

    public void Add(GraphKey key, int objective, double value)
    {
        if (capacity == 0)
            return;
        // Forgetting everything is crude but depends on nothing than the order of evaluations; rules seldom return after so long.
        if (_values.Count >= capacity)
            _values.Clear();
        _values[(key, objective)] = value;
    }

    public void Save(StateWriter state, string name)
    {
        var keys = new ulong[2 * _values.Count];
        var objectives = new int[_values.Count];
        var values = new double[_values.Count];
        int i = 0;
        foreach (var ((key, objective), value) in _values)
        {
            (keys[2 * i], keys[(2 * i) + 1]) = (key.High, key.Low);
            (objectives[i], values[i]) = (objective, value);
            i++;
        }

        state.Add<ulong>($"{name}/keys", keys);
        state.Add<int>($"{name}/objectives", objectives);
        state.Add<double>($"{name}/values", values);
        state.Add($"{name}/hits", Hits);
    }

    public void Load(StateReader state, string name)
    {
        ulong[] keys = state.ReadArray<ulong>($"{name}/keys");
        int[] objectives = state.ReadArray<int>($"{name}/objectives");
        double[] values = state.ReadArray<double>($"{name}/values");
        if (keys.Length != 2 * values.Length || objectives.Length != values.Length)
            throw new StateException("The remembered values of rules in the checkpoint do not fit their keys: it is damaged.");
        _values.Clear();
        for (int i = 0; i < values.Length && i < capacity; i++)
            _values[(new GraphKey(keys[2 * i], keys[(2 * i) + 1]), objectives[i])] = values[i];
        Hits = state.ReadValue<long>($"{name}/hits");
    }
}
