using Engram.Evolution.Primitives;
using Engram.Evolution.Programs;

namespace Engram.Evolution.Rules;

/// <summary>
/// Reads expressions such as <c>y*(x - w*y)</c>: sums, products, quotients, powers (<c>^</c> or <c>**</c>, from the right, stronger than a sign),
/// signs, parentheses, numbers, names, and the functions of <see cref="Operations.All"/>.
/// </summary>
public sealed class Expression
{
    private const int MaximumLength = 100_000;
    private const int MaximumDepth = 500;
    private const int LargestPower = 64;

    private readonly string _text;
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<Operation> _operations;
    private readonly Graph _graph = new();
    private int _position;
    private int _depth;

    private Expression(string text, IReadOnlyList<string> names, IReadOnlyList<Operation> operations)
    {
        _text = text;
        _names = names;
        _operations = operations;
    }

    /// <summary>Reads an expression in some variables.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="names">The names of the inputs, in their order.</param>
    /// <param name="operations">Further functions that may be called by name.</param>
    /// <returns>A graph with one output.</returns>
    /// <exception cref="ExpressionException">It cannot be read; the message shows where and says what was expected.</exception>
    public static Graph Parse(string text, IReadOnlyList<string> names, params IReadOnlyList<Operation> operations)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(operations);
        if (text.Length > MaximumLength)
            throw new ExpressionException(text[..60] + "...", 0, $"The expression has {text.Length} characters; {MaximumLength} are the most.");
        var reader = new Expression(text, names, operations);
        reader._graph.Reset(names.Count);
        int node = reader.ReadSum();
        reader.SkipBlanks();
        if (reader._position < text.Length)
        {
            throw reader.Complaint(text[reader._position] == ')'
                ? "There is a closing parenthesis without an opening one."
                : $"The expression should end here, or go on with an operator; there is '{text[reader._position]}'.");
        }

        reader._graph.AddOutput(node);
        return reader._graph;
    }

    private int ReadSum()
    {
        if (++_depth > MaximumDepth)
            throw Complaint($"The expression is nested more than {MaximumDepth} deep.");
        int left = ReadProduct();
        while (true)
        {
            SkipBlanks();
            char sign = Peek();
            if (sign is not ('+' or '-' or '−'))
                break;
            _position++;
            int right = ReadProduct();
            left = Apply(sign == '+' ? Operations.Add : Operations.Subtract, left, right);
        }

        _depth--;
        return left;
    }

    private int ReadProduct()
    {
        int left = ReadSign();
        while (true)
        {
            SkipBlanks();
            char sign = Peek();
            if (sign is not ('*' or '/' or '·') || (sign == '*' && Peek(1) == '*'))
                return left;
            _position++;
            int right = ReadSign();
            left = Apply(sign == '/' ? Operations.Divide : Operations.Multiply, left, right);
        }
    }

    private int ReadSign()
    {
        int minus = 0;
        while (true)
        {
            SkipBlanks();
            char sign = Peek();
            if (sign is '-' or '−')
                minus ^= 1;
            else if (sign != '+')
                break;
            _position++;
        }

        int value = ReadPower();
        return minus == 0 ? value : Apply(Operations.Negate, value);
    }

    private int ReadPower()
    {
        int basis = ReadAtom();
        SkipBlanks();
        if (Peek() == '^')
            _position++;
        else if (Peek() == '*' && Peek(1) == '*')
            _position += 2;
        else
            return basis;
        if (++_depth > MaximumDepth)
            throw Complaint($"The expression is nested more than {MaximumDepth} deep.");
        int exponent = ReadSign();
        _depth--;
        // Small whole powers are products, as evolved rules have them: exact, and polynomials for the reports.
        double number = _graph.ValueOf(exponent);
        if (number is >= 1 and <= LargestPower && Math.Floor(number) == number)
            return RepeatedProduct(basis, (int)number);
        return Apply(Operations.Power, basis, exponent);
    }

    private int RepeatedProduct(int basis, int count)
    {
        int result = -1;
        for (int square = basis; ; square = Apply(Operations.Multiply, square, square))
        {
            if ((count & 1) != 0)
                result = result < 0 ? square : Apply(Operations.Multiply, result, square);
            count >>= 1;
            if (count == 0)
                return result;
        }
    }

    private int ReadAtom()
    {
        SkipBlanks();
        char c = Peek();
        if (c == '(')
        {
            int opening = _position++;
            int value = ReadSum();
            SkipBlanks();
            if (Peek() != ')')
                throw Complaint($"A closing parenthesis is missing for the one at character {opening + 1}.");
            _position++;
            return value;
        }

        if (char.IsAsciiDigit(c) || c == '.')
            return ReadNumber();
        if (char.IsLetter(c) || c == '_')
            return ReadName();
        throw Complaint(_position >= _text.Length
            ? "The expression ends where a number, a variable or an opening parenthesis should stand."
            : $"A number, a variable or an opening parenthesis should stand here; there is '{c}'.");
    }

    private int ReadNumber()
    {
        int start = _position;
        SkipDigits();
        if (Peek() == '.')
        {
            _position++;
            SkipDigits();
        }

        if (Peek() is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            _position += 2;
            SkipDigits();
        }

        if (!double.TryParse(_text.AsSpan(start, _position - start), out double value) || !double.IsFinite(value))
            throw new ExpressionException(_text, start, "This is no number, or one that is too large.");
        return _graph.Constant(value);
    }

    private int ReadName()
    {
        int start = _position;
        while (char.IsLetterOrDigit(Peek()) || Peek() is '_' or '\'')
            _position++;
        string name = _text[start.._position];
        for (int i = 0; i < _names.Count; i++)
        {
            if (string.Equals(_names[i], name, StringComparison.Ordinal))
                return _graph.Input(i);
        }

        var operation = _operations.Concat(Operations.All).FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.Ordinal));
        if (operation is not null)
            return ReadCall(operation, start);
        string variables = _names.Count == 0 ? "there are no variables" : $"the variables are {string.Join(", ", _names)}";
        throw new ExpressionException(
            _text, start, $"\"{name}\" is unknown: {variables}, the functions {string.Join(", ", Operations.All.Select(o => o.Name))}.");
    }

    private int ReadCall(Operation operation, int start)
    {
        SkipBlanks();
        if (Peek() != '(')
            throw Complaint($"The function {operation.Name} needs its arguments in parentheses.");
        _position++;
        var arguments = new List<int>();
        do
        {
            arguments.Add(ReadSum());
            SkipBlanks();
        }
        while (Peek() == ',' && _position++ >= 0);
        if (Peek() != ')')
            throw Complaint($"The arguments of {operation.Name} should go on with a comma or end with a parenthesis here.");
        _position++;
        if (arguments.Count != operation.Arity)
        {
            throw new ExpressionException(
                _text, start, $"The function {operation.Name} takes {operation.Arity} {(operation.Arity == 1 ? "argument" : "arguments")}; here it has {arguments.Count}.");
        }

        return Apply(operation, [.. arguments]);
    }

    private int Apply(Operation operation, params ReadOnlySpan<int> arguments) => _graph.Apply(operation, arguments);

    private void SkipBlanks()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek()))
            _position++;
    }

    private char Peek(int ahead = 0) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private ExpressionException Complaint(string problem) => new(_text, Math.Min(_position, _text.Length), problem);
}
