using System.Text;
using Engram.Evolution.Primitives;
using Engram.Evolution.Programs;

namespace Engram.Evolution.Rules;

/// <summary>
/// Writes graphs as they are, without algebra: one expression where it stays short, else numbered assignments (specification 4, item 4).
/// </summary>
public static class RuleText
{
    private const int LongestTree = 60;  // operations of an expression that a person can still read at once
    private const int LongestLine = 12;  // operations on one line of assignments
    private const int ShortLength = 200; // characters of a rule in a message

    /// <summary>Default names of inputs: x0, x1, ...</summary>
    public static IReadOnlyList<string> DefaultNames(int inputs) => [.. Enumerable.Range(0, inputs).Select(i => $"x{i}")];

    /// <summary>Writes a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="names">The inputs' names; x0, x1, ... if null.</param>
    /// <param name="style">The language.</param>
    /// <returns>An expression (several outputs: separated by commas); where it would be long, assignments on lines of their own before it.</returns>
    public static string Write(Graph graph, IReadOnlyList<string>? names = null, RuleStyle style = RuleStyle.Text)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var parts = new Writer(graph, names ?? DefaultNames(graph.Inputs), style);
        var text = new StringBuilder();
        foreach (var (name, value) in parts.Assignments)
            text.Append($"{name} = {value}{(style == RuleStyle.Latex ? " \\\\" : "")}\n");
        return text.AppendJoin(", ", parts.Outputs).ToString();
    }

    /// <summary>Writes a graph as a C# method.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="names">The parameters' names.</param>
    /// <param name="method">The method's name.</param>
    public static string WriteMethod(Graph graph, IReadOnlyList<string>? names = null, string method = "Rule")
    {
        ArgumentNullException.ThrowIfNull(graph);
        names ??= DefaultNames(graph.Inputs);
        var parts = new Writer(graph, names, RuleStyle.CSharp);
        string result = graph.Outputs == 1 ? "double" : $"({string.Join(", ", Enumerable.Repeat("double", graph.Outputs))})";
        var text = new StringBuilder($"public static {result} {method}({string.Join(", ", names.Select(n => $"double {n}"))})\n{{\n");
        foreach (var (name, value) in parts.Assignments)
            text.Append($"    double {name} = {value};\n");
        string outputs = string.Join(", ", parts.Outputs);
        return text.Append($"    return {(graph.Outputs == 1 ? outputs : $"({outputs})")};\n}}\n").ToString();
    }

    internal static string Short(Graph graph)
    {
        string text = Write(graph).Replace("\n", "; ", StringComparison.Ordinal);
        return text.Length <= ShortLength ? text : text[..ShortLength] + "...";
    }

    internal static string Number(double value, RuleStyle style)
    {
        if (double.IsFinite(value))
            return style == RuleStyle.CSharp && value == Math.Floor(value) && Math.Abs(value) < 1e15 ? $"{value:F1}" : value.ToString("R");
        return style switch
        {
            RuleStyle.CSharp => double.IsNaN(value) ? "double.NaN" : value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
            RuleStyle.Latex => double.IsNaN(value) ? "\\mathrm{NaN}" : value > 0 ? "\\infty" : "(-\\infty)",
            _ => double.IsNaN(value) ? "(0/0)" : value > 0 ? "(1/0)" : "(-1/0)",
        };
    }

    internal static string LatexName(string name)
    {
        int letters = name.TakeWhile(char.IsLetter).Count();
        return letters > 0 && letters < name.Length ? $"{name[..letters]}_{{{name[letters..].Replace("_", "", StringComparison.Ordinal)}}}" : name;
    }

    private sealed class Writer
    {
        private const int Atom = 9;
        private const int Sum = 1;
        private const int Product = 2;
        private const int Sign = 3;

        private readonly Graph _graph;
        private readonly RuleStyle _style;
        private readonly (string Text, int Precedence)[] _texts;

        public Writer(Graph graph, IReadOnlyList<string> names, RuleStyle style)
        {
            if (names.Count != graph.Inputs)
                throw new ArgumentException($"The rule has {graph.Inputs} inputs; there are {names.Count} names.", nameof(names));
            _graph = graph;
            _style = style;
            _texts = new (string, int)[graph.Count];
            var used = new bool[graph.Count];
            graph.MarkUsed(used);
            var uses = new int[graph.Count];
            var sizes = new int[graph.Count];
            Measure(used, uses, sizes);
            bool isLong = Enumerable.Range(0, graph.Outputs).Sum(i => (long)sizes[graph.OutputNode(i)]) > LongestTree;
            for (int node = 0; node < graph.Count; node++)
            {
                if (!used[node])
                    continue;
                _texts[node] = graph.KindOf(node) switch
                {
                    NodeKind.Input => (style == RuleStyle.Latex ? LatexName(names[graph.IndexOf(node)]) : names[graph.IndexOf(node)], Atom),
                    NodeKind.Operation => Format(node),
                    _ => (Number(graph.ValueOf(node), style), double.IsNegative(graph.ValueOf(node)) && double.IsFinite(graph.ValueOf(node)) ? Sign : Atom),
                };
                bool isWorthAName = uses[node] > 1 && (style == RuleStyle.CSharp || isLong);
                if (graph.KindOf(node) != NodeKind.Operation || !(isWorthAName || (isLong && sizes[node] > LongestLine)))
                    continue;
                string name = FreeName(names, Assignments.Count + 1);
                Assignments.Add((style == RuleStyle.Latex ? LatexName(name) : name, _texts[node].Text));
                _texts[node] = (style == RuleStyle.Latex ? LatexName(name) : name, Atom);
                sizes[node] = 1;
                Remeasure(node, used, uses, sizes, isLong);
            }

            Outputs = [.. Enumerable.Range(0, graph.Outputs).Select(i => _texts[graph.OutputNode(i)].Text)];
        }

        public List<(string Name, string Text)> Assignments { get; } = [];

        public string[] Outputs { get; }

        private static string FreeName(IReadOnlyList<string> names, int number)
        {
            string name = $"t{number}";
            while (names.Contains(name, StringComparer.Ordinal))
                name = "t" + name;
            return name;
        }

        // The sizes of the trees, which can be exponential in the size of the graph, up to a bound.
        private void Measure(bool[] used, int[] uses, int[] sizes)
        {
            const int Enough = 1 << 20;
            for (int node = 0; node < _graph.Count; node++)
            {
                if (!used[node] || _graph.KindOf(node) != NodeKind.Operation)
                    continue;
                long size = 1;
                foreach (int operand in _graph.OperandsOf(node))
                {
                    uses[operand]++;
                    size += sizes[operand];
                }

                sizes[node] = (int)Math.Min(size, Enough);
            }
        }

        // What comes after a node with a name counts it as one.
        private void Remeasure(int from, bool[] used, int[] uses, int[] sizes, bool isLong)
        {
            for (int node = from + 1; node < _graph.Count; node++)
            {
                if (!used[node] || _graph.KindOf(node) != NodeKind.Operation)
                    continue;
                long size = 1;
                foreach (int operand in _graph.OperandsOf(node))
                    size += sizes[operand];
                bool willHaveAName = isLong && (uses[node] > 1 || size > LongestLine);
                sizes[node] = willHaveAName && size <= LongestLine ? 1 : (int)Math.Min(size, 1 << 20);
            }
        }

        private (string Text, int Precedence) Format(int node)
        {
            var operation = _graph.OperationOf(node);
            int[] operands = [.. _graph.OperandsOf(node)];
            switch (operation.Code)
            {
                case OperationCode.Add or OperationCode.Multiply:
                    Arrange(operation, operands);
                    int own = operation.Code == OperationCode.Add ? Sum : Product;
                    string between = operation.Code == OperationCode.Add ? " + " : _style switch { RuleStyle.Latex => " ", RuleStyle.CSharp => " * ", _ => "*" };
                    return ($"{Operand(operands[0], own)}{between}{Operand(operands[1], own + 1, isRight: true)}", own);
                case OperationCode.Subtract:
                    return ($"{Operand(operands[0], Sum)} - {Operand(operands[1], Sum + 1, isRight: true)}", Sum);
                case OperationCode.Divide when _style == RuleStyle.Latex:
                    return ($"\\frac{{{_texts[operands[0]].Text}}}{{{_texts[operands[1]].Text}}}", Atom);
                case OperationCode.Divide:
                    return ($"{Operand(operands[0], Product)}{(_style == RuleStyle.CSharp ? " / " : "/")}{Operand(operands[1], Product + 1, isRight: true)}", Product);
                case OperationCode.Negate:
                    return ($"-{Operand(operands[0], Sign + 1)}", Sign);
                case OperationCode.Power when _style == RuleStyle.Latex:
                    return ($"{Operand(operands[0], Atom)}^{{{_texts[operands[1]].Text}}}", Sign + 1);
                default:
                    return (Call(operation, operands), Atom);
            }
        }

        private string Call(Operation operation, int[] operands)
        {
            string pattern = _style switch
            {
                RuleStyle.Latex => operation.Notation.Latex,
                RuleStyle.CSharp => operation.Notation.CSharp,
                _ => operation.Notation.Text,
            };
            if (pattern.Contains("{0}", StringComparison.Ordinal))
            {
                // Arguments may stand beside operators in a pattern of C#, not within braces of LaTeX.
                object[] arguments = [.. operands.Select(o => _style == RuleStyle.CSharp ? Operand(o, Atom) : _texts[o].Text)];
                return string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, arguments);
            }

            return $"{pattern}({string.Join(", ", operands.Select(o => _texts[o].Text))})";
        }

        // The order of commutative arguments is free, so the more readable one: chains to the left, then leaves, inputs in their order.
        private void Arrange(Operation operation, int[] operands)
        {
            if (Key(operands[1]).CompareTo(Key(operands[0])) < 0)
                (operands[0], operands[1]) = (operands[1], operands[0]);

            (int, int) Key(int node) => _graph.KindOf(node) switch
            {
                NodeKind.Operation when ReferenceEquals(_graph.OperationOf(node), operation) && _texts[node].Precedence != Atom => (0, node),
                NodeKind.Operation => (3, node),
                NodeKind.Input => (2, _graph.IndexOf(node)),
                _ => (operation.Code == OperationCode.Add ? 4 : 1, node),
            };
        }

        private string Operand(int node, int precedence, bool isRight = false)
        {
            var (text, own) = _texts[node];
            bool isSigned = isRight && text.StartsWith('-');
            return own >= precedence && !isSigned ? text : _style == RuleStyle.Latex ? $"\\left({text}\\right)" : $"({text})";
        }
    }
}
