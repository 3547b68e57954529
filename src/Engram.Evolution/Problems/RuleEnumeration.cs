using Engram.Evolution.Primitives;
using Engram.Evolution.Programs;

namespace Engram.Evolution.Problems;

/// <summary>
/// All rules of at most some nodes, from sums, differences and products: the ground truth that a search can be held against (specification 5.6).
/// </summary>
/// <remarks>
/// Rules are the same if they are the same polynomial. That is decided modulo the prime 2⁶¹ − 1 at two random points: two polynomials of
/// degree d are mistaken for each other with a chance of about (d / 2⁶¹)².
/// </remarks>
public static class RuleEnumeration
{
    private const ulong Prime = (1UL << 61) - 1;

    /// <summary>Finds every polynomial that some nodes can make, smallest graphs first.</summary>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="nodes">The most nodes: work and memory grow about twelvefold with each.</param>
    /// <param name="operations">Out of <see cref="Operations.Add"/>, <see cref="Operations.Subtract"/> and <see cref="Operations.Multiply"/>.</param>
    /// <returns>[m]: the polynomials whose smallest graph has m nodes; [0] are the inputs themselves.</returns>
    /// <exception cref="ArgumentException">There is another operation among them.</exception>
    public static IReadOnlyList<IReadOnlyList<Graph>> Enumerate(int inputs, int nodes, params IReadOnlyList<Operation> operations)
    {
        var found = new List<IReadOnlyList<Graph>>();
        Walk(inputs, nodes, operations, (_, state) => Build(inputs, state, operations), found.Add);
        return found;
    }

    /// <summary>Counts the polynomials that some nodes can make.</summary>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="nodes">The most nodes.</param>
    /// <param name="operations">Out of <see cref="Operations.Add"/>, <see cref="Operations.Subtract"/> and <see cref="Operations.Multiply"/>.</param>
    /// <returns>[m]: how many polynomials have a smallest graph of m nodes; [0] is <paramref name="inputs"/>.</returns>
    public static IReadOnlyList<int> Count(int inputs, int nodes, params IReadOnlyList<Operation> operations)
    {
        var counts = new List<int>();
        Walk(inputs, nodes, operations, (_, _) => 0, level => counts.Add(level.Count));
        return counts;
    }

    private static void Walk<TResult>(
        int inputs, int nodes, IReadOnlyList<Operation> operations, Func<Value, State, TResult> make, Action<IReadOnlyList<TResult>> add)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(nodes);
        ArgumentNullException.ThrowIfNull(operations);
        foreach (var operation in operations)
        {
            if (operation.Code is not (OperationCode.Add or OperationCode.Subtract or OperationCode.Multiply))
                throw new ArgumentException($"Rules are enumerated from add, sub and mul; {operation.Name} is none of them.", nameof(operations));
        }

        var random = new Numerics.RandomStreams(561).Named("points");
        var start = new State([], [.. Enumerable.Range(0, inputs).Select(_ => new Value(random.NextUInt64() % Prime, random.NextUInt64() % Prime))]);
        var seen = new HashSet<Value>(start.Values);
        add([.. start.Values.Select((v, i) => make(v, new State([new Choice(-1, i, i)], start.Values)))]);
        List<State> level = [start];
        for (int m = 1; m <= nodes; m++)
        {
            var results = new List<TResult>();
            var next = new List<State>();
            var sets = new HashSet<(ulong, ulong)>();
            foreach (var state in level)
                Extend(state, operations, seen, results, make, m < nodes ? next : null, sets);
            add(results);
            level = next;
        }
    }

    // All ways to add one node to a sequence. The last node alone is what a rule gives; sequences with the same set of values go on alike, so one is enough.
    private static void Extend<TResult>(
        State state, IReadOnlyList<Operation> operations, HashSet<Value> seen, List<TResult> results, Func<Value, State, TResult> make,
        List<State>? next, HashSet<(ulong, ulong)> sets)
    {
        var values = state.Values;
        for (int o = 0; o < operations.Count; o++)
        {
            var code = operations[o].Code;
            for (int a = 0; a < values.Length; a++)
            {
                for (int b = code == OperationCode.Subtract ? 0 : a; b < values.Length; b++)
                {
                    var value = Apply(code, values[a], values[b]);
                    if (Array.IndexOf(values, value) >= 0)
                        continue;
                    bool isNew = seen.Add(value);
                    State? extended = null;
                    if (isNew)
                    {
                        extended = state.With(new Choice(o, a, b), value);
                        results.Add(make(value, extended.Value));
                    }

                    if (next is not null && sets.Add(state.SetWith(value)))
                        next.Add(extended ?? state.With(new Choice(o, a, b), value));
                }
            }
        }
    }

    private static Value Apply(OperationCode code, Value a, Value b) => code switch
    {
        OperationCode.Add => new(Add(a.First, b.First), Add(a.Second, b.Second)),
        OperationCode.Subtract => new(Subtract(a.First, b.First), Subtract(a.Second, b.Second)),
        _ => new(Multiply(a.First, b.First), Multiply(a.Second, b.Second)),
    };

    private static ulong Add(ulong a, ulong b)
    {
        ulong sum = a + b;
        return sum >= Prime ? sum - Prime : sum;
    }

    private static ulong Subtract(ulong a, ulong b) => a >= b ? a - b : a + Prime - b;

    private static ulong Multiply(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        // a b = high 2^64 + low, and 2^61 is 1.
        return Add((low & Prime) % Prime, ((high << 3) | (low >> 61)) % Prime);
    }

    private static Graph Build(int inputs, State state, IReadOnlyList<Operation> operations)
    {
        var graph = new Graph();
        graph.Reset(inputs);
        var nodes = new List<int>();
        for (int i = 0; i < inputs; i++)
            nodes.Add(graph.Input(i));
        foreach (var choice in state.Choices)
            nodes.Add(choice.Operation < 0 ? nodes[choice.A] : graph.Apply(operations[choice.Operation], [nodes[choice.A], nodes[choice.B]]));
        graph.AddOutput(nodes[^1]);
        return graph;
    }

    private readonly record struct Value(ulong First, ulong Second);

    private readonly record struct Choice(int Operation, int A, int B);

    private readonly record struct State(Choice[] Choices, Value[] Values)
    {
        public State With(Choice choice, Value value) => new([.. Choices, choice], [.. Values, value]);

        /// <summary>A hash of the set of values, this one included, whatever their order.</summary>
        public (ulong, ulong) SetWith(Value value)
        {
            (ulong first, ulong second) = (Mix(value.First), Mix(value.Second ^ 0x5555));
            foreach (var v in Values)
            {
                first = unchecked(first + Mix(v.First));
                second = unchecked(second + Mix(v.Second ^ 0x5555));
            }

            return (first, second);
        }

        private static ulong Mix(ulong x)
        {
            unchecked
            {
                x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
                x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
                return x ^ (x >> 31);
            }
        }
    }
}
