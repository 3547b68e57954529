using Engram.Evolution.Primitives;

namespace Engram.Evolution.Programs;

/// <summary>
/// What a genome computes: a directed acyclic graph of operations in canonical form. Each value is there once however often it is used;
/// commutative arguments stand in a fixed order; operations on constants alone are done. Nothing that could change a bit of a result is
/// rewritten: <c>a - a</c> stays, because it is NaN where a is infinite. Algebra is the business of <see cref="Rules"/>.
/// </summary>
/// <remarks>Nodes are in an order in which arguments come first. Equal <see cref="Key"/> means the same computation.</remarks>
public sealed class Graph
{
    private const int InputMark = 1, ConstantMark = 2, ParameterMark = 3, OperationMark = 4, OutputMark = 5;

    private Node[] _nodes = new Node[16];
    private int[] _operands = new int[32];
    private int[] _outputs = new int[1];
    private int[] _table = new int[64];
    private long[] _stamps = new long[64];
    private int _count;
    private int _operandCount;
    private int _outputCount;
    private long _stamp = 1;

    internal Graph()
    {
    }

    /// <summary>How many inputs the computation may read, whether it does or not.</summary>
    public int Inputs { get; private set; }

    /// <summary>How many outputs it has.</summary>
    public int Outputs => _outputCount;

    /// <summary>How many nodes there are, of all kinds; some may not be reached from an output.</summary>
    public int Count => _count;

    /// <summary>How many different operations the outputs depend on: the complexity of the rule.</summary>
    public int OperationCount
    {
        get
        {
            Span<bool> used = _count <= 512 ? stackalloc bool[_count] : new bool[_count];
            return MarkUsed(used);
        }
    }

    /// <summary>What the computation is known by.</summary>
    public GraphKey Key
    {
        get
        {
            var key = new GraphKey(OutputMark, (ulong)Inputs);
            for (int i = 0; i < _outputCount; i++)
                key = key.With(_nodes[_outputs[i]].Key);
            return key;
        }
    }

    /// <summary>What a node is.</summary>
    public NodeKind KindOf(int node) => Get(node).Kind;

    /// <summary>The operation of an operation node.</summary>
    public Operation OperationOf(int node) =>
        Get(node).Operation ?? throw new ArgumentException($"Node {node} is no operation.", nameof(node));

    /// <summary>The number of a constant or a parameter; NaN for other nodes.</summary>
    public double ValueOf(int node) => Get(node).Kind is NodeKind.Constant or NodeKind.Parameter ? _nodes[node].Value : double.NaN;

    /// <summary>Which input an input node is, or which parameter; −1 for other nodes.</summary>
    public int IndexOf(int node) => Get(node).Kind is NodeKind.Input or NodeKind.Parameter ? _nodes[node].Start : -1;

    /// <summary>The nodes that an operation works on; none for other nodes.</summary>
    public ReadOnlySpan<int> OperandsOf(int node)
    {
        ref readonly var n = ref Get(node);
        return n.Operation is null ? [] : _operands.AsSpan(n.Start, n.Operation.Arity);
    }

    /// <summary>The node of an output.</summary>
    public int OutputNode(int output = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)output, (uint)_outputCount);
        return _outputs[output];
    }

    /// <summary>Marks the nodes that the outputs depend on.</summary>
    /// <param name="used">One flag for each node.</param>
    /// <returns>How many of them are operations.</returns>
    public int MarkUsed(Span<bool> used)
    {
        used = used[.._count];
        used.Clear();
        for (int i = 0; i < _outputCount; i++)
            used[_outputs[i]] = true;
        int operations = 0;
        for (int node = _count - 1; node >= 0; node--)
        {
            if (!used[node] || _nodes[node].Operation is not { } operation)
                continue;
            operations++;
            int start = _nodes[node].Start;
            for (int k = 0; k < operation.Arity; k++)
                used[_operands[start + k]] = true;
        }

        return operations;
    }

    /// <summary>A copy that later decoding leaves alone.</summary>
    public Graph Clone()
    {
        var copy = new Graph
        {
            Inputs = Inputs,
            _nodes = [.. _nodes.AsSpan(0, _count)],
            _operands = [.. _operands.AsSpan(0, _operandCount)],
            _outputs = [.. _outputs.AsSpan(0, _outputCount)],
            _count = _count,
            _operandCount = _operandCount,
            _outputCount = _outputCount,
        };
        copy.Rehash(64);
        return copy;
    }

    /// <summary>The output of one set of numbers, node by node: the reference that every faster way must equal bit for bit.</summary>
    /// <param name="inputs">As many as <see cref="Inputs"/>.</param>
    /// <param name="outputs">As many as <see cref="Outputs"/>.</param>
    public void Evaluate(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        if (inputs.Length != Inputs || outputs.Length != Outputs)
            throw new ArgumentException($"The rule has {Inputs} inputs and {Outputs} outputs; there are {inputs.Length} and {outputs.Length} numbers.", nameof(inputs));
        double[] values = new double[_count];
        Span<double> arguments = stackalloc double[16];
        for (int node = 0; node < _count; node++)
        {
            ref readonly var n = ref _nodes[node];
            if (n.Kind == NodeKind.Input)
            {
                values[node] = inputs[n.Start];
            }
            else if (n.Operation is null)
            {
                values[node] = n.Value;
            }
            else
            {
                int arity = n.Operation.Arity;
                if (arity > arguments.Length)
                    arguments = new double[arity];
                for (int k = 0; k < arity; k++)
                    arguments[k] = values[_operands[n.Start + k]];
                values[node] = n.Operation.Evaluate(arguments[..arity]);
            }
        }

        for (int i = 0; i < _outputCount; i++)
            outputs[i] = values[_outputs[i]];
    }

    /// <summary>The one output of one set of numbers.</summary>
    public double Evaluate(params ReadOnlySpan<double> inputs)
    {
        double result = 0;
        Evaluate(inputs, new Span<double>(ref result));
        return result;
    }

    internal static Graph OfInput(int inputs, int index)
    {
        var graph = new Graph();
        graph.Reset(inputs);
        graph.AddOutput(graph.Input(index));
        return graph;
    }

    /// <summary>Forgets all nodes. What was grown stays, so that decoding again allocates nothing.</summary>
    internal void Reset(int inputs)
    {
        Inputs = inputs;
        _count = _operandCount = _outputCount = 0;
        _stamp++;
    }

    internal int Input(int index) =>
        Intern(new Node(NodeKind.Input, null, index, 0, new GraphKey(InputMark, 0).With((ulong)index)));

    internal int Constant(double value) =>
        Intern(new Node(NodeKind.Constant, null, 0, value, new GraphKey(ConstantMark, 0).With(BitConverter.DoubleToUInt64Bits(value))));

    internal int Parameter(int index, double value) =>
        Intern(new Node(NodeKind.Parameter, null, index, value, new GraphKey(ParameterMark, 0).With((ulong)index)));

    /// <summary>The node of an operation on nodes.</summary>
    internal int Apply(Operation operation, ReadOnlySpan<int> arguments)
    {
        Span<int> operands = arguments.Length <= 8 ? stackalloc int[8] : new int[arguments.Length];
        operands = operands[..arguments.Length];
        arguments.CopyTo(operands);
        if (operation.IsCommutative && _nodes[operands[1]].Key < _nodes[operands[0]].Key)
            (operands[0], operands[1]) = (operands[1], operands[0]);

        bool isConstant = true;
        var key = new GraphKey(OperationMark, operation.Identity);
        foreach (int operand in operands)
        {
            key = key.With(_nodes[operand].Key);
            isConstant &= _nodes[operand].Kind == NodeKind.Constant;
        }

        if (isConstant)
            return Fold(operation, operands);
        if (_operandCount + operands.Length > _operands.Length)
            Array.Resize(ref _operands, 2 * (_operandCount + operands.Length));
        operands.CopyTo(_operands.AsSpan(_operandCount));
        int before = _count;
        int node = Intern(new Node(NodeKind.Operation, operation, _operandCount, 0, key));
        if (_count > before)
            _operandCount += operands.Length;
        return node;
    }

    /// <summary>Takes over the first output of a graph, with nodes in place of its inputs.</summary>
    internal int Embed(Graph body, ReadOnlySpan<int> arguments)
    {
        Span<int> map = body._count <= 256 ? stackalloc int[body._count] : new int[body._count];
        Span<int> operands = stackalloc int[16];
        for (int node = 0; node < body._count; node++)
        {
            ref readonly var n = ref body._nodes[node];
            if (n.Kind == NodeKind.Input)
            {
                map[node] = arguments[n.Start];
            }
            else if (n.Operation is null)
            {
                map[node] = Constant(n.Value);
            }
            else
            {
                int arity = n.Operation.Arity;
                if (arity > operands.Length)
                    operands = new int[arity];
                for (int k = 0; k < arity; k++)
                    operands[k] = map[body._operands[n.Start + k]];
                map[node] = Apply(n.Operation, operands[..arity]);
            }
        }

        return map[body._outputs[0]];
    }

    internal void AddOutput(int node)
    {
        if (_outputCount == _outputs.Length)
            Array.Resize(ref _outputs, 2 * _outputCount);
        _outputs[_outputCount++] = node;
    }

    private int Fold(Operation operation, ReadOnlySpan<int> operands)
    {
        Span<double> values = operands.Length <= 8 ? stackalloc double[8] : new double[operands.Length];
        for (int k = 0; k < operands.Length; k++)
            values[k] = _nodes[operands[k]].Value;
        return Constant(operation.Evaluate(values[..operands.Length]));
    }

    private int Intern(in Node node)
    {
        int mask = _table.Length - 1;
        for (int slot = (int)node.Key.Low & mask; ; slot = (slot + 1) & mask)
        {
            if (_stamps[slot] == _stamp)
            {
                if (_nodes[_table[slot]].Key == node.Key)
                    return _table[slot];
                continue;
            }

            if (_count == _nodes.Length)
                Array.Resize(ref _nodes, 2 * _count);
            _nodes[_count] = node;
            _stamps[slot] = _stamp;
            _table[slot] = _count++;
            if (2 * _count > _table.Length)
                Rehash(2 * _table.Length);
            return _count - 1;
        }
    }

    private void Rehash(int size)
    {
        while (size < 2 * _count)
            size *= 2;
        _table = new int[size];
        _stamps = new long[size];
        _stamp = 1;
        for (int node = 0; node < _count; node++)
        {
            int slot = (int)_nodes[node].Key.Low & (size - 1);
            while (_stamps[slot] == _stamp)
                slot = (slot + 1) & (size - 1);
            _stamps[slot] = _stamp;
            _table[slot] = node;
        }
    }

    private ref readonly Node Get(int node)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)node, (uint)_count);
        return ref _nodes[node];
    }

    private readonly record struct Node(NodeKind Kind, Operation? Operation, int Start, double Value, GraphKey Key);
}
