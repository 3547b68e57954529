using Engram.Evolution.Primitives;

namespace Engram.Evolution.Programs;

/// <summary>
/// A graph as a short list of steps on registers, each register used again as soon as its value is not needed any more. Interpreters
/// and compilers work from it.
/// </summary>
public sealed class Program
{
    private Instruction[] _instructions = new Instruction[16];
    private int[] _operands = new int[32];
    private double[] _constants = new double[4];
    private Operation[] _operations = new Operation[8];
    private int[] _outputs = new int[1];
    private bool[] _used = [];
    private int[] _place = [];
    private int[] _lastUse = [];
    private int[] _free = [];
    private int _instructionCount;
    private int _operandCount;
    private int _constantCount;
    private int _operationCount;

    /// <summary>Translates a graph.</summary>
    public Program(Graph graph) => Translate(graph);

    internal Program()
    {
    }

    /// <summary>How many inputs it reads.</summary>
    public int Inputs { get; private set; }

    /// <summary>How many outputs it gives.</summary>
    public int Outputs { get; private set; }

    /// <summary>How many steps it has: the operations of the graph that matter.</summary>
    public int Length => _instructionCount;

    /// <summary>How many registers it needs.</summary>
    public int Registers { get; private set; }

    /// <summary>The key of the graph it came from.</summary>
    public GraphKey Key { get; private set; }

    internal ReadOnlySpan<Instruction> Instructions => _instructions.AsSpan(0, _instructionCount);

    internal ReadOnlySpan<double> Constants => _constants.AsSpan(0, _constantCount);

    internal ReadOnlySpan<Operation> UsedOperations => _operations.AsSpan(0, _operationCount);

    internal ReadOnlySpan<int> OutputPlaces => _outputs.AsSpan(0, Outputs);

    /// <summary>Inputs, constants and registers together.</summary>
    internal int Places => Inputs + _constantCount + Registers;

    internal int OperandCount => _operandCount;

    internal ReadOnlySpan<int> OperandsOf(in Instruction instruction) =>
        _operands.AsSpan(instruction.FirstOperand, _operations[instruction.Operation].Arity);

    /// <summary>Becomes the program of another graph, in the memory that it has.</summary>
    internal void Translate(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int count = graph.Count;
        if (_used.Length < count)
        {
            int size = Math.Max(2 * _used.Length, Math.Max(64, count));
            (_used, _place, _lastUse, _free) = (new bool[size], new int[size], new int[size], new int[size]);
        }

        Inputs = graph.Inputs;
        Outputs = graph.Outputs;
        Key = graph.Key;
        Registers = 0;
        _instructionCount = _operandCount = _constantCount = _operationCount = 0;
        if (_outputs.Length < Outputs)
            _outputs = new int[Outputs];
        graph.MarkUsed(_used);
        FindLastUses(graph, count);
        PlaceLeaves(graph, count);
        AllocateRegisters(graph, count);
        for (int i = 0; i < Outputs; i++)
            _outputs[i] = _place[graph.OutputNode(i)];
    }

    private void FindLastUses(Graph graph, int count)
    {
        for (int node = 0; node < count; node++)
        {
            _lastUse[node] = node;
            if (!_used[node] || graph.KindOf(node) != NodeKind.Operation)
                continue;
            foreach (int operand in graph.OperandsOf(node))
                _lastUse[operand] = node;
        }

        for (int i = 0; i < Outputs; i++)
            _lastUse[graph.OutputNode(i)] = int.MaxValue;
    }

    private void PlaceLeaves(Graph graph, int count)
    {
        for (int node = 0; node < count; node++)
        {
            if (!_used[node])
                continue;
            switch (graph.KindOf(node))
            {
                case NodeKind.Input:
                    _place[node] = graph.IndexOf(node);
                    break;
                case NodeKind.Constant or NodeKind.Parameter:
                    if (_constantCount == _constants.Length)
                        Array.Resize(ref _constants, 2 * _constantCount);
                    _constants[_constantCount] = graph.ValueOf(node);
                    _place[node] = Inputs + _constantCount++;
                    break;
                default:
                    break;
            }
        }
    }

    private void AllocateRegisters(Graph graph, int count)
    {
        int free = 0;
        int firstRegister = Inputs + _constantCount;
        for (int node = 0; node < count; node++)
        {
            if (!_used[node] || graph.KindOf(node) != NodeKind.Operation)
                continue;
            var operation = graph.OperationOf(node);
            var operands = graph.OperandsOf(node);
            if (_operandCount + operands.Length > _operands.Length)
                Array.Resize(ref _operands, 2 * (_operandCount + operands.Length));
            int first = _operandCount;
            foreach (int operand in operands)
                _operands[_operandCount++] = _place[operand];

            // A register whose value is read here for the last time may take the result: every element is read before it is written.
            for (int k = 0; k < operands.Length; k++)
            {
                int operand = operands[k];
                if (_lastUse[operand] == node && _place[operand] >= firstRegister && !operands[..k].Contains(operand))
                    _free[free++] = _place[operand];
            }

            _place[node] = free > 0 ? _free[--free] : firstRegister + Registers++;
            if (_instructionCount == _instructions.Length)
                Array.Resize(ref _instructions, 2 * _instructionCount);
            _instructions[_instructionCount++] = new Instruction(operation.Code, Number(operation), _place[node], first);
        }
    }

    private int Number(Operation operation)
    {
        for (int i = 0; i < _operationCount; i++)
        {
            if (ReferenceEquals(_operations[i], operation))
                return i;
        }

        if (_operationCount == _operations.Length)
            Array.Resize(ref _operations, 2 * _operationCount);
        _operations[_operationCount] = operation;
        return _operationCount++;
    }
}
