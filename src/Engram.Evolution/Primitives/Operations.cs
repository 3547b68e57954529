using Engram.Numerics.Simd;

namespace Engram.Evolution.Primitives;

/// <summary>The operations that come with Engram. Those of rules of one's own are made by <see cref="Primitive"/>.</summary>
public static class Operations
{
    /// <summary>a + b.</summary>
    public static Operation Add { get; } = new BinaryOperation<Sum>(
        "add", isCommutative: true, OperationCode.Add, Notation.Infix("+", 1, "add"), static (_, _, d) => { d[0] = 1; d[1] = 1; });

    /// <summary>a − b.</summary>
    public static Operation Subtract { get; } = new BinaryOperation<Difference>(
        "sub", isCommutative: false, OperationCode.Subtract, Notation.Infix("-", 1, "sub"), static (_, _, d) => { d[0] = 1; d[1] = -1; });

    /// <summary>a · b.</summary>
    public static Operation Multiply { get; } = new BinaryOperation<Product>(
        "mul", isCommutative: true, OperationCode.Multiply, Notation.Infix("*", 2, "mul", "\\,"), static (a, _, d) => { d[0] = a[1]; d[1] = a[0]; });

    /// <summary>a / b as IEEE 754 has it: infinite or NaN where b is 0.</summary>
    public static Operation Divide { get; } = new BinaryOperation<Quotient>(
        "div", isCommutative: false, OperationCode.Divide, Notation.Infix("/", 2, "div"),
        static (a, v, d) => { d[0] = 1 / a[1]; d[1] = -v / a[1]; });

    /// <summary>a / b where |b| is above <see cref="Primitive.ProtectedDivisor"/>, else 1.</summary>
    public static Operation ProtectedDivide { get; } = new BinaryOperation<ProtectedQuotient>(
        "pdiv", notation: Notation.Function("pdiv"), derivative: static (a, v, d) =>
        {
            bool isSafe = Math.Abs(a[1]) > Primitive.ProtectedDivisor;
            d[0] = isSafe ? 1 / a[1] : 0;
            d[1] = isSafe ? -v / a[1] : 0;
        });

    /// <summary>a to the power b: NaN for a negative base with a fractional exponent.</summary>
    public static Operation Power { get; } = new ScalarOperation(
        "pow", 2, static a => Math.Pow(a[0], a[1]), isCommutative: false, OperationCode.Power, new Notation("^", 4, "pow", "^", "Math.Pow"),
        static (a, v, d) =>
        {
            d[0] = a[1] == 0 ? 0 : a[1] * Math.Pow(a[0], a[1] - 1);
            d[1] = v == 0 ? 0 : v * Math.Log(a[0]);
        });

    /// <summary>b where a ≥ 0, else c; NaN takes c.</summary>
    public static Operation IfElse { get; } = new TernaryOperation<Choice>(
        "if", OperationCode.IfElse, Notation.Function("if", csharp: "({0} >= 0 ? {1} : {2})"),
        static (a, _, d) => { d[0] = 0; d[1] = a[0] >= 0 ? 1 : 0; d[2] = a[0] >= 0 ? 0 : 1; });

    /// <summary>−a.</summary>
    public static Operation Negate { get; } = new UnaryOperation<Minus>(
        "neg", OperationCode.Negate, Notation.Infix("-", 3, "neg"), static (_, _, d) => d[0] = -1);

    /// <summary>1 where a &lt; b, else 0.</summary>
    public static Operation LessThan { get; } = new BinaryOperation<IsLess>(
        "less", notation: Notation.Function("less", csharp: "({0} < {1} ? 1.0 : 0.0)"), derivative: Flat);

    /// <summary>1 where a &gt; b, else 0.</summary>
    public static Operation GreaterThan { get; } = new BinaryOperation<IsGreater>(
        "greater", notation: Notation.Function("greater", csharp: "({0} > {1} ? 1.0 : 0.0)"), derivative: Flat);

    /// <summary>1 where both are true (above ½), else 0.</summary>
    public static Operation And { get; } = new BinaryOperation<Conjunction>(
        "and", isCommutative: true, notation: Notation.Function("and", csharp: "({0} > 0.5 && {1} > 0.5 ? 1.0 : 0.0)"), derivative: Flat);

    /// <summary>1 where one or both are true (above ½), else 0.</summary>
    public static Operation Or { get; } = new BinaryOperation<Disjunction>(
        "or", isCommutative: true, notation: Notation.Function("or", csharp: "({0} > 0.5 || {1} > 0.5 ? 1.0 : 0.0)"), derivative: Flat);

    /// <summary>1 where exactly one is true (above ½), else 0.</summary>
    public static Operation Xor { get; } = new BinaryOperation<ExclusiveDisjunction>(
        "xor", isCommutative: true, notation: Notation.Function("xor", csharp: "({0} > 0.5 != {1} > 0.5 ? 1.0 : 0.0)"), derivative: Flat);

    /// <summary>0 where a is true (above ½), else 1.</summary>
    public static Operation Not { get; } = new UnaryOperation<Negation>(
        "not", notation: Notation.Function("not", csharp: "({0} > 0.5 ? 0.0 : 1.0)"), derivative: Flat);

    /// <summary>The lesser: a where a &lt; b, else b.</summary>
    public static Operation Minimum { get; } = new BinaryOperation<Lesser>(
        "min", notation: Notation.Function("min", "\\min", "({0} < {1} ? {0} : {1})"),
        derivative: static (a, _, d) => { d[0] = a[0] < a[1] ? 1 : 0; d[1] = a[0] < a[1] ? 0 : 1; });

    /// <summary>The greater: a where a &gt; b, else b.</summary>
    public static Operation Maximum { get; } = new BinaryOperation<Greater>(
        "max", notation: Notation.Function("max", "\\max", "({0} > {1} ? {0} : {1})"),
        derivative: static (a, _, d) => { d[0] = a[0] > a[1] ? 1 : 0; d[1] = a[0] > a[1] ? 0 : 1; });

    /// <summary>|a|.</summary>
    public static Operation AbsoluteValue { get; } = new UnaryOperation<Magnitude>(
        "abs", notation: Notation.Function("abs", csharp: "Math.Abs"), derivative: static (a, _, d) => d[0] = double.IsNaN(a[0]) ? double.NaN : Math.Sign(a[0]));

    /// <summary>√a.</summary>
    public static Operation SquareRoot { get; } = new UnaryOperation<Root>(
        "sqrt", notation: Notation.Function("sqrt", "\\sqrt{{{0}}}", "Math.Sqrt"), derivative: static (_, v, d) => d[0] = 0.5 / v);

    /// <summary>e to the power a.</summary>
    public static Operation Exponential { get; } = new UnaryOperation<Exp>(
        "exp", notation: Notation.Function("exp", "\\exp", "Math.Exp"), derivative: static (_, v, d) => d[0] = v);

    /// <summary>The natural logarithm.</summary>
    public static Operation Logarithm { get; } = new UnaryOperation<Log>(
        "log", notation: Notation.Function("log", "\\ln", "Math.Log"), derivative: static (a, _, d) => d[0] = 1 / a[0]);

    /// <summary>The hyperbolic tangent.</summary>
    public static Operation HyperbolicTangent { get; } = new UnaryOperation<Tanh>(
        "tanh", notation: Notation.Function("tanh", "\\tanh", "Math.Tanh"), derivative: static (_, v, d) => d[0] = 1 - (v * v));

    /// <summary>The logistic function 1 / (1 + e^−a).</summary>
    public static Operation Logistic { get; } = new UnaryOperation<Sigmoid>(
        "sigmoid", notation: Notation.Function("sigmoid", "\\sigma", "(1 / (1 + Math.Exp(-{0})))"), derivative: static (_, v, d) => d[0] = v * (1 - v));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        Add, Subtract, Multiply, Divide, ProtectedDivide, Power, IfElse, Negate, LessThan, GreaterThan, And, Or, Xor, Not, Minimum, Maximum,
        AbsoluteValue, SquareRoot, Exponential, Logarithm, HyperbolicTangent, Logistic,
    ];

    private static void Flat(ReadOnlySpan<double> arguments, double value, Span<double> partials) => partials.Clear();
}
