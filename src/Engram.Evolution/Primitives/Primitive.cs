using Engram.Evolution.Programs;
using Engram.Evolution.Rules;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Primitives;

/// <summary>
/// What the function gene of a node chooses: an operation, a constant, a tunable number, or a small expression of these
/// (specification 1.4). Immutable.
/// </summary>
/// <remarks>
/// One of your own is one line: <c>Primitive.FromExpression("leak", ["x", "w"], "w*(1 - x)")</c> is vectorised, differentiable and readable
/// like a built-in one; <see cref="Unary{TFunction}"/> and its kin take arithmetic on vectors, <see cref="Of(string, Func{double, double})"/> any function of numbers.
/// </remarks>
public sealed class Primitive
{
    /// <summary>Up to this magnitude of the divisor a protected division gives 1.</summary>
    public const double ProtectedDivisor = 1e-6;

    private readonly PrimitiveParameter[] _parameters;

    private Primitive(string name, int arity, PrimitiveParameter[] parameters, Operation? operation, double? constant, Graph? body)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Arity = arity;
        _parameters = parameters;
        Operation = operation;
        Value = constant;
        Body = body;
    }

    /// <summary>a + b.</summary>
    public static Primitive Add { get; } = Of(Operations.Add);

    /// <summary>a − b.</summary>
    public static Primitive Subtract { get; } = Of(Operations.Subtract);

    /// <summary>a · b.</summary>
    public static Primitive Multiply { get; } = Of(Operations.Multiply);

    /// <summary>a / b, infinite or NaN where b is 0.</summary>
    public static Primitive Divide { get; } = Of(Operations.Divide);

    /// <summary>a / b, but 1 where |b| is at most <see cref="ProtectedDivisor"/>.</summary>
    public static Primitive ProtectedDivide { get; } = Of(Operations.ProtectedDivide);

    /// <summary>a to the power b.</summary>
    public static Primitive Power { get; } = Of(Operations.Power);

    /// <summary>b where a ≥ 0, else c; NaN takes c.</summary>
    public static Primitive IfElse { get; } = Of(Operations.IfElse);

    /// <summary>A number that each node has for itself, 1 at first (specification 1.11).</summary>
    public static Primitive Parameter { get; } = Tunable("parameter", 1);

    /// <summary>The constant 1.</summary>
    public static Primitive One { get; } = Constant(1);

    /// <summary>The name, as settings and error messages have it.</summary>
    public string Name { get; }

    /// <summary>How many address genes it reads.</summary>
    public int Arity { get; }

    /// <summary>The numbers that each of its nodes has for itself.</summary>
    public IReadOnlyList<PrimitiveParameter> Parameters => _parameters;

    /// <summary>The operation, if it is one and has no parameters.</summary>
    public Operation? Operation { get; }

    /// <summary>The number, if it is a constant.</summary>
    public double? Value { get; }

    /// <summary>The expression in its arguments, then its parameters; null for an operation and for a constant.</summary>
    internal Graph? Body { get; }

    /// <summary>An operation as it is.</summary>
    public static Primitive Of(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return new Primitive(operation.Name, operation.Arity, [], operation, null, null);
    }

    /// <summary>A constant.</summary>
    /// <param name="value">A finite number.</param>
    public static Primitive Constant(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "A constant must be finite.");
        return new Primitive(value.ToString("R"), 0, [], null, value, null);
    }

    /// <summary>A number that each node has for itself.</summary>
    /// <param name="name">The primitive's name.</param>
    /// <param name="initial">The value in a new node; finite.</param>
    public static Primitive Tunable(string name, double initial)
    {
        if (!double.IsFinite(initial))
            throw new ArgumentOutOfRangeException(nameof(initial), initial, "A parameter must be finite.");
        return new Primitive(name, 0, [new PrimitiveParameter("value", initial)], null, null, Graph.OfInput(1, 0));
    }

    /// <summary>A function of one argument, written for vectors.</summary>
    /// <typeparam name="TFunction">An empty struct with the arithmetic.</typeparam>
    /// <param name="name">Its name; two functions of one name are taken for the same.</param>
    /// <param name="derivative">For gradient search.</param>
    /// <param name="notation">How it is written, if not as <c>name(a)</c>.</param>
    public static Primitive Unary<TFunction>(string name, Derivative? derivative = null, Notation? notation = null)
        where TFunction : struct, IFunction => Of(new UnaryOperation<TFunction>(name, notation: notation, derivative: derivative));

    /// <summary>A function of two arguments, written for vectors.</summary>
    /// <typeparam name="TFunction">An empty struct with the arithmetic.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="isCommutative">Whether exchanging the arguments changes no bit.</param>
    /// <param name="derivative">For gradient search.</param>
    /// <param name="notation">How it is written.</param>
    public static Primitive Binary<TFunction>(
        string name, bool isCommutative = false, Derivative? derivative = null, Notation? notation = null)
        where TFunction : struct, IBinaryFunction =>
        Of(new BinaryOperation<TFunction>(name, isCommutative, notation: notation, derivative: derivative));

    /// <summary>A function of three arguments, written for vectors.</summary>
    /// <typeparam name="TFunction">An empty struct with the arithmetic.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="derivative">For gradient search.</param>
    /// <param name="notation">How it is written.</param>
    public static Primitive Ternary<TFunction>(string name, Derivative? derivative = null, Notation? notation = null)
        where TFunction : struct, ITernaryFunction => Of(new TernaryOperation<TFunction>(name, notation: notation, derivative: derivative));

    /// <summary>Any function of one number; computed lane by lane.</summary>
    public static Primitive Of(string name, Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Of(name, 1, a => function(a[0]));
    }

    /// <summary>Any function of two numbers; computed lane by lane.</summary>
    public static Primitive Of(string name, Func<double, double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Of(name, 2, a => function(a[0], a[1]));
    }

    /// <summary>Any function of any count of numbers; computed lane by lane. It must give the same for the same, and may run on several threads.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arity">How many arguments; 1 or more.</param>
    /// <param name="function">The function.</param>
    /// <param name="derivative">For gradient search.</param>
    /// <param name="notation">How it is written.</param>
    public static Primitive Of(string name, int arity, ScalarFunction function, Derivative? derivative = null, Notation? notation = null) =>
        Of(new ScalarOperation(name, arity, function, notation: notation, derivative: derivative));

    /// <summary>A small expression, with numbers of each node's own if wanted.</summary>
    /// <param name="name">The primitive's name.</param>
    /// <param name="arguments">The names of its arguments, in the order of the address genes.</param>
    /// <param name="expression">The expression in arguments and parameters.</param>
    /// <param name="parameters">The numbers that each node has for itself.</param>
    /// <exception cref="ExpressionException">The expression cannot be read; the message shows where.</exception>
    public static Primitive FromExpression(
        string name, IReadOnlyList<string> arguments, string expression, params IReadOnlyList<PrimitiveParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var parameter in parameters)
        {
            if (!double.IsFinite(parameter.Initial))
                throw new ArgumentOutOfRangeException(nameof(parameters), parameter.Initial, $"The parameter {parameter.Name} must start finite.");
        }

        var body = Expression.Parse(expression, [.. arguments, .. parameters.Select(p => p.Name)]);
        return new Primitive(name, arguments.Count, [.. parameters], null, null, body);
    }

    /// <summary>Finds a built-in primitive by its name (<c>add</c>, <c>sub</c>, <c>mul</c>, <c>div</c>, <c>pdiv</c>, <c>pow</c>, <c>if</c>, ...,
    /// <c>parameter</c>), or makes a constant of a number.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static Primitive Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = name.Trim();
        foreach (var operation in Operations.All)
        {
            if (string.Equals(operation.Name, wanted, StringComparison.OrdinalIgnoreCase))
                return Of(operation);
        }

        if (string.Equals(wanted, Parameter.Name, StringComparison.OrdinalIgnoreCase))
            return Parameter;
        return double.TryParse(wanted, out double value) && double.IsFinite(value)
            ? Constant(value)
            : throw new ArgumentException(
                $"There is no primitive \"{wanted}\"; there are {string.Join(", ", Operations.All.Select(o => o.Name))}, parameter, and constants written as numbers.",
                nameof(name));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
