using Engram.Evolution.Primitives;
using Engram.Evolution.Programs;

namespace Engram.Evolution.Rules;

/// <summary>
/// A rule for people (specification 4): a polynomial or a quotient of polynomials with exact coefficients, factored as far as is easily
/// seen, checked against the graph at random points. A rule that algebra cannot treat in bounded time is shown as it is, and <see cref="Remark"/> says why.
/// </summary>
public sealed class RuleForm
{
    private const int CheckPoints = 20;
    private const double CheckTolerance = 1e-9;
    private const int LargestPower = 20;

    private readonly Graph _graph;
    private readonly int _output;

    private RuleForm(Graph graph, int output, Factorization? numerator, Factorization? denominator, string? remark)
    {
        _graph = graph;
        _output = output;
        Numerator = numerator;
        Denominator = denominator;
        Remark = remark;
    }

    /// <summary>What stands above the line, factored; null if the rule is shown as it is.</summary>
    public Factorization? Numerator { get; }

    /// <summary>What stands below the line, factored; null if the rule is a polynomial or is shown as it is.</summary>
    public Factorization? Denominator { get; }

    /// <summary>Why the rule is shown as it is, in words; null if it is not.</summary>
    public string? Remark { get; }

    /// <summary>Whether it is a polynomial.</summary>
    public bool IsPolynomial => Numerator is not null && Denominator is null;

    /// <summary>Whether it is a quotient of polynomials or a polynomial.</summary>
    public bool IsRational => Numerator is not null;

    /// <summary>x − w y, which Oja's rule is y times.</summary>
    /// <param name="x">Which input is the presynaptic rate.</param>
    /// <param name="w">Which input is the weight.</param>
    /// <param name="y">Which input is the postsynaptic rate.</param>
    public static Polynomial OjaResidual(int x = 0, int w = 1, int y = 2) =>
        Polynomial.Variable(x) - (Polynomial.Variable(w) * Polynomial.Variable(y));

    /// <summary>Simplifies one output of a graph.</summary>
    /// <param name="graph">The graph; it is not kept.</param>
    /// <param name="output">Which output.</param>
    /// <param name="factors">Polynomials to look for as factors; for three inputs <see cref="OjaResidual"/> if none are given.</param>
    public static RuleForm Of(Graph graph, int output = 0, params IReadOnlyList<Polynomial> factors)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(factors);
        graph = graph.Clone();
        if (factors.Count == 0 && graph.Inputs == 3)
            factors = [OjaResidual()];
        try
        {
            var budget = new AlgebraBudget();
            var candidates = new List<Polynomial>();
            var rational = Expand(graph, output, budget, candidates);
            var numerator = Factorization.Of(rational.Numerator, graph.Inputs, factors, candidates);
            var denominator = rational.IsPolynomial ? null : Factorization.Of(rational.Denominator, graph.Inputs, factors, candidates);
            if (denominator is not null)
                Factorization.Cancel(ref numerator, ref denominator);
            if (denominator is { Factors.Count: 0 })
            {
                numerator = numerator.Times(Fraction.One / denominator.Coefficient);
                denominator = null;
            }

            var form = new RuleForm(graph, output, numerator, denominator, null);
            return form.Agrees() ? form : new RuleForm(graph, output, null, null, "algebra and the program do not agree to 1e-9 at random points");
        }
        catch (AlgebraLimitException limit)
        {
            return new RuleForm(graph, output, null, null, limit.Message);
        }
    }

    /// <summary>Writes the rule.</summary>
    /// <param name="names">The inputs' names; x0, x1, ... if null.</param>
    /// <param name="style">The language. Text can be parsed again.</param>
    public string Write(IReadOnlyList<string>? names = null, RuleStyle style = RuleStyle.Text)
    {
        names ??= RuleText.DefaultNames(_graph.Inputs);
        if (Numerator is null)
            return RuleText.Write(_graph, names, style);
        string above = Numerator.Write(names, style);
        if (Denominator is null)
            return above;
        string below = Denominator.Write(names, style);
        if (style == RuleStyle.Latex)
            return $"\\frac{{{above}}}{{{below}}}";
        if (Numerator.IsSum)
            above = $"({above})";
        if (!Denominator.IsAtom)
            below = $"({below})";
        return style == RuleStyle.CSharp ? $"{above} / {below}" : $"{above}/{below}";
    }

    /// <summary>The value at a point by the simplified form, or by the graph if there is none.</summary>
    public double Evaluate(params ReadOnlySpan<double> point)
    {
        if (Numerator is null)
            return EvaluateGraph(point);
        double value = Numerator.Evaluate(point);
        return Denominator is null ? value : value / Denominator.Evaluate(point);
    }

    /// <summary>How the rule is related to Oja's.</summary>
    /// <param name="x">Which input is the presynaptic rate.</param>
    /// <param name="w">Which input is the weight.</param>
    /// <param name="y">Which input is the postsynaptic rate.</param>
    public RuleClass Classify(int x = 0, int w = 1, int y = 2)
    {
        if (!IsPolynomial)
            return RuleClass.NonPolynomial;
        var polynomial = Numerator!.Expand();
        if (polynomial.IsZero)
            return RuleClass.Zero;
        if (polynomial.DividedBy(OjaResidual(x, w, y)) is not { } gain)
            return RuleClass.NotOja;
        var allowed = new[] { default, Monomial.Variable(w), Monomial.Variable(y) };
        bool isLinear = gain.Terms.All(t => allowed.Contains(t.Monomial)) && !gain.Coefficient(Monomial.Variable(y)).IsZero;
        return !isLinear ? RuleClass.OjaMultiple : gain.Count == 1 ? RuleClass.GainOja : RuleClass.NoisyGainOja;
    }

    /// <summary>k of a rule that is (k y + ...) (x − w y); null for others.</summary>
    /// <param name="x">Which input is the presynaptic rate.</param>
    /// <param name="w">Which input is the weight.</param>
    /// <param name="y">Which input is the postsynaptic rate.</param>
    public double? OjaGain(int x = 0, int w = 1, int y = 2) =>
        Classify(x, w, y) is RuleClass.GainOja or RuleClass.NoisyGainOja
            ? Numerator!.Expand().DividedBy(OjaResidual(x, w, y))!.Coefficient(Monomial.Variable(y)).ToDouble()
            : null;

    /// <inheritdoc/>
    public override string ToString() => Write();

    private static RationalFunction Expand(Graph graph, int output, AlgebraBudget budget, List<Polynomial> candidates)
    {
        if (graph.Inputs > Monomial.MaximumVariables)
            throw new AlgebraLimitException($"it has more than {Monomial.MaximumVariables} inputs");
        var used = MarkUsed(graph, output);
        var values = new RationalFunction[graph.Count];
        for (int node = 0; node < graph.Count; node++)
        {
            if (!used[node])
                continue;
            values[node] = graph.KindOf(node) switch
            {
                NodeKind.Input => RationalFunction.Of(Polynomial.Variable(graph.IndexOf(node))),
                NodeKind.Operation => Apply(graph, node, values, budget),
                _ when !double.IsFinite(graph.ValueOf(node)) => throw new AlgebraLimitException("it has a constant that is no finite number"),
                _ => RationalFunction.Of(Polynomial.Constant(Fraction.Of(graph.ValueOf(node)))),
            };
            if (graph.KindOf(node) == NodeKind.Operation)
            {
                candidates.Add(values[node].Numerator);
                candidates.Add(values[node].Denominator);
            }
        }

        return values[graph.OutputNode(output)];
    }

    private static RationalFunction Apply(Graph graph, int node, RationalFunction[] values, AlgebraBudget budget)
    {
        var operation = graph.OperationOf(node);
        var operands = graph.OperandsOf(node);
        var a = values[operands[0]];
        switch (operation.Code)
        {
            case OperationCode.Add:
                return RationalFunction.Add(a, values[operands[1]], budget);
            case OperationCode.Subtract:
                return RationalFunction.Add(a, values[operands[1]].Negated(), budget);
            case OperationCode.Multiply:
                return RationalFunction.Multiply(a, values[operands[1]], budget);
            case OperationCode.Divide:
                return RationalFunction.Multiply(a, values[operands[1]].Inverse(), budget);
            case OperationCode.Negate:
                return a.Negated();
            case OperationCode.Power when graph.KindOf(operands[1]) == NodeKind.Constant:
                double exponent = graph.ValueOf(operands[1]);
                if (exponent != Math.Floor(exponent) || Math.Abs(exponent) > LargestPower)
                    break;
                var power = RationalFunction.Of(Polynomial.One);
                for (int i = 0; i < Math.Abs(exponent); i++)
                    power = RationalFunction.Multiply(power, a, budget);
                return exponent < 0 ? power.Inverse() : power;
            default:
                break;
        }

        throw new AlgebraLimitException($"the operation {operation.Name} is no algebra");
    }

    private static bool[] MarkUsed(Graph graph, int output)
    {
        var used = new bool[graph.Count];
        used[graph.OutputNode(output)] = true;
        for (int node = graph.Count - 1; node >= 0; node--)
        {
            if (!used[node])
                continue;
            foreach (int operand in graph.OperandsOf(node))
                used[operand] = true;
        }

        return used;
    }

    private double EvaluateGraph(ReadOnlySpan<double> point)
    {
        var outputs = new double[_graph.Outputs];
        _graph.Evaluate(point, outputs);
        return outputs[_output];
    }

    // At the points of a small linear congruence in [-3, 3], where the tasks are (specification 1.12).
    private bool Agrees()
    {
        uint state = 12345;
        var point = new double[_graph.Inputs];
        for (int i = 0; i < CheckPoints; i++)
        {
            for (int k = 0; k < point.Length; k++)
            {
                state = unchecked((state * 1664525) + 1013904223);
                point[k] = (6.0 * (state >> 8) / (1 << 24)) - 3;
            }

            double expected = EvaluateGraph(point);
            double found = Evaluate(point);
            if (double.IsFinite(expected) && !(Math.Abs(expected - found) <= CheckTolerance * Math.Max(1, Math.Abs(expected))))
                return false;
        }

        return true;
    }
}
